"""The log: one file, one entry per line, each beginning with its time in UTC, so that nothing can be written into it.

Only what the program and its libraries have to complain about; no request, no text of people, no token.
"""

from __future__ import annotations

import logging
import re
import textwrap
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_BYTES = 1_000_000
LINE = "%(asctime)s %(name)s %(levelname)s %(message)s"
WHEN = "%Y-%m-%dT%H:%M:%SZ"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Lines(logging.Formatter):
    """A traceback stands below its entry, set in; whatever a message holds, it is one line."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return time.strftime(WHEN, time.gmtime(record.created))

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        first, _, rest = super().format(record).partition("\n")
        return f"{first}\n{textwrap.indent(rest, '    ', lambda line: True)}" if rest else first


def log_to(path: Path) -> None:
    """Send everything to a file: on stderr it would land on the stage."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
