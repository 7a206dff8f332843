"""The log file: one line per entry, each beginning with the time in UTC; a message cannot forge an entry of its own.

It holds warnings and errors of the program and its libraries, and never requests, texts of participants or tokens.
"""

from __future__ import annotations

import logging
import re
import textwrap
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_LOG_BYTES = 1_000_000
ENTRY_FORMAT = "%(asctime)s %(name)s %(levelname)s %(message)s"
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LogFormatter(logging.Formatter):
    """Formats an entry as one line, with control characters escaped; a traceback follows below it, indented.

    The indentation keeps a line of a traceback from looking like an entry (log injection).
    """

    def __init__(self) -> None:
        super().__init__(ENTRY_FORMAT)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return time.strftime(TIME_FORMAT, time.gmtime(record.created))

    def formatMessage(self, record: logging.LogRecord) -> str:
        # Applied to the message only: ``format`` appends the traceback later, whose line feeds are kept.
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        first, _, rest = super().format(record).partition("\n")
        # Blank lines are indented too, which ``textwrap.indent`` does not do by itself.
        return f"{first}\n{textwrap.indent(rest, '    ', lambda line: True)}" if rest else first


def log_to(path: Path) -> None:
    """Send all logging from level WARNING on to the file ``path``; on stderr it would appear on the projected screen.

    The file is rotated at ``MAX_LOG_BYTES``. Where it cannot be made, nothing is logged: the workshop matters more.
    """
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # With ``delay``, the file is made at the first entry: a run without warnings leaves none.
        handler = RotatingFileHandler(path, maxBytes=MAX_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(LogFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
