"""All of Block Kit's shapes together, and the limits of a whole payload; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.blocks import EVERYDAY
from bot.playground.block_kit.cards import CARDS
from bot.playground.block_kit.data import INSIDE_TABLES, TABLES
from bot.playground.block_kit.elements import ELEMENTS
from bot.playground.block_kit.objects import OBJECTS
from bot.playground.block_kit.rich_text import RICH_TEXT
from bot.playground.block_kit.selects import SELECTS
from bot.playground.block_kit.shape import Limit
from bot.playground.block_kit.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.block_kit.shape import Shape

_BLOCKS = "DOC /reference/block-kit/blocks"

MESSAGE_BLOCKS = Limit(high=50, source=_BLOCKS)
VIEW_BLOCKS = Limit(low=1, high=100, source=f"{_BLOCKS}; SDK View.blocks_max_length")
MARKDOWN_TOTAL = Limit(high=12_000, source=f"{_BLOCKS}/markdown-block: cumulative over a payload")
RICH_TEXT_PART = Limit(
    high=3_000, source="none", guess="no page names a length; ours, to be on the safe side"
)
RICH_TEXT_TOTAL = Limit(
    high=12_000, source="slackapi/bolt-js#2509", guess="seen at about 13,200, and with markdown blocks only"
)
DATA_TABLE_TOTAL = Limit(high=20_000, source="[3P] slackblocks 3.0.0 DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH")
TABLES_A_MESSAGE = Limit(high=1, source="slackapi/slack-skills-plugin skills/block-kit/SKILL.md")
CHARTS_A_MESSAGE = Limit(high=2, source="[3P] slackblocks 3.0.0 MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS")

TOTALS: Mapping[str, Limit] = {
    "markdown": MARKDOWN_TOTAL,
    "rich_text": RICH_TEXT_TOTAL,
    "data_table": DATA_TABLE_TOTAL,
}
"""Characters of all of a message's blocks of one kind."""

COUNTS: Mapping[str, Limit] = {"table": TABLES_A_MESSAGE, "data_visualization": CHARTS_A_MESSAGE}
"""How many blocks of one kind a message holds."""

BLOCKS: Mapping[str, Shape] = {**EVERYDAY, **TABLES, **CARDS}

SHAPES: Mapping[str, Shape] = {
    **BLOCKS,
    **VIEWS,
    **ELEMENTS,
    **SELECTS,
    **OBJECTS,
    **RICH_TEXT,
    **INSIDE_TABLES,
}
"""Every shape by its name here, which is its `type` save for images, links' sources and untyped objects."""
