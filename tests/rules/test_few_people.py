"""No result discloses a person's answer: neither a small result, nor a part of one, nor a change between two."""

from __future__ import annotations

from datetime import date

import pytest
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.export.build_report import build_report
from facilitator.export.report import ScaleResult
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.rules.policy.disclosure import (
    AnswerCounts,
    count_answers,
    disclosable_groups,
    min_people_changed,
    seen_rows,
    seen_value,
    visible_rows,
)
from facilitator.templates.user_templates import build_template
from facilitator.view import MIN_ANSWERS, CommitBody, ScaleBody
from store.records import Promise, Step

SHARED = {"projector": "after_reveal", "phones": "after_reveal"}


def pulse(answers: list[int], state: str = "revealed") -> tuple[Play, list[str]]:
    """A play at the opening pulse with these answers, in this state."""
    play = Play()
    play.walk_to("pulse_in")
    seats = [play.join() for _ in answers]
    for seat, value in zip(seats, answers, strict=True):
        play.answer(seat, value=value)
    play.walk_to("pulse_in", state)
    return play, seats


def body(play: Play) -> ScaleBody:
    found = play.public.body
    assert isinstance(found, ScaleBody)
    return found


def exported_pulse(play: Play) -> ScaleResult:
    """What the files say of the opening pulse."""
    return build_report(play.memory, date(2027, 3, 5)).pulses[0]


@pytest.mark.parametrize(("answers", "shown"), [(0, False), (4, False), (5, True), (9, True)])
def test_a_pulse_is_shown_from_five_answers_on(answers: int, shown: bool) -> None:
    play, _ = pulse([3] * answers)
    assert (body(play).counts is not None) == shown
    assert body(play).too_few != shown
    assert body(play).answers == answers
    assert (exported_pulse(play).counts is not None) == shown


@pytest.mark.parametrize("state", ["open", "closed"])
def test_no_part_of_a_pulse_is_seen_before_the_reveal(state: str) -> None:
    play, _ = pulse([1, 2, 3, 4, 5, 5], state)
    assert body(play).counts is None
    assert not body(play).too_few


def test_a_room_under_five_is_told_before_the_pulse_opens() -> None:
    play = Play()
    play.walk_to("pulse_in", "ready")
    for _ in range(4):
        play.join()
    assert play.public.next.warning == "few_phones"
    play.join()
    assert play.public.next.warning == ""
    assert "warning" not in play.do("open")


@pytest.mark.parametrize("kind", ["scale", "grid", "choice"])
def test_the_warning_before_a_small_room_asks_for_as_many_as_the_template_does(kind: str) -> None:
    answer = {"options": [{"id": "a", "label": words("A")}], "max": 1, "min": 1} if kind == "choice" else {}
    rows = {"rows": [{"id": "a", "label": words("A")}]} if kind == "grid" else {}
    asks = step("asks", kind, answer={**answer, **rows}, visibility=SHARED | {"min_answers": 8})
    play = Play(
        build_template({"title": words("Oma"), "steps": [asks, step("close", "close")]}, "oma.toml", "oma"), None
    )
    play.walk_to("asks", "ready")
    for _ in range(7):
        play.join()
    assert (play.public.next.warning, play.public.next.fewest) == ("few_phones", 8)
    for language in LANGUAGES:
        assert say("warning.few_phones", language, n=play.public.next.fewest).count("8") == 2
    play.join()
    assert play.public.next.warning == ""


def test_one_late_answer_does_not_move_a_bar_that_the_room_has_seen() -> None:
    play, _ = pulse([1, 2, 3, 4, 5, 5])
    before = body(play).counts
    play.do("reopen")
    assert play.public.step is not None
    assert play.public.step.seen
    play.answer(play.join(), value=1)
    play.do("close")
    play.do("reveal")
    assert (body(play).counts, body(play).answers, body(play).late) == (before, 7, 1)
    assert (exported_pulse(play).counts, exported_pulse(play).answers, exported_pulse(play).late_answers) == (
        before,
        6,
        1,
    )


def test_one_changed_answer_does_not_move_a_bar_either() -> None:
    play, seats = pulse([1, 2, 3, 4, 5, 5])
    before = body(play).counts
    play.do("reopen")
    play.answer(seats[0], value=5)
    play.do("close")
    play.do("reveal")
    assert body(play).counts == before


def test_five_late_answers_are_added_together() -> None:
    play, _ = pulse([1, 2, 3, 4, 5, 5])
    for value in (1, 1, 2, 3, 4):
        play.do("reopen")
        play.answer(play.join(), value=value)
        play.do("close")
        play.do("reveal")
    assert (body(play).counts, body(play).late) == ((3, 2, 2, 2, 2), 0)


