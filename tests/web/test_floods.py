"""Rate limits: a phone that sends far more than a person can is throttled; a room behind one address is not."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from html import unescape
from pathlib import Path

import httpx2
import pytest
from assertions import nonempty
from running_room import RoomPhone, plain, running

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.web import pages
from facilitator.web.rate_limit import RateLimiter, join_limiter

ROOM = 40


class Clock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(pace: RateLimiter, who: str, times: int) -> int:
    """How many of so many tries went through."""
    before = pace.refused
    for _ in range(times):
        with contextlib.suppress(RuleBroken):
            pace.take(who)
    return times - (pace.refused - before)


def test_after_a_burst_it_goes_on_at_an_even_pace_and_a_rest_gives_the_burst_back() -> None:
    clock = Clock()
    pace = RateLimiter("slow_down", 10, 2.0, clock)
    assert taken(pace, "one", 30) == 10
    assert taken(pace, "other", 10) == 10
    clock.now += 3
    assert taken(pace, "one", 30) == 6
    clock.now += 3600
    assert taken(pace, "one", 30) == 10
    assert pace.refused == 64


def test_how_long_to_wait_is_long_enough_and_no_longer() -> None:
    clock = Clock()
    pace = RateLimiter("slow_down", 1, 0.25, clock)
    pace.take("one")
    with pytest.raises(RuleBroken) as refused:
        pace.take("one")
    assert (refused.value.code, refused.value.status, refused.value.fields["wait"]) == ("slow_down", 429, 4)
    clock.now += 4
    pace.take("one")


def test_those_who_are_calm_again_are_forgotten() -> None:
    clock = Clock()
    pace = RateLimiter("slow_down", 2, 1.0, clock)
    for number in range(20_000):
        pace.take(number)
        clock.now += 0.01
    assert len(pace._bucket) <= 5000


@pytest.mark.parametrize("language", ["sv"])
async def test_a_flood_from_one_phone_is_slowed_in_its_language(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("pulse_in", "open")
        phone, calm = await run.phone(language), await run.phone()
        replies = [await phone.send("pulse_in", value=number % 5 + 1) for number in range(200)]
        saved = [reply for reply in replies if reply.status_code == 201]
        slowed = [reply for reply in replies if reply.status_code == 429]
        assert len(saved) + len(slowed) == 200
        assert 100 <= len(saved) < 190
        assert (await phone.state())["mine"]["value"] == replies.index(saved[-1]) % 5 + 1
        for reply in nonempty(slowed):
            assert 1 <= int(reply.headers["retry-after"]) <= 2
            assert reply.json()["error"] == "slow_down"
            assert f"{reply.json()['message']} {reply.json()['hint']}" == explain("slow_down", language)
        assert (await calm.send("pulse_in", value=3)).status_code == 201
        assert (await phone.client.get(f"/{run.code}")).status_code == 200


@pytest.mark.parametrize("language", ["en"])
async def test_a_flood_of_forms_gets_its_page_back_with_the_text_in_it(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone(language)
        first = (await phone.send("ideas", text="Ensimmäinen ajatus")).json()["id"]
        for _ in range(200):
            common = {"key": secrets.token_hex(16), "step": "ideas"}
            fields = {**common, "text": "Viimeinen ajatus", "replaces": first}
            reply = await phone.client.post(f"/{run.code}/answers", data=fields)
            if reply.status_code != 303:
                break
        assert (reply.status_code, bool(reply.headers["retry-after"])) == (429, True)
        assert explain("slow_down", language) in plain(reply.text)
        assert unescape(re.findall(r"<textarea[^>]*>([^<]*)</textarea>", reply.text)[0]) == "Viimeinen ajatus"
        taking_back = {"key": secrets.token_hex(16), "withdraw": (await phone.state())["mine"]["ideas"][0]["id"]}
        assert (await phone.client.post(f"/{run.code}/answers", data=taking_back)).status_code == 303


async def test_a_room_behind_one_address_is_never_slowed(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phones = await asyncio.gather(*(run.phone() for _ in range(ROOM)))

        async def write(phone: RoomPhone) -> list[int]:
            return [(await phone.send("ideas", text=f"Idea {number}")).status_code for number in range(5)]

        codes = await asyncio.gather(*(write(phone) for phone in phones))
        assert {code for each in codes for code in each} == {201}
        assert len((await run.execute("state"))["state"]["texts"]) == ROOM * 5


def test_a_thousand_people_may_come_at_once_and_a_thousand_more_in_a_minute_may_not() -> None:
    clock = Clock()
    pace = join_limiter(clock)
    for _ in range(1000):
        pace.take("one address")
    refused = 0
    for _ in range(1000):
        clock.now += 0.06
        try:
            pace.take("one address")
        except RuleBroken:
            refused += 1
    assert refused > 400
    pace.take("another address")


async def test_new_phones_without_end_are_braked_and_those_who_are_in_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "join_limiter", lambda: RateLimiter("many_phones", 50, 0.1))
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone("sv")
        headers = {"Accept": "text/html", "Accept-Language": "sv"}
        async with httpx2.AsyncClient(base_url=phone.client.base_url, headers=headers, trust_env=False) as client:
            for _ in range(60):
                client.cookies.clear()
                reply = await client.get(f"/{run.code}")
        assert (reply.status_code, int(reply.headers["retry-after"]) >= 1) == (429, True)
        assert explain("many_phones", "sv") in plain(reply.text)
        assert "set-cookie" not in reply.headers
        state = (await run.execute("state"))["state"]
        assert (state["public"]["joined"], state["turned_away"]) == (50, 11)
        assert (await phone.send("ideas", text="Jag är kvar")).status_code == 201
        assert (await phone.client.get(f"/{run.code}")).status_code == 200
