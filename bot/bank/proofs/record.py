"""What was proved, on what and when: the one file that is committed; it knows nothing of running."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.bank.model import QuestionUid
from bot.bank.proof import Checked
from bot.bank.proofs.languages import TOOL_NAMES
from bot.errors import BotError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bank.model import Question
    from bot.bank.proof import Proof

RECORD_FILE: Final = "proofs.json"
"""Its name, at the top of the bank's folder."""
_FORMAT: Final = 1


class RecordError(BotError):
    """The record of what was proved cannot be read."""

    code = "record_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question that was proved: the hashes of its content and its proof, and what they ran on."""

    content: str
    proof: str
    on: dt.date
    python: str
    libraries: tuple[tuple[str, str], ...]


Record: TypeAlias = Mapping[QuestionUid, Entry]
"""What was proved, by full id."""


def checked(record: Record, question: Question) -> Checked | None:
    """The badge, while the question says what it said when it was proved; else None."""
    entry = record.get(question.uid)
    if entry is None or entry.content != question.content_hash:
        return None
    library, version = entry.libraries[0]
    return Checked(library=library, version=".".join(version.split(".")[:2]), on=entry.on)


def holds(record: Record, question: Question, pins: Mapping[str, str]) -> bool:
    """Whether nothing has changed since the proof: neither question nor proof nor the pinned libraries."""
    entry = record.get(question.uid)
    return (
        entry is not None
        and question.proof is not None
        and (entry.content, entry.proof) == (question.content_hash, proof_hash(question.proof))
        and all(pins.get(name) == version for name, version in _pinned(entry))
    )


def same(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same was proved on the same libraries, on whichever day and tools."""
    return (one.content, one.proof, _pinned(one)) == (other.content, other.proof, _pinned(other))


def _pinned(entry: Entry) -> list[tuple[str, str]]:
    """The libraries but for the languages and tools, which no requirement file pins."""
    return [(name, version) for name, version in entry.libraries if name not in TOOL_NAMES]


def proof_hash(proof: Proof) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of a proof."""
    text = json.dumps(asdict(proof), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def write(record: Record) -> str:
    """The record as text, one line a question, so that a change is a change of its lines."""
    lines = [f"    {json.dumps(uid)}: {json.dumps(_plain(record[uid]))}" for uid in sorted(record)]
    return f'{{\n  "format": {_FORMAT},\n  "questions": {{\n' + ",\n".join(lines) + "\n  }\n}\n"


def read(text: str) -> Record:
    """The record of ``write``; raises RecordError."""
    try:
        found = json.loads(text)
        if found["format"] != _FORMAT:
            raise RecordError(
                f"The record of proofs has the format {found['format']}, not {_FORMAT}: {_MEND}"
            )
        return {QuestionUid(uid): _entry(values) for uid, values in found["questions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"The record of proofs cannot be read ({error!r}): {_MEND}") from None


def read_record(root: Path) -> Record:
    """The record of the bank in this folder, empty where nothing was proved yet; raises RecordError."""
    file = root / RECORD_FILE
    return read(file.read_text("utf-8")) if file.is_file() else {}


_MEND: Final = "delete it and run `interview-bot content prove --all`."


def _plain(entry: Entry) -> dict[str, object]:
    return asdict(entry) | {"on": entry.on.isoformat(), "libraries": dict(entry.libraries)}


def _entry(values: Mapping[str, object]) -> Entry:
    libraries = values["libraries"]
    if not isinstance(libraries, dict) or not libraries:
        raise ValueError("libraries")
    return Entry(
        content=str(values["content"]),
        proof=str(values["proof"]),
        on=dt.date.fromisoformat(str(values["on"])),
        python=str(values["python"]),
        libraries=tuple((str(name), str(version)) for name, version in libraries.items()),
    )
