"""What was asked for on the command line, with types; and the exit codes that every command answers with."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

DONE, FAILED, UNUSABLE, ELSEWHERE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done, the program failed, bad usage or unreadable input, open in another process, interrupted."""


KEEP, LATER, NOW = "keep", "30", "now"
RETENTION = (KEEP, LATER, NOW)
"""What can become of a workshop once its results are written: kept, deleted in so many days, deleted now."""


class Asked(argparse.Namespace):
    """One command line. What a command has no option for keeps its default."""

    command: str = ""
    """Empty for the home screen."""
    language: str = ""
    session: str = ""
    address: str = ""
    topic: str = ""
    """A page of the documentation; empty for the list of them."""
    host: str = ""
    port: int | None = None
    """None when the user did not say; 0 for any free port."""
    url: str = ""
    cert: Path | None = None
    key: Path | None = None
    template: str = ""
    origin: str = ""
    """The workshop that a new one follows up; empty for none."""
    minutes: int | None = None
    title: str | None = None
    out: Path | None = None
    format: Sequence[str] = ()
    also: Sequence[str] = ()
    """Further languages of what is exported."""
    retention: str = ""
    """One of ``RETENTION``; empty when the user did not say."""
    copy: Path | None = None
    slips: int = 0
    """Join slips to print; 0 for poster and cards."""
    void: bool = False
    """True when slips that were not used yet are good no more."""
    json: bool = False
    fast: bool = False
    plain: bool = False
    phones: int = 40
    yes: bool = False
    value: Sequence[str] = ()
    """Names of one's own for what a template asks."""
    template_file: Path | None = None
    """A template to be checked."""
    save: str = ""
    """The session whose steps are saved as a template."""
    called: str = ""
    """The name of that template."""
    question: Sequence[str] = ()
    """What was asked of those who wrote the ideas."""
    pack: Sequence[str] = ()
    """Sorted workshops or theme packs that a suggestion leans on."""
    model: Path | None = None
    """Folder of a model of one's own."""
    words_only: bool = False
