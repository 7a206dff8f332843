"""``facilitator check``: the ballots counted again, and held against what the room was shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES
from store.records import Ballot, Change, Session, Step, Theme, replace
from store.sessions import create, open_session

Said = pytest.CaptureFixture[str]

THEMES = (
    Theme(id="a", step="group", name="Soitamme ensin", position=1),
    Theme(id="b", step="group", name="Kerromme päivän", position=2),
    Theme(id="c", step="group", name="Kysymme lopuksi", position=3),
)
FIRST: Mapping[str, Any] = {
    "round": 1, "items": ["a", "b", "c"], "budget": 2, "max": 1, "top": 1,
    "seen": {"ballots": 3, "votes": {"a": 2, "b": 2, "c": 1}},
}  # fmt: skip
FRAME: Mapping[str, Any] = {"items": ["a", "b"], "budget": 1, "max": 1, "top": 1, "earlier": [FIRST]}
SHOWN: Mapping[str, Any] = {"ballots": 3, "votes": {"a": 1, "b": 2}}
GROUP = Step(id="group", position=1, kind="group", state="done")
VOTE = Step(
    id="vote", position=2, kind="vote", state="revealed", round=2, title={"fi": "Äänestys"}, frame=FRAME, seen=SHOWN
)
BALLOTS = (
    Ballot(id="x1", step="vote", round=1, votes={"a": 1, "b": 1}),
    Ballot(id="x2", step="vote", round=1, votes={"a": 1, "b": 1}),
    Ballot(id="x3", step="vote", round=1, votes={"c": 1}),
    Ballot(id="y1", step="vote", round=2, votes={"a": 1}),
    Ballot(id="y2", step="vote", round=2, votes={"b": 1}),
    Ballot(id="y3", step="vote", round=2, votes={"b": 1}),
)


def kept(folder: Path, vote: Step = VOTE, ballots: Iterable[Ballot] = BALLOTS) -> Path:
    """A saved session with this vote."""
    path = folder / "vote.json"
    create(path, Session(id="s", title={"fi": "Työpaja"}, state="running", step="vote", code="4829"), [GROUP, vote])
    with open_session(path) as session:
        session.commit(Change(put=(*THEMES, *ballots))).result()
    return path


def checked(path: Path, capsys: Said) -> Mapping[str, Any]:
    """What the command says as data."""
    main(["check", str(path), "--json"])
    found: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_round_is_recounted_from_its_own_ballots(tmp_path: Path, capsys: Said) -> None:
    found = checked(kept(tmp_path), capsys)
    assert found["sound"]
    first, second = found["votes"]
    assert [(item["name"], item["votes"]) for item in first["items"]] == [
        ("Soitamme ensin", 2),
        ("Kerromme päivän", 2),
        ("Kysymme lopuksi", 1),
    ]
    assert [(item["name"], item["votes"]) for item in second["items"]] == [
        ("Kerromme päivän", 2),
        ("Soitamme ensin", 1),
    ]
    assert [(each["round"], each["ballots"], each["votes"], each["agrees"]) for each in found["votes"]] == [
        (1, 3, 5, "yes"),
        (2, 3, 3, "yes"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recount_is_printed_and_says_whether_it_is_what_was_shown(
    language: str, tmp_path: Path, capsys: Said
) -> None:
    path = kept(tmp_path)
    assert main(["--language", language, "check", str(path)]) == 0
    said = capsys.readouterr().out
    same = {"fi": "Sama kuin näytetty", "sv": "Samma som det visade", "en": "The same as the result"}[language]
    assert said.count(same) == 2
    assert {"fi": "kierros 2", "sv": "omgång 2", "en": "round 2"}[language] in said
    assert "Kerromme päivän" in said


def test_a_ballot_that_was_changed_afterwards_is_found(tmp_path: Path, capsys: Said) -> None:
    path = kept(tmp_path, ballots=(*BALLOTS[:-1], replace(BALLOTS[-1], votes={"a": 1})))
    found = checked(path, capsys)
    assert found["votes"][1]["agrees"] == "no"
    assert found["problems"] == [{"code": "recount_differs", "id": "vote/2"}]
    assert main(["--language", "fi", "check", str(path)]) == 2
    said = capsys.readouterr()
    assert "EI SAMA" in said.out
    assert "2 (1)" in said.out
    assert "vote/2" in said.err


def test_a_ballot_that_is_gone_is_found(tmp_path: Path, capsys: Said) -> None:
    found = checked(kept(tmp_path, ballots=BALLOTS[:-1]), capsys)
    assert (found["votes"][1]["agrees"], found["sound"]) == ("no", False)


def test_votes_that_came_after_a_reopening_are_no_fault(tmp_path: Path, capsys: Said) -> None:
    late = Ballot(id="y4", step="vote", round=2, votes={"a": 1})
    found = checked(kept(tmp_path, replace(VOTE, state="closed"), (*BALLOTS, late)), capsys)
    assert (found["votes"][1]["agrees"], found["sound"]) == ("more", True)


def test_a_round_that_was_not_shown_is_recounted_and_an_open_one_is_not(tmp_path: Path, capsys: Said) -> None:
    found = checked(kept(tmp_path, replace(VOTE, state="closed", seen={})), capsys)
    assert [each["agrees"] for each in found["votes"]] == ["yes", None]
    (tmp_path / "open").mkdir()
    found = checked(kept(tmp_path / "open", replace(VOTE, state="open", seen={})), capsys)
    assert [each["round"] for each in found["votes"]] == [1]


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (Ballot(id="z", step="vote", round=2, seat="p", votes={"a": 1}), "ballot_with_seat"),
        (Ballot(id="z", step="vote", round=2, votes={"a": 1, "b": 1}), "votes_over_budget"),
        (Ballot(id="z", step="vote", round=2, votes={"c": 1}), "vote_for_nothing"),
        (Ballot(id="z", step="vote", round=1, votes={"a": 2}), "votes_over_item"),
        (Ballot(id="z", step="vote", round=1, votes={"a": -1}), "votes_over_item"),
    ],
)
def test_a_ballot_that_no_phone_can_have_given_is_named(
    ballot: Ballot, code: str, tmp_path: Path, capsys: Said
) -> None:
    found = checked(kept(tmp_path, ballots=(*BALLOTS, ballot)), capsys)
    assert {"code": code, "id": "z"} in found["problems"]


def test_votes_against_are_recounted_apart(tmp_path: Path, capsys: Said) -> None:
    frame = {"items": ["a", "b"], "budget": 2, "max": 1, "least": -1, "preset": "plus_minus"}
    vote = replace(VOTE, round=1, frame=frame, seen={"ballots": 2, "votes": {"a": 0, "b": -1}})
    ballots = (
        Ballot(id="x1", step="vote", votes={"a": 1, "b": -1}),
        Ballot(id="x2", step="vote", votes={"a": -1}),
    )
    path = kept(tmp_path, vote, ballots)
    (recount,) = checked(path, capsys)["votes"]
    assert [(item["votes"], item["plus"], item["minus"]) for item in recount["items"]] == [(0, 1, 1), (-1, 0, 1)]
    assert recount["agrees"] == "yes"
    assert main(["--language", "en", "check", str(path)]) == 0
    assert "-1 (0 for, 1 against)" in capsys.readouterr().out
