"""The tables, in what SQLite and PostgreSQL both can do; they know nothing of who reads them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime in UTC; SQLite keeps no zone, so that it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The value in UTC; naive ones are refused with a ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {value!r}")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The value, aware and in UTC."""
        if value is None:
            return None
        assert isinstance(value, dt.datetime)  # noqa: S101 - the column's own type
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

workspace = Table(
    "workspace",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("bot_user", String(32), nullable=False),
    Column("state", String(16), nullable=False),  # active, revoked
    CheckConstraint("state IN ('active', 'revoked')", name="state"),
)

plan = Table(
    "plan",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", ForeignKey("workspace.team"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("zone", Text, nullable=False),
    Column("at", String(5), nullable=False),  # HH:MM, local
    Column("weekdays", String(7), nullable=False),  # the digits of the days, Monday 0
    Column("skipped", JSON, nullable=False),  # a list of ISO dates
    Column("closes", String(5)),  # HH:MM, local; NULL: never
    Column("topics", JSON, nullable=False),  # a list of paths, a framework's or longer; empty: all
    Column("difficulties", JSON, nullable=False),  # a list of words; empty: all
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("next_due", Instant),  # NULL: no slot comes any more, or a pause without end
    Column("created", Instant, nullable=False),
    Column("editor", Text),  # team and person who changed it last; NULL: the command line
    Column("editor_name", Text),  # as Slack spelled it then
    Column("seed", Text),  # what the order of questions follows from; NULL: team and id
    Column("silence_told", Instant),  # when its editor was told that nobody answers; once is enough
    CheckConstraint("state IN ('active', 'waiting', 'paused', 'deleted')", name="state"),
    Index(None, "state", "next_due"),
    Index(None, "team", "channel"),
)

question_version = Table(
    "question_version",
    metadata,
    Column("content_hash", String(32), primary_key=True),
    Column("uid", Text, nullable=False),
    Column("body", Text, nullable=False),  # bank.snapshot
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(36), nullable=False, unique=True),  # opaque: the only thing that Slack is given
    Column("kind", String(16), nullable=False),
    Column("team", ForeignKey("workspace.team"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("plan", ForeignKey("plan.id")),
    Column("plan_version", Integer),
    Column("date", Date, nullable=False),  # local
    Column("due", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("closing", Instant),
    Column("uid", Text),
    Column("content_hash", ForeignKey("question_version.content_hash")),
    Column("cycle", Integer),
    Column("skipped", Text),  # why there is no post
    Column("extra_of", Integer),  # the plan that an extra one is of, whose slot it is not
    Column("asked_by", Text),  # team and person who asked for an extra or a shared one
    Column("asked_by_name", Text),  # as Slack spelled it then
    Column("touched", Instant),  # when somebody pressed a button under it last
    UniqueConstraint("plan", "date"),
    Index(None, "closing"),
    Index(None, "team", "channel", "due"),
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", ForeignKey("workspace.team"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("plan", ForeignKey("plan.id")),
    Column("delivery", ForeignKey("delivery.id")),
    Column("kind", String(16), nullable=False),
    Column(
        "position", Integer, nullable=False
    ),  # order inside the thread: 0 root, 1..n answer, then its redraw
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Instant, nullable=False),
    Column("owner", Text),
    Column("lease", Instant),
    Column("fence", Integer, nullable=False, default=0),
    Column(
        "generation", Integer, nullable=False, default=0
    ),  # more than 0: sent again after a hold, uncertain
    Column("again", Boolean, nullable=False, default=False),  # an update was wanted while one was on the wire
    Column("key", String(36), nullable=False, unique=True),
    Column("sent", Instant),
    Column("ts", String(32)),
    Column("permalink", Text),
    Column("error", Text),
    Column("notice", Text),  # which of our notices a direct message is
    CheckConstraint(
        "state IN ('due', 'claimed', 'sending', 'doubtful', 'done', 'skipped', 'failed')", name="state"
    ),
    Index(None, "state", "next_try"),
    Index(None, "delivery", "position"),
)

asked = Table(
    "asked",
    metadata,
    Column("plan", ForeignKey("plan.id"), primary_key=True),
    Column("cycle", Integer, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("delivery", ForeignKey("delivery.id"), nullable=False),
)

reveal = Table(
    "reveal",
    metadata,
    Column("delivery", ForeignKey("delivery.id"), primary_key=True),
    Column("person", Text),  # team and person who pressed; NULL: the closing hour
    Column("at", Instant, nullable=False),
    Column("person_name", Text),  # as Slack spelled it then
)

showing = Table(
    "showing",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(36), nullable=False, unique=True),
    Column("team", ForeignKey("workspace.team"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("person", Text, nullable=False),  # team and person
    Column("uid", Text, nullable=False),
    Column("content_hash", ForeignKey("question_version.content_hash"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "team", "person", "id"),
)

visit = Table(
    "visit",
    metadata,
    Column("team", ForeignKey("workspace.team"), primary_key=True),
    Column("person", Text, primary_key=True),  # team and person
    Column("channel", String(32), primary_key=True),
    Column("at", Instant, nullable=False),  # the latest one
)
"""Where a person has typed a command or pressed a button: all that the default scopes tell of membership."""

greeting = Table(
    "greeting",
    metadata,
    Column("team", ForeignKey("workspace.team"), primary_key=True),
    Column("person", Text, primary_key=True),  # team and person
    Column("at", Instant, nullable=False),
)
"""Who was told once what the bot is for: many meet it by a press first, which tells them nothing."""

grade = Table(
    "grade",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("delivery", ForeignKey("delivery.id")),  # one of these two
    Column("showing", ForeignKey("showing.id")),
    Column("person", Text, nullable=False),  # team and person
    Column("grade", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("(delivery IS NULL) <> (showing IS NULL)", name="subject"),
    CheckConstraint("grade IN ('missed', 'shaky', 'got_it', 'easy')", name="grade"),
    UniqueConstraint("delivery", "person"),
    UniqueConstraint("showing", "person"),
)

rate_gate = Table(
    "rate_gate",
    metadata,
    Column("team", ForeignKey("workspace.team"), primary_key=True),
    Column("method", Text, primary_key=True),
    Column("until", Instant, nullable=False),
)

request_seen = Table(
    "request_seen",
    metadata,
    Column("signature", String(80), primary_key=True),  # Slack's, of a request over HTTP
    Column("until", Instant, nullable=False),  # after which its timestamp is too old anyway
    Index(None, "until"),
)
