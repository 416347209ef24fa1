"""What shows that an answer is right, as its author wrote it; it knows nothing of how it is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Sentences of the question, and the test that settles them: code of its own, or one from elsewhere."""

    says: tuple[str, ...]
    test: str = ""
    by: str = ""
    """The name of a test in another claim or in a block of the question; then `test` is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """Sentences that no machine can settle, and why."""

    says: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A question's badge: the library that it was proved on and the day."""

    library: str
    version: str
    """As people name it: two numbers."""
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is laid out beside the question's own blocks, and what is asserted of them."""

    libraries: tuple[str, ...] = ()
    """The distributions that the answer is about, the one to name first."""
    plugins: tuple[str, ...] = ()
    """The pytest plugins that are loaded; nothing else is."""
    files: tuple[tuple[str, str], ...] = ()
    """Path and text of what the code needs and the reader does not see."""
    shared: str = ""
    """The beginning of the proof's own test file."""
    claims: tuple[Claim, ...] = ()
    not_for_machines: tuple[Unsettled, ...] = ()
