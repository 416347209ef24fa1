"""Reading devalue, against what the devalue package itself wrote (fixtures/devalue.mjs says how)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import devalue, javascript
from bot.bank.devalue import DevalueError, parse, unflatten
from bot.bank.javascript import Map, Nothing, RegExp, Set, Sparse, Value, View, Written


class Recorded(TypedDict):
    """A value as devalue wrote it, and as the script that made it described it."""

    name: str
    text: str
    value: object


class Wrong(TypedDict):
    """A text, and whether devalue refuses it."""

    text: str
    refused: bool


class Fixtures(TypedDict):
    """The file that the script wrote."""

    values: list[Recorded]
    wrong: list[Wrong]


FIXTURES = cast("Fixtures", json.loads((Path(__file__).parent / "fixtures" / "devalue.json").read_text()))


def described(value: Value, seen: dict[int, int] | None = None) -> object:
    """The value in the script's own words; containers are numbered, so that cycles and twins show."""
    seen = {} if seen is None else seen
    found: object = value
    match value:
        case float():
            names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "-0.0": "-0"}
            special = {"$": "number", "text": names.get(str(value))}
            whole = int(value) if value.is_integer() else value
            found = special if str(value) in names else whole
        case Nothing():
            found = {"$": value.value}
        case bytes():
            found = {"$": "bytes", "hex": value.hex()}
        case Written():
            found = {"$": value.tag, "text": value.text}
        case RegExp():
            found = {"$": "RegExp", "source": value.source, "flags": value.flags}
        case View():
            found = {"$": value.kind, "elements": [described(element, seen) for element in value.elements]}
        case Set() | Map() | Sparse() | list() | dict():
            found = described_container(value, seen)
    return found


def described_container(
    value: Set | Map | Sparse | list[Value] | dict[str, Value], seen: dict[int, int]
) -> object:
    """The same for what can hold itself."""
    if id(value) in seen:
        return {"$": "seen", "id": seen[id(value)]}
    number = seen[id(value)] = len(seen)
    match value:
        case Set():
            return {"$": "set", "id": number, "values": [described(entry, seen) for entry in value.values]}
        case Map():
            pairs = [[described(key, seen), described(entry, seen)] for key, entry in value.entries]
            return {"$": "map", "id": number, "entries": pairs}
        case dict():
            pairs = [[key, described(entry, seen)] for key, entry in value.items()]
            return {"$": "object", "id": number, "entries": pairs}
        case Sparse():
            length, taken = value.length, sorted(value.items.items())
        case list():
            length = len(value)
            taken = [(place, entry) for place, entry in enumerate(value) if entry is not Nothing.HOLE]
    entries = [[str(place), described(entry, seen)] for place, entry in taken]
    return {"$": "array", "id": number, "length": length, "entries": entries}


def plainly(expected: object) -> object:
    """A description as the script wrote it, its BigInts as the ints that they are here."""
    match expected:
        case {"$": "bigint", "text": str(text)}:
            return int(text)
        case dict():
            return {key: plainly(entry) for key, entry in expected.items()}
        case list():
            return [plainly(entry) for entry in expected]
        case _:
            return expected


@pytest.mark.parametrize("recorded", FIXTURES["values"], ids=lambda recorded: recorded["name"])
def test_recorded(recorded: Recorded) -> None:
    """What devalue wrote reads as the value that it was given, cycles and shared parts included."""
    assert described(parse(recorded["text"]).value) == plainly(recorded["value"])


@pytest.mark.parametrize("wrong", FIXTURES["wrong"], ids=lambda wrong: wrong["text"] or "empty")
def test_wrong(wrong: Wrong) -> None:
    """What is wrong is refused, here always, and by devalue itself nearly always."""
    with pytest.raises(DevalueError):
        parse(wrong["text"])


