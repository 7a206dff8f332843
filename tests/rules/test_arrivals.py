"""Many new phones during a vote are told to the facilitator; a room that fills up before it is not."""

from __future__ import annotations

from facilitator.room.join_burst import WINDOW_SECONDS, JoinBurstDetector
from store.records import Step, StepState


def vote(state: StepState = "open", number: int = 1) -> Step:
    return Step(id="vote", position=5, kind="vote", state=state, round=number)


def came(number: int, now: float, arrivals: JoinBurstDetector | None = None) -> JoinBurstDetector:
    arrivals = arrivals or JoinBurstDetector()
    for _ in range(number):
        arrivals.record_join(now)
    return arrivals


def test_eleven_new_phones_beside_forty_one_are_told_and_stay_told_for_this_vote() -> None:
    arrivals = came(11, 1000.0, came(41, 0.0))
    assert arrivals.phones_before_burst(vote(), 52, 1001.0) == 41
    assert arrivals.phones_before_burst(vote("closed"), 53, 1001.0 + WINDOW_SECONDS * 2) == 41
    assert arrivals.phones_before_burst(vote("revealed"), 53, 1002.0 + WINDOW_SECONDS * 2) == 0
    assert arrivals.phones_before_burst(vote("open", 2), 53, 1003.0 + WINDOW_SECONDS * 2) == 0


def test_a_few_late_comers_are_not() -> None:
    assert came(4, 1000.0, came(41, 0.0)).phones_before_burst(vote(), 45, 1001.0) == 0
    assert came(8, 1000.0, came(100, 0.0)).phones_before_burst(vote(), 108, 1001.0) == 0


def test_a_room_that_fills_up_is_no_burst() -> None:
    assert came(60, 0.0).phones_before_burst(vote(), 60, 1.0) == 0
    assert came(11, 1000.0, came(41, 0.0)).phones_before_burst(Step(id="i", kind="text", state="open"), 52, 1001.0) == 0
    assert came(11, 1000.0, came(41, 0.0)).phones_before_burst(None, 52, 1001.0) == 0


def test_a_browser_that_had_a_seat_already_does_not_count_twice() -> None:
    arrivals = came(5, 1000.0, came(20, 0.0))
    arrivals.record_leave()
    assert arrivals.phones_before_burst(vote(), 24, 1001.0) == 0
