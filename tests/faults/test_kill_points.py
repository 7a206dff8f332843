"""Kills the program at every disk operation, also in the middle of a write: no confirmed change is lost.

``KILL_ROUNDS`` in the environment makes the scripted workshop longer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.mark.skipif(os.name == "nt", reason="copies itself by fork")
def test_a_kill_at_any_operation_loses_nothing_that_was_promised(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))}
    done = subprocess.run(
        [sys.executable, str(HERE / "kill_at_operation.py"), str(tmp_path), "100000"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *faults, last = done.stdout.splitlines()
    print(last)
    assert not faults
    assert int(last.split()[0]) > 100
