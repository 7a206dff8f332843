"""``serve`` suggests and accepts themes; what everybody sees shows only what was accepted."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from assertions import every
from test_serve_process import SECONDS, Process

from facilitator.workspace.workspace import Workspace

IDEAS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parents[1] / "grouping" / "meetings.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Process]:
    session = Workspace(tmp_path / "home").library.create("cx-what-can-i-do", 90)
    process = Process(tmp_path / "home", session, "--host", "127.0.0.1", "--port", "0")
    process.ask("goto", step="ideas")
    process.ask("open")
    for text in IDEAS:
        process.ask("add", text=text)
    yield process
    process.clear()


def public(served: Process) -> dict[str, Any]:
    """What everybody may see."""
    return dict(served.ask("state")["state"]["public"]["body"])


def test_suggestions_are_accepted_and_undone_and_seen_only_then(served: Process, tmp_path: Path) -> None:
    assert served.ask("suggest")["error"] == "not_grouping"
    served.ask("goto", step="group")
    before = public(served)
    answer = served.ask("suggest")
    assert public(served) == before
    groups = answer["groups"]
    ids = [idea for group in groups for idea in group["ideas"]]
    assert len(ids) == len(set(ids)) > len(IDEAS) / 2
    assert every(group["name"] and group["why"] and 0 < group["conf"] <= 1 for group in groups)
    made = served.ask("accept", groups=groups[:2])
    assert made["ok"] is True
    themes = public(served)["themes"]
    assert [len(theme["texts"]) for theme in themes] == [len(group["ideas"]) for group in groups[:2]]
    again = served.ask("suggest")["groups"]
    placed = {idea for group in groups[:2] for idea in group["ideas"]}
    assert not placed & {idea for group in again for idea in group["ideas"]}
    assert served.ask("undo")["what"] == "accept"
    assert public(served)["themes"] == []
    assert served.ask("accept", groups=groups)["ok"] is True
    saved = served.ask("save_pack", name="Kokoukset")
    assert Path(saved["file"]) == tmp_path / "home" / "packs" / "kokoukset.toml"
    assert served.ask("save_pack", name="Kokoukset")["error"] == "pack_there"


def test_what_suggest_does_not_know_is_refused(served: Process) -> None:
    served.ask("goto", step="group")
    assert served.ask("suggest", more=True)["error"] == "bad_arguments"
    assert served.ask("suggest", stop=True)["ok"] is True
    assert served.ask("accept", groups=[])["error"] == "accept_nothing"


def test_a_suggestion_is_called_off_by_a_line_behind_it_and_all_other_lines_keep_their_turn(served: Process) -> None:
    served.ask("goto", step="group")
    replies = served.exchange(
        {"n": "long", "do": "suggest"},
        {"n": "name", "do": "theme", "name": "Soitamme"},
        {"n": "off", "do": "suggest", "stop": True},
        {"n": "x", "do": 7},
    )
    assert (replies["off"]["ok"], replies["name"]["ok"]) == (True, True)
    assert replies["long"]["error"] == "suggest_stopped"
    assert replies["long"]["message"].startswith("Working out suggestions was called off.")
    assert replies["x"]["error"] == "serve_no_verb"
    assert list(replies).index("long") < list(replies).index("name") < list(replies).index("x")
    assert [theme["name"] for theme in public(served)["themes"]] == ["Soitamme"]
    assert served.ask("suggest")["groups"]


@pytest.mark.parametrize("signalled", [False, True], ids=["the end of input", "SIGTERM"])
def test_one_that_is_under_way_holds_up_no_end(served: Process, signalled: bool) -> None:
    served.ask("goto", step="group")
    served.write({"n": "long", "do": "suggest"})
    code, seconds, said = served.end(signal.SIGTERM if signalled else None)
    assert (code, said) == (0, "")
    assert seconds < SECONDS
