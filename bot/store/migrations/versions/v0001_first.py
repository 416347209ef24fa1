"""The first schema: teams, plans, deliveries, and the calls to Slack that must happen."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "question_version",
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_question_version")),
    )
    op.create_table(
        "workspace",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint("state IN ('active', 'revoked')", name=op.f("ck_workspace_state")),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_workspace")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("difficulties", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'waiting', 'paused', 'deleted')", name=op.f("ck_plan_state")),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_plan_team_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_state_next_due"), "plan", ["state", "next_due"], unique=False)
    op.create_index(op.f("ix_plan_team_channel"), "plan", ["team", "channel"], unique=False)
    op.create_table(
        "rate_gate",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_rate_gate_team_workspace")),
        sa.PrimaryKeyConstraint("team", "method", name=op.f("pk_rate_gate")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=32), nullable=True),
        sa.Column("cycle", sa.Integer(), nullable=True),
        sa.Column("skipped", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["question_version.content_hash"],
            name=op.f("fk_delivery_content_hash_question_version"),
        ),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_delivery_plan_plan")),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_delivery_team_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
        sa.UniqueConstraint("plan", "date", name=op.f("uq_delivery_plan_date")),
    )
    op.create_index(op.f("ix_delivery_closing"), "delivery", ["closing"], unique=False)
    op.create_index(
        op.f("ix_delivery_team_channel_due"), "delivery", ["team", "channel", "due"], unique=False
    )
    op.create_table(
        "asked",
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_asked_delivery_delivery")),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_asked_plan_plan")),
        sa.PrimaryKeyConstraint("plan", "cycle", "uid", name=op.f("pk_asked")),
    )
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=True),
        sa.Column("delivery", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('due', 'claimed', 'sending', 'doubtful', 'done', 'skipped', 'failed')",
            name=op.f("ck_outgoing_state"),
        ),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_outgoing_delivery_delivery")),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_outgoing_plan_plan")),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_outgoing_team_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_key")),
    )
    op.create_index(op.f("ix_outgoing_delivery_position"), "outgoing", ["delivery", "position"], unique=False)
    op.create_index(op.f("ix_outgoing_state_next_try"), "outgoing", ["state", "next_try"], unique=False)
    op.create_table(
        "reveal",
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_reveal_delivery_delivery")),
        sa.PrimaryKeyConstraint("delivery", name=op.f("pk_reveal")),
    )
