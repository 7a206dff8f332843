"""Imports go down only, and heavy libraries stay where they belong: read from the code, and seen at run time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TELL = """
import json, sys
print(json.dumps([name for name in sys.modules if "." not in name]))
"""


def loaded(code: str) -> set[str]:
    """Top-level packages that a fresh Python has loaded after running ``code``."""
    words = [sys.executable, "-c", code + TELL]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def importing(package: str) -> str:
    """Code that imports every module of ``package`` (``__main__`` only runs, so not that one)."""
    files = sorted((ROOT / package).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return "\n".join(f"import {name}" for name in names if not name.endswith("__main__"))


LEAVES: Mapping[str, tuple[set[str], set[str]]] = {
    "facilitator/rules": (
        {
            "facilitator.errors",
            "facilitator.grouping",
            "facilitator.i18n",
            "facilitator.ports",
            "facilitator.view",
            "store",
        },
        {"msgspec", "typing_extensions"},
    ),
    "facilitator/view": ({"facilitator.i18n"}, {"msgspec", "typing_extensions"}),
    "facilitator/grouping": (
        {"facilitator.errors", "store"},
        {"msgspec", "numpy", "simplemma", "typing_extensions"},
    ),
    "store": (set(), {"msgspec", "tinydb", "typing_extensions"}),
    "facilitator/media": (
        set(),
        {"PIL", "dateutil", "icalendar", "markupsafe", "qrcode", "six", "typing_extensions", "tzdata"},
    ),
}
"""Leaf package -> packages of ours and of others that importing all of its modules may load."""

NAME_ALL = """
import json, sys
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("package", LEAVES)
def test_a_leaf_package_loads_only_what_lies_below_it(package: str) -> None:
    ours, others = LEAVES[package]
    done = subprocess.run(
        [sys.executable, "-c", importing(package) + NAME_ALL], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = set(json.loads(done.stdout.splitlines()[-1])) - set(sys.stdlib_module_names)
    own = package.replace("/", ".")
    assert own in names
    loaded_ours = {".".join(name.split(".")[: 1 if name.startswith("store") else 2]) for name in names if is_ours(name)}
    assert loaded_ours - {own, "facilitator"} <= ours
    roots = {name.split(".")[0] for name in names if not is_ours(name) and not name.startswith(("_", "encodings"))}
    assert roots - set(sys.stdlib_module_names) - {"sitecustomize"} <= others


def is_ours(name: str) -> bool:
    """Whether a module belongs to the program."""
    return name.split(".")[0] in ("facilitator", "screens", "store")


def test_the_store_loads_neither_terminal_nor_web_server_nor_the_floors_above() -> None:
    assert not loaded(importing("store")) & {
        "textual",
        "rich",
        "starlette",
        "uvicorn",
        "jinja2",
        "facilitator",
        "screens",
    }


def test_the_workshop_loads_no_terminal() -> None:
    assert not loaded(importing("facilitator")) & {"textual", "rich", "screens"}


def test_the_screens_reach_the_web_server_only_through_the_room() -> None:
    assert not loaded(importing("screens")) & {"starlette", "uvicorn", "tinydb"}


def test_help_waits_for_nothing_heavy() -> None:
    code = "from facilitator.cli.main import main\nassert main(['--help']) == 0\n"
    heavy = {
        "textual",
        "rich",
        "starlette",
        "uvicorn",
        "tinydb",
        "jinja2",
        "httpx2",
        "httpx",
        "PIL",
        "docx",
        "lxml",
        "xlsxwriter",
        "icalendar",
        "tomlkit",
        "qrcode",
        "screens",
        "numpy",
        "simplemma",
    }
    assert not loaded(code) & heavy


def test_a_room_and_a_list_start_without_what_only_files_and_suggestions_need() -> None:
    code = "import facilitator.room.room, facilitator.cli.sessions, facilitator.workspace.workspace\n"
    code += "import facilitator.serve.service, screens.app\n"
    only_files, only_suggestions = {"docx", "lxml", "xlsxwriter", "icalendar", "tomlkit"}, {"numpy", "simplemma"}
    assert not loaded(code) & (only_files | only_suggestions)


def test_the_import_contracts_hold() -> None:
    command = shutil.which("lint-imports") or str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
