"""Where the program begins: sees that the three packages are ours before anything of them runs, then the command line.

Three names at the top level is what a name can meet another of. A ``store`` of somebody else's, first on the path,
would be run in our name: with the rights of the program, and with what participants wrote.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
from pathlib import Path

from facilitator.i18n.messages import explain, terminal_language

PACKAGES = ("screens", "store")


def stranger(packages: tuple[str, ...] = PACKAGES) -> tuple[str, str]:
    """The first package that does not lie beside this one, and where it lies; two empty strings when all are ours."""
    here = Path(__file__).resolve().parent.parent.parent
    for name in packages:
        found = importlib.util.find_spec(name)  # looks where it lies, and runs nothing of it
        place = found.origin if found is not None else None
        if place is None or Path(place).resolve() != here / name / "__init__.py":
            return name, str(place or "–")
    return "", ""


def main() -> int:
    """The command line, or the sentence that says why not."""
    name, place = stranger()
    if name:
        language = terminal_language()
        print(explain("stranger", language, name=name, place=place), file=sys.stderr)
        return 1
    # What is loaded now stays; looking through it for rubbish again and again only makes people wait.
    gc.disable()
    from facilitator.cli.main import main as run

    return run()
