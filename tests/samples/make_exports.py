"""Makes ``sample_sessions/exports/``: the files of the sample sessions, as ``facilitator export`` writes them.

The flagship in Finnish with Swedish and English beside it, the others in Finnish. The time of making is fixed, so
that the same sessions make the same files. Run from the project's root: ``python tests/samples/make_exports.py``.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from make_samples import NAMES, SAMPLES

from facilitator.export import FORMATS, render
from store.sessions import open_session

OUT = SAMPLES / "exports"
MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEFT_OUT = "session.json"
"""It is the sample session itself, which lies one folder up."""

ALSO = {"cx-what-can-i-do": ("sv", "en")}
"""Sample -> further languages."""


def make(name: str, out: Path) -> list[Path]:
    """Write the files of one sample into a folder of its own; their paths."""
    formats = [file for file in FORMATS if file != LEFT_OUT]
    with open_session(SAMPLES / f"{name}.json", read_only=True) as kept:
        _, made = render(kept, formats, "fi", MADE.date(), more_languages=ALSO.get(name, ()), now=MADE)
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in made.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in made]


if __name__ == "__main__":
    shutil.rmtree(OUT, ignore_errors=True)
    for each in NAMES:
        print(*make(each, OUT), sep="\n")
