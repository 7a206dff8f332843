"""The verbs that move a workshop, through ``serve`` itself: what they do, how they refuse, and undo after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_serve_process import Process

from facilitator.workspace.workspace import Workspace


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return Workspace(tmp_path / "home").library.create("cx-what-can-i-do", 90)


@pytest.fixture
def served(tmp_path: Path, session: Path) -> Iterator[Process]:
    process = Process(tmp_path / "home", session, "--host", "127.0.0.1", "--port", "0")
    yield process
    process.clear()


def at(served: Process) -> tuple[str, str, str]:
    """Session, current step and its state."""
    view: dict[str, Any] = served.ask("state")["state"]["public"]
    step = view["step"] or {"id": "", "state": ""}
    return view["session"]["state"], step["id"], step["state"]


def test_the_verbs_of_the_run_of_show_do_what_the_table_says_and_refuse_the_rest(served: Process) -> None:
    steps: list[tuple[str, dict[str, Any], str, tuple[str, str, str]]] = [
        ("pause", {}, "no_timer", ("lobby", "", "")),
        ("skip", {"step": "lens"}, "", ("lobby", "", "")),
        ("goto", {"step": "nowhere"}, "no_step", ("lobby", "", "")),
        ("goto", {"step": "pulse_in"}, "", ("running", "pulse_in", "ready")),
        ("reveal", {}, "nothing_to_reveal", ("running", "pulse_in", "ready")),
        ("open", {}, "", ("running", "pulse_in", "open")),
        ("skip", {}, "skip_unopened", ("running", "pulse_in", "open")),
        ("lock", {}, "", ("running", "pulse_in", "open")),
        ("unlock", {}, "", ("running", "pulse_in", "open")),
        ("pause", {}, "", ("running", "pulse_in", "open")),
        ("extend", {"minutes": 2}, "", ("running", "pulse_in", "open")),
        ("round", {}, "no_tie", ("running", "pulse_in", "open")),
        ("close", {}, "", ("running", "pulse_in", "closed")),
        ("reopen", {}, "", ("running", "pulse_in", "open")),
        ("reopen", {}, "not_closed", ("running", "pulse_in", "open")),
        ("close", {}, "", ("running", "pulse_in", "closed")),
        ("reveal", {}, "", ("running", "pulse_in", "revealed")),
        ("hide_results", {}, "", ("running", "pulse_in", "closed")),
        ("break", {"minutes": 5}, "", ("break", "pulse_in", "closed")),
        ("reveal", {}, "on_break", ("break", "pulse_in", "closed")),
        ("resume", {}, "", ("running", "pulse_in", "closed")),
        # The one after it is skipped, so this is the one after that.
        ("next", {}, "", ("running", "pulse_in", "revealed")),
        ("next", {}, "", ("running", "recall", "open")),
    ]
    for verb, fields, refused, place in steps:
        reply = served.ask(verb, **fields)
        assert reply.get("error", "") == refused, (verb, reply)
        assert reply["ok"] is (refused == "")
        if refused:
            assert reply["message"].endswith(".")
        assert at(served) == place, verb


def test_what_was_done_before_a_restart_is_undone_after_it(tmp_path: Path, session: Path, served: Process) -> None:
    for verb, fields in (("goto", {"step": "pulse_in"}), ("open", {}), ("close", {}), ("reveal", {})):
        assert served.ask(verb, **fields)["ok"]
    assert served.ask("undo")["what"] == "reveal"
    assert served.end()[0] == 0
    again = Process(tmp_path / "home", session, "--host", "127.0.0.1", "--port", "0")
    assert at(again) == ("running", "pulse_in", "closed")
    assert again.ask("redo")["what"] == "reveal"
    assert at(again)[2] == "revealed"
    said = again.ask("undo")
    assert (said["what"], said["note"]) == ("reveal", "seen")
    assert [again.ask("undo")["what"] for _ in range(3)] == ["close", "open", "goto"]
    assert at(again) == ("lobby", "", "")
    refused = again.ask("undo")
    assert (refused["ok"], refused["error"]) == (False, "nothing_to_undo")
    again.end()
