"""The feed: at once, then at most ten a second, and nobody waits for a closed one."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from facilitator.ports.feed import PACE, REST, SLICE, SOON, SPARE, Feed


async def test_the_first_change_is_told_at_once_and_a_burst_becomes_one_more_round() -> None:
    feed, rounds = Feed(), []
    feed.call(lambda: rounds.append(1))
    feed.notify()
    assert len(rounds) == 1
    for _ in range(100):
        feed.notify()
    assert len(rounds) == 1
    listener = feed.listen()
    assert await listener.changed(5)
    assert len(rounds) == 2


async def test_a_slow_listener_gets_one_tick_for_many_changes() -> None:
    feed = Feed()
    listener = feed.listen()
    feed.notify()
    listener.wake()
    assert await listener.changed(5)
    assert not await listener.changed(0.01)


async def test_closing_ends_every_listener_and_tells_nobody_more() -> None:
    feed = Feed()
    listener = feed.listen()
    waiting = asyncio.create_task(listener.changed(60))
    await asyncio.sleep(0)
    feed.close()
    assert not await waiting
    assert listener.closed
    assert feed.listen().closed
    feed.notify()


async def test_a_listener_that_left_is_not_woken() -> None:
    feed = Feed()
    listener = feed.listen()
    listener.leave()
    feed.notify()
    assert not await listener.changed(0.01)


async def test_after_a_round_that_took_long_most_of_the_time_is_left_for_answers() -> None:
    feed, rounds = Feed(), list[tuple[float, float]]()
    loop = asyncio.get_running_loop()

    def costly() -> None:
        begun = loop.time()
        time.sleep(0.05)
        rounds.append((begun, loop.time()))

    feed.call(costly)
    listener = feed.listen()
    feed.notify()
    assert await listener.changed(5)
    feed.notify()
    feed.notify()
    assert await listener.changed(5)
    (begun, ended), (again, _) = rounds
    assert again - ended >= REST * (ended - begun) * 0.99


async def test_after_a_calm_moment_a_few_rounds_follow_soon_and_then_ten_a_second() -> None:
    feed, rounds = Feed(), list[float]()
    loop = asyncio.get_running_loop()
    feed.call(lambda: rounds.append(loop.time()))
    end = loop.time() + 1.0
    while loop.time() < end:
        feed.notify()
        await asyncio.sleep(0.002)
    gaps = [then - before for before, then in pairwise(rounds)]
    assert min(gaps) >= SOON * 0.99
    assert len(rounds) <= 1 / PACE + SPARE + 2


async def test_many_are_told_in_slices_and_what_comes_meanwhile_is_told_after() -> None:
    feed = Feed()
    listeners = [feed.listen() for _ in range(SLICE * 3)]
    feed.notify()
    assert sum(listener._told for listener in listeners) == SLICE
    feed.notify()
    for listener in listeners:
        assert await listener.changed(5)
    assert await listeners[0].changed(5)