def test_refused_by_devalue() -> None:
    """Of the wrong texts, devalue takes only two: numbers of slots that no array has."""
    assert [wrong["text"] for wrong in FIXTURES["wrong"] if not wrong["refused"]] == ["[[0.5]]", "[[-8]]"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "The text is not JSON: Expecting value: line 1 column 2 (char 1)."),
        ("[NaN]", "The text is not JSON: NaN is no number of JSON."),
        ("{}", "The text is no list of slots."),
        ('[{"a":1}]', "Slot 0 refers to slot 1; there are 1."),
        ('[[1],[2],["x"]]', 'Slot 2 has the tag "x", which nobody knows here.'),
        ('[[1],{"a":"b"}]', 'Slot 1 holds "b" where the number of a slot belongs.'),
        ('[{"a":-2}]', "Slot 0 refers to slot -2; there are 1."),
        ('[{"__proto__":0}]', "Slot 0 has a property named __proto__, which devalue forbids."),
        ('[["null",1,0]]', "Slot 0 has 1 as the name of a property."),
        ('[["Map",0]]', "Slot 0 has a name without a value at its end."),
        ('[["Set",1],["Date"]]', "Slot 1 holds null where a text belongs."),
        ('[["BigInt","1e5"]]', 'Slot 0 holds "1e5" where the digits of a BigInt belong.'),
        ('[["ArrayBuffer","%%%"]]', "Slot 0 holds bytes that are not base64."),
        ('[["Int8Array",1],"x"]', "Slot 0 is a view of slot 1, which is no ArrayBuffer."),
        ('[["Int8Array",-1]]', "Slot 0 is a view of slot -1, which is no ArrayBuffer."),
        ('[["Int8Array",1,9],["ArrayBuffer","AAAA"]]', "Slot 0 begins at 9 of 3 bytes."),
        ('[["Int16Array",1],["ArrayBuffer","AAAA"]]', "Slot 0, Int16Array, does not fit its 3 bytes."),
        ('[["Object",-1]]', "Slot 0 boxes undefined, which has no box."),
        ('[["Object",1],{}]', "Slot 0 boxes slot 1, which is no primitive."),
        ('[["Ref",1],["Ref",0]]', "Slot 0 wraps itself, or is wrapped 200 times."),
        ('[["Ref"]]', "Slot 0 holds null where the number of a slot belongs."),
        ('[["EmptyRef",1],2]', "Slot 0 is an empty ref of something that is no text."),
        ('[["EmptyRef",0]]', "Slot 0 is an empty ref of something that is no text."),
        ('[["EmptyRef",-1]]', "Slot 0 is an empty ref of something that is no text."),
        ("[[-7,null]]", "Slot 0 has null as the length of an array."),
        ("[[-7,2,2,1],5]", "Slot 0 has 2 as a place of an array of 2."),
        (json.dumps([["x" * 500]]), f'Slot 0 has the tag "{"x" * 59}…, which nobody knows here.'),
    ],
)  # fmt: skip
def test_message(text: str, message: str) -> None:
    """The slot that is wrong is named, in one sentence on one line."""
    with pytest.raises(DevalueError) as caught:
        parse(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[["Uint8Array","AQI="]]', {"$": "Uint8Array", "elements": [1, 2]}),
        ('[["Object","boxed"]]', "boxed"),
        ('[["Object",true]]', True),
        ('[["Ref","text"]]', "text"),
        ('[["EmptyRef","_"]]', {"$": "undefined"}),
        ('[["EmptyRef","0n"]]', 0),
        ('[["EmptyRef","nonsense"]]', "nonsense"),
        ('[["EmptyRef","[1]"]]', "[1]"),
        ('[["EmptyRef","NaN"]]', "NaN"),
    ],
)
def test_older_texts(text: str, expected: object) -> None:
    """Values that earlier releases and Nuxt's leniency put into the tag itself are read as well."""
    assert described(parse(text).value) == expected


def test_shared_parts_are_one() -> None:
    """A slot that is referred to twice is one value."""
    found = parse('[{"a":1,"b":1},{}]').value

    assert isinstance(found, dict)
    assert found["a"] is found["b"]


def test_slots_of_containers() -> None:
    """A container knows its slot, behind wrappers too; other values have none."""
    found = parse('[["Reactive",1],{"a":2,"b":3},["Ref",4],"text",[]]')

    assert isinstance(found.value, dict)
    assert (found.slot(found.value), found.slot(found.value["a"]), found.slot("text")) == (1, 4, None)


