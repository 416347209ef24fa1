"""Finds a zone by what people type: a city, an offset, a part of a word; it knows no menus.

All IANA names are found, the old ones behind those that are in use today.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zoneinfo
from functools import cache
from typing import TYPE_CHECKING

from bot.practice.calendar import Zone, city, zones

if TYPE_CHECKING:
    from collections.abc import Iterable

_REGIONS = frozenset(
    {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian",
        "Pacific",
    }
)  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d)|([.,][05]))?", re.ASCII)
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))  # as phones write it
_PARTS = re.compile(r"[\s_/-]+")


def find_zones(query: str, *, now: dt.datetime, limit: int) -> list[Zone]:
    """The zones that fit, the best first; ``now`` because offsets change with the seasons."""
    if (offset := _offset(query)) is not None:
        fitting: Iterable[tuple[int, str]] = (
            (1, name) for name in zones() if _utc_offset(name, now) == offset
        )
    else:
        words = _words(query)
        fitting = ((rank, name) for name in zones() if (rank := _rank(words, _words(name))) is not None)
    exact = query.strip().casefold()
    ranked = sorted((-1 if name.casefold() == exact else rank, _old(name), name) for rank, name in fitting)
    found = [Zone(name) for _, _, name in ranked]
    named = [Zone(name) for name in zones() if name.casefold() == exact]
    return list(dict.fromkeys([*named, *found]))[:limit]


def label(name: Zone, *, now: dt.datetime) -> str:
    """A zone as a menu shows it: ``Kolkata, Asia · UTC+05:30``."""
    region = name.rsplit("/", 1)[0].replace("_", " ") if "/" in name else ""
    place = ", ".join(part for part in (city(name), region) if part)
    return f"{place} · {_spelled(_utc_offset(name, now))}"


def _rank(query: list[str], name: list[str]) -> int | None:
    """How well words fit a name's, 0 the best: the city, its beginning, beginnings of words, any part."""
    typed, whole = " ".join(query), " ".join(name)
    for start in range(1, len(name)):
        if " ".join(name[start:]) == typed:
            return 0
    if typed == whole:
        return 0
    if any(" ".join(name[start:]).startswith(typed) for start in range(1, len(name))):
        return 2
    if all(any(part.startswith(word) for part in name) for word in query):
        return 3
    return 4 if typed in whole else None


def _old(name: str) -> bool:
    """Whether a name is of no region: kept by the database for old programs, or not a place."""
    return name.partition("/")[0] not in _REGIONS


def _words(text: str) -> list[str]:
    """The text in small letters without accents, in words: ``São Paulo`` and ``Sao_Paulo`` are one."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in apart if not unicodedata.combining(character)).casefold()
    return [word for word in _PARTS.split(plain) if word]


def _offset(query: str) -> dt.timedelta | None:
    """The offset that a text means: ``+5:30``, ``UTC+0530``, ``gmt -3``, ``+5.5``."""
    plain = re.sub(r"\s", "", query).casefold().translate(_MINUS)
    written = _OFFSET.fullmatch(plain)
    if written is None:
        return None
    sign, hours, minutes, half = written.groups()
    size = dt.timedelta(hours=int(hours), minutes=int(minutes or 0) + (30 if half and half[1] == "5" else 0))
    return -size if sign == "-" else size


def _utc_offset(name: str, now: dt.datetime) -> dt.timedelta:
    return now.astimezone(_zone_info(name)).utcoffset() or dt.timedelta()


@cache
def _zone_info(name: str) -> zoneinfo.ZoneInfo:
    """Kept, because zoneinfo remembers eight of them and a search looks at six hundred."""
    return zoneinfo.ZoneInfo(name)


def _spelled(offset: dt.timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
