"""Who the bot is in a team, remembered: Bolt's own way asks Slack at every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.authorization import AuthorizeResult


def authorize_as(result: AuthorizeResult) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Bolt's authorize for one team; any other team gets None, which Bolt answers as not installed."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        known = team_id == result.team_id or (team_id is None and enterprise_id == result.enterprise_id)
        return result if known else None

    return authorize  # type: ignore[return-value]  # Bolt takes None, too
