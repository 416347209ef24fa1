"""Makes text safe to show: cleaned, cut, escaped; it knows nothing of Markdown and of blocks."""

from __future__ import annotations

import re
import unicodedata

from bot.blocks.graphemes import room, units

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NAME = 80  # characters of a person's name
_JOINER = "\u200d"
_EMOJI_TAIL = "\ufe0f"
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SPACES = str.maketrans("\x0b\x0c\x1c\x1d\x1e\x1f", " " * 6)
# Controls but tab and line feed; soft hyphen; zero width; bidi controls (Trojan Source, CVE-2021-42574);
# invisible operators; interlinear marks; tags. The joiner U+200D is judged by its neighbours.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """The text without controls, bidi and zero-width characters and lone surrogates; lines end in ``LF``."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = _LINE_ENDS.sub("\n", whole).translate(_SPACES)
    return _joiners_of_emoji_only(_UNSEEN.sub("", lines))


def _joiners_of_emoji_only(text: str) -> str:
    if _JOINER not in text:
        return text
    kept: list[str] = []
    for character, after in zip(text, [*text[1:], ""], strict=True):
        if character != _JOINER or (kept and _is_emoji(kept[-1]) and _is_emoji(after)):
            kept.append(character)
    return "".join(kept)


def _is_emoji(character: str) -> bool:
    # "So" holds the pictures, "Sk" the five skin tones.
    return character == _EMOJI_TAIL or (character != "" and unicodedata.category(character) in {"So", "Sk"})


def escape(text: str) -> str:
    """The text for a mrkdwn field: nothing in it is markup to Slack, so that it can ping nobody.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.translate(_ESCAPED)


def cut(text: str, limit: int) -> str:
    """The text, or what fits into `limit` characters and an ellipsis; no visible one is broken."""
    if units(text) <= limit:
        return text
    return text[: room(text, limit - 1)].rstrip() + "…"


def cut_at_word(text: str, limit: int) -> str:
    """The same, cut behind a word where one ends in the second half of it."""
    kept = cut(text, limit)
    at = kept.rfind(" ", limit // 2)
    return kept if kept == text or at < 0 else f"{kept[:at].rstrip(' .,;:')}…"


def person_name(words: str) -> str:
    """What a person calls themselves, on one line and as long as Slack lets a name be; empty for nothing."""
    return cut(" ".join(clean(words).split()), _NAME)


def mrkdwn(text: str, limit: int) -> str:
    """The text cleaned, cut and escaped for a mrkdwn field: never longer than `limit`, no entity cut."""
    whole = clean(text)
    kept, length = whole, limit
    while units(escape(kept)) > limit:
        length -= max(1, (units(escape(kept)) - limit) // len("&amp;"))
        kept = cut(whole, length)
    return escape(kept)
