"""Many phones vote at once, each with several answers in the air, most of them more than they have: over real HTTP.

``FACILITATOR_RACING`` sets the number of attempts (1,500 without it).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from assertions import nonempty
from running_room import RoomPhone, Running, running

from facilitator.cli.main import main
from facilitator.view import VoteBody

ATTEMPTS = int(os.environ.get("FACILITATOR_RACING", "600"))
EACH = 30
"""Attempts of one phone: fewer than the brake on whoever sends faster than a person lets through at once."""

THEMES = 9
BUDGET = 3
AT_ONCE = 6
"""Answers of one phone that are under way at the same time."""

PHONES_AT_ONCE = 50
"""Phones that race with each other; with more, it is this process that is too slow to send."""


@dataclass(frozen=True)
class Tried:
    """One attempt: what was asked, what came back."""

    phone: int
    item: str
    votes: int
    status: int
    version: int
    """Of a saved answer; 0 for a refused one."""


async def opened_vote(run: Running) -> Sequence[str]:
    """Themes from paper ideas, and the vote on them open; returns its items."""
    await run.walk_to("ideas", "open")
    for n in range(THEMES):
        idea = (await run.execute("add", text=f"Idea numero {n}"))["id"]
        assert idea
    await run.walk_to("group", "open")
    body = run.room.public.body
    for n, text in enumerate(getattr(body, "loose", ())):
        await run.execute("theme", name=f"Teko {n}", idea=text.id)
    await run.walk_to("vote", "open")
    vote = run.room.public.body
    assert isinstance(vote, VoteBody)
    assert (len(vote.items), vote.budget) == (THEMES, BUDGET)
    return [item.id for item in vote.items]


async def sent(phone: RoomPhone, item: str, votes: int) -> httpx2.Response:
    """One answer, sent again under the same key when the connection breaks: as a phone does."""
    key = secrets.token_hex(16)
    for _ in range(5):
        with contextlib.suppress(httpx2.TransportError):
            return await phone.send("vote", key=key, item=item, votes=votes)
    raise AssertionError("the server does not answer")


async def storm(number: int, phone: RoomPhone, items: Sequence[str]) -> list[Tried]:
    """Send all votes of one phone, several concurrently: more than its budget, and sometimes a withdrawal."""
    chance = random.Random(number)
    tried: list[Tried] = []

    async def attempt() -> None:
        item, votes = chance.choice(items), chance.choice((1, 1, 1, 1, 0, 2))
        reply = await sent(phone, item, votes)
        status = 201 if reply.status_code == 200 else reply.status_code
        tried.append(Tried(number, item, votes, status, reply.json()["version"] if status == 201 else 0))

    for _ in range(EACH // AT_ONCE):
        await asyncio.gather(*(attempt() for _ in range(AT_ONCE)))
    return tried


def replayed(tried: Sequence[Tried]) -> Mapping[str, int]:
    """What one phone's saved answers leave it with, in the order they were saved. Never more than the budget."""
    votes: dict[str, int] = {}
    for each in sorted((each for each in tried if each.status == 201), key=lambda each: each.version):
        votes[each.item] = each.votes
        assert sum(votes.values()) <= BUDGET
        assert each.votes <= 1
    return {item: n for item, n in votes.items() if n}


async def test_racing_and_over_budget_votes_leave_right_totals_and_nobody_over_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path, minutes=90) as run:
        items = await opened_vote(run)
        room = asyncio.Semaphore(PHONES_AT_ONCE)

        async def in_turn(number: int) -> tuple[list[Tried], Mapping[str, Any]]:
            async with room:
                phone = await run.phone()
                one = await storm(number, phone, items)
                mine = (await phone.state())["mine"]
                # A whole room's connections at once are more than one process may have open.
                await phone.client.aclose()
                return one, mine

        phones = range(-(-ATTEMPTS // EACH))
        found = await asyncio.gather(*map(in_turn, phones))
        tried = [one for one, _ in found]
        statuses = Counter(each.status for one in tried for each in one)
        assert set(statuses) <= {201, 409, 422}, statuses
        assert min(statuses[201], statuses[409], statuses[422]) > len(phones)
        ballots = [replayed(one) for one in tried]
        for (_, mine), ballot in nonempty(zip(found, ballots, strict=True)):
            assert mine["votes"] == ballot
            assert mine["votes_left"] == BUDGET - sum(ballot.values())
        expected = Counter[str]()
        for ballot in ballots:
            expected.update(ballot)
        await run.execute("close")
        await run.execute("reveal")
        vote = run.room.public.body
        assert isinstance(vote, VoteBody)
        assert {item.id: item.votes for item in vote.items} == {item: expected[item] for item in items}
        assert vote.voters == sum(1 for ballot in ballots if ballot)
    assert main(["check", str(tmp_path / "workshop.json"), "--json"]) == 0
    (recount,) = json.loads(capsys.readouterr().out)["votes"]
    assert {item["id"]: item["votes"] for item in recount["items"]} == {item: expected[item] for item in items}
    assert (recount["agrees"], recount["ballots"], recount["votes"]) == ("yes", vote.voters, expected.total())
    attempts = f"{statuses.total()} attempts by {len(phones)} phones: {dict(statuses)}"
    print(f"\n{attempts}, {expected.total()} votes kept")
