"""An inconsistent session file is refused with the reason, and a repaired copy can be made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from workshop_on_disk import Stored

from facilitator.files.opening import open_valid_session, repair
from facilitator.i18n.messages import LANGUAGES, NestedMessage, explain, has_message
from facilitator.rules.invariants import flaws
from store.errors import StoreError
from store.records import Action, Answer, Ballot, Change, Idea, Promise, Record, Theme, replace
from store.sessions import OpenSession, open_session

Spoil = Callable[[OpenSession], tuple[Record, ...]]


def two_open(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["ideas"], state="open"),)


def one_revealed_elsewhere(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["pulse_in"], state="revealed"),)


def no_current(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, step="nowhere"),)


def running_without_a_step(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, step=""),)


def lobby_with_a_step(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, state="lobby"),)


def current_is_over(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["vote"], state="done"),)


def current_is_skipped(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["vote"], state="skipped"),)


def closed_in_the_middle(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, state="closed"),)


def closed_and_open(kept: OpenSession) -> tuple[Record, ...]:
    return (
        replace(kept.session, state="closed", step="close"),
        replace(kept.steps["close"], state="open"),
        replace(kept.steps["vote"], state="done"),
    )


def looks_at_nothing(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, looking="nowhere"),)


def looks_ahead(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, looking="commit"),)


def end_of_time(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.session, timer="running", timer_ends=1e300),)


def opened_before_time(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["ideas"], opened=-5.0),)


def same_place(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["lens"], position=kept.steps["ideas"].position),)


def lost_theme(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(min(kept.ideas.values(), key=lambda idea: idea.id), theme="nothing"),)


def theme_of_another_step(kept: OpenSession) -> tuple[Record, ...]:
    late = Idea(id="late", step="develop", text="Kehittelimme tätä", theme=min(kept.themes))
    return (late,)


def idea_of_no_step(kept: OpenSession) -> tuple[Record, ...]:
    return (Idea(id="stray", step="nowhere", text="Eksynyt idea"),)


def others_of_no_step(kept: OpenSession) -> tuple[Record, ...]:
    return (
        Theme(id="t", step="nowhere", name="Eksynyt"),
        Promise(id="p", step="nowhere", text="Lupaan"),
        Action(id="a", step="nowhere", what="Sovittu"),
        Answer(id="n", step="nowhere", value=3),
    )


def ballot_on_a_scale(kept: OpenSession) -> tuple[Record, ...]:
    return (Ballot(id="b", step="pulse_in", votes={"x": 1}),)


def ballot_of_another_round(kept: OpenSession) -> tuple[Record, ...]:
    item = kept.steps["vote"].frame["items"][0]
    return (Ballot(id="b", step="vote", round=7, votes={item: 1}),)


def over_budget(kept: OpenSession) -> tuple[Record, ...]:
    return (Ballot(id="b", step="vote", votes=dict.fromkeys(kept.steps["vote"].frame["items"], 1)),)


def vote_for_nothing(kept: OpenSession) -> tuple[Record, ...]:
    return (Ballot(id="b", step="vote", votes={"nothing": 1}),)


def voted_twice(kept: OpenSession) -> tuple[Record, ...]:
    one = next(ballot for ballot in kept.ballots.values() if ballot.seat)
    return (replace(one, id="zzzz"),)


def closed_with_seats(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["vote"], state="closed"),)


def spoiled_frame(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["vote"], frame={"items": 5}),)


def votes_on_nothing(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["vote"], settings={**kept.steps["vote"].settings, "top_k": 0}),)


def scale_without_points(kept: OpenSession) -> tuple[Record, ...]:
    return (replace(kept.steps["pulse_in"], settings={"labels": 5}),)


SPOILED: dict[str, tuple[Spoil, ...]] = {
    "two_at_work": (two_open, one_revealed_elsewhere),
    "no_current": (no_current,),
    "not_begun": (running_without_a_step,),
    "begun": (lobby_with_a_step,),
    "over": (current_is_over, current_is_skipped),
    "ended_early": (closed_in_the_middle,),
    "not_ended": (closed_and_open,),
    "looks_nowhere": (looks_at_nothing, looks_ahead),
    "no_time": (end_of_time, opened_before_time),
    "same_position": (same_place,),
    "settings": (votes_on_nothing, scale_without_points),
    "no_such_theme": (lost_theme,),
    "theme_of_another": (theme_of_another_step,),
    "no_home": (idea_of_no_step, others_of_no_step),
    "ballot_of_no_vote": (ballot_on_a_scale,),
    "ballot_of_no_round": (ballot_of_another_round, spoiled_frame),
    "over_budget": (over_budget, vote_for_nothing),
    "voted_twice": (voted_twice,),
    "ballot_with_seat": (closed_with_seats,),
}
CASES = [(code, spoil) for code, spoils in SPOILED.items() for spoil in spoils]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop at an open vote, with ideas, themes, ballots and a shared promise to come."""
    play = Stored(tmp_path_factory.mktemp("sound") / "session.json")
    seats = [play.join() for _ in range(4)]
    play.walk_to("ideas")
    for n, seat in enumerate(seats):
        play.answer(seat, text=f"Idea numero {n}")
    play.walk_to("group")
    for n, idea in enumerate(sorted(play.kept.ideas)):
        play.do("theme", name=f"Teko {n}", idea=idea)
    play.walk_to("vote")
    for seat in seats[:2]:
        play.answer(seat, item=play.mine(seat).order[0], votes=1)
    play.kept.close()
    return play.path


