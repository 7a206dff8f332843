"""A short run of requests of every shape, in every kind of step; the long one is ``fuzz.py``."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from fuzz import fuzz, ids_in
from making import Known, Maker, messages
from raw_requests import ask, request, table
from running_room import running

from facilitator.web.app import make_app

REQUESTS = 2500


def test_the_shapes_of_the_messages_are_found() -> None:
    names = {name for shape in messages() for name in shape.__struct_fields__}
    assert len(messages()) >= 10
    assert names >= {"text", "item", "votes", "value", "options", "row", "scale", "share", "status", "owner"}


async def test_no_request_breaks_anything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with running(tmp_path, minutes=90) as run:
        phones = [await run.phone() for _ in range(30)]
        cookies = ["; ".join(f"{name}={value}" for name, value in phone.client.cookies.items()) for phone in phones]
        known = Known(f"127.0.0.1:{run.room.port}", run.code, cookies)
        maker = Maker(table(make_app(run.room, hosts=list)), known, seed=7)
        kinds: set[str] = set()

        async def between(number: int) -> None:
            view = run.room.public
            known.step, known.ids = view.current or "ideas", ids_in(msgspec.json.encode(view).decode()) or known.ids
            kinds.add(view.step.kind if view.step else "lobby")
            if run.room.public.next.act == "last" or number % 1000 == 999:
                await run.do("goto", step="pulse_in")
            else:
                await run.do("next")

        await run.walk_to("ideas", "open")
        outcome = await fuzz(run.room.port, maker, REQUESTS, between)
        assert not outcome.wrong, outcome.wrong[:3]
        assert outcome.statuses.keys() >= {200, 201, 400, 404, 405, 409, 422}
        assert len(kinds) >= 4
        assert (await phones[0].client.get("/health")).json() == {"ok": True}
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e999", "1" * 400, '"\\ud800"', '"\\udc00x"', "[" * 40 + "]" * 40, "[" * 5000],
)
async def test_what_only_python_would_take_is_refused(tmp_path: Path, value: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        cookie = "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())
        headers = [("Host", "127.0.0.1"), ("Content-Type", "application/json"), ("Cookie", cookie)]
        for field in ("text", "unknown"):
            body = f'{{"key": "{"k" * 16}", "step": "ideas", "text": "Hyvä", "{field}": {value}}}'
            if field == "text":
                body = body.replace('"text": "Hyvä", ', "")
            said = await ask(run.room.port, request("POST", f"/{run.code}/answers", headers, body.encode()))
            assert said.status == 400
            assert json.loads(said.body)["error"] == "bad_json"
        twice = b'{"key": "kkkkkkkkkkkkkkkk", "step": "ideas", "text": "a", "text": "b"}'
        said = await ask(run.room.port, request("POST", f"/{run.code}/answers", headers, twice))
        assert (said.status, json.loads(said.body)["error"]) == (400, "bad_json")
        assert (await phone.state())["mine"]["ideas"] == []
