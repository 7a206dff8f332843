"""The remote control: no page until it is switched on, one device, five acts, and nothing of it in any file."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

import httpx2
import pytest
from running_room import Running, plain, running

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.ports.remote_control import MAX_WRONG_PINS, RemoteControl, equal_in_constant_time

HIDDEN = re.compile(r'name="(do|key|at|idea)" value="([^"]*)"')


class Clock:
    """A steady clock that only the test moves."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


class Device:
    """A phone at ``/remote``: reads the page, presses a button as a browser without JavaScript does."""

    def __init__(self, port: int, language: str = "fi") -> None:
        self.origin = f"http://127.0.0.1:{port}"
        headers = {"Accept-Language": language, "Accept": "text/html", "Origin": self.origin}
        self.client = httpx2.AsyncClient(base_url=self.origin, headers=headers, trust_env=False)

    async def page(self) -> httpx2.Response:
        return await self.client.get("/remote")

    async def pair(self, pin: str) -> httpx2.Response:
        return await self.client.post("/remote", data={"pin": pin})

    async def press(self, act: str, page: str = "", idea: str = "") -> httpx2.Response:
        """Press the button of an act on a page (the one of now, if none is given)."""
        html = page or (await self.page()).text
        forms = [dict(HIDDEN.findall(form)) for form in html.split("<form")[1:]]
        form = next(each for each in forms if each.get("do") == act and idea in ("", each.get("idea")))
        fields = {name: unescape(value) for name, value in form.items()}
        return await self.client.post("/remote", data=fields, follow_redirects=True)


@asynccontextmanager
async def device(run: Running, language: str = "fi") -> AsyncIterator[Device]:
    one = Device(run.room.port, language)
    try:
        yield one
    finally:
        await one.client.aclose()


async def switched_on(run: Running) -> str:
    """The PIN."""
    reply = await run.execute("remote", on=True)
    assert reply["address"] == f"http://127.0.0.1:{run.room.port}/remote"
    return str(reply["pin"])


async def seen(run: Running, state: str) -> None:
    """Wait until the console knows the state of the remote."""
    async with asyncio.timeout(5):
        while run.room.console.remote != state:  # noqa: ASYNC110 - the room is in another thread
            await asyncio.sleep(0.02)


