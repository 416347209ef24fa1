"""The name of whoever opened an answer: the why of a channel tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds a column; what was opened before keeps saying that it was a press."""
    op.add_column("reveal", sa.Column("person_name", sa.Text()))
