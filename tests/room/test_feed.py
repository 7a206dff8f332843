"""The feed: at once, then at most ten a second, and nobody waits for a closed one."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from facilitator.ports.feed import BUILD_BACKOFF, BURST, INTERVAL, MIN_INTERVAL, SLICE_SIZE, Feed


async def test_the_first_change_is_told_at_once_and_a_burst_becomes_one_more_round() -> None:
    feed, rounds = Feed(), []
    feed.add_callback(lambda: rounds.append(1))
    feed.notify()
    assert len(rounds) == 1
    for _ in range(100):
        feed.notify()
    assert len(rounds) == 1
    listener = feed.subscribe()
    assert await listener.wait_for_change(5)
    assert len(rounds) == 2


async def test_a_slow_listener_gets_one_tick_for_many_changes() -> None:
    feed = Feed()
    listener = feed.subscribe()
    feed.notify()
    listener.wake()
    assert await listener.wait_for_change(5)
    assert not await listener.wait_for_change(0.01)


async def test_closing_ends_every_listener_and_tells_nobody_more() -> None:
    feed = Feed()
    listener = feed.subscribe()
    waiting = asyncio.create_task(listener.wait_for_change(60))
    await asyncio.sleep(0)
    feed.close()
    assert not await waiting
    assert listener.closed
    assert feed.subscribe().closed
    feed.notify()


async def test_a_listener_that_left_is_not_woken() -> None:
    feed = Feed()
    listener = feed.subscribe()
    listener.unsubscribe()
    feed.notify()
    assert not await listener.wait_for_change(0.01)


async def test_after_a_round_that_took_long_most_of_the_time_is_left_for_answers() -> None:
    feed, rounds = Feed(), list[tuple[float, float]]()
    loop = asyncio.get_running_loop()

    def costly() -> None:
        begun = loop.time()
        time.sleep(0.05)
        rounds.append((begun, loop.time()))

    feed.add_callback(costly)
    listener = feed.subscribe()
    feed.notify()
    assert await listener.wait_for_change(5)
    feed.notify()
    feed.notify()
    assert await listener.wait_for_change(5)
    (begun, ended), (again, _) = rounds
    assert again - ended >= BUILD_BACKOFF * (ended - begun) * 0.99


async def test_after_a_calm_moment_a_few_rounds_follow_soon_and_then_ten_a_second() -> None:
    feed, rounds = Feed(), list[float]()
    loop = asyncio.get_running_loop()
    feed.add_callback(lambda: rounds.append(loop.time()))
    end = loop.time() + 1.0
    while loop.time() < end:
        feed.notify()
        await asyncio.sleep(0.002)
    gaps = [then - before for before, then in pairwise(rounds)]
    assert min(gaps) >= MIN_INTERVAL * 0.99
    assert len(rounds) <= 1 / INTERVAL + BURST + 2


async def test_many_are_told_in_slices_and_what_comes_meanwhile_is_told_after() -> None:
    feed = Feed()
    listeners = [feed.subscribe() for _ in range(SLICE_SIZE * 3)]
    feed.notify()
    assert sum(listener._tick_pending for listener in listeners) == SLICE_SIZE
    feed.notify()
    for listener in listeners:
        assert await listener.wait_for_change(5)
    assert await listeners[0].wait_for_change(5)
