"""The undo history in the session: no participants' texts, nothing after the close, and only valid entries."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from workshop_in_memory import Play
from workshop_on_disk import Stored

from facilitator.errors import RuleBroken
from store.records import HistoryEntry, RecordEdit, replace


def test_a_closed_session_has_nothing_to_undo_and_keeps_nothing_of_it() -> None:
    play = Play()
    play.walk_to("actions")
    action = play.do("action", what="Kerromme heti", owner="Anna")["id"]
    play.do("remove_action", action=action)
    assert "Anna" in str(play.memory.history)
    play.do("goto", step="close")
    act = play.workshop.execute(play.here, "close", {})
    assert act.forget
    play.do("close")
    assert not play.memory.history
    with pytest.raises(RuleBroken, match="nothing_to_undo"):
        play.do("undo")
    play.do("reopen")
    assert play.console.undo == "reopen"


def test_no_text_of_a_participant_is_kept_for_undo() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat = play.join()
    ideas = [play.answer(seat, text=f"Salainen {n}").id for n in range(2)]
    play.do("hide", idea=ideas[0])
    play.do("show", idea=ideas[0])
    play.walk_to("group")
    play.do("theme", name="Teko", idea=ideas[1])
    kept = msgspec.json.encode(list(play.memory.history.values())).decode()
    assert "Teko" in kept
    assert "Salainen" not in kept
    assert seat not in kept


@pytest.mark.parametrize(
    "edit",
    [
        RecordEdit(table="nothing", id="x", after={"state": "open"}),
        RecordEdit(table="seats", id="x", after={}),
        RecordEdit(table="session", id="x", before={"state": "lobby"}, after={"state": "flying"}),
        RecordEdit(table="themes", id="x", after=None, before={"name": 5}),
        RecordEdit(table="actions", id="x", after=None, before={"what": "\x1b[2J"}),
        RecordEdit(table="steps", id="ideas", before={"nonsense": 1, "state": 7}, after={}),
    ],
)
def test_what_a_file_says_of_the_past_is_refused_when_it_cannot_be(edit: RecordEdit) -> None:
    play = Play()
    play.walk_to("ideas")
    play.memory.history.clear()
    play.memory.history["x"] = HistoryEntry(id="x", number=1, label="open", edits=(edit,))
    before = (play.memory.session, dict(play.memory.steps), dict(play.memory.actions))
    with pytest.raises(RuleBroken, match="undo_lost"):
        play.do("undo")
    assert (play.memory.session, dict(play.memory.steps), dict(play.memory.actions)) == before


def test_undo_goes_on_after_a_restart(tmp_path: Path) -> None:
    play = Stored(tmp_path / "session.json")
    seat = play.join()
    play.do("goto", step="ideas")
    play.do("open")
    play.answer(seat, text="Soitan ensin")
    play.do("close")
    play.do("undo")
    play.reload()
    assert (play.console.undo, play.console.redo) == ("open", "close")
    play.do("redo")
    assert play.state() == "closed"
    play.do("undo")
    assert play.do("undo")["note"] == "answered"
    assert play.do("undo")["what"] == "goto"
    assert play.public.step is None
    play.kept.close()


def test_a_question_that_was_answered_stays_as_it_was_asked() -> None:
    play = Play()
    seat = play.join()
    play.do("edit_step", step="ideas", question={"fi": "Mitä kokeilet ensi viikolla?"}, minutes=12)
    play.walk_to("ideas")
    play.answer(seat, text="Soitan ensin")
    while play.console.undo != "edit_step":
        play.do("undo")
    assert play.do("undo") == {"what": "edit_step", "note": "stays"}
    step = play.memory.steps["ideas"]
    assert (step.question, step.minutes) == ({"fi": "Mitä kokeilet ensi viikolla?"}, 8)


def test_an_edited_step_that_nobody_has_answered_is_as_it_was() -> None:
    play = Play()
    before = dict(play.memory.steps)
    play.do("edit_step", step="ideas", question={"fi": "Mitä kokeilet?"}, title="Kokeilut", minutes=3)
    play.do("undo")
    assert dict(play.memory.steps) == before
    play.do("redo")
    assert play.memory.steps["ideas"].minutes == 3


def test_a_step_of_a_kind_that_this_version_does_not_know_is_no_hindrance() -> None:
    play = Play()
    play.memory.steps["lens"] = replace(play.memory.steps["lens"], kind="dance")
    play.walk_to("pulse_in")
    play.do("close")
    assert play.do("undo")["what"] == "close"
    assert play.state() == "open"
