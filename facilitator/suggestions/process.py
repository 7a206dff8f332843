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
from facilitator.grouping.dictionary import base_forms
from facilitator.grouping.groups import WirePlacement
from facilitator.grouping.idea import WrittenIdea
from facilitator.grouping.suggest import suggest
from facilitator.suggestions.resources import load_resources
from store.errors import StoreError
from store.records import LANGUAGES

NICENESS = 5
"""Increment for ``os.nice``: the room's own process has priority."""


class SuggestRequest(Struct, frozen=True):
    """One request. Decoded from the dict that ``worker`` encodes; the field names are the JSON keys."""

    ideas: tuple[WrittenIdea, ...]
    question: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    model: str = ""


class WorkerReply(Struct, frozen=True, omit_defaults=True):
    """One line of the reply: progress (``share``, 0 to 1), the result (``ideas`` and ``halves``), or an error code."""

    share: float = -1.0
    ideas: tuple[WirePlacement, ...] | None = None
    halves: dict[str, tuple[list[str], list[str]]] = {}
    error: str = ""
    fields: dict[str, str] = {}


def main() -> None:
    """Answer requests until stdin is closed."""
    # Log records are discarded: only replies leave this process.
    logging.basicConfig(handlers=[logging.NullHandler()])
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(NICENESS)
    for language in LANGUAGES:
        base_forms(language)
    decoder = msgspec.json.Decoder(SuggestRequest)
    for line in sys.stdin.buffer:
        # One request at a time; a request is cancelled by ending this process.
        _send(_reply_to(decoder.decode(line)))


def _reply_to(request: SuggestRequest) -> WorkerReply:
    try:
        packs = [Path(pack) for pack in request.packs]
        with_what = load_resources(request.question, packs, Path(request.model) if request.model else None)
        found = suggest(request.ideas, with_what, lambda share: _send(WorkerReply(share=round(share, 2))))
    except (RuleBroken, StoreError) as refused:
        return WorkerReply(error=refused.code, fields={name: str(value) for name, value in refused.fields.items()})
    ideas = tuple(
        WirePlacement(i.id, i.group, i.name, i.deed, i.why, i.conf, i.dup, bool(given.group))
        for given, i in zip(request.ideas, found.ideas, strict=True)
    )
    return WorkerReply(ideas=ideas, halves=found.halves)


def _send(reply: WorkerReply) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(reply) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
