"""Who is in a channel: asked where Slack lets us, believed where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.listeners.members import Members
from bot.store.workspaces import ChannelId

if TYPE_CHECKING:
    from tests.listeners.desk import Office

GUILD, GROUP = ChannelId("C1"), ChannelId("G1")
UNGRANTED = {"ok": False, "error": "missing_scope"}


async def test_a_channel_of_which_slack_tells_nothing_hides_no_other(office: Office) -> None:
    """A group message, which these scopes never cover, is kept unasked; channels are still asked about."""
    members = Members(office.client)
    office.answers["api"] = UNGRANTED
    assert await members.among("U1", [GROUP]) == [GROUP]

    office.answers["api"] = {"ok": True, "members": ["U2"]}
    assert await members.among("U1", [GROUP, GUILD]) == [GROUP]
    assert await members.among("U2", [GROUP, GUILD]) == [GROUP, GUILD]
    assert [sent["channel"] for _, sent in office.calls] == [GROUP, GUILD, GUILD]


async def test_a_channel_that_has_gone_is_told_to_nobody(office: Office) -> None:
    """Slack's refusal for any other reason than our scopes."""
    office.answers["api"] = {"ok": False, "error": "channel_not_found"}

    assert await Members(office.client).among("U1", [GUILD]) == []


async def test_without_the_scopes_each_channel_is_asked_about_once(office: Office) -> None:
    """The default install is not slowed down at every opening of Home."""
    members = Members(office.client)
    office.answers["api"] = UNGRANTED
    for _ in range(3):
        assert await members.among("U1", [GUILD]) == [GUILD]

    assert len(office.calls) == 1
