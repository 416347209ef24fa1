"""The proof of one question out of YAML; it knows the form, and not whether the proof holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.proof import Claim, Proof, Unsettled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.fields import Fields

_PROOF: Final = ("libraries", "plugins", "files", "shared", "claims", "not_for_machines")


def proof(fields: Fields) -> Proof | None:
    """The question's proof; None when it has none."""
    inner = fields.nested("proof", known=_PROOF, needed=("libraries",))
    if inner is None:
        return None
    return Proof(
        libraries=inner.texts("libraries", rules.LIBRARIES),
        plugins=inner.texts("plugins", rules.PLUGINS),
        files=tuple(
            (path, text + "\n")
            for path, text in inner.pairs("files", rules.FILE, rules.CODE, rules.MOST_FILES)
        ),
        shared=inner.text("shared", rules.CODE),
        claims=tuple(_claims(inner)),
        not_for_machines=tuple(_unsettled(inner)),
    )


def _claims(fields: Fields) -> Iterator[Claim]:
    for node in fields.items("claims", rules.MOST_CLAIMS):
        inner = fields.inside("the claim", node, known=("says", "test", "by"), needed=("says",))
        inner.need_one("test", "by", "write the pytest code that settles it, or the name of a test that does")
        yield Claim(
            says=inner.one_or_more("says", rules.QUOTES),
            test=inner.text("test", rules.CODE),
            by=inner.text("by", rules.TEST_NAME),
        )


def _unsettled(fields: Fields) -> Iterator[Unsettled]:
    for node in fields.items("not_for_machines", rules.MOST_CLAIMS):
        inner = fields.inside("the entry", node, known=("says", "why"), needed=("says", "why"))
        yield Unsettled(says=inner.one_or_more("says", rules.QUOTES), why=inner.text("why", rules.SHORT))
