"""What can be said against a question's proof without running it, each with the mend."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

from bot.bank.model import Status
from bot.bank.proofs.blocks import (
    Complaint,
    Kind,
    blocks,
    holds_blocks,
    misread,
    scanned,
    short_texts,
    texts,
)
from bot.bank.proofs.languages import executed
from bot.bank.proofs.layout import PROOF_FILE, is_collected
from bot.bank.proofs.python import PYTHON, asserts, names_of_tests
from bot.bank.proofs.sentences import normal, sentences, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.model import Question
    from bot.bank.proof import Claim, Proof


def needs_proof(question: Question) -> bool:
    """Whether a question is there to be asked, and so must be proved."""
    return question.status is Status.PUBLISHED


def complaints(question: Question) -> list[Complaint]:
    """All that is wrong; empty for a proof that can be run, and for a question that needs none."""
    if not needs_proof(question):
        return []
    found = [*misread(question), *_misplaced(question), *_code(question), *_quoted(question)]
    if question.proof is None:
        lack = 'has no "proof": write what settles its sentences, or say "status: draft"'
        return [*found, Complaint(field="question", message=lack)]
    unread = list(_unread(question.proof))
    checked = unread or [*_claims(question, question.proof)]
    return [*found, *_names(question, question.proof), *checked, *_quotes(question, question.proof)]


def _quoted(question: Question) -> Iterator[Complaint]:
    """Titles that would be shown in quotes: YAML's own, written once more."""
    for reference in question.references:
        if reference.title.startswith('"') and reference.title.endswith('"'):
            message = f"has the title {reference.title} in quotes: take them off"
            yield Complaint(field="references", message=message, quote=reference.title)


def _misplaced(question: Question) -> Iterator[Complaint]:
    """Blocks in texts that are too short for them, and blocks that only one of two readings sees."""
    for field, text in short_texts(question):
        if holds_blocks(text):
            yield Complaint(field=field, message="holds a block of code: move it to the answer")
    seen = [block.text for block in blocks(question)]
    if not misread(question) and seen != [block for _, _, text in texts(question) for block in scanned(text)]:
        message = "has a block that is not closed, or stands in a quote: close it, or take it out of there"
        yield Complaint(field="question", message=message)


def _code(question: Question) -> Iterator[Complaint]:
    for block in blocks(question):
        language = executed(block.language)
        wrong = language.complaint(block.text) if language and block.kind is Kind.EXECUTED else ""
        if wrong:
            yield Complaint(field=block.field, message=f"holds {block.file}, which {wrong}")


def _names(question: Question, proof: Proof) -> Iterator[Complaint]:
    """A name stands for one file, and no file is a folder too."""
    names = [(block.field, block.file) for block in blocks(question) if block.file]
    names += [("proof", path) for path, _ in proof.files]
    counted = Counter(name for _, name in names)
    folders = {name.rsplit("/", part)[0] for name in counted for part in range(1, name.count("/") + 1)}
    for field, name in names:
        if counted[name] > 1 or name in folders or name == PROOF_FILE:
            yield Complaint(field=field, message=f"lays out {name}, a name that is taken: give it another")


def _unread(proof: Proof) -> Iterator[Complaint]:
    """The proof's own code that cannot be read."""
    for what, text in [("shared", proof.shared), *(("a claim's test", claim.test) for claim in proof.claims)]:
        if wrong := PYTHON.complaint(text):
            yield Complaint(field="proof", message=f"has code in {what} that {wrong}")


def _claims(question: Question, proof: Proof) -> Iterator[Complaint]:
    """Every claim is settled by a test that can fail and that has a name of its own."""
    own = [name for claim in proof.claims for name in names_of_tests(claim.test)]
    files = [(block.file, block.text) for block in blocks(question)] + list(proof.files)
    shown = [
        name
        for file, text in files
        if is_collected(file) and not PYTHON.complaint(text)
        for name in names_of_tests(text)
    ]
    for name, count in Counter(own + shown).items():
        if count > 1:
            yield Complaint(field="proof", message=f"has {count} tests called {name}: rename all but one")
    for claim in proof.claims:
        quote = normal(claim.says[0]) if claim.says else ""
        wrong = _unsettling(claim, own + shown)
        if wrong:
            message = f'does not settle "{quote[:60]}": {wrong}'
            yield Complaint(field="proof", message=message, quote=quote)


def _unsettling(claim: Claim, names: list[str]) -> str:
    if claim.by:
        missing = f"no claim's test and no test file at the top has {claim.by}"
        return "" if claim.by in names else missing
    if not names_of_tests(claim.test):
        return "its test has no function test_…"
    return "" if asserts(claim.test) else "its test asserts nothing"


def _quotes(question: Question, proof: Proof) -> Iterator[Complaint]:
    """Every sentence is quoted once, and every quote is one or more sentences."""
    written = list(sentences(question))
    known = {sentence.text for sentence in written}
    entries = [entry.says for entry in proof.claims] + [entry.says for entry in proof.not_for_machines]
    quoted: Counter[str] = Counter()
    for quote in (normal(says) for entry in entries for says in entry):
        parts = [quote] if quote in known else split(quote)
        quoted.update(parts)
        for part in parts:
            if part not in known:
                yield Complaint(field="proof", message=_unknown(part, known), quote=part)
    for sentence in {sentence.text: sentence for sentence in written}.values():
        if sentence.needed and not quoted[sentence.text]:
            message = (
                f"says what nothing settles; quote it in a claim or under not_for_machines: {sentence.text}"
            )
            yield Complaint(field=sentence.field, message=message, quote=sentence.text)
        elif quoted[sentence.text] > 1:
            message = f"quotes a sentence {quoted[sentence.text]} times, once is enough: {sentence.text}"
            yield Complaint(field="proof", message=message, quote=sentence.text)


def _unknown(part: str, known: set[str]) -> str:
    near = difflib.get_close_matches(part, known, n=1)
    meant = f"the nearest is: {near[0]}" if near else "quote a whole sentence to the letter"
    return f'quotes "{part[:80]}", which no text says; {meant}'
