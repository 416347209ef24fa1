"""The teams that the bot serves; it knows nothing of their channels."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from sqlalchemy import select, update

from bot.store.engine import insert_new
from bot.store.tables import workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

TeamId = NewType("TeamId", str)
ChannelId = NewType("ChannelId", str)


class WorkspaceState(enum.StrEnum):
    """Whether Slack still takes our token there."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A team, and who the bot is in it."""

    team: TeamId
    name: str
    bot_user: str
    state: WorkspaceState


@dataclass(frozen=True, slots=True)
class Workspaces:
    """The teams, inside one transaction."""

    connection: Connection

    def connected(self, team: TeamId, *, name: str, bot_user: str) -> None:
        """Slack took the token: the team is active, under the name that it has now."""
        values = {"name": name, "bot_user": bot_user, "state": WorkspaceState.ACTIVE}
        if not insert_new(self.connection, workspace, team=team, **values):
            self.connection.execute(update(workspace).where(workspace.c.team == team).values(**values))

    def revoke(self, team: TeamId) -> None:
        """Slack refused the token: nothing is sent until it takes one again."""
        self.connection.execute(
            update(workspace).where(workspace.c.team == team).values(state=WorkspaceState.REVOKED)
        )

    def get(self, team: TeamId) -> Workspace | None:
        """The team of that id."""
        row = (
            self.connection.execute(select(workspace).where(workspace.c.team == team))
            .mappings()
            .one_or_none()
        )
        return _workspace(row) if row else None

    def all(self) -> list[Workspace]:
        """Every team, in the order of ids."""
        rows = self.connection.execute(select(workspace).order_by(workspace.c.team)).mappings()
        return [_workspace(row) for row in rows]


def _workspace(row: RowMapping) -> Workspace:
    return Workspace(
        team=row["team"], name=row["name"], bot_user=row["bot_user"], state=WorkspaceState(row["state"])
    )
