"""Every way to vote without JavaScript, and what phones are told about late answers and hidden promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from assertions import every
from running_room import Clock, RoomPhone, Running

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.voting.budget import MOST_ITEMS
from facilitator.templates.new_session import new_session
from facilitator.view import ViewItem, VoteBody
from facilitator.web.render import in_given_order
from store.records import replace
from store.sessions import create

NAMES = ("Soitamme ensin", "Kerromme päivän", "Kysymme lopuksi", "Autamme heti")


@asynccontextmanager
async def voting(
    folder: Path, preset: str, names: Sequence[str] = NAMES
) -> AsyncIterator[tuple[Running, RoomPhone, Sequence[str]]]:
    """An open vote in this preset on ideas from paper, and one phone in it."""
    path = folder / "workshop.json"
    session, steps = new_session("cx-what-can-i-do", 60)
    wanted = {"preset": preset, "max_per_item": 0}
    steps = [replace(step, settings={**step.settings, **wanted}) if step.kind == "vote" else step for step in steps]
    create(path, session, steps)
    clock = Clock()
    room = Room(path, RoomOptions(host="127.0.0.1", port=0), clock=clock).start()
    run = Running(room, clock)
    try:
        await run.walk_to("ideas", "open")
        for name in names:
            await run.execute("add", text=name)
        await run.walk_to("vote", "open")
        body = room.public.body
        assert isinstance(body, VoteBody)
        yield run, await run.phone(), [item.id for item in body.items]
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


async def mine(phone: RoomPhone) -> dict[str, int]:
    """What the phone has voted."""
    votes: dict[str, int] = (await phone.state())["mine"]["votes"]
    return votes


async def test_votes_for_and_against_go_through_a_plain_form(tmp_path: Path) -> None:
    async with voting(tmp_path, "plus_minus") as (run, phone, (liked, disliked, *_)):
        assert "Puolesta (+1) Vastaan (−1) Ei ääntä" in await phone.page()
        sent = await phone.form({"votes": "", f"votes.{liked}": "1", f"votes.{disliked}": "-1"})
        assert sent.status_code == 303
        assert await mine(phone) == {liked: 1, disliked: -1}
        await phone.form({"votes": "", f"votes.{liked}": "-1", f"votes.{disliked}": "0"})
        assert await mine(phone) == {liked: -1}
        await run.execute("close")
        await run.execute("reveal")
        assert "-1 0 puolesta, 1 vastaan" in await phone.page()


async def test_one_choice_moves_with_a_plain_form_and_two_new_ones_are_refused(tmp_path: Path) -> None:
    async with voting(tmp_path, "one") as (_, phone, (first, second, third, *_rest)):
        refused = await phone.form({"votes": "", f"votes.{first}": "1", f"votes.{second}": "1"})
        assert refused.status_code == 409
        assert await mine(phone) == {}
        await phone.form({"votes": "", f"votes.{first}": "1"})
        await phone.form({"votes": "", f"votes.{first}": "1", f"votes.{third}": "1"})
        assert await mine(phone) == {third: 1}
        await phone.form({"votes": ""})
        assert await mine(phone) == {}


async def test_points_and_what_is_left_of_them_are_said(tmp_path: Path) -> None:
    async with voting(tmp_path, "budget") as (_, phone, (first, second, *_rest)):
        await phone.form({"votes": "", f"votes.{first}": "7"})
        assert "Pisteitä jäljellä: 3/10" in await phone.page()
        over = await phone.form({"votes": "", f"votes.{first}": "7", f"votes.{second}": "4"})
        assert over.status_code == 409
        assert "Pisteesi eivät riitä" in over.text
        assert await mine(phone) == {first: 7}


async def test_stars_are_told_with_their_mean(tmp_path: Path) -> None:
    async with voting(tmp_path, "stars") as (run, phone, (first, *_)):
        other = await run.phone("sv")
        await phone.form({"votes": "", f"votes.{first}": "5"})
        await other.form({"votes": "", f"votes.{first}": "4"})
        assert "Arvioitu: 1/4" in await phone.page()
        await run.execute("close")
        await run.execute("reveal")
        assert "9 tähteä 2 arviota, keskiarvo 4,5" in await phone.page()
        assert "9 stjärnor 2 bedömningar, medeltal 4,5" in await other.page()


async def test_whoever_votes_after_the_result_was_seen_is_told_so_first(tmp_path: Path) -> None:
    async with voting(tmp_path, "dots") as (run, phone, (first, *_)):
        assert "Tulos on jo näytetty" not in await phone.page()
        await phone.form({"votes": "", f"votes.{first}": "1"})
        await run.execute("close")
        await run.execute("reveal")
        await run.execute("reopen")
        late = await run.phone()
        assert "Jos äänestät nyt, muut voivat päätellä äänesi" in await late.page()


async def test_the_writer_of_a_hidden_promise_is_told_kindly(tmp_path: Path) -> None:
    async with voting(tmp_path, "dots") as (run, phone, _):
        await run.walk_to("commit", "open")
        await phone.form({"text": "Soitan ennen kirjettä", "share": "yes"})
        assert "Näkyy näytöllä ilman nimeä" in await phone.page()
        (shared,) = (await run.execute("state"))["state"]["promises"]
        await run.execute("hide", idea=shared["id"])
        page = await phone.page()
        assert "Se on tallessa ja edelleen sinun" in page
        assert "Näkyy näytöllä ilman nimeä" not in page
        other = await run.phone()
        assert "Soitan ennen kirjettä" not in await other.page("/screen")


def test_items_stand_in_the_phones_own_order_and_what_is_gone_is_left_out() -> None:
    items = [ViewItem(id=name, label={"fi": name}) for name in "abcd"]
    assert [item.id for item in in_given_order(items, ("c", "gone", "a", "d", "b"))] == ["c", "a", "d", "b"]
    assert in_given_order(items, ()) == items


async def test_the_largest_vote_that_opens_goes_through_a_plain_form(tmp_path: Path) -> None:
    many = [f"Idea numero {n}" for n in range(MOST_ITEMS)]
    async with voting(tmp_path, "plus_minus", many) as (_, phone, items):
        assert len(items) == MOST_ITEMS
        page = await phone.page()
        assert every(name in page for name in many)
        fields = {f"votes.{item}": "0" for item in items} | {f"votes.{items[0]}": "1", f"votes.{items[-1]}": "-1"}
        assert (await phone.form({"votes": "", **fields})).status_code == 303
        assert await mine(phone) == {items[0]: 1, items[-1]: -1}
