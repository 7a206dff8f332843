"""The log: where it goes, what an entry looks like, and that nothing can be written into it."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from assertions import nonempty
from program_source import modules

from facilitator.system.log_file import LogFormatter, log_to

ENTRY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([\w.]+) (WARNING|ERROR|CRITICAL) (\S.*)")
ROOT = Path(__file__).resolve().parents[2]
MAKES_A_LOG = "facilitator/system/log_file.py"
SILENCE = "NullHandler"


@pytest.fixture
def entry() -> logging.LogRecord:
    """A log entry whose text tries to forge another entry."""
    text = "x\n2020-01-01T00:00:00Z facilitator.room ERROR made up\r\x1b[2J\u2028end"
    return logging.LogRecord("facilitator.grouping", logging.WARNING, __file__, 1, "passed over: %s", (text,), None)


def test_an_entry_says_when_in_utc_where_how_grave_and_what(
    entry: logging.LogRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone in ("Asia/Tokyo", "America/New_York", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found = ENTRY.fullmatch(LogFormatter().format(entry))
        assert found
        said = datetime.fromisoformat(found[1].replace("Z", "+00:00"))
        assert abs((said - datetime.fromtimestamp(entry.created, UTC)).total_seconds()) <= 1
        assert found.groups()[1:3] == ("facilitator.grouping", "WARNING")
    monkeypatch.undo()
    time.tzset()


def test_nobody_can_write_an_entry_of_their_own(entry: logging.LogRecord) -> None:
    assert len(LogFormatter().format(entry).splitlines()) == 1
    try:
        raise ValueError("first\n2020-01-01T00:00:00Z facilitator.room ERROR made up")
    except ValueError:
        entry.exc_info = sys.exc_info()
    first, *below = LogFormatter().format(entry).split("\n")
    assert ENTRY.fullmatch(first)
    assert len(below) >= 4
    assert all(line.startswith("    ") for line in below)


def test_only_one_module_opens_a_log_and_it_opens_one_file() -> None:
    found = []
    for module in nonempty(modules()):
        for node in module.calls:
            called = ast.unparse(node.func).split(".")[-1]
            makes_a_log = called.endswith("Handler") or called in ("basicConfig", "dictConfig", "fileConfig")
            if makes_a_log and SILENCE not in ast.unparse(node):
                found.append((module.name, called))
    assert sorted(set(found)) == [(MAKES_A_LOG, "RotatingFileHandler"), (MAKES_A_LOG, "basicConfig")]


def test_a_file_that_cannot_be_opened_costs_no_word_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    before = logging.root.handlers[:]
    try:
        logging.root.handlers.clear()
        log_to(tmp_path / "log" / "facilitator.log")
        assert [type(handler) for handler in logging.root.handlers] == [logging.NullHandler]
    finally:
        logging.root.handlers[:] = before


FAULTS = """
import logging, sys
from facilitator.cli import sessions as kept
from facilitator.cli.main import main
def stumble(*_):
    logging.getLogger("uvicorn.error").warning("odd\\nrequest")
    raise ZeroDivisionError("a\\nb")
kept.HANDLERS["list"] = stumble
sys.exit(main(["list"]))
"""


def test_everything_goes_to_the_one_file_that_is_written_down_and_every_entry_can_be_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    env = {**os.environ, "FACILITATOR_HOME": str(home), "TZ": "Asia/Tokyo"}
    run = subprocess.run([sys.executable, "-c", FAULTS], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    kept = {file.relative_to(home).as_posix() for file in home.rglob("*") if file.is_file()}
    assert kept == {"log/facilitator.log"}
    entries = [line for line in (home / "log" / "facilitator.log").read_text("utf-8").splitlines() if line[:1] != " "]
    read = [ENTRY.fullmatch(line) for line in entries]
    assert [found and found[2] for found in read] == ["uvicorn.error", "facilitator.cli.main"]
    hours = {datetime.fromisoformat(found[1].replace("Z", "+00:00")).hour for found in read if found}
    assert datetime.now(UTC).hour in hours or (datetime.now(UTC).hour - 1) % 24 in hours
    assert json.dumps(entries).count("odd\\\\x0arequest") == 1
