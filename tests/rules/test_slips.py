"""Join slips: each lets one seat vote, once, and nobody can tell which slip was whose."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from assertions import every
from hypothesis import given
from hypothesis import strategies as st
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.export.audit import audit
from facilitator.rules.core.parsing import step_frame
from facilitator.rules.steps import kind_named
from facilitator.rules.voting.rounds import VoteFrame
from facilitator.rules.voting.slips import LETTERS, format_code, new_codes, parse_code
from facilitator.view import CrowdBody, VoteBody
from facilitator.view.mine import SavedAnswer
from store.records import Ballot, Receipt, Seat, Slip, replace


def make(play: Play, number: int, void: bool = False) -> Sequence[str]:
    """New slips; their codes."""
    codes = new_codes(number, play.chance)
    play.make_slips(codes, void)
    return codes


def voting(people: int = 4, slips: int = 0, step: str = "vote") -> tuple[Play, list[str], Sequence[str], list[str]]:
    """A play at an open vote: seats, codes, and what is voted on."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(people)]
    for n in range(6):
        play.answer(seats[n % people], text=f"Idea numero {n}")
    codes = make(play, slips) if slips else []
    play.walk_to("vote", "ready")
    if step == "crowd":
        play.memory.steps["vote"] = replace(play.memory.steps["vote"], kind="crowd", settings={})
    play.do("open")
    body = play.public.body
    assert isinstance(body, VoteBody)
    return play, seats, codes, [item.id for item in body.items]


def on(play: Play) -> bool:
    """Whether votes are by slips."""
    return play.public.session.slips


def refused(play: Play, seat: str, **message: Any) -> RuleBroken:
    """What an answer is refused with; nothing has changed."""
    before = play.version
    with pytest.raises(RuleBroken) as broken:
        play.answer(seat, **message)
    assert play.version == before
    return broken.value


def test_without_slips_a_vote_is_as_it_was() -> None:
    play, seats, _, items = voting()
    play.answer(seats[0], item=items[0], votes=1)
    assert not play.public.session.slips
    assert not play.mine(seats[0]).slip
    assert refused(play, seats[1], slip="BCDF GHJK").code == "slips_off"


def test_only_a_seat_that_has_given_a_slip_votes() -> None:
    play, seats, codes, items = voting(slips=4)
    assert refused(play, seats[0], item=items[0], votes=1).code == "slip_needed"
    play.answer(seats[0], slip=codes[2])
    assert play.mine(seats[0]).slip
    play.answer(seats[0], item=items[0], votes=1)
    assert refused(play, seats[1], item=items[0], votes=1).code == "slip_needed"
    assert play.public.answered == 1


def test_the_same_in_crowd_scoring() -> None:
    play, seats, codes, _ = voting(slips=4, step="crowd")
    assert isinstance(play.public.body, CrowdBody)
    assert play.public.body.slips
    card = play.mine(seats[0]).order[0]
    assert refused(play, seats[0], item=card, votes=3).code == "slip_needed"
    play.answer(seats[0], slip=codes[0])
    play.answer(seats[0], item=card, votes=3)
    assert play.mine(seats[0]).votes == {card: 3}


def test_everything_else_stays_open_to_all() -> None:
    play = Play(minutes=90)
    make(play, 3)
    play.walk_to("pulse_in")
    seats = [play.join() for _ in range(5)]
    for seat in seats:
        play.answer(seat, value=4)
    play.walk_to("ideas")
    for seat in seats:
        play.answer(seat, text="Soitan heti")
    play.walk_to("commit")
    play.answer(seats[0], text="Kun herään, soitan", share=False)
    assert every(not seat.slip for seat in play.memory.seats.values())


def test_one_slip_is_good_for_all_votes_of_the_workshop() -> None:
    play, seats, codes, items = voting(slips=4)
    play.answer(seats[0], slip=codes[0])
    play.answer(seats[0], item=items[0], votes=1)
    play.do("close")
    play.do("reopen")
    later = play.join()
    assert refused(play, later, item=items[0], votes=1).code == "slip_needed"
    assert play.mine(seats[0]).slip


