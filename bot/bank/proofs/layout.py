"""What is laid out in a proof's folder: the question's blocks, the proof's files, the proof's tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.bank.proofs.blocks import Kind, blocks

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.bank.proof import Proof

Layout: TypeAlias = Mapping[str, str]
"""Path in the folder, with slashes, to text."""

PROOF_FILE: Final = "test_proof.py"
"""Where the proof's own tests stand."""


def layout(question: Question, proof: Proof) -> Layout:
    """Every file, the blocks to the letter."""
    own = {block.file: block.text for block in blocks(question) if block.kind is not Kind.FRAGMENT}
    tests = [part for part in (proof.shared, *(claim.test for claim in proof.claims)) if part]
    proofs = {PROOF_FILE: "\n\n\n".join(tests) + "\n"} if tests else {}
    return own | dict(proof.files) | proofs


def is_collected(path: str) -> bool:
    """Whether pytest is given this file: the tests at the top of the folder."""
    return "/" not in path and path.startswith("test_") and path.endswith(".py")
