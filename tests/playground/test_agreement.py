"""Block Kit's tables against three others: every difference is judged and explained."""

from __future__ import annotations

from collections import Counter

import pytest
from slack_sdk.models.blocks import Block

from bot.playground.block_kit.shape import Kind
from bot.playground.block_kit.tables import BLOCKS, SHAPES
from bot.playground.block_kit.views import VIEWS
from tests.playground.agreement import SLACKBLOCKS_LEFT_OUT as LEFT_OUT
from tests.playground.agreement import SLACKBLOCKS_WHOLES as WHOLES
from tests.playground.agreement import Claim, claims, slackblocks_limits, slackblocks_places
from tests.playground.differences import DIFFERENCES
from tests.playground.rules_examples import EXAMPLES, framed


@pytest.fixture(scope="module")
def laid() -> list[Claim]:
    """Every claim of the three beside ours."""
    return claims()


def test_every_difference_is_explained(laid: list[Claim]) -> None:
    """Where another says something else there is a verdict with a reason, and no verdict is left over."""
    differing = {(claim.who, claim.where, claim.what) for claim in laid if not claim.agreed}
    assert differing == DIFFERENCES.keys()
    assert all(why for _, why in DIFFERENCES.values())


def test_agreement_is_counted(laid: list[Claim]) -> None:
    """Each of the three makes hundreds of claims, and of each more than 96 in a hundred agree."""
    said = Counter(claim.who for claim in laid)
    agreed = Counter(claim.who for claim in laid if claim.agreed)
    assert said.keys() == LEAST.keys()
    assert all(said[who] >= least for who, least in LEAST.items())
    assert all(agreed[who] * 100 > said[who] * 96 for who in said)


LEAST = {"@slack/types": 750, "slack_sdk": 700, "slackblocks": 270}
"""How many claims there are when none is lost on the way."""


def test_every_limit_of_slackblocks_is_laid_beside_ours() -> None:
    """No entry of its registry is passed over without a reason."""
    passed = {
        dotted
        for dotted in slackblocks_limits()
        if dotted not in WHOLES | LEFT_OUT and not slackblocks_places(dotted.rpartition(".")[0])
    }
    assert passed == set()


CHARTS = {"data_table", "data_visualization"}
"""Blocks that slack_sdk 3.47.0 has no model for."""


def test_every_block_of_the_sdk_is_ruled() -> None:
    """No block that slack_sdk has a model for is unknown here, and the other way round save for charts."""
    modelled = {str(getattr(model, "type", "")) for model in Block.__subclasses__()}
    ruled = {shape.type for shape in BLOCKS.values()}
    assert modelled - ruled == set()
    assert ruled - modelled == CHARTS


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - VIEWS.keys()))
def test_what_the_tables_accept_the_sdk_accepts(name: str) -> None:
    """The least of each shape passes slack_sdk's own checks: the tables are nowhere too lax for it."""
    _, outer, payload = framed(name, EXAMPLES[name])
    assert isinstance(payload, dict)
    block = Block.parse(payload)
    if outer in CHARTS:
        assert block is None
    else:
        assert block is not None
        block.validate_json()


def test_kinds_of_limits_are_those_of_strings_lists_and_numbers() -> None:
    """A boolean has no size: no table gives it one."""
    flags = [rule for shape in SHAPES.values() for rule in shape.fields.values() if rule.kind is Kind.BOOLEAN]
    assert flags
    assert all(rule.limit is None for rule in flags)
