"""Output of the commands: data goes to stdout, messages for the user to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec

from facilitator.i18n.messages import explain, say


def print_json(value: object) -> None:
    """Print one value as a line of JSON on stdout."""
    print_line(msgspec.json.encode(value).decode("utf-8"))


def print_line(text: str) -> None:
    """Print one line on stdout and flush it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows on stdout in aligned columns; every row needs the same number of cells."""
    kept = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print_line("  ".join(cells).rstrip())


def print_message_to_stderr(key: str, language: str, **fields: object) -> None:
    """Print a message of the catalogue on stderr."""
    print_to_stderr(say(key, language, **fields))


def print_error(code: str, language: str, **fields: object) -> None:
    """Print the message and the hint of an error code on stderr."""
    print_to_stderr(explain(code, language, **fields))


def print_to_stderr(text: str) -> None:
    """Print an already translated sentence on stderr."""
    # A closed stderr, or an encoding that lacks a character of the text, must not make the command fail.
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except UnicodeEncodeError:
        sys.stderr.write(text.encode("ascii", "replace").decode("ascii") + "\n")
    except OSError:
        return
