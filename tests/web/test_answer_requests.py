"""Answers as JSON: what is taken, what is refused and with which words. Nothing refused reaches the room."""

from __future__ import annotations

import asyncio
import json

import pytest
from fake_phones import CODE, FakePhones, Web, serving

from facilitator.errors import RuleBroken
from facilitator.view.mine import SavedAnswer
from facilitator.web.intake import BODY_LIMIT, parse_json
from store.errors import StoreError

PATH = f"/{CODE}/answers"
MESSAGE = {"key": "0123456789abcdef", "step": "ideas", "text": "Kerron ajan heti"}
JSON = {"Content-Type": "application/json"}


async def test_a_saved_answer_says_so_and_a_repeat_says_the_same_with_another_status() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        first = await web.client.post(PATH, json=MESSAGE)
        assert first.status_code == 201
        assert first.json() == {"id": "a1", "version": 7, "saved": True}
        assert phones.heard == [MESSAGE]

    class Repeating(FakePhones):
        async def answer(self, seat: str, message: object) -> SavedAnswer:
            return SavedAnswer(id="a1", version=7, repeated=True)

    async with serving(Repeating()) as web:
        again = await web.client.post(PATH, json=MESSAGE)
        assert again.status_code == 200
        assert again.content == first.content


async def test_withdrawing_gives_the_version() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        reply = await web.client.delete(f"{PATH}/a1")
        assert (reply.status_code, reply.json()["version"]) == (200, 7)
        assert phones.heard == [{"withdraw": "a1"}]


@pytest.mark.parametrize(
    ("trouble", "status", "error", "words"),
    [
        (RuleBroken("step_closed", 409), 409, "step_closed", "suljettu"),
        (RuleBroken("too_long", n=12, limit=200), 422, "too_long", "12"),
        (RuleBroken("not_yours", 403), 403, "not_yours", ""),
        (StoreError("disk_full"), 507, "disk_full", "tallen"),
        (StoreError("not_saved"), 503, "not_saved", "tallen"),
    ],
)
async def test_a_refusal_is_a_code_and_a_sentence(trouble: Exception, status: int, error: str, words: str) -> None:
    phones = FakePhones()
    phones.trouble = trouble
    async with serving(phones) as web:
        reply = await web.client.post(PATH, json=MESSAGE)
        assert (reply.status_code, reply.json()["error"]) == (status, error)
        assert words in reply.json()["message"].lower()
        assert set(reply.json()) <= {"error", "message", "hint"}


async def test_slow_down_says_how_long() -> None:
    phones = FakePhones()
    phones.trouble = RuleBroken("locked", 429, wait=5)
    async with serving(phones) as web:
        assert (await web.client.post(PATH, json=MESSAGE)).headers["retry-after"] == "5"


async def test_without_a_seat_nothing_is_taken() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        web.client.cookies.set(phones.cookie_name, "not-a-token")
        for reply in (await web.client.post(PATH, json=MESSAGE), await web.client.delete(f"{PATH}/a1")):
            assert (reply.status_code, reply.json()["error"]) == (403, "no_seat")
        wrong = await web.client.post("/1111/answers", json=MESSAGE)
        assert (wrong.status_code, wrong.json()["error"]) == (404, "no_such_code")
        assert phones.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b'"text"', b"17", b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}',
        b'{"a": 1, "a": 2}', b'{"a": {"b": 1, "b": 2}}', b'{"a": "\\ud800"}', b'{"\\udfff": 1}', b'{"a": ["\\udc00"]}',
        b'{"a": ' + b"9" * 5000 + b"}", b"[" * 15_000, b'{"a":' * 2_700 + b"1" + b"}" * 2_700,
        b'{"a":' * 9 + b"1" + b"}" * 9, b"\xff\xfe{\x00}\x00",
        b'{"a": "\xff"}', b'\xef\xbb\xbf{"a": 1}', b'{"a": 1} {"b": 2}', b'{"a": 1}\x00', b'{"a": "\x01"}',
    ],
)  # fmt: skip
async def test_what_is_not_one_plain_json_object_is_refused(body: bytes) -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        reply = await web.client.post(PATH, content=body, headers=JSON)
        assert (reply.status_code, reply.json()["error"]) == (400, "bad_json")
        assert phones.heard == []


def test_plain_json_comes_through_as_it_is() -> None:
    message = {"text": "Ää €🇫🇮 <script>", "n": [1, -2, 2.5, True, None], "o": {"__proto__": {"admin": True}}}
    assert parse_json(json.dumps(message).encode()) == message
    assert parse_json(json.dumps(message, ensure_ascii=False).encode()) == message


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/jsonx", ""]
)
async def test_other_kinds_of_data_are_not_read(kind: str) -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        reply = await web.client.post(PATH, content=json.dumps(MESSAGE), headers={"Content-Type": kind})
        assert (reply.status_code, reply.json()["error"]) == (415, "wrong_type")
        zipped = await web.client.post(PATH, content=b"\x1f\x8b", headers={**JSON, "Content-Encoding": "gzip"})
        assert (zipped.status_code, zipped.json()["error"]) == (415, "wrong_type")
        assert phones.heard == []


async def test_a_large_body_is_refused_before_it_has_come(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(FakePhones()) as web:
        exact = json.dumps({**MESSAGE, "text": ""})
        fits = {**MESSAGE, "text": "a" * (BODY_LIMIT - len(exact))}
        assert (await web.client.post(PATH, content=json.dumps(fits), headers=JSON)).status_code == 201
        over = json.dumps({**fits, "text": fits["text"] + "a"})
        assert (await web.client.post(PATH, content=over, headers=JSON)).status_code == 413
        head = _head(web, b"Content-Length: 20000000")
        assert b" 413 " in (await _first_line(web, head + b"{"))
        chunk = b"400\r\n" + b"a" * 1024 + b"\r\n"
        assert b" 413 " in (await _first_line(web, _head(web, b"Transfer-Encoding: chunked") + chunk * 17))
    assert caplog.text == ""


def _head(web: Web, length: bytes) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in web.client.cookies.items()).encode()
    return b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %b\r\nContent-Type: application/json\r\n%b\r\n\r\n" % (
        PATH.encode(),
        cookie,
        length,
    )


async def _first_line(web: Web, request: bytes) -> bytes:
    """The status line of the reply, read while the request is still unfinished."""
    reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
    try:
        writer.write(request)
        async with asyncio.timeout(10):
            return await reader.readline()
    finally:
        writer.close()
