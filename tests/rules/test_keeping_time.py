"""Keeping to the plan: how late it is, what can be cut in which order, the nudge, and one phone per table."""

from __future__ import annotations

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES
from facilitator.view import GroupBody, Nudge, VoteBody
from store.records import replace

AT_TABLES = 120


def behind(play: Play) -> int:
    return play.console.behind


def cut_names(play: Play) -> list[str]:
    return [cut.cut for cut in play.console.cuts]


def nudge_of(play: Play) -> Nudge | None:
    return play.public.nudge


def test_a_step_counts_as_late_once_its_own_minutes_are_used() -> None:
    play = Play(minutes=90)
    play.do("next")
    play.now += 5 * 60
    assert behind(play) == 0
    play.now += 4 * 60
    assert behind(play) == 4


def test_leaving_a_step_out_wins_its_minutes() -> None:
    play = Play(minutes=90)
    play.do("next")
    play.now += 13 * 60
    assert behind(play) == 8
    play.do("skip", step="pulse_in")
    assert behind(play) == 5
    play.walk_to("lens")
    play.now += 5 * 60
    assert behind(play) == 5


def test_the_cuts_are_offered_in_their_order_and_never_the_promise_or_the_actions() -> None:
    play = Play(minutes=90)
    play.do("next")
    assert [(cut.cut, cut.step, cut.won) for cut in play.console.cuts] == [
        ("rate", "size", 8),
        ("talk", "discuss", 4),
        ("group", "group", 5),
    ]
    while play.console.cuts:
        play.do("cut", cut=play.console.cuts[0].cut)
    kept = [step for step in play.memory.steps.values() if step.kind in ("commit", "action")]
    assert [(step.state, step.cut, step.minutes) for step in kept] == [("ready", 0, 8), ("ready", 0, 10)]
    with pytest.raises(RuleBroken, match="nothing_to_cut"):
        play.do("cut", cut="rate")


def test_each_cut_wins_what_it_says() -> None:
    play = Play(minutes=90)
    play.do("next")
    play.now += 25 * 60
    late = behind(play)
    for which, won in (("rate", 8), ("talk", 4), ("group", 5)):
        assert play.do("cut", cut=which)["won"] == won
        late -= won
        assert behind(play) == late


@pytest.mark.parametrize("which", ["rate", "talk", "group"])
def test_each_cut_is_undone_in_words_and_done_again(which: str) -> None:
    play = Play(minutes=90)
    play.do("next")
    before = dict(play.memory.steps)
    play.do("cut", cut=which)
    after = dict(play.memory.steps)
    assert before != after
    assert play.do("undo")["what"] == f"cut_{which}"
    assert play.memory.steps == before
    play.do("redo")
    assert play.memory.steps == after


def test_a_grouping_cut_short_merges_duplicates_and_the_vote_is_on_what_was_raised() -> None:
    play = Play(minutes=90)
    seats = [play.join() for _ in range(3)]
    play.walk_to("ideas")
    for number, seat in enumerate(seats):
        play.answer(seat, text=f"Idea {number}")
    play.walk_to("pick")
    for seat in seats:
        play.answer(seat, answer=play.mine(seat).ideas[0].id)
    play.walk_to("group")
    play.do("cut", cut="group")
    first, second, alone = sorted(play.memory.ideas)
    theme = play.do("theme", name="Samat", idea=first)["id"]
    play.do("move", idea=second, theme=theme)
    play.walk_to("vote")
    body = play.public.body
    assert isinstance(body, VoteBody)
    assert {item.id for item in body.items} == {theme, alone}


def test_a_cut_of_the_step_that_runs_ends_its_clock_sooner() -> None:
    play = Play(minutes=90)
    play.walk_to("group")
    ends = play.memory.session.timer_ends
    play.do("cut", cut="group")
    assert play.memory.session.timer_ends == ends - 5 * 60
    assert isinstance(play.public.body, GroupBody)


def test_a_grouping_whose_vote_has_begun_is_not_cut() -> None:
    play = Play(minutes=90)
    play.walk_to("group")
    for name in "ab":
        play.do("theme", name=f"Teema {name}", idea=play.do("add", text=f"Idea {name}")["id"])
    play.walk_to("vote")
    play.do("goto", step="group")
    assert "group" not in cut_names(play)


def test_nothing_is_cut_before_the_start_or_after_the_end() -> None:
    play = Play(minutes=90)
    assert not play.console.cuts
    play.do("next")
    play.do("goto", step="close")
    play.do("close")
    assert not play.console.cuts
    assert behind(play) == 0


def test_a_nudge_is_one_line_in_three_languages_for_a_minute_and_goes_with_its_step() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    play.do("nudge")
    shown = nudge_of(play)
    assert shown is not None
    assert set(shown.text) == set(LANGUAGES)
    assert shown.until == play.now + 60
    play.do("close")
    assert nudge_of(play) is None
    play.do("reopen")
    play.now += 61
    assert nudge_of(play) is None


def test_a_nudge_is_taken_away_by_the_same_verb_and_undone_in_words() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    play.do("nudge")
    play.do("nudge")
    assert nudge_of(play) is None
    assert play.do("undo")["what"] == "nudge_off"
    assert nudge_of(play) is not None
    assert play.do("undo")["what"] == "nudge"
    assert nudge_of(play) is None


def test_a_step_can_have_a_line_of_its_own() -> None:
    play = Play(minutes=90)
    step = play.memory.steps["ideas"]
    own = {**step.settings, "nudge": {"fi": "Vielä yksi pieni teko."}}
    play.memory.steps["ideas"] = replace(step, settings=own)
    play.walk_to("ideas")
    play.do("nudge")
    own_line = nudge_of(play)
    assert own_line is not None
    assert dict(own_line.text) == {"fi": "Vielä yksi pieni teko."}


def test_there_is_no_nudge_for_a_step_that_is_not_open_or_only_informs() -> None:
    play = Play(minutes=90)
    with pytest.raises(RuleBroken, match="not_started"):
        play.do("nudge")
    play.do("next")
    assert not play.console.nudge
    with pytest.raises(RuleBroken, match="no_nudge"):
        play.do("nudge")
    play.walk_to("ideas", "ready")
    with pytest.raises(RuleBroken, match="no_nudge"):
        play.do("nudge")


def test_the_long_flagship_offers_its_break_during_grouping_until_the_break() -> None:
    play = Play(minutes=AT_TABLES)
    play.walk_to("ideas")
    offered = [play.console.rest]
    play.walk_to("group")
    offered.append(play.console.rest)
    for verb in ("break", "resume"):
        play.do(verb)
        offered.append(play.console.rest)
    assert offered == [False, True, False, False]


def test_the_clock_closes_nothing_by_itself() -> None:
    play = Play(minutes=90)
    seat = play.join()
    play.walk_to("ideas")
    play.now += 60 * 60
    play.answer(seat, text="Vieläkin ehtii")
    assert play.state() == "open"


def of_tables(play: Play) -> bool:
    return play.public.session.tables


def test_one_phone_per_table_is_told_to_everybody_and_undone_in_words() -> None:
    play = Play(minutes=90)
    play.do("tables")
    assert of_tables(play)
    assert play.do("undo")["what"] == "tables"
    assert not of_tables(play)
