"""A subtopic as the text of its file; what the loader reads of it is the same subtopic again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import yaml

from bot.bank.model import Question, Status, Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bank.model import Subtopic

_WIDTH: Final = 100


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, and nothing as an alias, which the loader would refuse."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name and the signature are PyYAML's
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - same
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(subtopic: Subtopic) -> str:
    """The file of a subtopic, its fields in the order of the format; empty ones are left out."""
    place = subtopic.place
    head = {
        "framework": place.framework.title,
        "topic": place.topic.title,
        "subtopic": place.subtopic.title,
        "order": subtopic.order,
        "about": subtopic.about,
        "updated": subtopic.updated,
        "questions": [_fields(question) for question in subtopic.questions],
    }
    return yaml.dump(head, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def _fields(question: Question) -> Mapping[str, object]:
    fields = {
        "id": question.slug,
        "difficulty": question.difficulty.value,
        "question": question.question,
        "setup": question.setup,
        "short_answer": question.short_answer,
        "answer": question.answer,
        "rule_of_thumb": question.rule_of_thumb,
        "references": [asdict(reference) for reference in question.references],
        "hints": list(question.hints),
        "key_points": [point.text if point.weight == 1 else asdict(point) for point in question.key_points],
        "common_mistakes": list(question.common_mistakes),
        "follow_ups": list(question.follow_ups),
        "levels": asdict(question.levels) if question.levels else None,
        "applies_to": dict(question.applies_to),
        "aliases": list(question.aliases),
        "source": {name: text for name, text in asdict(question.source).items() if text}
        if question.source
        else None,
        "use": question.use.value if question.use is not Use.PRACTICE else None,
        "status": question.status.value if question.status is not Status.PUBLISHED else None,
    }
    return {name: value for name, value in fields.items() if value}
