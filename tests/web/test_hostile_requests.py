"""The collected hostile inputs that come as requests or as texts of a phone: refused or harmless, never a hang."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from assertions import any_number
from fake_phones import CODE, FakePhones, Web, serving
from running_room import RoomPhone, Running, running

INPUTS = Path(__file__).parent.parent / "data" / "hostile_inputs.jsonl"


def inputs(*channels: str) -> list[Any]:
    """The lines of some channels, each named in the test's report; repeats written out."""
    found = [json.loads(line) for line in INPUTS.read_text("utf-8").splitlines()]
    return [pytest.param(each, id=each["name"]) for each in found if each["channel"] in channels]


def payload(case: Mapping[str, Any]) -> Any:
    """What is sent."""
    if "repeat" in case:
        return case["payload"].replace("{R}", case["repeat"]["unit"] * case["repeat"]["times"])
    return case["payload"]


def statuses(replies: bytes) -> list[int]:
    """The status of every reply on the connection."""
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3})", replies)]


EXPECTED = {
    "static_traversal": {404}, "body_20mb": {413}, "negative_and_double_cl": {400}, "cl_and_te": {400},
    "dns_rebinding_host": {400}, "host_missing_or_twice": {400}, "absolute_and_at_target": {400, 404},
    "odd_methods": {405}, "cookie_garbage": {303},
}  # fmt: skip


@pytest.mark.parametrize("case", inputs("http_raw"))
async def test_raw_requests_get_one_refusal(case: Mapping[str, Any]) -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        text = payload(case).replace("{IDEA}", f"/{CODE}/answers").replace("{HOST}", f"127.0.0.1:{web.port}")
        replies = await reply_to(web, text.encode("latin-1"))
        assert set(statuses(replies)) <= EXPECTED[case["name"]]
        assert len(statuses(replies)) == 1
        assert b"Traceback" not in replies
        assert b"root:" not in replies
        assert b"a=b" not in replies
        assert phones.heard == []
        assert (await web.client.get("/health")).json() == {"ok": True}


async def reply_to(web: Web, request: bytes) -> bytes:
    """What comes back; the server may hang up while we still send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
    found = b""
    try:
        writer.write(request)
        async with asyncio.timeout(10):
            while piece := await reader.read(65_536):
                found += piece
                if b"\r\n\r\n" in found and b"connection: close" not in found.lower():
                    break
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()
    return found


@pytest.mark.parametrize("case", inputs("http_body", "http_json_text", "http_json", "idea_json_escaped"))
async def test_bodies_are_refused_with_a_sentence(case: Mapping[str, Any], tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        body = payload(case)
        if case["channel"] == "http_json":
            body = json.dumps({"key": "k" * 16, "step": "ideas", **body}).replace('"ok"', '"okei"')
        elif case["channel"] == "idea_json_escaped":
            body = '{"key": "kkkkkkkkkkkkkkkk", "step": "ideas", "text": "' + body + '"}'
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        reply = await phone.client.post(f"/{run.code}/answers", content=body, headers=headers)
        if case["name"] == "proto_pollution":
            assert reply.status_code == 201  # unknown fields mean nothing
        else:
            assert reply.status_code == 400
            assert set(reply.json()) <= {"error", "message", "hint"}
            assert (await phone.state())["mine"]["ideas"] == []


@pytest.mark.parametrize("case", inputs("http_bytes"))
async def test_bytes_that_are_no_request_are_hung_up_on(case: Mapping[str, Any]) -> None:
    async with serving(FakePhones()) as web:
        replies = await web.raw(bytes.fromhex(case["payload"]))
        assert statuses(replies) in ([], [400])
        assert (await web.client.get("/health")).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//evil.example/", "http://evil.example/", "/%00", "/%ff", "/4829%0d%0aX: y", "*", "/" + "a" * 3000, "/%2e%2e/"],
)
async def test_odd_targets_are_no_pages_and_lead_nowhere_else(target: str) -> None:
    async with serving(FakePhones()) as web:
        request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode("latin-1")
        replies = await web.raw(request)
        assert statuses(replies)[0] in (303, 307, 400, 404)
        assert b"\r\nX: y" not in replies
        for place in any_number(re.findall(rb"location: (.*)\r\n", replies)):
            assert re.match(rb"(http://127\.0\.0\.1)?/[^/]|http://127\.0\.0\.1//", place)


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


async def test_every_hostile_text_is_shown_as_letters_on_every_page(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        harmless = Seen(await with_idea(run, phone, "Soitan heti"))
        cases = [payload(each.values[0]) for each in inputs("idea", "idea_list", "group_name", "action_item")]
        texts = [text for case in cases for text in (case if isinstance(case, list) else [case])]
        shown = 0
        for text in texts:
            page = await with_idea(run, phone, text)
            if page:
                seen = Seen(page)
                assert (seen.tags, seen.attributes) == (harmless.tags, harmless.attributes), text
                shown += 1
        assert shown > 40


async def with_idea(run: Running, phone: RoomPhone, text: str) -> str:
    """All pages that show a text, after checking that they show it letter for letter; empty if it was refused."""
    reply = await phone.send("ideas", text=text)
    assert reply.status_code in (201, 413, 422), (text, reply.text)
    if reply.status_code != 201:
        assert reply.json()["message"]
        return ""
    stored = (await phone.state())["mine"]["ideas"][0]
    pages = [(await phone.client.get(f"/{run.code}{path}")).text for path in ("", "/part", f"?edit={stored['id']}")]
    for page in pages:
        assert not [c for c in page if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"], text
        assert stored["text"] in Seen(page).text
    assert (await phone.client.delete(f"/{run.code}/answers/{stored['id']}")).status_code == 200
    return "".join(pages)
