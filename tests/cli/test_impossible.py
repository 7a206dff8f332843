"""An inconsistent session file on the command line: every command refuses it, and a repaired copy can be made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.room.options import RoomOptions
from facilitator.templates.new_session import new_session
from facilitator.workspace.workspace import Workspace
from store import sessions
from store.errors import StoreError
from store.records import Ballot, Change, Idea, replace

Said = pytest.CaptureFixture[str]


@pytest.fixture
def impossible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two steps open at once, and a ballot on a step that is no vote."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "workshop.json"
    session, steps = new_session("cx-what-can-i-do", 60)
    opened = [replace(step, state="open") if step.id in ("ideas", "commit") else step for step in steps]
    sessions.create(path, replace(session, state="running", step="ideas"), opened)
    with sessions.open_session(path) as kept:
        spoiled = (Idea(id="i1", step="ideas", text="Soitan ensin"), Ballot(id="b1", step="ideas", votes={"x": 1}))
        kept.commit(Change(put=spoiled)).result(20)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_in_refuses_it_with_the_reason(impossible: Path, capsys: Said, language: str) -> None:
    before = impossible.read_bytes()
    for command in (["serve", str(impossible), "--port", "0"], ["export", str(impossible)]):
        assert main([*command, "--language", language]) == 2
        said = capsys.readouterr().err
        assert "--copy" in said
        assert "Traceback" not in said
        assert say("impossible.two_at_work", language, title="|").split("(")[0] in said
    assert impossible.read_bytes() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_names_everything_that_cannot_be(impossible: Path, capsys: Said, language: str) -> None:
    assert main(["check", str(impossible), "--language", language]) == 2
    said = capsys.readouterr().err
    assert say("impossible.ballot_of_no_vote", language) in said
    assert "--copy" in said
    assert main(["check", str(impossible), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["impossible"]) == (False, ["two_at_work", "ballot_of_no_vote"])


def test_the_copy_is_mended_says_so_and_opens(impossible: Path, capsys: Said) -> None:
    copy = impossible.parent / "copy.json"
    before = impossible.read_bytes()
    assert main(["check", str(impossible), "--copy", str(copy), "--language", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(copy)
    assert "Mended in the copy: two steps are under way at once" in said.err
    assert "Nothing is missing" not in said.err
    assert main(["check", str(copy)]) == 0
    with sessions.open_session(copy) as kept:
        assert [idea.text for idea in kept.ideas.values()] == ["Soitan ensin"]
        assert (kept.steps["ideas"].state, kept.steps["commit"].state, dict(kept.ballots)) == ("open", "done", {})
    assert impossible.read_bytes() == before


def test_the_home_screen_can_offer_the_copy_and_open_it(impossible: Path) -> None:
    house = Workspace(language="en")
    with pytest.raises(StoreError, match="impossible") as refused:
        house.open(impossible)
    way = house.opening_alternative(refused.value, impossible)
    assert way is not None
    assert way.how == "copy"
    assert any("two steps are under way" in sentence for sentence in way.copy_contents)
    house.options = RoomOptions(host="127.0.0.1", port=0)
    room = house.rescue(impossible)
    assert room.public.current == "ideas"
    house.close()
