"""Who changed a plan last, and what the order of its questions follows from, known before it is stored."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the columns; plans made before have neither editor nor seed."""
    op.add_column("plan", sa.Column("editor", sa.Text(), nullable=True))
    op.add_column("plan", sa.Column("editor_name", sa.Text(), nullable=True))
    op.add_column("plan", sa.Column("seed", sa.Text(), nullable=True))
