"""The two views as data, each entry with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import FLAG, Field, Kind, Shape, chars, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_VIEW: Mapping[str, Field] = {
    "blocks": Field(kind=Kind.LIST, required=True),
    "private_metadata": chars(3_000, "SDK View.private_metadata_max_length"),
    "callback_id": chars(255, "SDK View.callback_id_max_length"),
    "external_id": chars(255, "[3P] slackblocks 3.0.0 _limits.py"),
}

VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        type="modal",
        source="DOC /reference/views/modal-views",
        fields={
            **_VIEW,
            "title": text(24, "SDK View.title_max_length", required=True),
            "submit": text(24, "SDK View.submit_max_length"),
            "close": text(24, "SDK View.close_max_length"),
            "clear_on_close": FLAG,
            "notify_on_close": FLAG,
            "submit_disabled": FLAG,
        },
    ),
    "home": Shape(type="home", source="DOC /reference/views/home-tab-views", fields=_VIEW),
}
