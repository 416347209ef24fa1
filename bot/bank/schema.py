"""The file format as a JSON Schema for editors, made from the rules; the loader remains the judge.

https://json-schema.org/draft-07/json-schema-release-notes - the draft that YAML editors read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from bot.bank import rules
from bot.bank.model import Difficulty, Status, Use

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterable, Mapping

Schema: TypeAlias = dict[str, object]

_HEAD_TEXTS: Final = {"framework": rules.TITLE, "topic": rules.TITLE, "subtopic": rules.TITLE}


def schema() -> Schema:
    """The schema of one file of the bank."""
    head: dict[str, Schema] = {
        **{name: _text(rule) for name, rule in _HEAD_TEXTS.items()},
        "order": _number(rules.ORDER),
        "about": _text(rules.ABOUT),
        "updated": {"type": "string", "format": "date"},
        "questions": _list(_question(), rules.MOST_QUESTIONS),
    }
    title = "A file of the bank: content/<framework>/<topic>/<subtopic>.yaml"
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **_object(head, head)}


def _question() -> Schema:
    fields: dict[str, Schema] = {
        "id": _text(rules.SLUG),
        "difficulty": _words(Difficulty),
        **{name: _text(rule) for name, rule in rules.QUESTION_TEXTS.items()},
        "references": _list(_named(title=rules.SHORT, url=rules.URL), rules.MOST_REFERENCES),
        **{name: _texts(rule) for name, rule in rules.QUESTION_LISTS.items()},
        "key_points": _list({"anyOf": [_text(rules.POINT), _weighted()]}, rules.MOST_KEY_POINTS),
        "levels": _named(weak=rules.LEVEL, good=rules.LEVEL, strong=rules.LEVEL),
        "applies_to": _pairs(rules.VERSIONS, rules.MOST_APPLIES_TO),
        "aliases": _list(_text(rules.FULL_ID), rules.MOST_ALIASES),
        "source": _object({name: _text(rule) for name, rule in rules.SOURCE_TEXTS.items()}, ("repository",)),
        "proof": _proof(),
        "use": _words(Use),
        "status": _words(Status),
    }
    draft: Schema = {"properties": {"status": {"const": Status.DRAFT}}, "required": ["status"]}
    return {
        **_object(fields, rules.NEEDED_BY_ALL),
        "if": draft,
        "else": {"required": list(rules.NEEDED_TO_PUBLISH)},
    }


def _proof() -> Schema:
    says: Schema = {"anyOf": [_text(rules.QUOTES.each), _texts(rules.QUOTES)]}
    claim = _object({"says": says, "test": _text(rules.CODE), "by": _text(rules.TEST_NAME)}, ("says",))
    unsettled = _object({"says": says, "why": _text(rules.SHORT)}, ("says", "why"))
    fields: dict[str, Schema] = {
        "libraries": _texts(rules.LIBRARIES),
        "plugins": _texts(rules.PLUGINS),
        "files": _pairs(rules.CODE, rules.MOST_FILES),
        "shared": _text(rules.CODE),
        "claims": _list(
            {**claim, "oneOf": [{"required": ["test"]}, {"required": ["by"]}]}, rules.MOST_CLAIMS
        ),
        "not_for_machines": _list(unsettled, rules.MOST_CLAIMS),
    }
    return _object(fields, ("libraries",))


def _weighted() -> Schema:
    return _object({"text": _text(rules.POINT), "weight": _number(rules.WEIGHT)}, ("text",))


def _named(**texts: rules.Text) -> Schema:
    return _object({name: _text(rule) for name, rule in texts.items()}, texts)


def _object(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _pairs(rule: rules.Text, most: int) -> Schema:
    return {"type": "object", "additionalProperties": _text(rule), "maxProperties": most}


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


def _texts(rule: rules.Texts) -> Schema:
    return _list(_text(rule.each), rule.most)


def _text(rule: rules.Text) -> Schema:
    made: Schema = {"type": "string", "minLength": 1, "maxLength": rule.most}
    return {**made, "pattern": f"^(?:{rule.form.pattern})$"} if rule.form else made


def _number(rule: rules.Number) -> Schema:
    return {"type": "integer", "minimum": rule.least, "maximum": rule.most}


def _words(words: type[enum.StrEnum]) -> Schema:
    return {"enum": [str(word) for word in words]}
