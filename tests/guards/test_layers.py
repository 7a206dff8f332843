"""Imports go down only, and heavy libraries stay where they belong: read from the code, and seen at run time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

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


def test_a_room_and_a_list_start_without_what_only_files_need() -> None:
    code = "import facilitator.room.room, facilitator.cli.sessions, facilitator.workspace.workspace\n"
    assert not loaded(code) & {"docx", "lxml", "xlsxwriter", "icalendar", "tomlkit"}


def test_the_import_contracts_hold() -> None:
    command = shutil.which("lint-imports") or str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
