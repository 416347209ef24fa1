"""What a run of one fault came to, and the table of all of them; it runs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.simulation.checker import Verdict


@dataclass(slots=True, kw_only=True)
class Tally:
    """One line of the table: a fault of design's table, in one way, on one set of scopes.

    ``wrong`` holds a sentence for each broken promise; ``recovery`` is the longest time, in seconds, from
    a fault until everything that it held up had come to its end, None where that means nothing.
    """

    fault: int
    way: str
    tries: int
    rows: int = 0
    kills: int = 0
    lost: int = 0
    double: int = 0
    uncertain: int = 0
    recovery: float | None = None
    wrong: list[str] = field(default_factory=list)
    beside: bool = False
    """Reported beside the last line, not in it."""

    @property
    def is_good(self) -> bool:
        """Whether everything was kept that this line promises."""
        return self.beside or not (self.lost or self.double or self.wrong)

    @classmethod
    def of(cls, fault: int, way: str, tries: int, verdict: Verdict, **rest: object) -> Tally:
        """A checker's verdict as a line."""
        counts = {name: getattr(verdict, name) for name in ("rows", "lost", "double", "uncertain", "wrong")}
        return cls(fault=fault, way=way, tries=tries, **counts, **rest)  # type: ignore[arg-type] # by name

    def __str__(self) -> str:
        recovery = "–" if self.recovery is None else f"{self.recovery:.1f} s"
        counts = f"{self.tries:,} | {self.lost} | {self.double} | {self.uncertain}"
        return f"| {self.fault} | {self.way} | {counts} | {recovery} |"


HEAD = (
    "| fault | way | tries | lost | double | uncertain | time to recover |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def last_line(tallies: Sequence[Tally]) -> str:
    """The line that a run ends with."""
    counted = [tally for tally in tallies if not tally.beside]
    rows, kills, lost, double = (
        sum(getattr(tally, name) for tally in counted) for name in ("rows", "kills", "lost", "double")
    )
    return f"faults: {rows} rows, {kills} kills, {lost} lost, {double} double"
