"""What the bank's texts must obey, as data and pure functions; it knows nothing of YAML or of files."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.bank.model import Question

UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, all but tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u3164\uffa0"  # seen as nothing
    "\u2028-\u202e\u2060-\u206f"  # separators that break lines elsewhere, bidi controls
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"  # marks, surrogates, tags
)
"""Characters that hide text, turn it round or break a line unseen (Unicode TR 36)."""

_MOST_COMBINING: Final = 4  # on one letter; written languages need up to three


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A rule for one text: its length in characters, its form, and the mend when the form is wrong."""

    most: int
    one_line: bool = False
    form: re.Pattern[str] | None = None
    mend: str = ""

    def complaints(self, text: str) -> Iterator[str]:
        """What is wrong with a text, each with its mend; nothing when it obeys."""
        if not text.strip():
            yield "is empty: write it, or leave the field out"
            return
        if len(text) > self.most:
            yield f"has {len(text):,} characters, {self.most:,} are allowed: shorten it"
        elif self.form and not self.form.fullmatch(text):
            yield self.mend
        if self.one_line and "\n" in text:
            yield "holds a line break: write it as one line"
        for character in sorted(set(UNWANTED.findall(text))):
            yield unwanted(character)
        if not text.isascii() and _piled(text):
            yield f"piles more than {_MOST_COMBINING} combining marks on one letter: delete them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A rule for a list of texts: how many, and what each obeys."""

    most: int
    each: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A rule for a whole number."""

    least: int
    most: int


SLUG: Final = Text(
    most=60,
    form=re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9]+(?:-[a-z0-9]+)*"),  # no device names
    mend='is no slug: write lower-case letters, digits and single hyphens, as in "async-client"',
)
FULL_ID: Final = Text(
    most=243,
    form=re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){3}|[a-z0-9]+(?:-[a-z0-9]+)*"),
    mend='is no former id: write "old-id", or "framework/topic/subtopic/old-id" if it came from another file',
)
TITLE: Final = Text(most=60, one_line=True)
ABOUT: Final = Text(most=200, one_line=True)
SHORT: Final = Text(most=200, one_line=True)
POINT: Final = Text(most=200)
LEVEL: Final = Text(most=600)
URL: Final = Text(
    most=500,
    form=re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s<>|\"`\\]*)?"),
    mend='is no address: write it whole, beginning with "https://"',
)
PACKAGE: Final = Text(
    most=60,
    form=re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"),
    mend='is no name of a language or library: write it as in "fastapi"',
)
VERSIONS: Final = Text(
    most=60,
    form=re.compile(
        r"(?:>=|<=|==|!=|~=|<|>) ?[0-9][0-9A-Za-z.*+-]*(?:, ?(?:>=|<=|==|!=|~=|<|>) ?[0-9][0-9A-Za-z.*+-]*)*"
    ),
    mend='is no range of versions: write it as in ">=0.110" or ">=3.11, <4"',
)

QUESTION_TEXTS: Final[Mapping[str, Text]] = {
    "question": Text(most=300),
    "setup": Text(most=6_000),
    "short_answer": Text(most=280),
    "answer": Text(most=12_000),
    "rule_of_thumb": Text(most=280),
}
QUESTION_LISTS: Final[Mapping[str, Texts]] = {
    "hints": Texts(most=5, each=Text(most=600)),
    "common_mistakes": Texts(most=10, each=Text(most=3_000)),
    "follow_ups": Texts(most=10, each=Text(most=300)),
}
FILE: Final = Text(
    most=100,
    form=re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_.]?[A-Za-z0-9_][A-Za-z0-9_.-]*"),
    mend='is no name of a file in the proof\'s folder: write it as in "app/main.py"',
)
CODE: Final = Text(most=12_000)
TEST_NAME: Final = Text(
    most=100, form=re.compile(r"test_\w+"), mend='is no name of a test: write it as in "test_items"'
)
LIBRARIES: Final = Texts(most=10, each=PACKAGE)
PLUGINS: Final = Texts(most=5, each=PACKAGE)
QUOTES: Final = Texts(most=20, each=Text(most=1_200))
SOURCE_TEXTS: Final[Mapping[str, Text]] = {
    "repository": SHORT,
    "path": SHORT,
    "commit": Text(
        most=64,
        form=re.compile(r"[0-9a-f]{7,64}"),
        mend='is no commit: write its hexadecimal digits, as in "719b7e7"',
    ),
    "licence": SHORT,
    "author": SHORT,
}
WEIGHT: Final = Number(least=1, most=10)
ORDER: Final = Number(least=0, most=9_999)
MOST_QUESTIONS: Final = 200
"""Questions in one file."""
MOST_KEY_POINTS: Final = 10
"""A checklist in Slack holds ten options."""
MOST_REFERENCES: Final = 10
MOST_ALIASES: Final = 20
MOST_APPLIES_TO: Final = 10
MOST_FILES: Final = 20
MOST_CLAIMS: Final = 60

NEEDED_BY_ALL: Final = ("id", "difficulty", "question")
NEEDED_TO_PUBLISH: Final = ("short_answer", "answer", "rule_of_thumb", "references")


def missing(question: Question) -> tuple[str, ...]:
    """The fields that a draft still lacks before it can be published."""
    return tuple(field for field in NEEDED_TO_PUBLISH if not getattr(question, field))


def date(text: str) -> dt.date | None:
    """A date written as ``2026-11-23``; None for anything else, the compact and the week forms included."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:  # there is no 31 February
        return None


def number(text: str, rule: Number) -> int | None:
    """A whole number inside its bounds; None for anything else, signs and leading zeros included."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
        return None
    return found if rule.least <= (found := int(text)) <= rule.most else None


def printable(text: str) -> str:
    """A text as it may stand in a report: nothing in it breaks a line or steers a terminal."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def unwanted(character: str) -> str:
    """The complaint about one of the UNWANTED characters."""
    name = unicodedata.name(character, "a control character")
    return f"holds U+{ord(character):04X} ({name.lower()}), which nobody sees: delete it"


def _piled(text: str) -> bool:
    height = 0
    for character in text:
        height = height + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if height > _MOST_COMBINING:
            return True
    return False
