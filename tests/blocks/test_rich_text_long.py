"""How a text that is too long for one element or one message goes on."""

from __future__ import annotations

from bot.blocks.pages import pages
from bot.blocks.rich_text import rich_text
from tests.blocks.reading import elements, leaves, text_of


def test_code_is_cut_at_line_ends_and_says_so() -> None:
    """Code that is too long goes on in the same language, after a line that says so; every line is whole."""
    lines = [f"line_{number} = {number}" for number in range(400)]

    found = elements(rich_text("\n".join(["```python", *lines, "```"])))

    parts = [part for part in found if part["type"] == "rich_text_preformatted"]
    between = [text_of(part) for part in found if part["type"] == "rich_text_section"]
    assert [part["language"] for part in parts] == ["python"] * len(parts)
    assert between == ["the code goes on:"] * (len(parts) - 1)
    assert "\n".join(text_of(part) for part in parts) == "\n".join(lines)


def test_a_line_longer_than_an_element_is_cut_between_characters() -> None:
    """A family of emoji is never torn."""
    family = "👩\u200d👩\u200d👧"

    found = [text_of(part) for part in elements(rich_text("```\n" + family * 1000 + "\n```"))]

    assert all(part == family * (len(part) // len(family)) for part in found if part != "the code goes on:")


def test_a_paragraph_is_cut_between_words() -> None:
    """Words stay whole, and every space stays."""
    paragraph = " ".join(f"word{number}" for number in range(2000))

    parts = [text_of(part) for part in elements(rich_text(paragraph))]

    assert "".join(parts) == paragraph
    assert all(part.endswith(" ") for part in parts[:-1])


def test_a_long_link_stays_one_link() -> None:
    """Every part of a link that was cut leads to the same place."""
    url = "https://example.org/" + "x" * 1500

    found = list(leaves([*rich_text(f"[{'word ' * 1000}]({url})")]))

    assert {leaf.get("url") for leaf in found} == {url}
    assert "".join(str(leaf["text"]) for leaf in found) == "word " * 999 + "word "


def test_a_long_list_goes_on_counting() -> None:
    """A list over the limit continues in the next element with the next number."""
    lines = [f"{number}. {'word ' * 20}{number}" for number in range(1, 61)]

    found = elements(rich_text("\n".join(lines)))

    counts = [len(part["elements"]) for part in found if isinstance(part["elements"], list)]
    offsets = [part.get("offset", 0) for part in found]
    assert sum(counts) == 60
    assert offsets == [sum(counts[:at]) for at in range(len(counts))]


def test_an_item_longer_than_an_element_goes_on_below() -> None:
    """What does not fit into an item follows as text, and the next item has the next number."""
    long = "word " * 900

    first, rest, last = elements(rich_text(f"1. {long}\n2. end"))

    assert text_of(first) + text_of(rest).removeprefix("\n") == long.strip()
    assert (rest["type"], last["offset"]) == ("rich_text_section", 1)


def test_pages_leave_room_for_what_stands_around() -> None:
    """A caller who adds blocks of his own asks for smaller pages."""
    blocks = rich_text("\n\n".join("word " * 500 for _ in range(6)))

    found = pages(blocks, characters=6000, count=2)

    assert [len(page) for page in found] == [2, 2, 2]


def test_a_block_over_the_limit_is_alone() -> None:
    """A block is never cut by the dealer: it gets a page of its own."""
    big = rich_text("word " * 500)[0]

    assert pages([big, big], characters=100) == [[big], [big]]
