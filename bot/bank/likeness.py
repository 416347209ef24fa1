"""Which questions of a bank ask the same twice, and whose rules contradict; it knows nothing of files.

Both are found by words, within one framework: an author is told of a pair, and reads it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from bot.bank.words import indexed, spoken, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.bank.model import Question

TWINS: Final = 0.45
"""The likeness from which two questions are taken for one: `tests/bank/test_likeness.py` shows that the same
question in other words has more, and that those of the shipped bank have less."""

_ENDINGS: Final = ("ing", "ies", "ed", "es", "s")
_SHORTEST_STEM: Final = 3  # letters
_CODE: Final = re.compile(r"`([^`]+)`")
_PIECE: Final = re.compile(r"`([^`]+)`|[\w']+|[,.;:()]")
_FOR: Final = frozenset({"always", "choose", "pick", "prefer", "take", "use", "write"})
_AGAINST: Final = frozenset({"avoid", "don't", "instead", "never", "no", "not", "over", "than"})
_ENDS: Final = frozenset(
    {",", ".", ";", ":", "(", ")", "but", "when", "where", "if", "unless", "until", "for"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two questions that ask the same, the later one second; likeness from 0, no word shared, to 1."""

    one: Question
    other: Question
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two rules of thumb of which one tells to use a term and the other one not to."""

    one: Question
    other: Question
    term: str


def twins(questions: Sequence[Question]) -> Iterator[Twins]:
    """The pairs that are at least as alike as `TWINS`, by what they ask, answer first and teach as a rule.

    The likeness is the cosine of their words, rare ones counting more (tf-idf: Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, 6.3; the power of the rarity was tried out on the shipped bank).
    """
    counts = [_words(each) for each in questions]
    spread = Counter(word for count in counts for word in count)
    weighed = [_weighed(count, spread, len(questions)) for count in counts]
    for one, other in _pairs(questions):
        likeness = _cosine(weighed[one], weighed[other])
        if likeness >= TWINS:
            yield Twins(one=questions[one], other=questions[other], likeness=likeness)


def contradictions(questions: Sequence[Question]) -> Iterator[Contradiction]:
    """The pairs whose rules take opposite sides on the same code; a rule that says "if" has its reasons."""
    said = [stances(each.rule_of_thumb) for each in questions]
    for one, other in _pairs(questions):
        for term in sorted(said[one].keys() & said[other].keys()):
            if said[one][term] != said[other][term]:
                yield Contradiction(one=questions[one], other=questions[other], term=term)


def stances(rule: str) -> dict[str, bool]:
    """The code that a rule of thumb tells to use, or not to; what it says neither of is not there."""
    found: dict[str, bool] = {}
    side: bool | None = None
    for piece in _PIECE.finditer(rule.replace("\u2019", "'")):
        word = piece[0].lower()
        if piece[1]:
            if side is not None:
                found[_bare(piece[1])] = side
        elif word in _ENDS:
            side = None
        elif word in _AGAINST:
            side = False
        elif word in _FOR and side is None:
            side = True
        elif word == "without":
            side = side is False
    return found


def _bare(code: str) -> str:
    """The name in a piece of code: a call is about what it calls."""
    return code.partition("(")[0].strip() or code


def _pairs(questions: Sequence[Question]) -> Iterator[tuple[int, int]]:
    """The places of any two questions of one framework, in their order."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(questions):
        groups[each.place.framework.slug].append(number)
    for group in groups.values():
        yield from combinations(group, 2)


def _words(question: Question) -> Counter[str]:
    text = f"{question.question} {question.short_answer} {question.rule_of_thumb}"
    code = (_bare(piece).lower() for piece in _CODE.findall(text))  # `NOT IN` is more than its two words
    return Counter([*map(_stem, telling(spoken(indexed(text)))), *code])


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _weighed(count: Counter[str], spread: Mapping[str, int], size: int) -> dict[str, float]:
    """A vector of length one."""
    weights = {
        word: (1 + math.log(times)) * math.log(1 + size / spread[word]) ** 1.5
        for word, times in count.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {word: weight / length for word, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
