"""The program starts only with its own three packages; what else has their names is named, and never run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.cli.entry import OWN_PACKAGES, foreign_package

ROOT = Path(__file__).resolve().parents[2]


def test_ours_are_ours() -> None:
    assert foreign_package() == ("", "")


@pytest.mark.parametrize("name", OWN_PACKAGES)
@pytest.mark.parametrize(("language", "word"), [("fi", "vieraasta"), ("sv", "främmande"), ("en", "strange")])
def test_a_package_of_somebody_elses_is_named_and_not_run(tmp_path: Path, name: str, language: str, word: str) -> None:
    theirs = tmp_path / name
    theirs.mkdir()
    (theirs / "__init__.py").write_text("print('run in our name')\n")
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": f"{language}_FI.UTF-8", "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "facilitator", "templates"]
    # Python looks in the folder that it is started in first.
    done = subprocess.run(words, cwd=tmp_path, env=surroundings, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert word in done.stderr
    assert str(theirs) in done.stderr
    assert "Traceback" not in done.stderr
