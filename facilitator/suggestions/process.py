"""The worker process for suggestions: requests as JSON lines on stdin, progress and results as JSON lines on stdout.

Grouping is CPU-bound and holds the GIL, so it runs in a separate process and never delays the room's phones. The
dictionaries are loaded at start-up, before the first request arrives.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.grouping.dictionary import forms
from facilitator.grouping.groups import Found
from facilitator.grouping.idea import Written
from facilitator.grouping.suggest import suggest
from facilitator.suggestions.resources import helps
from store.errors import StoreError
from store.records import LANGUAGES

MANNERS = 5
"""Increment for ``os.nice``: the room's own process has priority."""


class Wanted(Struct, frozen=True):
    """One request. Decoded from the dict that ``worker`` encodes; the field names are the JSON keys."""

    ideas: tuple[Written, ...]
    question: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    model: str = ""


class Said(Struct, frozen=True, omit_defaults=True):
    """One line of the reply: progress (``share``, 0 to 1), the result (``ideas`` and ``halves``), or an error code."""

    share: float = -1.0
    ideas: tuple[Found, ...] | None = None
    halves: dict[str, tuple[list[str], list[str]]] = {}
    error: str = ""
    fields: dict[str, str] = {}


def main() -> None:
    """Answer requests until stdin is closed."""
    # Log records are discarded: only replies leave this process.
    logging.basicConfig(handlers=[logging.NullHandler()])
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(MANNERS)
    for language in LANGUAGES:
        forms(language)
    decoder = msgspec.json.Decoder(Wanted)
    for line in sys.stdin.buffer:
        _say(_answered(decoder.decode(line)))


def _answered(wanted: Wanted) -> Said:
    try:
        packs = [Path(pack) for pack in wanted.packs]
        with_what = helps(wanted.question, packs, Path(wanted.model) if wanted.model else None)
        found = suggest(wanted.ideas, with_what, lambda share: _say(Said(share=round(share, 2))))
    except (RuleBroken, StoreError) as refused:
        return Said(error=refused.code, fields={name: str(value) for name, value in refused.fields.items()})
    ideas = tuple(Found(i.id, i.group, i.name, i.deed, i.why, i.conf, i.dup) for i in found.ideas)
    return Said(ideas=ideas, halves=found.halves)


def _say(said: Said) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
