"""What imports wrote into a folder, so that the edits of others show; it knows nothing of questions.

It stands in ``.imported.json`` in that folder: the hash of each file as it was written, and of each of
its questions as the source had them. A file with another hash was edited by somebody.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from bot.bank.importers.imported import ImportingError

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = ".imported.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file as an import wrote it: its hash, and those of its questions by their ids."""

    file: str
    questions: dict[str, str]

    def is_still(self, data: bytes) -> bool:
        """Whether the file holds what was written."""
        return self.file == hash_of(data)


@dataclass(slots=True)
class Record:
    """The files that imports wrote, by their paths in the folder."""

    files: dict[str, WrittenFile] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """The record of a folder, empty where there is none; raises ImportingError when it is damaged."""
        path = folder / NAME
        try:
            return cls(_files(json.loads(path.read_bytes()))) if path.exists() else cls()
        except (ValueError, RecursionError):
            raise ImportingError(f"{path} is damaged: delete it, and every file counts as edited.") from None

    def write(self, folder: Path) -> None:
        """Keeps the record in its folder; a record that has not changed leaves its file alone."""
        files = {name: asdict(written) for name, written in self.files.items()}
        data = (json.dumps(files, indent=1, sort_keys=True) + "\n").encode()
        path = folder / NAME
        if self.files and not (path.exists() and path.read_bytes() == data):
            replace_file(path, data)


def _files(found: object) -> dict[str, WrittenFile]:
    """The record out of its JSON; raises ValueError for anything else."""
    match found:
        case dict():
            return {str(name): _file(entry) for name, entry in found.items()}
        case _:
            raise ValueError(found)


def _file(found: object) -> WrittenFile:
    match found:
        case {"file": str(written), "questions": dict(questions)}:
            return WrittenFile(
                file=written, questions={str(uid): str(each) for uid, each in questions.items()}
            )
        case _:
            raise ValueError(found)


def hash_of(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def replace_file(path: Path, data: bytes) -> None:
    """Puts the whole content in place at once: a reader or a crash meets the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