def test_a_slip_is_spent_by_the_first_seat_and_refused_to_every_other() -> None:
    play, seats, codes, _ = voting(people=40, slips=40)
    play.answer(seats[7], slip=codes[0])
    for seat in seats:
        if seat != seats[7]:
            assert (refused(play, seat, slip=codes[0]).code, play.mine(seat).slip) == ("slip_used", False)
    assert sum(seat.slip for seat in play.memory.seats.values()) == 1


def test_who_has_given_one_spends_no_other_and_learns_nothing_of_them() -> None:
    play, seats, codes, _ = voting(slips=4)
    first = play.answer(seats[0], slip=codes[0])
    play.answer(seats[1], slip=codes[1])
    said = [play.answer(seats[0], slip=code) for code in (codes[0], codes[1], codes[2], "BCDFGHJK", "nonsense")]
    assert {each.id for each in said} == {first.id}
    assert (play.console.slips_made, play.console.slips_used) == (4, 2)
    play.answer(seats[2], slip=codes[2])


def test_the_same_key_again_gives_the_same_reply_and_another_code_under_it_is_refused() -> None:
    play, seats, codes, _ = voting(slips=4)
    key = play.new_key()
    first = play.answer(seats[0], key=key, slip=codes[0])
    again = play.answer(seats[0], key=key, slip=codes[0])
    assert (again.id, again.version, again.repeated) == (first.id, first.version, True)
    assert refused(play, seats[0], key=key, slip=codes[1]).code == "key_used"


def test_a_repeat_after_the_close_is_told_the_same_id() -> None:
    play, seats, codes, items = voting(slips=4)
    key = play.new_key()
    first = play.answer(seats[0], key=key, slip=codes[0])
    assert play.answer(seats[0], item=items[0], votes=1).id == first.id
    play.do("close")
    assert play.answer(seats[0], key=key, slip=codes[0]).id == first.id


