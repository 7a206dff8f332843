"""Everything of the collected hostile inputs that comes by phone, over real HTTP against a real room: refused with a
sentence, or shown letter for letter wherever it can be read."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from assertions import nonempty
from running_room import RoomPhone, Running, plain, running
from test_hostile_requests import INPUTS, Seen, inputs, payload

from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.rules.timing.grace import GRACE_SECONDS

PARAMETRIZED = {
    "test_raw_requests_get_one_refusal": ("http_raw",),
    "test_bodies_are_refused_with_a_sentence": ("http_body", "http_json_text", "http_json", "idea_json_escaped"),
    "test_bytes_that_are_no_request_are_hung_up_on": ("http_bytes",),
    "test_texts_are_shown_letter_for_letter": ("idea", "idea_list", "group_name", "action_item", "session_title"),
}
"""Test -> channels of which it takes every line."""

PROCEDURES = {
    "HI-070": "test_a_body_without_end_is_cut_off_and_others_notice_nothing",
    "HI-071": "test_an_unfinished_request_is_cut_off_even_if_it_keeps_dripping",
    "HI-072": "test_an_unfinished_request_is_cut_off_even_if_it_keeps_dripping",
    "HI-073": "test_silent_connections_do_not_keep_others_out",
    "HI-084": "test_a_write_that_another_site_could_send_is_refused",
    "HI-085": "test_other_kinds_of_data_are_not_read",
    "HI-087": "test_files_are_zipped_named_by_content_and_kept_for_ever",
    "HI-090": "test_a_double_tap_is_one_idea",
    "HI-091": "test_a_key_is_good_for_one_text",
    "HI-092": "test_votes_over_the_budget_are_refused_whole",
    "HI-094": "test_votes_for_what_is_not_there_change_nothing",
    "HI-095": "test_an_idea_that_comes_too_late_is_told_so_in_each_language",
    "HI-096": "test_a_flood_from_one_phone_is_slowed_in_its_language",
    "HI-097": "test_new_phones_without_end_are_braked_and_those_who_are_in_are_not",
    "HI-098": "test_guessing_codes_finds_nothing_out",
    "HI-099": "test_no_address_controls_the_workshop",
    "HI-100": "test_nobody_can_touch_what_another_wrote",
}
"""Line of the collection -> the test that carries out its procedure."""

ELSEWHERE = ("stored_idea", "session_title_list", "file_procedure", "file", "file_json", "file_hex", "env_procedure")
"""Channels that no phone has: files, names of workshops, and the machine itself."""

BENIGN = {"emoji_family_flags_keycaps", "many_scripts", "rich_emoji_code", "double_decoding", "template_injection"}
EMPTY = {"zero_width_only", "blank_lookalikes_only"}
TOO_LONG = {"too_long", "one_long_word", "ics_fold_utf8", "name_300_bytes"}
MOST_CHUNKS = 4000
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U0010ffff]"
)


def test_every_line_that_comes_by_phone_has_its_test() -> None:
    cases = [json.loads(line) for line in INPUTS.read_text("utf-8").splitlines()]
    taken = {channel for channels in PARAMETRIZED.values() for channel in channels}
    by_hand = {case["id"] for case in cases if case["channel"] in ("http_procedure", "logic_procedure")}
    assert by_hand == PROCEDURES.keys()
    assert {case["channel"] for case in cases} == taken | {"http_procedure", "logic_procedure"} | set(ELSEWHERE)
    written = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert not [name for name in {*PARAMETRIZED, *PROCEDURES.values()} if f"def {name}(" not in written]


def texts() -> list[Any]:
    """Each text of the collection by itself, with the name of its line."""
    found = []
    for case in (each.values[0] for each in inputs(*PARAMETRIZED["test_texts_are_shown_letter_for_letter"])):
        for text in payload(case) if isinstance(payload(case), list) else [payload(case)]:
            found.append((case["name"], text))
    return found


class Room:
    """A room in which no phone sends so much that it is slowed."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.sent = 0
        self._phone: RoomPhone | None = None

    async def phone(self) -> RoomPhone:
        """A phone that may still write."""
        if self._phone is None or self.sent % 5 == 0:
            self._phone = await self.run.phone()
        self.sent += 1
        return self._phone

    async def pages(self, phone: RoomPhone, *paths: str) -> AsyncIterator[str]:
        """Pages as a browser gets them."""
        for path in paths:
            reply = await phone.client.get(f"/{self.run.code}{path}", headers={"Accept": "text/html"})
            assert reply.status_code == 200, reply.text
            yield reply.text