def spoiled(sound: Path, folder: Path, spoil: Spoil) -> Path:
    path = folder / "spoiled.json"
    path.write_bytes(sound.read_bytes())
    with open_session(path) as kept:
        kept.commit(Change(put=spoil(kept))).result(20)
    return path


def test_a_workshop_as_it_is_left_has_no_flaw(sound: Path) -> None:
    with open_valid_session(sound, read_only=True) as kept:
        assert not list(flaws(kept, lambda: "x"))


@pytest.mark.parametrize(("code", "spoil"), CASES)
def test_what_cannot_be_is_refused_by_name_and_not_touched(
    sound: Path, tmp_path: Path, code: str, spoil: Spoil
) -> None:
    path = spoiled(sound, tmp_path, spoil)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.suffix != ".lock"}
    with pytest.raises(StoreError, match="impossible") as refused:
        open_valid_session(path)
    reason = refused.value.fields["reason"]
    assert isinstance(reason, NestedMessage)
    assert reason.key == f"impossible.{code}"
    for language in LANGUAGES:
        said = explain(refused.value.code, language, **refused.value.fields)
        assert "spoiled.json" in said
        assert "--copy" in said
        assert "{" not in said
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.suffix != ".lock"} == before


@pytest.mark.parametrize(("code", "spoil"), CASES)
def test_a_mended_copy_opens_and_holds_what_was_whole(sound: Path, tmp_path: Path, code: str, spoil: Spoil) -> None:
    path = spoiled(sound, tmp_path, spoil)
    assert code in {flaw.code for flaw in repair(path)}
    with open_valid_session(sound, read_only=True) as whole, open_valid_session(path, read_only=True) as kept:
        assert {idea.text for idea in whole.ideas.values()} <= {idea.text for idea in kept.ideas.values()}
        assert kept.seats.keys() == whole.seats.keys()
        if spoil is not spoiled_frame:
            votes = sorted(str(ballot.votes) for ballot in kept.ballots.values())
            assert votes == sorted(str(ballot.votes) for ballot in whole.ballots.values())
    assert repair(path) == []


def test_what_belongs_to_no_step_finds_one_or_is_left_out(sound: Path, tmp_path: Path) -> None:
    path = spoiled(sound, tmp_path, others_of_no_step)
    repair(path)
    with open_valid_session(path, read_only=True) as kept:
        homes = (kept.themes["t"].step, kept.promises["p"].step, kept.actions["a"].step)
        assert homes == ("group", "commit", "actions")
        assert "n" not in kept.answers


def test_a_ballot_of_a_closed_vote_loses_its_seat_and_the_seat_has_voted(sound: Path, tmp_path: Path) -> None:
    path = spoiled(sound, tmp_path, closed_with_seats)
    with open_session(path, read_only=True) as before:
        ids = set(before.ballots)
    repair(path)
    with open_valid_session(path, read_only=True) as kept:
        assert {ballot.seat for ballot in kept.ballots.values()} == {""}
        assert not ids & set(kept.ballots)
        assert sum(seat.voted == ("vote/1",) for seat in kept.seats.values()) == 2
        # The link is nowhere on the disk either.
        assert not [ballot for ballot in ids if ballot in path.read_text("utf-8")]


def test_every_flaw_has_words_in_every_language() -> None:
    for code in SPOILED:
        assert has_message(f"impossible.{code}")
