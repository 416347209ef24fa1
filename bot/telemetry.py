"""Logs with one filter that takes secrets out; it knows nothing of what is logged."""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

# Tokens (https://docs.slack.dev/authentication/tokens), bearer headers, response URLs and their tickets.
_SECRET = re.compile(
    r"(xox[a-z]-|xapp-|xoxe\.)[\w.-]+|(?<=Bearer )\S+|https?://\S*/(?:commands|actions|response)/\S+|ticket=\S+",
    re.IGNORECASE,
)
_BREAKS = str.maketrans({"\r": "\\r", "\n": "\\n"})


class Redaction(logging.Formatter):
    """One line a record, without secrets; a traceback keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The record's line, from which nobody can make two."""
        return super().formatMessage(record).translate(_BREAKS)

    def format(self, record: logging.LogRecord) -> str:
        """The record and its traceback, without secrets."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """The text with every token, secret header and response URL replaced by a word."""
    return _SECRET.sub("[secret]", text)


def log_to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Sends the logs of the whole process to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redaction("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("slack_bolt", "slack_sdk", "apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
