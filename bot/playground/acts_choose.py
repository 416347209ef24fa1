"""Menus, pickers, checkboxes, and fields that tell the app at once; menus that ask it for options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import elements, entries, payloads, places
from bot.playground.acts_press import acted, must_be_confirmed, must_be_interactive
from bot.playground.delivery import Heard
from bot.playground.elements import ENTRIES, Form
from bot.playground.fields import items, mapping, mappings, text
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.acting import Act
    from bot.playground.places import Place

    Json = Mapping[str, object]

SUGGESTING = ("external_select", "multi_external_select")
SUGGESTIONS = 100
"""https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select."""
MIN_QUERY = 3
"""Characters to type before the app is asked, unless the element says otherwise: the same page."""


async def select(act: Act) -> dict[str, object]:
    """A choice, `value` or `values` as a person makes it; an input block tells the app on submission only."""
    must_be_interactive(act)
    place = places.named(act)
    block_id, element = _found(act, place)
    value = _value(act, element)
    action_id = text(element.get("action_id"))
    suggested = act.screen.suggested_at(place.key).get((block_id, action_id), [])
    part = elements.filled(element, value, suggested)
    _must_be_possible(element, value, part)
    must_be_confirmed(act, element)
    typed = act.body.get("values")
    place.enter({**mapping(typed), block_id: {**mapping(mapping(typed).get(block_id)), action_id: value}})
    if not _dispatches(place.blocks, block_id):
        return {}
    also = {name: element[name] for name in ("placeholder", "confirm", "timezone") if name in element}
    return await acted(act, place, {"action_id": action_id, "block_id": block_id, **part, **also})


async def suggest(act: Act) -> dict[str, object]:
    """What the app offers for a `query` typed into a menu, which can then be chosen."""
    must_be_interactive(act)
    place = places.named(act)
    block_id, element = _found(act, place)
    if element.get("type") not in SUGGESTING:
        raise ActRefused(f"The menu {act.text('action_id')!r} holds its options itself.")
    query, least = act.text("query"), element.get("min_query_length", MIN_QUERY)
    if isinstance(least, int) and len(query) < least:
        return {"options": []}
    where = (block_id, text(element.get("action_id")))
    payload = payloads.suggestion(
        act.workspace, act.app, act.person, place.around(), where=where, query=query
    )
    ack = await act.deliver("interactive", payload, takes_payload=True)
    offered = _offered(ack.payload) if ack.heard is Heard.OK else None
    act.record("block_suggestion", ack, to=[] if offered is None else [act.person.id])
    if offered is None:
        return {"ack": ack.heard.value, "options": [], "error": "These options could not be loaded."}
    act.screen.suggested.setdefault((place.key, *where), []).extend(offered)
    groups = mappings(ack.payload.get("option_groups"))
    return {"ack": ack.heard.value, "options": offered, **({"option_groups": groups} if groups else {})}


def _found(act: Act, place: Place) -> tuple[str, Json]:
    found = elements.find(place.blocks, action_id=act.text("action_id"), block_id=act.text("block_id"))
    if found is None or found[1].get("type") not in ENTRIES:
        raise ActRefused(f"There is nothing to choose at {act.text('action_id')!r} here.", status=404)
    return found


def _value(act: Act, element: Json) -> object:
    """The plain value, with names of people and channels made ids."""
    values = act.body.get("values")
    value = values if isinstance(values, list) else act.body.get("value")
    form = ENTRIES[text(element.get("type"))].form
    if form is Form.OPTIONS and isinstance(value, str):
        return [value]
    if form is Form.ID and isinstance(value, str) and value:
        return _id(act, text(element.get("type")), value)
    if form is Form.IDS:
        given = [value] if isinstance(value, str) else items(value)
        return [_id(act, text(element.get("type")), text(single)) for single in given]
    return value


def _id(act: Act, kind: str, name: str) -> str:
    if "users" in kind:
        person = act.workspace.member(name)
        if person is None:
            raise ActRefused(f"Nobody here is called {name!r}.", status=404)
        return person.id
    if kind == "file_input":
        return name
    conversation = act.workspace.conversation(name)
    if conversation is None or act.person.id not in conversation.members:
        raise ActRefused(f"{act.person.name} is in no channel {name!r}.", status=404)
    return conversation.id


def _must_be_possible(element: Json, value: object, part: Json) -> None:
    entry = ENTRIES[text(element.get("type"))]
    stands = part[entry.filled]
    chosen, asked = len(items(stands)), len(items(value))
    if (value not in (None, "", []) and not stands) or (entry.form is Form.OPTIONS and chosen < asked):
        raise ActRefused(f"{value!r} cannot be chosen here.", status=404)
    told = entries.complaint(element, stands) if stands else ""
    if told:
        raise ActRefused(told, status=422)


def _dispatches(blocks: list[Json], block_id: str) -> bool:
    """Whether what is chosen in this block is told at once: in input blocks only on demand."""
    (block, *_) = [block for block in elements.flat(blocks) if text(block.get("block_id")) == block_id]
    return block.get("type") != "input" or block.get("dispatch_action") is True


def _offered(answer: Json) -> list[Json] | None:
    """The options of an answer, or None where Slack could not read them."""
    groups = [mappings(group.get("options")) for group in mappings(answer.get("option_groups"))]
    options = [*mappings(answer.get("options")), *(option for group in groups for option in group)]
    if "options" not in answer and "option_groups" not in answer:
        return None
    readable = all(
        text(option.get("value")) and mapping(option.get("text")).get("text") for option in options
    )
    return options if readable and len(options) <= SUGGESTIONS else None
