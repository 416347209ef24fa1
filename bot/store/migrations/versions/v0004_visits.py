"""Where people have used the bot: their Home shows those channels."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds a table."""
    op.create_table(
        "visit",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_visit_team_workspace")),
        sa.PrimaryKeyConstraint("team", "person", "channel", name=op.f("pk_visit")),
    )
