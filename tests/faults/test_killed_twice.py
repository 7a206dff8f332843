"""The program is killed after a vote closes and again at the next start: then the links of votes to seats are gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STEP = int(os.environ.get("KILL_STEP", "3"))
"""Operations from one second kill to the next; 1 tries every pair."""


@pytest.mark.skipif(os.name == "nt", reason="copies itself by fork")
def test_two_kills_in_a_row_leave_nothing_of_a_closed_vote_behind(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))}
    done = subprocess.run(
        [sys.executable, str(HERE / "kill_twice.py"), str(tmp_path), str(STEP)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *faults, last = done.stdout.splitlines()
    print(last)
    assert not faults
    assert int(last.split()[0]) > 100 // STEP