def holds(folder: Path, secret: str) -> bool:
    """Whether any file in a folder has it."""
    return any(secret.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_until_it_is_switched_on_every_address_of_it_is_like_one_that_is_not_there(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as phone:
        other = await phone.client.get("/remoteness")
        before = run.room.public.version
        assert (await phone.page()).status_code == 404
        assert (await phone.page()).text == other.text
        for fields in ({"pin": "123456"}, {"do": "next", "key": "k"}, {"do": "hide", "idea": "x"}, {}):
            for cookie in ("", "a" * 43):
                headers = {"Cookie": f"{run.room.cookie_name.replace('seat', 'remote')}={cookie}"}
                reply = await phone.client.post("/remote", data=fields, headers=headers)
                assert reply.status_code == 404
        for path in ("/remote/", "/remote/next", "/REMOTE", "//remote", "/remote/../remote", "/x/remote"):
            for method in ("GET", "POST", "PUT", "DELETE"):
                assert (await phone.client.request(method, path)).status_code in (303, 307, 403, 404, 405)
        assert run.room.public.version == before
        assert run.room.public.step is None


async def test_the_pin_pairs_one_device_and_no_second_one(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as mine, device(run) as other:
        pin = await switched_on(run)
        assert re.fullmatch(r"[0-9]{6}", pin)
        assert run.room.console.remote == "waiting"
        paired = await mine.pair(f" {pin[:3]} {pin[3:]}")
        assert paired.status_code == 303
        cookie = paired.headers["set-cookie"]
        assert re.fullmatch(r"remote-\w+=[\w-]{43}; HttpOnly; Path=/remote; SameSite=strict", cookie)
        await seen(run, "paired")
        assert (await other.pair(pin)).status_code == 403
        assert "toisessa puhelimessa" in plain((await other.page()).text)
        assert (await mine.page()).status_code == 200


async def test_its_five_acts_do_what_the_keys_do(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as mine:
        await mine.pair(await switched_on(run))
        assert (await mine.press("next")).status_code == 200
        step = run.room.public.step
        assert step is not None
        assert step.number == 1
        await run.walk_to("ideas", "open")
        writer = await run.phone()
        await writer.send("ideas", text="Jotain rumaa")
        page = (await mine.page()).text
        assert "Jotain rumaa" in page
        assert plain(run.room.console.notes["fi"])[:30] in plain(page)
        hidden = []
        for act in ("hide", "show"):
            await mine.press(act)
            hidden.append(run.room.console.texts[0].hidden)
        assert hidden == [True, False]
        ends = run.room.public.timer.ends
        await mine.press("more")
        assert run.room.public.timer.ends == ends + 60
        await mine.press("back")
        assert run.room.public.looking_back
        for act in ("undo", "close", "stop", "reveal", "export", "remote", "goto", ""):
            before = run.room.public.version
            refused = await mine.client.post("/remote", data={"do": act, "key": act, "on": "1", "step": "close"})
            assert refused.status_code == 400
            assert run.room.public.version == before


async def test_a_double_tap_and_an_old_page_move_nothing_twice(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as mine:
        await mine.pair(await switched_on(run))
        await run.walk_to("ideas", "open")
        page = (await mine.page()).text
        assert (await mine.press("next", page)).status_code == 200
        assert (await mine.press("next", page)).status_code == 200
        step = run.room.public.step
        assert step is not None
        assert (step.id, step.state) == ("ideas", "closed")
        old = re.sub(r'name="key" value="\w+"', 'name="key" value="another"', page)
        reply = await mine.press("next", old)
        assert reply.status_code == 409
        assert "siirtynyt eteenpäin" in reply.text
        step = run.room.public.step
        assert step is not None
        assert (step.id, step.state) == ("ideas", "closed")


async def test_switched_off_it_drives_nothing_any_more_and_a_new_pin_is_another(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as mine:
        first = await switched_on(run)
        await mine.pair(first)
        page = (await mine.page()).text
        await run.execute("remote", on=False)
        assert run.room.console.remote == "off"
        assert (await mine.page()).status_code == 404
        assert (await mine.press("next", page)).status_code == 404
        second = await switched_on(run)
        assert (await mine.press("next", page)).status_code == 403
        assert (await mine.pair(second)).status_code == 303
        assert run.room.public.step is None


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "https://127.0.0.1", ""])
async def test_a_press_from_elsewhere_or_from_nowhere_is_refused(tmp_path: Path, origin: str | None) -> None:
    async with running(tmp_path) as run, device(run) as mine:
        pin = await switched_on(run)
        await mine.pair(pin)
        page = (await mine.page()).text
        fields = dict(HIDDEN.findall(page.split("<form")[1]))
        del mine.client.headers["origin"]
        headers = {} if origin is None else {"Origin": origin}
        assert (await mine.client.post("/remote", data=fields, headers=headers)).status_code == 403
        assert run.room.public.step is None


async def test_wrong_pins_are_braked_and_switch_it_off_in_the_end(tmp_path: Path) -> None:
    async with running(tmp_path) as run, device(run) as thief, device(run) as mine:
        pin = await switched_on(run)
        wrong = "000000" if pin != "000000" else "111111"
        assert (await thief.pair(wrong)).status_code == 403
        slow = await thief.pair(pin)
        assert slow.status_code == 429
        assert int(slow.headers["retry-after"]) >= 1
        assert (await mine.page()).status_code == 200  # no phone is hindered in anything else


def test_the_brake_doubles_and_eight_wrong_pins_are_the_end_of_it() -> None:
    clock = Clock()
    changes: list[int] = []
    steering = RemoteControl(lambda: changes.append(1), clock)
    pin = steering.switch_on()
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    waited = 0.0
    for n in range(MAX_WRONG_PINS):
        with pytest.raises(RuleBroken, match="remote_wrong_pin"):
            steering.pair(wrong)
        if n < MAX_WRONG_PINS - 1:
            with pytest.raises(RuleBroken, match="remote_slow"):
                steering.pair(pin)
            clock.now += 2**n
            waited += 2**n
    assert steering.state == "off"
    assert waited >= 120
    with pytest.raises(RuleBroken, match="remote_taken"):
        steering.pair(pin)
    assert len(changes) == 2


def test_a_pin_is_good_for_five_minutes_and_a_credential_for_its_device_alone() -> None:
    clock = Clock()
    steering = RemoteControl(lambda: None, clock)
    pin = steering.switch_on()
    clock.now += 301
    assert steering.state == "off"
    with pytest.raises(RuleBroken, match="remote_taken"):
        steering.pair(pin)
    credential = steering.pair(steering.switch_on())
    assert len(credential) == 43  # 256 bits
    assert steering.is_paired_with(credential)
    for other in ("", credential[:-1], credential + "a", credential.swapcase(), "\ud800"):
        assert not steering.is_paired_with(other)
    clock.now += 10_000
    assert steering.is_paired_with(credential)
    assert equal_in_constant_time("a", "a")
    assert not equal_in_constant_time("a", "b")


async def test_neither_pin_nor_credential_is_in_any_file_page_or_state(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path) as run, device(run) as mine:
        pin = await switched_on(run)
        credential = (await mine.pair(pin)).headers["set-cookie"].split("=")[1].split(";")[0]
        await mine.press("next")
        await run.execute("export", out=str(tmp_path / "out"))
        phone = await run.phone()
        said = [(await phone.client.get(f"/{run.code}{path}")).text for path in ("", "/state", "/screen")]
        said += [(await mine.page()).text, str((await run.execute("state"))["state"]), caplog.text]
        assert not any(credential in text for text in said)
        assert not any(f'"{pin}"' in text or f">{pin}<" in text for text in said)
    assert not holds(tmp_path, credential)
    assert holds(tmp_path, run.code)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_three_languages_and_loads_no_script(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run, device(run, language) as mine:
        pin = await switched_on(run)
        asked = (await mine.page()).text
        assert say("remote.pin", language) in plain(asked)
        await mine.pair(pin)
        page = (await mine.page()).text
        assert f'<html lang="{language}">' in page
        assert say("console.next.start", language) in plain(page)
        assert "<script" not in asked + page
        wrong = {"fi": "sv", "sv": "en", "en": "fi"}[language]
        assert say("console.next.start", wrong) in plain((await mine.client.get(f"/remote?lang={wrong}")).text)
