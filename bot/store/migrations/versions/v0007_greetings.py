"""Who was greeted: a press is no greeting, so that where people were says too little."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds a table; whoever has used the bot before is no newcomer to it."""
    op.create_table(
        "greeting",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_greeting_team_workspace")),
        sa.PrimaryKeyConstraint("team", "person", name=op.f("pk_greeting")),
    )
    op.execute(
        "INSERT INTO greeting (team, person, at)"
        " SELECT team, person, MIN(at) FROM visit GROUP BY team, person"
    )
