"""Entry point: checks that the packages ``screens`` and ``store`` are the program's own, then runs the command line.

Both names are short and common, so another package of the same name may come first on ``sys.path``. Importing it would
run foreign code with the rights of the program and give it what the participants wrote.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
from pathlib import Path

from facilitator.i18n.messages import explain, terminal_language

OWN_PACKAGES = ("screens", "store")


def foreign_package(packages: tuple[str, ...] = OWN_PACKAGES) -> tuple[str, str]:
    """The name and the path of the first package that does not lie beside this one; two empty strings when all do."""
    here = Path(__file__).resolve().parent.parent.parent
    for name in packages:
        found = importlib.util.find_spec(name)  # finds the file without running the package
        place = found.origin if found is not None else None
        if place is None or Path(place).resolve() != here / name / "__init__.py":
            return name, str(place or "–")
    return "", ""


def main() -> int:
    """Run the command line and return its exit code; 1, with a message on stderr, when a package is foreign."""
    name, place = foreign_package()
    if name:
        language = terminal_language()
        print(explain("stranger", language, name=name, place=place), file=sys.stderr)
        return 1
    # Modules loaded at the start live until the end of the process, so collecting among them only delays the start.
    gc.disable()
    from facilitator.cli.main import main as run

    return run()
