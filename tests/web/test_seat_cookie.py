"""The seat cookie: a phone that follows a link on another site keeps its seat, although the browser does not send the
cookie with that request."""

from __future__ import annotations

from pathlib import Path

import httpx2
from assertions import nonempty
from fake_phones import CODE, TOKEN, FakePhones, serving
from running_room import RoomPhone, Running, running

from store.errors import StoreError

PAGE = {"Accept": "text/html"}


def said(reply: httpx2.Response) -> dict[str, str]:
    """The cookies that a reply sets, by name; those it takes away are empty."""
    lines = [line.split(";")[0].partition("=") for line in reply.headers.get_list("set-cookie")]
    return {name: value for name, _, value in lines}


def cookies(phone: RoomPhone) -> dict[str, str]:
    """What the browser holds."""
    return {cookie.name: cookie.value or "" for cookie in phone.client.cookies.jar}


async def joined(run: Running) -> int:
    """How many are in, as it stands now."""
    return int((await run.execute("state"))["state"]["public"]["joined"])


async def from_elsewhere(run: Running, phone: RoomPhone) -> httpx2.Response:
    """A visit that began on another site: the cookie is not sent, and a new one comes back into the same browser."""
    async with httpx2.AsyncClient(base_url=phone.client.base_url, trust_env=False, verify=False) as visit:
        reply = await visit.get(f"/{run.code}", headers=PAGE)
    for name, value in said(reply).items():
        phone.client.cookies.set(name, value, domain="127.0.0.1", path="/")
    return reply


async def test_the_seat_of_a_first_visit_gets_its_lasting_name_with_the_next_request(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        phone = await run.phone()
        lasting = run.room.cookie_name
        assert list(cookies(phone)) == [f"{lasting}-new"]
        token = cookies(phone)[f"{lasting}-new"]
        reply = await phone.client.get(f"/{run.code}/state")
        assert said(reply) == {f"{lasting}-new": "", lasting: token}
        for line in nonempty(reply.headers.get_list("set-cookie")):
            assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in line.split(";")}
            assert "Expires" not in line
        assert list(cookies(phone)) == [lasting]
        for path in ("", "/part", "/state", "/screen"):
            assert "set-cookie" not in (await phone.client.get(f"/{run.code}{path}")).headers
        assert await joined(run) == 1


async def test_no_phone_is_ever_given_the_seat_of_another(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        phones = [await run.phone() for _ in range(3)]
        for path in ("/events", "/state", "/part", "/screen"):
            for phone in phones:
                async with phone.client.stream("GET", f"/{run.code}{path}") as reply:
                    assert len(said(reply)) == (2 if path == "/events" else 0)
        assert len({cookies(phone)[run.room.cookie_name] for phone in phones}) == 3


async def test_a_link_on_another_site_does_not_cost_a_phone_its_seat(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        await phone.send("ideas", text="Soitan ensin")
        before = cookies(phone)
        await from_elsewhere(run, phone)
        assert await joined(run) == 2
        again = await phone.client.get(f"/{run.code}", headers=PAGE)
        assert "Soitan ensin" in again.text
        assert cookies(phone) == before
        assert await joined(run) == 1


async def test_an_answer_sent_from_such_a_page_belongs_to_the_seat_from_before(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        await phone.send("ideas", text="Soitan ensin")
        await from_elsewhere(run, phone)
        assert (await phone.send("ideas", text="Soitan taas")).status_code == 201
        assert [idea["text"] for idea in (await phone.state())["mine"]["ideas"]] == ["Soitan ensin", "Soitan taas"]
        assert await joined(run) == 1


async def test_the_page_of_a_stray_seat_is_loaded_anew_by_its_script(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        phone = await run.phone()
        await phone.state()
        await from_elsewhere(run, phone)
        async with phone.client.sse(f"/{run.code}/events") as stream:
            async for event in stream:
                if event.event == "state":
                    assert '"version":-1' in event.data
                    break
        assert len(cookies(phone)) == 2
        assert (await phone.client.get(f"/{run.code}/part")).status_code == 403
        assert list(cookies(phone)) == [run.room.cookie_name]
        assert (await phone.client.get(f"/{run.code}/part")).status_code == 200
        assert await joined(run) == 1


async def test_a_seat_that_was_answered_from_is_never_given_up(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        one, other = await run.phone(), await run.phone()
        for phone in (one, other):
            await phone.send("ideas", text="Soitan ensin")
        (token,) = cookies(other).values()
        one.client.cookies.set(f"{run.room.cookie_name}-new", token, domain="127.0.0.1", path="/")
        assert len((await one.state())["mine"]["ideas"]) == 1
        assert len((await other.state())["mine"]["ideas"]) == 1
        assert await joined(run) == 2


async def test_a_stray_seat_waits_until_it_can_be_given_up() -> None:
    class Full(FakePhones):
        def seat(self, token: str) -> str | None:
            return {TOKEN: "seat1", "another": "seat2"}.get(token)

        async def leave(self, seat: str) -> None:
            await super().leave(seat)
            if len(self.left) == 1:
                raise StoreError("disk_full")

    phones = Full()
    async with serving(phones) as web:
        web.client.cookies.set(f"{phones.cookie_name}-new", "another", domain="127.0.0.1", path="/")
        for expected in ({}, {f"{phones.cookie_name}-new": ""}, {}):
            reply = await web.client.get(f"/{CODE}", headers=PAGE)
            assert (reply.status_code, said(reply)) == (200, expected)
        assert phones.left == ["seat2", "seat2"]