def test_a_result_that_was_never_shown_takes_late_answers_at_once() -> None:
    play, _ = pulse([1, 2, 3, 4, 5], "closed")
    play.do("reopen")
    play.answer(play.join(), value=1)
    play.do("close")
    play.do("reveal")
    assert body(play).counts == (2, 1, 1, 1, 1)


def test_undoing_the_reveal_does_not_forget_what_was_seen() -> None:
    play, _ = pulse([1, 2, 3, 4, 5, 5])
    before = body(play).counts
    play.do("undo")
    play.do("reopen")
    play.answer(play.join(), value=1)
    play.do("close")
    play.do("reveal")
    assert body(play).counts == before


def test_what_the_files_told_after_the_step_was_left_stands_too() -> None:
    play, _ = pulse([1, 2, 3, 4, 5], "closed")
    play.do("goto", step="ideas")
    first = exported_pulse(play)
    play.do("goto", step="pulse_in")
    play.do("reopen")
    play.answer(play.join(), value=1)
    play.do("close")
    assert exported_pulse(play).counts == first.counts == (1, 1, 1, 1, 1)


# --- the rules by themselves --------------------------------------------------------------------------


def test_a_group_is_told_only_where_neither_it_nor_the_rest_is_of_one_to_four() -> None:
    assert disclosable_groups(34, {"small": 29, "large": 5}) == {"small": 29, "large": 5}
    assert disclosable_groups(34, {"small": 30, "large": 4}) == {}
    assert disclosable_groups(34, {"small": 20, "large": 8}) == {"small": 20, "large": 8}
    assert disclosable_groups(34, {"small": 20, "large": 10}) == {"small": 20}
    assert disclosable_groups(4, {"small": 4}) == {}
    assert disclosable_groups(5, {"small": 5}) == {"small": 5}


@pytest.mark.parametrize("total", range(0, 40, 3))
def test_whatever_the_groups_no_difference_is_of_one_to_four(total: int) -> None:
    for first in range(total + 1):
        for second in range(total - first + 1):
            shown = disclosable_groups(total, {"a": first, "b": second})
            rests = [total - sum(shown.values()), *(total - size for size in shown.values())]
            differences = [*rests, *shown.values()] if shown else []
            assert not [d for d in differences if 0 < d < MIN_ANSWERS], (total, first, second, shown)


def test_a_row_of_a_grid_stands_or_moves_by_itself() -> None:
    step = Step(id="grid", seen=seen_value({"trust": AnswerCounts(6, (3, 3)), "respect": AnswerCounts(6, (6, 0))}))
    now = {
        "trust": AnswerCounts(7, (4, 3)),
        "respect": AnswerCounts(11, (6, 5)),
        "goals": AnswerCounts(4, (2, 2)),
        "pay": AnswerCounts(5, (0, 5)),
    }
    assert visible_rows(step, now) == {
        "trust": AnswerCounts(6, (3, 3)),
        "respect": AnswerCounts(11, (6, 5)),
        "pay": AnswerCounts(5, (0, 5)),
    }


def test_people_who_may_choose_several_are_not_counted_several_times() -> None:
    before, after = AnswerCounts(10, (5, 5, 5)), AnswerCounts(12, (7, 7, 7))
    assert min_people_changed(before, after) == 6
    assert min_people_changed(before, after, max_choices=3) == 2
    step = Step(id="choice", seen=seen_value({"": before}))
    assert visible_rows(step, {"": after}, max_choices=3) == {"": before}


def test_a_row_that_fell_under_five_keeps_what_was_seen() -> None:
    step = Step(id="pulse", seen=seen_value({"": AnswerCounts(5, (5, 0))}))
    assert visible_rows(step, {"": AnswerCounts(4, (4, 0))}) == {"": AnswerCounts(5, (5, 0))}


def test_a_template_may_ask_for_more_answers_and_never_for_fewer() -> None:
    step, now = Step(id="pulse"), {"": count_answers([1, 2, 2, 1, 2, 2, 1], 2)}
    assert visible_rows(step, now, threshold=8) == {}
    assert visible_rows(step, now, threshold=1) == {"": AnswerCounts(7, (3, 4))}
    assert visible_rows(step, {"": count_answers([1, 2, None, 2, 2], 2)}, threshold=1) == {}


@pytest.mark.parametrize("wrong", [{"rows": 3}, {"rows": {"": {"people": "many"}}}, {"rows": {"": []}}])
def test_a_file_that_says_nonsense_of_what_was_seen_does_not_stop_the_workshop(wrong: dict[str, object]) -> None:
    assert seen_rows(Step(id="pulse", seen=wrong)) == {}


# --- promises -----------------------------------------------------------------------------------------


