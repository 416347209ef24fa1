"""What JSON can say, as types; it knows nothing of Slack's own shapes."""

from __future__ import annotations

from typing import TypeAlias

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
"""Any JSON value."""

Block: TypeAlias = dict[str, JSON]
"""One Block Kit block, as it goes over the wire: slack_sdk's models drop keys that they do not know."""