def test_part_of_other_json() -> None:
    """Slots that stand inside other JSON are read as they are, and left as they are."""
    slots: list[object] = [["Ref", {"a": 1}], 5]

    assert unflatten(slots).value == {"a": 5}
    assert slots == [["Ref", {"a": 1}], 5]


def test_no_depth_of_calls() -> None:
    """A chain as long as allowed is read, a longer one is refused, and neither is a crash."""
    ends = devalue.MOST_DEPTH

    parse(json.dumps([*([number + 1] for number in range(ends)), []]))
    for chain in ([*([number + 1] for number in range(ends + 1)), []], [[n + 1] for n in range(400_000)]):
        with pytest.raises(DevalueError, match=f"Slot {ends + 1} lies deeper than 200 containers"):
            parse(json.dumps(chain))
    with pytest.raises(DevalueError, match="wrapped 200 times"):
        parse(json.dumps([["Ref", number + 1] for number in range(100_000)]))


def test_deep_json() -> None:
    """JSON that nests a hundred thousand times is refused."""
    with pytest.raises(DevalueError):
        parse("[" * 100_000)


def test_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    """More text or more slots than allowed are refused before they are read."""
    with pytest.raises(DevalueError, match="500,001 slots, 500,000 are allowed"):
        parse(json.dumps([0] * 500_001))
    monkeypatch.setattr(devalue, "MOST_CHARACTERS", 10)
    with pytest.raises(DevalueError, match="The text has 11 characters, 10 are allowed"):
        parse(" " * 11)


def test_many_digits() -> None:
    """A BigInt of more digits than allowed is refused, one of as many is read."""
    assert parse(json.dumps([["BigInt", "9" * 4_000]])).value == int("9" * 4_000)
    with pytest.raises(DevalueError):
        parse(json.dumps([["BigInt", "9" * 4_001]]))


def test_many_views_of_one_buffer() -> None:
    """Views share their buffer: a thousand views of a megabyte cost no gigabyte."""
    text = json.dumps(
        [list(range(2, 1_002)), ["ArrayBuffer", "AAAA" * 350_000], *([["Int8Array", 1]] * 1_000)]
    )

    found = parse(text).value

    assert isinstance(found, list)
    assert {id(view.buffer) for view in found if isinstance(view, View)} == {
        id(cast("View", found[0]).buffer)
    }


OTHER_TAGS = {
    "ArrayBuffer",
    "BigInt",
    "Date",
    "EmptyRef",
    "Map",
    "Object",
    "RegExp",
    "Set",
    "URL",
    "null",
    "x",
}
TAGS = sorted({*javascript.FORMATS, *devalue.WRAPPERS, *OTHER_TAGS})
SLOTS = st.lists(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats()
    | st.text(max_size=3)
    | st.dictionaries(st.text(max_size=3), st.integers(-8, 9), max_size=3)
    | st.lists(st.integers(-8, 9), max_size=4)
    | st.builds(
        lambda tag, rest: [tag, *rest],
        st.sampled_from(TAGS),
        st.lists(st.integers(-8, 9) | st.sampled_from(["AAAA", "12", "_", "a"]), max_size=3),
    ),
    max_size=10,
)


@given(SLOTS)
def test_any_slots(slots: list[object]) -> None:
    """Any slots are a value or an error of ours, whose message is one line."""
    message = ""
    try:
        described(unflatten(slots).value)
    except DevalueError as error:
        message = str(error)

    assert message.isprintable()


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text is a value or an error of ours."""
    try:
        parse(text)
    except DevalueError:
        return


def flattened(value: object, slots: list[object]) -> int:
    """The number of the slot in which a plain value was put; nothing is shared."""
    number = len(slots)
    slots.append(None)
    match value:
        case list():
            slots[number] = [flattened(entry, slots) for entry in value]
        case dict():
            slots[number] = {key: flattened(entry, slots) for key, entry in value.items()}
        case _:
            slots[number] = value
    return number


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text().filter(lambda key: key != "__proto__"), inner)
        ),
    )
)
def test_plain_values(value: object) -> None:
    """Plain JSON values survive being put into slots."""
    slots: list[object] = []
    flattened(value, slots)

    assert parse(json.dumps(slots)).value == value
