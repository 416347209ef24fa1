"""Names after an @, as a person types them and as Slack keeps them; it knows no payload."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.playground.cast import Person
    from bot.playground.conversations import Conversation

MENTION = re.compile(r"<@(\w+)>")


def linked(people: Iterable[Person], said: str) -> str:
    """The words with each known @name or @handle as <@id>, as Slack's composer makes it.

    https://docs.slack.dev/messaging/formatting-message-text#mentioning-users
    """
    ids = {name.casefold(): person.id for person in people for name in (person.name, person.handle)}
    if not ids:
        return said
    names = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    known = re.compile(rf"(?<![\w@])@({names})(?!\w)", re.IGNORECASE)
    return known.sub(lambda found: f"<@{ids.get(found[1].casefold(), found[1])}>", said)


def named(said: str) -> list[str]:
    """The ids that a text mentions."""
    return MENTION.findall(said)


def absent(people: Mapping[str, Person], conversation: Conversation, said: str) -> list[Person]:
    """Who is mentioned and does not see it."""
    missing = [name for name in dict.fromkeys(named(said)) if name not in conversation.members]
    return [people[name] for name in missing if name in people]