@pytest.mark.parametrize("typed", ["bcdf ghjk", "BCDF-GHJK", " b c d f g h j k ", "8cdf–6hjk", "BCDF.GHJK\n"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_code(typed) == "BCDFGHJK"


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
def test_every_code_is_read_back_from_its_printed_spelling_in_any_case(seed: int, chance: random.Random) -> None:
    (code,) = new_codes(1, random.Random(seed))
    typed = "".join(letter + chance.choice(("", "", " ", "-")) for letter in format_code(code))
    assert parse_code(chance.choice((typed, typed.lower(), typed.title()))) == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_code_or_refused_with_a_sentence(typed: str) -> None:
    code = ""
    with contextlib.suppress(RuleBroken):
        code = parse_code(typed)
    assert not code or (len(code) == 8 and set(code) <= set(LETTERS))


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDFGHJKL", "AEIOUYÅÄ", "BCDFGHJ0", "ＢＣＤＦ"])
def test_what_can_be_no_code_is_no_guess(typed: str) -> None:
    play, seats, _, _ = voting(slips=4)
    assert refused(play, seats[0], slip=typed).code == "slip_form"


@pytest.mark.parametrize("said", [None, 3, ["BCDFGHJK"], {"a": 1}, True])
def test_a_code_that_is_no_text_is_not_understood(said: object) -> None:
    play, seats, _, _ = voting(slips=4)
    assert refused(play, seats[0], slip=said).status == 400


def test_a_code_that_was_never_given_out_is_refused() -> None:
    play, seats, codes, _ = voting(slips=4)
    other = next(code for code in new_codes(9, random.Random(99)) if code not in codes)
    broken = refused(play, seats[0], slip=other)
    assert (broken.code, broken.status) == ("slip_unknown", 422)


def test_codes_are_letters_that_are_not_taken_for_others_and_hard_to_guess() -> None:
    assert not set(LETTERS) & set("AEIOUYQ01")
    codes = new_codes(2000, random.Random(3))
    assert len(set(codes)) == 2000
    # With 43 good ones and 50,000 guesses the chance is one in eight thousand.
    assert 43 * 50_000 / len(LETTERS) ** 8 < 1 / 7_500


def test_slips_are_not_switched_while_people_vote_but_more_can_be_made() -> None:
    play, _, _, _ = voting()
    with pytest.raises(RuleBroken) as broken:
        make(play, 4)
    assert broken.value.code == "slips_vote_open"
    play.do("close")
    make(play, 40)
    play.do("reopen")
    with pytest.raises(RuleBroken) as broken:
        play.do("slips", on=False)
    assert broken.value.code == "slips_vote_open"
    late = make(play, 3)
    assert play.console.slips_made == 43
    play.answer(play.join(), slip=late[0])


def test_slips_are_not_switched_on_before_there_are_any() -> None:
    play = Play()
    with pytest.raises(RuleBroken) as broken:
        play.do("slips", on=True)
    assert broken.value.code == "slips_none"


@pytest.mark.parametrize("number", [0, -1, 501])
def test_so_many_cannot_be_made(number: int) -> None:
    play = Play()
    codes = ["BCDFGHJK"] * number
    with pytest.raises(RuleBroken) as broken:
        play.make_slips(codes)
    assert broken.value.code == "slips_number"


def test_earlier_ones_stay_good_unless_they_are_made_void() -> None:
    play = Play(minutes=90)
    old = make(play, 3)
    more = make(play, 2)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(4)]
    for seat in seats:
        play.answer(seat, text=f"Idea {seat}")
    play.walk_to("vote")
    play.answer(seats[0], slip=old[0])
    play.answer(seats[1], slip=more[0])
    new = make(play, 2, void=True)
    for code in (old[1], more[1]):
        assert refused(play, seats[2], slip=code).code == "slip_unknown"
    assert refused(play, seats[2], slip=old[0]).code == "slip_used"
    play.answer(seats[2], slip=new[0])
    assert (play.console.slips_made, play.console.slips_used) == (4, 3)


def test_undo_switches_off_and_on_and_what_is_spent_stays_spent() -> None:
    play, seats, codes, items = voting(slips=4)
    play.answer(seats[0], slip=codes[0])
    play.answer(seats[0], item=items[0], votes=1)
    play.do("close")
    play.do("slips", on=False)
    assert not on(play)
    assert play.do("undo")["what"] == "slips"
    assert on(play)
    play.do("redo")
    assert not on(play)
    play.do("undo")
    play.do("reopen")
    assert refused(play, seats[1], slip=codes[0]).code == "slip_used"
    assert play.mine(seats[0]).slip
    play.answer(seats[1], slip=codes[1])


def test_undoing_the_making_switches_off_and_the_printed_slips_stay_good() -> None:
    play = Play(minutes=90)
    codes = make(play, 2)
    assert play.do("undo")["what"] == "slips"
    assert (play.public.session.slips, play.console.slips_made) == (False, 2)
    play.do("redo")
    play.walk_to("ideas")
    seats = [play.join(), play.join()]
    for seat in seats:
        play.answer(seat, text=f"Idea {seat}")
    play.walk_to("vote")
    play.answer(seats[0], slip=codes[0])


def test_a_seat_that_has_given_a_slip_is_not_given_up() -> None:
    play, seats, codes, _ = voting(slips=4)
    empty = play.join()
    play.answer(empty, slip=codes[0])
    assert not play.workshop.leave(play.here, empty).remove
    assert play.workshop.leave(play.here, play.join()).remove
    assert seats


def test_once_the_vote_is_closed_no_record_ties_a_slip_to_a_seat_or_a_ballot() -> None:
    play, seats, codes, items = voting(slips=4)
    for seat, code in zip(seats, codes, strict=True):
        play.answer(seat, slip=code)
        play.answer(seat, item=items[0], votes=1)
    assert play.workshop.execute(play.here, "close", {}).forget
    play.do("close")
    assert every(isinstance(each, Ballot) and not each.seat for each in play.memory.ballots.values())
    receipts = [each for each in play.memory.receipts.values() if each.step == "vote"]
    assert receipts
    assert all(isinstance(each, Receipt) and not each.content for each in receipts)
    assert {slip.__struct_fields__ for slip in play.memory.slips.values()} == {("id", "spent")}
    assert every(slip.spent for slip in play.memory.slips.values())
    assert not set(play.memory.slips) & {each.reply for each in play.memory.receipts.values()}


def test_a_round_says_whether_it_was_held_with_slips_and_the_count_agrees() -> None:
    play, seats, codes, items = voting(slips=4)
    play.answer(seats[0], slip=codes[0])
    play.answer(seats[0], item=items[0], votes=1)
    play.do("close")
    play.do("reveal")
    assert isinstance(play.public.body, VoteBody)
    assert play.public.body.slips
    assert not audit(play.memory).problems
    assert audit(play.memory).counts["slips"] == 4
    del play.memory.slips[next(slip.id for slip in play.memory.slips.values() if slip.spent)]
    assert [problem.code for problem in audit(play.memory).problems] == ["more_than_slips"]


def test_a_round_that_took_ballots_without_slips_does_not_say_that_it_was_held_with_them() -> None:
    play, seats, codes, items = voting(slips=4)
    play.answer(seats[0], slip=codes[0])
    play.answer(seats[0], item=items[0], votes=1)
    play.do("close")
    play.do("slips", on=False)
    play.do("reopen")
    assert step_frame(play.step, VoteFrame).slips
    play.answer(seats[1], item=items[0], votes=1)
    assert not step_frame(play.step, VoteFrame).slips
    play.do("close")
    assert not audit(play.memory).problems


def test_a_runoff_is_held_as_slips_are_then() -> None:
    play, seats, codes, items = voting(slips=4)
    for seat, code in zip(seats, codes, strict=True):
        play.answer(seat, slip=code)
    for number, item in enumerate(items[:6]):
        play.answer(seats[number % 4], item=item, votes=1)
    play.do("close")
    play.do("slips", on=False)
    play.do("round")
    over = step_frame(play.step, VoteFrame)
    assert (over.slips, [each.slips for each in over.earlier]) == (False, [True])


@pytest.mark.parametrize("seed", range(12))
def test_however_slips_are_used_no_more_seats_vote_than_slips_are_spent(seed: int) -> None:
    """Seats, codes and votes at random, with making, switching and undoing between the openings."""
    chance = random.Random(seed)
    play, seats, made, items = voting(people=6, slips=5)
    codes = [*made, "BCDFGHJK", "XXXXXXXX"]
    spent: dict[str, str] = {}

    def tried(seat: str, **message: Any) -> SavedAnswer | None:
        try:
            return play.answer(seat, **message)
        except RuleBroken:
            return None

    for _ in range(300):
        seat, code = chance.choice(seats), chance.choice(codes)
        before: Mapping[str, Slip] = dict(play.memory.slips)
        match chance.randrange(8):
            case 0 | 1 | 2:
                had = play.memory.seats[seat].slip
                saved = tried(seat, slip=chance.choice((code, code.lower(), format_code(code))))
                new = [each for each in play.memory.slips.values() if each.spent and not before[each.id].spent]
                assert len(new) == (1 if saved and not had else 0)
                if new:
                    assert spent.setdefault(new[0].id, seat) == seat
            case 3 | 4 | 5:
                saved = tried(seat, item=chance.choice(items), votes=chance.choice((0, 1)))
                assert not saved or play.memory.seats[seat].slip
            case 6:
                play.do("close")
                if chance.random() < 0.3:
                    play.do("slips", on=False)
                    play.do("undo")
                play.do("reopen")
            case _:
                codes += make(play, 1)
        admitted = [each for each in play.memory.seats.values() if each.slip]
        assert len(admitted) == sum(slip.spent for slip in play.memory.slips.values()) == len(spent)
        assert len([b for b in play.memory.ballots.values() if b.step == "vote"]) <= len(admitted)
    assert kind_named(play.step.kind).has_ballots
    assert isinstance(next(iter(play.memory.seats.values())), Seat)
