"""The fields of one YAML mapping, each read by its rule; it knows nothing of which fields there are.

Whatever is wrong is complained of and replaced by an empty value, so that one reading finds all
problems of a file; a file with a problem gives no question, so nobody meets the empty values.
"""

from __future__ import annotations

import difflib
import enum
from typing import TYPE_CHECKING, TypeVar

from bot.bank import rules
from bot.bank.yaml_nodes import Complain, Items, Mark, Node, Pairs, Refused, Scalar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

Choice = TypeVar("Choice", bound=enum.StrEnum)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # YAML's ways to write nothing


class Fields:
    """A mapping's fields by name; unknown, doubled and missing ones are complained of at once."""

    def __init__(
        self, node: Node, *, what: str, known: Collection[str], needed: Collection[str], complain: Complain
    ) -> None:
        self._complain = complain
        self._nodes: dict[str, Node] = {}
        self.what = what
        self.mark = node.mark
        self._is_mapping = isinstance(node, Pairs)
        if isinstance(node, Pairs):
            for key, value in node.pairs:
                self._add(key, value, known)
            self.need(needed)
        elif not isinstance(node, Refused):
            complain(node.mark, f'{what} is {_kind(node)}: write fields, each as "name: value"')

    def need(self, names: Collection[str], mend: str = "write it") -> None:
        """Complain of each of these that is not there."""
        for name in names if self._is_mapping else ():
            if name not in self._nodes:
                self._complain(self.mark, f'{self.what} lacks "{name}": {mend}')

    def need_one(self, one: str, other: str, mend: str) -> None:
        """Complain unless exactly one of two fields is there."""
        if (one in self._nodes) == (other in self._nodes):
            both = "has both" if one in self._nodes else "lacks"
            self._complain(self.mark, f'{self.what} {both} "{one}" and "{other}": {mend}')

    def at(self, name: str) -> Mark:
        """Where a field's value stands, or where the mapping begins when there is none."""
        return self._nodes[name].mark if name in self._nodes else self.mark

    def text(self, name: str, rule: rules.Text) -> str:
        """A text without its outer blank lines; empty when absent or wrong."""
        return self.read(name, self._nodes[name], rule) if name in self._nodes else ""

    def texts(self, name: str, rule: rules.Texts) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        return tuple(self.read(name, node, rule.each) for node in self.items(name, rule.most))

    def read(self, name: str, node: Node, rule: rules.Text) -> str:
        """The text of one node, judged by its rule under the name of its field."""
        text = self._scalar(name, node)
        if text is None:
            return ""
        text = text.strip("\n").rstrip()
        for complaint in rule.complaints(text):
            self._complain(node.mark, f"{name} {complaint}")
        return text

    def one_or_more(self, name: str, rule: rules.Texts) -> tuple[str, ...]:
        """A list of texts, or one text instead of a list of one; empty when absent."""
        node = self._nodes.get(name)
        return (self.read(name, node, rule.each),) if isinstance(node, Scalar) else self.texts(name, rule)

    def number(self, name: str, rule: rules.Number, default: int = 0) -> int:
        """A whole number; the default when absent or wrong."""
        if name not in self._nodes:
            return default
        node = self._nodes[name]
        text = self._scalar(name, node)
        found = rules.number(text, rule) if text and isinstance(node, Scalar) and node.plain else None
        if found is None and text is not None:
            self._complain(
                node.mark,
                f"{name} is no number: write {rule.least} to {rule.most:,} in digits, without quotes",
            )
        return default if found is None else found

    def date(self, name: str, default: dt.date) -> dt.date:
        """A date; the default when absent or wrong."""
        text = self._scalar(name, self._nodes[name]) if name in self._nodes else None
        found = rules.date(text) if text is not None else None
        if text is not None and found is None:
            self._complain(self.at(name), f"{name} is no date: write it as in 2026-11-23")
        return found or default

    def choice(self, name: str, default: Choice) -> Choice:
        """One word of the default's enumeration; the default when absent or wrong."""
        text = self._scalar(name, self._nodes[name]) if name in self._nodes else None
        words: tuple[Choice, ...] = tuple(type(default))
        if text is not None and text not in words:
            close = difflib.get_close_matches(text.lower(), words, n=1)
            meant = f'did you mean "{close[0]}"? ' if close else ""
            self._complain(self.at(name), f'{name} is "{_cut(text)}": {meant}write {" or ".join(words)}')
        return next((word for word in words if word == text), default)

    def items(self, name: str, most: int) -> tuple[Node, ...]:
        """The entries of a list; empty when absent, complained of when it holds none."""
        node = self._nodes.get(name)
        if node is None or isinstance(node, Refused):
            return ()
        if not isinstance(node, Items):
            self._complain(node.mark, f'{name} is {_kind(node)}: write a list, each entry after a "-"')
            return ()
        if not node.items:
            self._complain(node.mark, f"{name} is an empty list: write an entry, or leave the field out")
        if len(node.items) > most:
            self._complain(node.mark, f"{name} has {len(node.items)} entries, {most} are allowed: shorten it")
        return node.items

    def nested(self, name: str, *, known: Collection[str], needed: Collection[str]) -> Fields | None:
        """The fields of a mapping inside this one; None when absent."""
        return (
            self.inside(name, self._nodes[name], known=known, needed=needed) if name in self._nodes else None
        )

    def inside(self, name: str, node: Node, *, known: Collection[str], needed: Collection[str]) -> Fields:
        """The fields of a node that stands somewhere below this mapping."""
        return Fields(node, what=name, known=known, needed=needed, complain=self._complain)

    def pairs(self, name: str, key: rules.Text, value: rules.Text, most: int) -> Iterator[tuple[str, str]]:
        """The entries of a mapping whose keys are the author's own; nothing when absent."""
        node = self._nodes.get(name)
        if node is None or isinstance(node, Refused):
            return
        if not isinstance(node, Pairs) or not 0 < len(node.pairs) <= most:
            self._complain(node.mark, f'{name} is wrong: write 1 to {most} lines, each as "name: value"')
            return
        seen: set[str] = set()
        for left, right in node.pairs:
            written = self.read(name, left, key)
            if written in seen:
                self._complain(left.mark, f'{name} holds "{_cut(written)}" twice: delete one')
            seen.add(written)
            yield written, self.read(name, right, value)

    def _add(self, key: Node, value: Node, known: Collection[str]) -> None:
        if isinstance(key, Refused):
            return
        if not isinstance(key, Scalar):
            self._complain(key.mark, f"{self.what} has {_kind(key)} as the name of a field: write a word")
        elif key.text == "<<":
            self._complain(key.mark, "merge keys are not allowed: write the fields again")
        elif key.text not in known:
            close = difflib.get_close_matches(key.text[:60], known, n=1)
            mend = f'did you mean "{close[0]}"?' if close else f"write one of {', '.join(known)}"
            self._complain(key.mark, f'{self.what} has an unknown field "{_cut(key.text)}": {mend}')
        elif key.text in self._nodes:
            self._complain(key.mark, f'{self.what} has the field "{key.text}" twice: delete one')
        else:
            self._nodes[key.text] = value

    def _scalar(self, name: str, node: Node) -> str | None:
        """The text of a node that must be one; None when it was complained of."""
        if isinstance(node, Scalar) and not (node.plain and node.text in _NULLS):
            return node.text
        if isinstance(node, Scalar):
            self._complain(node.mark, f"{name} is empty: write it, or leave the field out")
        elif not isinstance(node, Refused):
            self._complain(
                node.mark, f'{name} is {_kind(node)}: write a text, in quotes if it holds ": " or "["'
            )
        return None


def _kind(node: Node) -> str:
    match node:
        case Items():
            return "a list"
        case Pairs():
            return "a mapping"
        case _:
            return "a text"


def _cut(text: str) -> str:
    """A text of the author's as it may stand in a complaint: short and on one line."""
    return " ".join(text.split())[:60]
