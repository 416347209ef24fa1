"""A notice's name may be as long as Slack's codes, which it holds: PostgreSQL counts the characters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Widens a column; SQLite, which never counted, copies the table to say the same."""
    with op.batch_alter_table("outgoing") as table:
        table.alter_column("notice", existing_type=sa.String(length=32), type_=sa.Text())
