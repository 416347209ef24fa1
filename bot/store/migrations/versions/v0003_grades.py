"""Grades and private showings; posts that people asked for beside the scheduled one of a date."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds tables and columns, and takes nothing away: an older version goes on beside this one."""
    op.create_table(
        "showing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["question_version.content_hash"],
            name=op.f("fk_showing_content_hash_question_version"),
        ),
        sa.ForeignKeyConstraint(["team"], ["workspace.team"], name=op.f("fk_showing_team_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showing")),
        sa.UniqueConstraint("key", name=op.f("uq_showing_key")),
    )
    op.create_index(op.f("ix_showing_team_person_id"), "showing", ["team", "person", "id"], unique=False)
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=True),
        sa.Column("showing", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(delivery IS NULL) <> (showing IS NULL)", name=op.f("ck_grade_subject")),
        sa.CheckConstraint("grade IN ('missed', 'shaky', 'got_it', 'easy')", name=op.f("ck_grade_grade")),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_grade_delivery_delivery")),
        sa.ForeignKeyConstraint(["showing"], ["showing.id"], name=op.f("fk_grade_showing_showing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
        sa.UniqueConstraint("delivery", "person", name=op.f("uq_grade_delivery_person")),
        sa.UniqueConstraint("showing", "person", name=op.f("uq_grade_showing_person")),
    )
    op.add_column("plan", sa.Column("silence_told", sa.DateTime(timezone=True), nullable=True))
    op.add_column("delivery", sa.Column("extra_of", sa.Integer(), nullable=True))
    op.add_column("delivery", sa.Column("asked_by", sa.Text(), nullable=True))
    op.add_column("delivery", sa.Column("asked_by_name", sa.Text(), nullable=True))
    op.add_column("delivery", sa.Column("touched", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outgoing", sa.Column("notice", sa.String(length=32), nullable=True))