def promising(sizes: list[str]) -> tuple[Play, list[str]]:
    """A play at the open promises, one of each size, all of them private."""
    play = Play()
    play.walk_to("commit")
    seats = [play.join() for _ in sizes]
    for seat, size in zip(seats, sizes, strict=True):
        play.answer(seat, text="Soitan ennen kirjettä", size=size)
    return play, seats


def promises(play: Play) -> CommitBody:
    found = play.public.body
    assert isinstance(found, CommitBody)
    return found


def test_sizes_of_promises_are_told_after_the_close_and_in_no_small_group() -> None:
    play, _ = promising(["small"] * 6 + ["large"] * 5)
    assert (promises(play).sized, promises(play).small) == ((), 0)
    play.do("close")
    assert (promises(play).small, promises(play).large) == (6, 5)
    play, _ = promising(["small"] * 6 + ["large"])
    play.do("close")
    assert (promises(play).count, promises(play).sized, promises(play).large) == (7, (), 0)


def sizes_told(play: Play) -> dict[str, int]:
    """The sizes of promises shown on the stage; checks that the report of a closed step contains the same."""
    body = promises(play)
    found = {"small": body.small, "large": body.large}
    stage = {size: found[size] for size in body.sized}
    sizes = play.memory.steps["commit"].settings["sizes"]
    names = {size["label"]["fi"]: size["id"] for size in sizes}
    files = {names[label["fi"]]: many for label, many in build_report(play.memory, date(2027, 3, 5)).promises.sizes}
    assert files == stage
    return stage


def test_of_what_size_a_late_promise_is_shows_in_no_difference() -> None:
    play, seats = promising(["small"] * 6 + ["large"] * 5)
    late = play.join()
    play.do("close")
    assert sizes_told(play) == {"small": 6, "large": 5}
    play.answer(late, text="Ehdin vielä", size="large")
    play.answer(seats[0], text="Muutan mieleni", size="large")
    assert (promises(play).count, sizes_told(play)) == (12, {"small": 6, "large": 5})
    for way_back in ("reopen", "undo"):
        play.do(way_back)
        assert sizes_told(play) == {}
        play.withdraw(seats[1], next(iter(play.book.records_of_seat(Promise, "commit", seats[1]))).id)
        play.do("close")
        assert sizes_told(play) == {"small": 6, "large": 5}
        play.answer(seats[1], text="Sittenkin", size="large")
    play.do("goto", step="actions")
    play.do("goto", step="commit")
    assert sizes_told(play) == {"small": 6, "large": 5}
    play.do("reopen")
    for seat in seats[2:6]:
        play.answer(seat, text="Muutan mieleni", size="large")
    play.do("goto", step="actions")
    play.do("goto", step="commit")
    assert sizes_told(play) == {"large": 12}


def test_where_nothing_is_told_of_sizes_the_next_promise_does_not_tell_of_itself() -> None:
    play, _ = promising(["small"] * 10 + ["large"] * 4)
    late = play.join()
    play.do("close")
    assert sizes_told(play) == {}
    play.answer(late, text="Ehdin vielä", size="large")
    assert sizes_told(play) == {}
    play.do("reopen")
    play.do("close")
    assert sizes_told(play) == {}


def test_sizes_are_told_at_the_close_after_enough_have_promised() -> None:
    play, _ = promising(["small"] * 4)
    play.do("close")
    play.answer(play.join(), text="Ehdin vielä", size="small")
    assert sizes_told(play) == {}
    play.do("reopen")
    play.answer(play.join(), text="Minäkin", size="small")
    play.do("close")
    assert sizes_told(play) == {"small": 6}


def test_a_shared_promise_can_be_hidden_and_shown_and_its_writer_is_told() -> None:
    play, (writer, other) = promising(["small", "small"])
    play.answer(writer, text="Teen jotain muuta", share=True)
    (shared,) = promises(play).shared
    assert [text.text for text in play.console.texts] == ["Teen jotain muuta"]
    play.do("hide", idea=shared.id)
    assert promises(play).shared == ()
    assert play.console.promises == ()
    assert [text.hidden for text in play.console.texts] == [True]
    mine, others = play.mine(writer).promise, play.mine(other).promise
    assert mine is not None
    assert mine.hidden
    assert others is not None
    assert not others.hidden
    assert build_report(play.memory, date(2027, 3, 5)).promises.shared == ()
    play.answer(writer, text="Teen jotain aivan muuta", share=True)
    assert promises(play).shared == ()
    play.do("undo")
    assert [text.text for text in promises(play).shared] == ["Teen jotain aivan muuta"]


def test_a_private_promise_is_nothing_that_the_facilitator_can_name() -> None:
    play, _ = promising(["small"])
    (promise,) = play.memory.promises
    with pytest.raises(Exception, match="no_idea"):
        play.do("hide", idea=promise)
    assert play.console.texts == ()
