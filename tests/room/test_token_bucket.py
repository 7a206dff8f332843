"""The token bucket alone: bursts, the long-term rate, debt, and removal of idle buckets."""

from __future__ import annotations

import pytest

from facilitator.system import token_bucket
from facilitator.system.token_bucket import TokenBucket


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """At 100 seconds."""
    return Clock()


def test_a_rush_is_let_through_and_then_one_token_comes_in_its_time(clock: Clock) -> None:
    bucket = TokenBucket(3, 20.0, clock)
    for _ in range(3):
        assert bucket.wait("a") == 0
        bucket.take("a")
    assert bucket.wait("a") == 20
    clock.now += 15
    assert bucket.wait("a") == 5
    clock.now += 5
    assert bucket.wait("a") == 0
    bucket.take("a")
    assert bucket.wait("a") == 20


def test_each_key_has_a_bucket_of_its_own_that_never_overflows(clock: Clock) -> None:
    bucket = TokenBucket(1, 2.0, clock)
    bucket.take("a")
    assert (bucket.wait("a"), bucket.wait("b")) == (2, 0)
    assert ("a" in bucket, "b" in bucket) == (True, False)
    clock.now += 1000
    bucket.take("a")
    assert bucket.wait("a") == 2


def test_what_was_taken_ahead_is_waited_for(clock: Clock) -> None:
    bucket = TokenBucket(2, 1.0, clock)
    for _ in range(5):
        bucket.take("a")
    assert bucket.wait("a") == 4


def test_a_clock_that_goes_back_takes_nothing_away(clock: Clock) -> None:
    bucket = TokenBucket(2, 1.0, clock)
    bucket.take("a")
    clock.now -= 50
    assert bucket.wait("a") == 0


def test_full_buckets_are_forgotten_when_there_are_many(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_bucket, "MOST_KNOWN", 10)
    bucket = TokenBucket(5, 1.0, clock)
    for key in range(10):
        bucket.take(key)
    clock.now += 0.5
    bucket.take("late")
    assert 0 in bucket
    clock.now += 0.5
    bucket.take("later")
    assert 0 not in bucket
    assert "late" in bucket
