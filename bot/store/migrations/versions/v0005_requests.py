"""The signatures of requests over HTTP, each of which is let in once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds a table, and takes nothing away: an older version goes on beside this one."""
    op.create_table(
        "request_seen",
        sa.Column("signature", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_request_seen")),
    )
    op.create_index(op.f("ix_request_seen_until"), "request_seen", ["until"], unique=False)
