"""Counts of a bank and of what is proved of it; it prints nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.model import Difficulty
from bot.bank.proofs.blocks import Kind, blocks
from bot.bank.proofs.record import checked
from bot.bank.proofs.sentences import normal, sentences, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.bank.model import Bank, Question
    from bot.bank.proof import Claim, Unsettled
    from bot.bank.proofs.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much there is; `sentences` are those that a quote must settle or excuse."""

    questions: int
    subtopics: int
    frameworks: int
    by_difficulty: Mapping[str, int]
    code_blocks: int
    executed: int
    output: int
    config: int
    fragments: int
    sentences: int
    claims: int
    """Claims, each with its test."""
    claimed: int
    """Sentences that claims settle."""
    not_for_machines: int
    """Sentences that no machine can settle."""
    proved: int


def stats(bank: Bank, record: Record) -> Stats:
    """Counts over the whole bank, drafts and retired questions included."""
    questions = bank.questions
    kinds = Counter(block.kind for each in questions for block in blocks(each))
    difficulties = Counter(each.difficulty for each in questions)
    proofs = [each.proof for each in questions if each.proof]
    return Stats(
        questions=len(questions),
        subtopics=len(bank.subtopics),
        frameworks=len({subtopic.place.framework.slug for subtopic in bank.subtopics}),
        by_difficulty={difficulty.value: difficulties[difficulty] for difficulty in Difficulty},
        code_blocks=kinds.total(),
        executed=kinds[Kind.EXECUTED],
        output=kinds[Kind.OUTPUT],
        config=kinds[Kind.CONFIG],
        fragments=kinds[Kind.FRAGMENT],
        sentences=sum(len(_needed(each)) for each in questions),
        claims=sum(len(proof.claims) for proof in proofs),
        claimed=sum(_settled(each, each.proof.claims) for each in questions if each.proof),
        not_for_machines=sum(_settled(each, each.proof.not_for_machines) for each in questions if each.proof),
        proved=sum(checked(record, each) is not None for each in questions),
    )


def _needed(question: Question) -> set[str]:
    return {sentence.text for sentence in sentences(question) if sentence.needed}


def _settled(question: Question, entries: Iterable[Claim | Unsettled]) -> int:
    quotes = {normal(says) for entry in entries for says in entry.says}
    parts = quotes | {part for quote in quotes for part in split(quote)}
    return len(_needed(question) & parts)
