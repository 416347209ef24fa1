"""Every test of this room that takes a store runs on SQLite and on PostgreSQL."""

from tests.engines import database_kind

__all__ = ["database_kind"]
