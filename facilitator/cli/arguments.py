"""The typed arguments of one command line, and the exit codes of all commands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

DONE, FAILED, BAD_INPUT, IN_USE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done, the program failed, bad usage or unreadable input, session open in another process, interrupted."""


KEEP, LATER, NOW = "keep", "30", "now"
RETENTION = (KEEP, LATER, NOW)
"""Values of ``--retention``, what happens to a session after its export: keep it, delete it in 30 days, or now."""


class Arguments(argparse.Namespace):
    """The arguments of one command line; those that the command does not have keep their defaults."""

    command: str = ""
    """Empty for the home screen."""
    language: str = ""
    session: str = ""
    address: str = ""
    topic: str = ""
    """A page of the documentation; empty for the list of them."""
    host: str = ""
    port: int | None = None
    """None when not given; 0 for any free port."""
    url: str = ""
    cert: Path | None = None
    key: Path | None = None
    template: str = ""
    origin: str = ""
    """The session that a new one follows up; empty for none."""
    minutes: int | None = None
    title: str | None = None
    out: Path | None = None
    format: Sequence[str] = ()
    also: Sequence[str] = ()
    """Further languages of the export."""
    retention: str = ""
    """One of ``RETENTION``; empty when not given."""
    copy: Path | None = None
    slips: int = 0
    """Number of join slips to print; 0 for the poster and the table cards."""
    void: bool = False
    """True to make unused slips of earlier batches invalid."""
    json: bool = False
    fast: bool = False
    plain: bool = False
    phones: int = 40
    yes: bool = False
    value: Sequence[str] = ()
    """The user's own names for what a template asks, in its order."""
    template_file: Path | None = None
    """A template file to check."""
    save: str = ""
    """The session whose steps to save as a template."""
    called: str = ""
    """The name of the template to save."""
    question: Sequence[str] = ()
    """The questions that the ideas answer; words of the questions do not make ideas similar."""
    pack: Sequence[str] = ()
    """Grouped sessions or theme packs that suggestions are based on."""
    model: Path | None = None
    """Folder of the user's own language model."""
    words_only: bool = False
