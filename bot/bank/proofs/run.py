"""Runs one layout in a process and a folder of its own, and reads what became of it; it judges nothing."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank.proofs import python_driver
from bot.bank.proofs.layout import is_collected
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bank.proof import Proof
    from bot.bank.proofs.layout import Layout

SECONDS: Final = 120
"""How long one proof may take by the clock; the driver limits its work, memory and files."""
_MOST_OUTPUT: Final = 20_000


class NoEnvironmentError(BotError):
    """The libraries that proofs run on are not installed."""

    code = "no_proof_environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The interpreter that has the libraries of the proofs, and their pinned versions."""

    python: Path
    pins: Mapping[str, str]
