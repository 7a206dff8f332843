"""Throttling of guessed slip codes: the guessing seat must wait, and other seats can still vote."""

from __future__ import annotations

from assertions import any_number

from facilitator.errors import RuleBroken
from facilitator.room.slip_throttle import REPORT_FROM, SEAT_BURST, TOTAL_BURST, SlipThrottle


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def wrong(guesses: SlipThrottle, seat: str, times: int = 1) -> None:
    """So many wrong codes, each listened to."""
    for _ in range(times):
        guesses.check_allowed(seat)
        guesses.record_wrong(seat)


def waits(guesses: SlipThrottle, seat: str) -> int:
    """Seconds that the seat has to wait; 0 for none."""
    refused: list[RuleBroken] = []
    try:
        guesses.check_allowed(seat)
    except RuleBroken as broken:
        refused.append(broken)
    assert all((each.code, each.status) == ("slip_pause", 429) for each in any_number(refused))
    return int(str(refused[0].fields["wait"])) if refused else 0


def test_after_a_few_wrong_codes_a_seat_waits_and_is_told_how_long() -> None:
    clock = Clock()
    guesses = SlipThrottle(clock)
    wrong(guesses, "a", SEAT_BURST)
    assert waits(guesses, "a") == 20
    assert not waits(guesses, "b")
    clock.now += 19.5
    assert waits(guesses, "a") == 1
    clock.now += 0.5
    wrong(guesses, "a")
    assert waits(guesses, "a") == 20


def test_an_hour_of_guessing_from_one_seat_is_no_more_than_185_codes() -> None:
    clock, tried = Clock(), 0
    guesses = SlipThrottle(clock)
    for second in range(3600):
        clock.now = float(second)
        if not waits(guesses, "a"):
            guesses.record_wrong("a")
            tried += 1
    assert tried <= 185


def test_when_very_many_are_wrong_a_first_try_is_still_heard() -> None:
    clock = Clock()
    guesses = SlipThrottle(clock)
    for number in range(TOTAL_BURST):
        wrong(guesses, f"guesser{number}")
    assert waits(guesses, "guesser0") == 1
    assert not waits(guesses, "somebody")
    wrong(guesses, "somebody")
    assert waits(guesses, "somebody") == 2
    clock.now += 2
    assert not waits(guesses, "somebody")


def test_a_clock_that_goes_back_makes_nobody_wait_longer_than_the_pause() -> None:
    clock = Clock()
    clock.now = 10_000.0
    guesses = SlipThrottle(clock)
    wrong(guesses, "a", SEAT_BURST)
    clock.now = 0.0
    assert waits(guesses, "a") == 20


def test_what_is_remembered_is_bounded_and_who_waits_is_not_forgotten() -> None:
    clock = Clock()
    guesses = SlipThrottle(clock)
    for number in range(12_000):
        guesses.record_wrong(f"s{number}")
        clock.now += 1.0
        if number == 11_990:
            wrong(guesses, "a", SEAT_BURST)
    assert len(guesses._seats) <= 5_001
    assert waits(guesses, "a") > 0


def test_the_console_is_told_once_it_is_more_than_people_mistype() -> None:
    guesses = SlipThrottle(Clock())
    for number in range(REPORT_FROM - 1):
        guesses.record_wrong(str(number))
    assert guesses.wrong_to_report == 0
    guesses.record_wrong("one more")
    assert guesses.wrong_to_report == REPORT_FROM
