"""The inside of Block Kit's rich_text as data, each entry with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    NEEDED,
    STRING,
    Field,
    Kind,
    Limit,
    Shape,
    chars,
    one,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELEMENTS = "DOC /reference/block-kit/block-elements"

INLINE = ("text", "link", "emoji", "user", "channel", "usergroup", "team", "broadcast", "date", "color")

_BORDER = Field(kind=Kind.INTEGER, choices=(0, 1))
_STYLE = one("rich_text_style")
_INTEGER = Field(kind=Kind.INTEGER, required=True)


def _inline(kind: str, source: str, **fields: Field) -> Shape:
    return Shape(type=kind, source=source, fields={"style": _STYLE, **fields})


RICH_TEXT: Mapping[str, Shape] = {
    "rich_text_section": Shape(
        type="rich_text_section",
        source=f"{_ELEMENTS}/rich-text-section-element",
        fields={"elements": some(None, "TYPES RichTextSection.elements", *INLINE)},
    ),
    "rich_text_list": Shape(
        type="rich_text_list",
        source=f"{_ELEMENTS}/rich-text-list-element",
        fields={
            "style": Field(kind=Kind.STRING, required=True, choices=("bullet", "ordered")),
            "elements": some(None, "TYPES RichTextList.elements", "rich_text_section"),
            "indent": Field(kind=Kind.INTEGER, limit=Limit(high=8, source="TYPES RichTextList.indent")),
            "offset": Field(
                kind=Kind.INTEGER,
                limit=Limit(source=f"{_ELEMENTS}/rich-text-list-element", guess="that it is not negative"),
            ),
            "border": _BORDER,
        },
    ),
    "rich_text_preformatted": Shape(
        type="rich_text_preformatted",
        source=f"{_ELEMENTS}/rich-text-preformatted-element",
        fields={
            "elements": some(None, "TYPES RichTextPreformatted.elements", "text", "link"),
            # Documented, yet a real call refused `border` (slackapi/deno-slack-sdk#488); SDK and TYPES
            # know no `language`, the page does. Both stand here as the page has them.
            "border": _BORDER,
            "language": STRING,
        },
    ),
    "rich_text_quote": Shape(
        type="rich_text_quote",
        source=f"{_ELEMENTS}/rich-text-quote-element",
        fields={"elements": some(None, "TYPES RichTextQuote.elements", *INLINE), "border": _BORDER},
    ),
    "text": _inline(
        "text",
        "TYPES RichTextText",
        text=Field(kind=Kind.STRING, required=True, limit=Limit(low=1, source="none", guess=EMPTY)),
    ),
    "link": _inline(
        "link",
        f"{_ELEMENTS}/link-element",
        url=Field(kind=Kind.STRING, required=True, limit=Limit(low=1, source="none", guess=EMPTY)),
        text=STRING,
        unsafe=FLAG,
        from_llm=FLAG,
        is_slack_url=FLAG,
        truncated=FLAG,
    ),
    "emoji": _inline("emoji", "TYPES RichTextEmoji", name=NEEDED, unicode=STRING, url=STRING),
    "user": _inline("user", "TYPES RichTextUserMention", user_id=NEEDED),
    "channel": _inline("channel", "TYPES RichTextChannelMention", channel_id=NEEDED),
    "usergroup": _inline("usergroup", "TYPES RichTextUsergroupMention", usergroup_id=NEEDED),
    "team": _inline("team", "TYPES RichTextTeamMention", team_id=NEEDED),
    "broadcast": _inline(
        "broadcast",
        "TYPES RichTextBroadcastMention",
        range=Field(kind=Kind.STRING, required=True, choices=("here", "channel", "everyone")),
    ),
    "date": _inline(
        "date",
        "TYPES RichTextDate",
        timestamp=_INTEGER,
        format=chars(3_000, "none", low=1, required=True, guess="both ends"),
        url=STRING,
        fallback=STRING,
    ),
    "color": _inline("color", "TYPES RichTextColor", value=NEEDED),
    "rich_text_style": Shape(
        # TYPES names the first five for every element; the pages of link and mention name the last three.
        source=f"TYPES RichTextStyleable; {_ELEMENTS}/link-element",
        fields=dict.fromkeys(
            ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), FLAG
        ),
    ),
}
