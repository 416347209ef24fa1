"""A person at the playground's page, as everybody's tests have them."""

from bot.playground.testing.person import (
    Json,
    Person,
    Refusal,
    Slack,
    buttons,
    channel_of,
    find_button,
    messages_of,
    said,
)

__all__ = [
    "Json",
    "Person",
    "Refusal",
    "Slack",
    "buttons",
    "channel_of",
    "find_button",
    "messages_of",
    "said",
]
