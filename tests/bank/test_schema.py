"""The schema that editors read says what the loader says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from bot.bank.schema import schema
from bot.bank.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(shipped().rglob("*/*.yaml"))


class TextLoader(yaml.BaseLoader):
    """YAML as our loader takes it: plain words stay text."""


def read(file: Path) -> dict[str, object]:
    """A file with its numbers as numbers."""
    found: dict[str, Any] = yaml.load(file.read_bytes(), TextLoader)  # noqa: S506 - BaseLoader makes only texts
    points = [point for question in found["questions"] for point in question.get("key_points", [])]
    for point in points:
        if "weight" in point and isinstance(point, dict):
            point["weight"] = int(point["weight"])
    return found | {"order": int(found["order"])}


def complaints(document: object) -> list[str]:
    """What the schema has against a document."""
    return [error.message for error in jsonschema.Draft7Validator(schema()).iter_errors(document)]


def test_the_committed_schema_is_the_one_that_the_rules_make() -> None:
    """content/schema.json is what `content schema` prints."""
    assert json.loads((shipped() / "schema.json").read_text("utf-8")) == schema()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_names_the_schema_and_obeys_it(file: Path) -> None:
    """The first line leads an editor to the schema, by a path that exists."""
    first = file.read_text("utf-8").splitlines()[0]

    assert first == "# yaml-language-server: $schema=../../schema.json"
    assert (file.parent / "../../schema.json").resolve() == (shipped() / "schema.json").resolve()
    assert complaints(read(file)) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("id", "Not A Slug"),
        ("difficulty", "brutal"),
        ("question", "x" * 301),
        ("short_answer", ""),
        ("references", []),
        ("references", [{"title": "No address"}]),
        ("key_points", [{"text": "Weightless", "weight": 0}]),
        ("hints", ["one"] * 6),
        ("anwser", "misspelt"),
        ("proof", {"claims": []}),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(field: str, wrong: object) -> None:
    """A wrong value of a question is underlined in the editor already."""
    document = read(FILES[0])
    questions = document["questions"]
    assert isinstance(questions, list)

    questions[0][field] = wrong

    assert complaints(document) != []


def test_a_draft_may_lack_what_publishing_needs() -> None:
    """Status draft relaxes the same fields as in the loader."""
    document = read(FILES[0])
    bare = {"id": "a-draft", "difficulty": "easy", "question": "Why?"}

    assert complaints(document | {"questions": [bare | {"status": "draft"}]}) == []
    assert complaints(document | {"questions": [bare]}) != []
