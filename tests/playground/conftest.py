"""The fixtures of this room's tests."""

from tests.playground.fixtures import clock, playground, slack

__all__ = ["clock", "playground", "slack"]
