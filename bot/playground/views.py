"""Modals, one stack a person, at most three deep, and Home tabs; it knows nothing of how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground import elements
from bot.playground.fields import mappings
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.ids import Ids

STACK = 3
"""Views a modal may hold, one upon the other: https://docs.slack.dev/surfaces/modals."""


@dataclass(slots=True, kw_only=True, eq=False)
class View:
    """One open view; `definition` is what the app sent, `values` what the person last entered."""

    id: str
    person: str
    definition: Mapping[str, object]
    hash: str
    root_view_id: str
    previous_view_id: str | None
    values: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The app's own name for it, often empty."""
        return str(self.definition.get("external_id") or "")


class Views:
    """Every open modal and Home tab of the workspace."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def home(self, person: str) -> View | None:
        """The person's Home tab, None as long as the app has published none."""
        return self._homes.get(person)

    def publish(self, person: str, definition: Mapping[str, object]) -> View:
        """The person's Home tab, new or in place of what it showed."""
        before = self._homes.get(person)
        if before is not None:
            return self.update(before, definition)
        self._must_be_new(definition)
        view_id = self._ids.named("V")
        view = View(
            id=view_id,
            person=person,
            definition=definition,
            hash=self._hash(),
            root_view_id=view_id,
            previous_view_id=None,
        )
        self._homes[person] = view
        return view

    def stack(self, person: str) -> list[View]:
        """The person's open views, the top one last."""
        return self._stacks.setdefault(person, [])

    def find(self, *, view_id: str = "", external_id: str = "") -> View:
        """The open view or Home tab of this id, else of this external id; refuses with Slack's not_found."""
        for view in self._open():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise Refused("not_found")

    def open(self, person: str, definition: Mapping[str, object]) -> View:
        """A new stack of one; Slack's pages do not say what becomes of an old one: here it goes."""
        self._must_be_new(definition)
        self._stacks[person] = []
        return self._put(person, definition)

    def push(self, person: str, definition: Mapping[str, object]) -> View:
        """A view upon the others."""
        if not self.stack(person):
            raise Refused("not_found")
        if len(self.stack(person)) >= STACK:
            raise Refused("push_limit_reached")
        self._must_be_new(definition)
        return self._put(person, definition)

    def update(self, view: View, definition: Mapping[str, object]) -> View:
        """Another content for an open view; its id stays, its hash changes."""
        if definition.get("external_id") != view.definition.get("external_id"):
            self._must_be_new(definition)
        view.definition = definition
        view.values = elements.kept(mappings(definition.get("blocks")), view.values)
        view.hash = self._hash()
        view.errors = {}
        return view

    def close(self, view: View) -> None:
        """Take one view off; the one under it shows again."""
        self.stack(view.person).remove(view)

    def clear(self, person: str) -> None:
        """Close the person's modal, however many views it holds."""
        self._stacks[person] = []

    def clear_all(self) -> None:
        """Close every modal and take down every Home tab, as when the app goes."""
        self._stacks.clear()
        self._homes.clear()

    def _put(self, person: str, definition: Mapping[str, object]) -> View:
        stack = self.stack(person)
        view_id = self._ids.named("V")
        view = View(
            id=view_id,
            person=person,
            definition=definition,
            hash=self._hash(),
            root_view_id=stack[0].id if stack else view_id,
            previous_view_id=stack[-1].id if stack else None,
        )
        stack.append(view)
        return view

    def _hash(self) -> str:
        return f"{self._ids.digits(10)}.{self._ids.letters(8)}"

    def _must_be_new(self, definition: Mapping[str, object]) -> None:
        external_id = definition.get("external_id")
        if external_id and any(view.external_id == external_id for view in self._open()):
            raise Refused("duplicate_external_id")

    def _open(self) -> Iterator[View]:
        yield from self._homes.values()
        for stack in self._stacks.values():
            yield from stack
