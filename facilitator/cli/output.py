"""What a command says: data to stdout, one sentence at a time to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec

from facilitator.i18n.messages import explain, say


def data(value: object) -> None:
    """One value as a line of JSON on stdout."""
    line(msgspec.json.encode(value).decode("utf-8"))


def line(text: str) -> None:
    """One line on stdout, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(rows: Iterable[Sequence[str]]) -> None:
    """Rows in columns as wide as they need to be."""
    kept = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        line("  ".join(cells).rstrip())


def tell(key: str, language: str, **fields: object) -> None:
    """A message to the person, on stderr."""
    tell_person(say(key, language, **fields))


def tell_error(code: str, language: str, **fields: object) -> None:
    """What happened and what to do, on stderr."""
    tell_person(explain(code, language, **fields))


def tell_person(text: str) -> None:
    """One sentence that is made already, on stderr."""
    # A terminal that is gone, or that cannot show a letter, must not turn a message into a fault.
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except UnicodeEncodeError:
        sys.stderr.write(text.encode("ascii", "replace").decode("ascii") + "\n")
    except OSError:
        return
