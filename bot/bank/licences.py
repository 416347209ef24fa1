"""Which licences let other people's questions stand in a bank that is given away; it gives no legal advice.

Only licences that ask for no more than the notice that a question's `source` carries are on the list.
Names as in https://spdx.org/licenses.
"""

from __future__ import annotations

import re
from typing import Final

_SHIPPED: Final = re.compile(
    r"(?:mit|mit-0|isc|0bsd|bsd-[23]-clause|apache-2\.0|unlicense|cc0-1\.0|cc-by-[34]\.0)", re.IGNORECASE
)


def may_ship(licence: str) -> bool:
    """Whether questions under this licence may stand in the shipped bank; no licence means no."""
    return bool(_SHIPPED.fullmatch(licence.strip()))
