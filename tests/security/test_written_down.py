"""What the checklist calls "written down" is written down in ``README.md`` here, and is what the code does."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from assertions import nonempty
from msgspec import Struct
from running_room import running
from test_fuzz import INHERITED

from facilitator.errors import RuleBroken
from facilitator.room.room import Room
from facilitator.rules.steps import kinds
from facilitator.rules.steps.action import OWNER_LIMIT
from facilitator.rules.workshop import KEY_LENGTH
from facilitator.web import deadline, intake
from facilitator.web.rate_limit import RateLimiter, answer_limiter, join_limiter
from store.records import TABLES

TEXT = (Path(__file__).parent / "README.md").read_text("utf-8")


def section(head: str) -> str:
    """The text under a heading."""
    return TEXT.partition(f"\n## {head}\n")[2].partition("\n## ")[0]


def rows(head: str) -> dict[str, str]:
    """The table under a heading: first cell -> the rest."""
    found = dict(re.findall(r"^\| (\w+) \| (.*) \|$", section(head), re.MULTILINE))
    return {name: rest for name, rest in found.items() if name not in ("kind", "table")}


def test_every_field_of_every_message_is_written_down_with_its_rule() -> None:
    said = rows("What a phone may send")
    for name, kind in kinds().items():
        module = sys.modules[type(kind).__module__]
        own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
        message = next((each for each in own if issubclass(each, Struct) and each.__name__.endswith("Message")), None)
        if name in INHERITED:
            assert "as" in said[name]
        elif message is not None:
            assert set(re.findall(r"`(\w+)`", said[name])) >= set(message.__struct_fields__), name
        else:
            assert name not in said


def test_the_limits_that_are_written_down_are_those_of_the_code() -> None:
    limits = section("What a phone may send")
    assert f"{intake.BODY_LIMIT // 1024} KiB" in limits
    assert f"{intake.FIELD_LIMIT} fields" in limits
    assert f"{intake.MAX_DEPTH} levels" in limits
    assert f"{intake.INT_DIGITS} digits" in limits
    assert f"{KEY_LENGTH.start} to {KEY_LENGTH.stop - 1} characters" in limits
    assert f"{OWNER_LIMIT} characters" in limits
    assert f"{deadline.REQUEST_SECONDS:g} s" in limits
    assert f"{at_once(answer_limiter(lambda: 0.0))} answers at once" in limits
    assert f"{at_once(join_limiter(lambda: 0.0)):,} new phones at once" in limits


def at_once(pace: RateLimiter) -> int:
    """How many may come in the same moment."""
    for taken in range(5000):
        try:
            pace.take("one")
        except RuleBroken:
            return taken
    raise AssertionError("no brake")


def test_every_field_that_is_kept_has_its_level_of_protection() -> None:
    said = rows("What is kept, and how sensitive it is")
    assert set(said) == set(TABLES)
    for table, kind in TABLES.items():
        named = set(re.findall(r"`(\w+)`", said[table]))
        assert named >= set(kind.__struct_fields__) & SENSITIVE, table
        assert re.match(r"(secret|personal|of people|plain)\b", said[table]), table


SENSITIVE = {"seat", "token", "seat_key", "text", "votes", "owner", "content"}
"""Fields that can tell of a person, or let somebody be taken for one."""


async def test_a_seat_is_a_session_cookie_of_one_workshop_and_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    async with running(tmp_path / "one", None, "workday-checkin") as run, running(tmp_path / "two") as other:
        phone = await run.phone()
        cookie = next(iter(dict(phone.client.cookies).values()))
        reply = await (await run.phone()).client.get(f"/{run.code}", headers={"Cookie": ""})
        for line in nonempty(reply.headers.get_list("set-cookie")):
            # Without an age it ends with the browser's session.
            assert "max-age" not in line.lower()
            assert "expires" not in line.lower()
        assert run.room.cookie_name != other.room.cookie_name
        assert await asyncio.wrap_future(other.room.submit(known(other.room, cookie))) is False
        assert await asyncio.wrap_future(run.room.submit(known(run.room, cookie))) is True
        while run.room.public.next.act != "last":
            await run.execute("next")
        await run.execute("close")
        late = await phone.send("feeling", value=3)
        assert (late.status_code, late.json()["error"]) == (409, "step_closed")
        new = await phone.client.get(f"/{run.code}", headers={"Cookie": "", "Accept": "text/html"})
        assert not [line for line in new.headers.get_list("set-cookie") if "Max-Age=0" not in line]


async def known(room: Room, token: str) -> bool:
    """Whether a token is somebody's seat; on the room's own loop."""
    return room.phones.seat(token) is not None
