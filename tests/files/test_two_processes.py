"""Other processes: one that is killed while it saves, and a second one that wants the same session."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from assertions import every
from store_fixtures import new_session, put, wait_until

from facilitator.i18n.messages import explain
from store.errors import StoreError
from store.sessions import open_session

ROOT = Path(__file__).parent.parent.parent
KILLS = int(os.environ.get("KILLS_WHILE_SAVING", "4"))


@contextmanager
def writer(path: Path, ledger: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that writes into the session; the ledger gets what it was told is saved. Killed at the end."""
    with (
        ledger.open("ab") as told,
        subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "saving_program.py"), str(path)],
            stdout=told,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    path, ledger, chance = new_session(tmp_path), tmp_path / "ledger", random.Random(3)
    ledger.touch()
    for _ in range(KILLS):
        before, more = ledger.stat().st_size, chance.randrange(20, 3000)
        with writer(path, ledger) as process:
            wait_until(lambda: ledger.stat().st_size > before + more or process.poll() is not None)  # noqa: B023
            assert process.poll() is None
        told = {f"i{line}" for line in ledger.read_text().split("\n")[:-1]}
        with open_session(path) as kept:
            assert told <= set(kept.ideas)
            assert kept.version == len(kept.ideas)
            assert every(each.text == f"Idea {each.id[1:]}" for each in kept.ideas.values())


def test_a_second_process_is_told_who_and_since_when(tmp_path: Path) -> None:
    path, ledger = new_session(tmp_path), tmp_path / "ledger"
    with writer(path, ledger) as process:
        wait_until(lambda: ledger.exists() and ledger.stat().st_size > 0)
        for _ in range(2):
            with pytest.raises(StoreError) as error:
                open_session(path)
            assert error.value.code == "in_use"
            assert error.value.fields["pid"] == process.pid
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(error.value.fields["since"]))
            assert str(process.pid) in explain("in_use", "fi", **error.value.fields)
        with open_session(path, read_only=True) as reader:
            assert reader.ideas
    with open_session(path) as kept:
        assert kept.ideas


def test_the_same_process_cannot_open_a_session_twice(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        with pytest.raises(StoreError, match="in_use"):
            open_session(path)
        assert kept.commit(put(1)).result(20) == 1
    with open_session(path):
        pass


def test_a_lock_file_that_was_left_behind_stops_nobody(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    (tmp_path / "session.json.lock").write_text('{"pid": 1, "since": "2020-01-01 00:00"}')
    with open_session(path):
        pass
    assert not (tmp_path / "session.json.lock").exists()