def kept_well(name: str, text: str, kept: str) -> None:
    """What the intake made of a text."""
    assert not FORBIDDEN.search(kept), (name, kept)
    assert "\n\n\n" not in kept
    assert kept == kept.strip()
    if name in BENIGN:
        assert kept == unicodedata.normalize("NFC", text)


def shown_well(page: str, kept: str, harmless: Seen) -> None:
    """A page has the text letter for letter, and no element or attribute that it has not with a harmless one."""
    seen = Seen(page)
    assert kept in seen.text
    assert not [c for c in page if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert seen.tags <= harmless.tags, seen.tags - harmless.tags
    assert seen.attributes <= harmless.attributes, seen.attributes - harmless.attributes


async def test_texts_are_shown_letter_for_letter(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        room, saved, refused = Room(run), dict[str, str](), set[str]()
        await (await room.phone()).send("ideas", text="Soitan heti", tag="ease")
        for name, text in texts():
            phone = await room.phone()
            by_form = room.sent % 2 == 0 and sendable(text)
            reply = await (phone.form({"text": text}) if by_form else phone.send("ideas", text=text))
            if reply.status_code in (201, 303):
                mine = (await phone.state())["mine"]["ideas"]
                saved[mine[-1]["id"]] = mine[-1]["text"]
                kept_well(name, text, mine[-1]["text"])
            else:
                assert reply.status_code in (413, 422), (name, reply.status_code)
                refused.add(name)
        assert refused == EMPTY | TOO_LONG
        await seen_by_all(run, saved)


def sendable(text: str) -> bool:
    """Whether a form can carry it: half a surrogate pair has no form."""
    return not any(unicodedata.category(c) == "Cs" for c in text)


async def seen_by_all(run: Running, saved: dict[str, str]) -> None:
    """Every text on the stage as text, as data, and on the page of a phone that wrote none of them."""
    reader = await run.phone("sv")
    await run.execute("close")
    await run.execute("reveal")
    body = (await reader.state())["stage"]["body"]
    found: dict[str, str] = {}
    for page in range(body["pages"]):
        await run.execute("page", page=page)
        stage = (await reader.state())["stage"]["body"]["texts"]
        found |= {text["id"]: text["text"] for text in stage}
        paths = ("", "/part", "/screen", "/screen/part")
        for path in paths:
            html = (await reader.client.get(f"/{run.code}{path}", headers={"Accept": "text/html"})).text
            seen = Seen(html)
            for text in nonempty(stage):
                assert text["text"] in seen.text, path
            assert seen.tags.isdisjoint({"img", "iframe", "object", "embed", "a:href"}), path
            assert not {name for name in seen.attributes if name.startswith("on")}, path
            assert not [c for c in html if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
            assert html.count("<script") <= 1
            assert html.count("<svg") == 0
    assert saved.items() <= found.items()


async def test_every_field_of_a_phone_takes_hostile_texts_as_letters(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("commit", "open")
        phone, reader = await run.phone(), await run.phone()
        harmless = {}
        for share in (True, False):
            await phone.send("commit", text="Soitan heti", when="pian", share=share)
            harmless[share] = Seen((await phone.client.get(f"/{run.code}")).text)
        for number, (name, text) in enumerate(texts()):
            if number % 50 == 49:
                phone = await run.phone()
            share = number % 2 == 0
            reply = await phone.send("commit", text=text, when=text[:50], share=share)
            if reply.status_code != 201:
                assert reply.status_code in (400, 413, 422), (name, reply.text)
                continue
            mine = (await phone.state())["mine"]["promise"]
            kept_well(name, text, mine["text"])
            page = (await phone.client.get(f"/{run.code}")).text
            shown_well(page, mine["text"], harmless[share])
            assert mine["when"] in Seen(page).text
            calendar = await phone.client.get(f"/{run.code}/mine.ics")
            assert calendar.status_code == 200
            assert len(re.findall(r"^BEGIN:VEVENT\r$", calendar.text, re.MULTILINE)) == 2
        await owners(run, reader)


async def owners(run: Running, reader: RoomPhone) -> None:
    """Send hostile texts as the owner of an action, the only name that a phone may send."""
    await run.walk_to("actions", "open")
    taken = 0
    for number, (name, text) in enumerate(texts()):
        phone = reader if number % 50 else await run.phone()
        action = (await run.execute("action", what="Vastauspohja"))["id"]
        reply = await phone.send("actions", action=action, owner=text)
        assert reply.status_code in (201, 413, 422), (name, reply.text)
        if reply.status_code == 201:
            taken += 1
            (face,) = (await reader.state())["stage"]["body"]["actions"]
            kept_well(name, text, face["owner"])
            for path in ("", "/screen"):
                html = (await reader.client.get(f"/{run.code}{path}", headers={"Accept": "text/html"})).text
                assert face["owner"] in Seen(html).text
                assert not {name for name in Seen(html).attributes if name.startswith("on")}
        await run.execute("remove_action", action=action)
        if number % 40 == 39:
            reader = await run.phone()
    assert taken > 30


# --- procedures -------------------------------------------------------------------------------------------------


async def test_a_body_without_end_is_cut_off_and_others_notice_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        reader, writer = await asyncio.open_connection("127.0.0.1", run.room.port)
        head = f"POST /{run.code}/answers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        reply, sent = asyncio.create_task(reader.read(12)), 0
        with contextlib.suppress(ConnectionError):
            while not reply.done() and sent < MOST_CHUNKS:
                writer.write(b"400\r\n" + b"a" * 1024 + b"\r\n")
                await writer.drain()
                await asyncio.sleep(0)
                sent += 1
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reply, 10) in (b"", b"HTTP/1.1 413")
        writer.transport.abort()
        assert sent < MOST_CHUNKS
        assert (await phone.send("ideas", text="Muut eivät huomaa")).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json"])
async def test_a_write_that_another_site_could_send_is_refused(tmp_path: Path, kind: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        fields = {"key": "k" * 16, "step": "ideas", "text": "V"}
        body = urlencode(fields) if "form" in kind else json.dumps(fields)
        for origin in ("http://evil.example", "null", f"http://evil.example:{run.room.port}"):
            headers = {"Origin": origin, "Content-Type": kind}
            assert (await phone.client.post(f"/{run.code}/answers", content=body, headers=headers)).status_code == 403
        simple = {"Content-Type": "text/plain"}
        assert (await phone.client.post(f"/{run.code}/answers", content=body, headers=simple)).status_code == 415
        assert await written(run) == []


async def test_a_double_tap_is_one_idea(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        await phone.state()
        message = {"key": secrets.token_hex(16), "step": "ideas", "text": "Kerran vain"}
        replies = await asyncio.gather(*(phone.client.post(f"/{run.code}/answers", json=message) for _ in range(5)))
        assert sorted(reply.status_code for reply in replies) == [200, 200, 200, 200, 201]
        assert len({reply.text for reply in replies}) == 1
        assert await written(run) == ["Kerran vain"]


async def test_a_key_is_good_for_one_text(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone, other = await run.phone(), await run.phone()
        key = secrets.token_hex(16)
        assert (await phone.send("ideas", key=key, text="Ensimmäinen")).status_code == 201
        second = await phone.send("ideas", key=key, text="Toinen")
        assert (second.status_code, second.json()["error"]) == (409, "key_used")
        assert (await other.send("ideas", key=key, text="Toisen puhelimen")).status_code == 201
        assert await written(run) == ["Ensimmäinen", "Toisen puhelimen"]


async def written(run: Running) -> list[str]:
    """All texts of the step, as the facilitator sees them now."""
    return sorted(text["text"] for text in (await run.execute("state"))["state"]["texts"])


async def at_the_vote(run: Running) -> RoomPhone:
    """An open vote on eight ideas with three votes each."""
    await run.walk_to("ideas", "open")
    for number in range(8):
        await run.execute("add", text=f"Paperilta {number}")
    await run.walk_to("vote", "open")
    return await run.phone()


async def totals(run: Running) -> int:
    """All votes, once they are counted."""
    await run.execute("close")
    await run.execute("reveal")
    body = run.room.public.body
    return int(getattr(body, "total", -1))


async def test_votes_over_the_budget_are_refused_whole(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        phone = await at_the_vote(run)
        items = (await phone.state())["mine"]["order"]
        at_once = await phone.form({"votes": "", **{f"votes.{item}": "1" for item in items[:4]}})
        assert at_once.status_code == 409
        assert explain("too_many_votes", "fi", n=3) in plain(at_once.text)
        assert len(re.findall(r'<input type="checkbox"[^>]* checked', at_once.text)) == 4
        assert (await phone.state())["mine"]["votes"] == {}
        codes = [(await phone.send("vote", item=item, votes=1)).status_code for item in items]
        assert codes == [201] * 3 + [409] * 5
        racing = await asyncio.gather(*(phone.send("vote", item=item, votes=1) for item in items[3:] * 3))
        assert {reply.json().get("error") for reply in racing} == {"no_votes_left"}
        assert await totals(run) == 3


async def test_votes_for_what_is_not_there_change_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        phone = await at_the_vote(run)
        item = (await phone.state())["mine"]["order"][0]
        for wrong in ("nothing", "", item.upper() + "x", "../" + item, "__proto__"):
            reply = await phone.send("vote", item=wrong, votes=1)
            assert (reply.status_code, reply.json()["error"]) == (404, "no_item")
        for votes in (-3, 2, 99, 1.5, True, "1", None, [1], 10**14):
            reply = await phone.send("vote", item=item, votes=votes)
            assert reply.status_code in (400, 422), (votes, reply.text)
        for odd in (7, None, [item], {"id": item}):
            assert (await phone.send("vote", item=odd, votes=1)).status_code == 400
        assert (await phone.state())["mine"]["votes"] == {}
        assert await totals(run) == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_idea_that_comes_too_late_is_told_so_in_each_language(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone(language)
        await run.walk_to("pick", "open")
        run.clock.ahead = GRACE_SECONDS
        late = await phone.send("ideas", text="Vielä yksi")
        assert (late.status_code, late.json()["error"]) == (409, "step_closed")
        said = f"{late.json()['message']} {late.json().get('hint', '')}".strip()
        assert said == explain("step_closed", language)
        form = {"key": secrets.token_hex(16), "step": "ideas", "text": "Vielä yksi"}
        page = await phone.client.post(f"/{run.code}/answers", data=form)
        assert page.status_code == 409
        assert re.search(r"<textarea[^>]*>Vielä yksi</textarea>", page.text)
        await run.execute("goto", step="ideas")
        await run.execute("reopen")
        assert (await phone.send("ideas", text="Vielä yksi")).status_code == 201


async def test_guessing_codes_finds_nothing_out(tmp_path: Path) -> None:
    """The join code is not secret: the stage shows it, and the address without code leads to the only workshop. But
    the reply to a wrong code must disclose nothing and store nothing."""
    async with running(tmp_path) as run:
        title = run.room.public.session.title["fi"]
        phone = await run.phone()
        for guess in (f"{number:04}" for number in range(0, 10_000, 331)):
            if guess == run.code:
                continue
            for path in (f"/{guess}", f"/?code={guess}", f"/{guess}/state", f"/{guess}/events", f"/{guess}/part"):
                reply = await phone.client.get(path)
                assert reply.status_code == 404
                assert title not in reply.text
                assert run.code not in reply.text
        assert (await run.execute("state"))["state"]["public"]["joined"] == 1


async def test_nobody_can_touch_what_another_wrote(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        writer, other = await run.phone(), await run.phone()
        idea = (await writer.send("ideas", text="Minun")).json()["id"]
        gone = await other.client.delete(f"/{run.code}/answers/{idea}")
        assert gone.status_code in (403, 404)
        assert (await other.send("ideas", text="Sinun", replaces=idea)).status_code in (403, 404)
        assert (await other.form({"withdraw": idea})).status_code in (403, 404)
        assert (await other.form({"text": "Sinun", "replaces": idea})).status_code in (403, 404)
        assert "Minun" not in await other.page(f"?edit={idea}")
        await run.walk_to("pick", "open")
        assert (await other.send("pick", answer=idea)).status_code in (403, 404)
        assert await written(run) == ["Minun"]
