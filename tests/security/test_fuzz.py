"""A short run of requests of every shape, in every kind of step; the long one is ``fuzz.py``."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path

import msgspec
import pytest
from catalogue_sentences import spoken
from every_kind_walk import ASKING, Walk, every_kind, make
from fuzz import Fuzz, Outcome, done, ids_in, refused, speaking
from raw_requests import ask, request, table
from request_generator import Known, Maker, messages, messages_of
from running_room import Clock, Running, running

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.steps import kinds
from facilitator.web.app import make_app

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1500"))
MOST = 3 * REQUESTS
"""By so many requests each kind of step must have accepted answers and refused some."""


@asynccontextmanager
async def of_every_kind(folder: Path) -> AsyncIterator[Running]:
    """A workshop with a step of every kind on a free port."""
    path, clock = folder / "workshop.json", Clock()
    make(path)
    room = Room(path, RoomOptions(host="127.0.0.1", port=0), clock=clock).start()
    run = Running(room, clock)
    try:
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


def test_the_shapes_of_the_messages_are_found() -> None:
    names = {name for shape in messages() for name in shape.__struct_fields__}
    assert len(messages()) >= 10
    assert names >= {"text", "item", "votes", "value", "options", "row", "scale", "share", "status", "owner"}


def test_the_workshop_that_is_asked_has_a_step_of_every_kind() -> None:
    assert {step.kind for step in every_kind()} == set(kinds())
    assert set(ASKING) == {name for name, kind in kinds().items() if messages_of(kind_module(kind))} | INHERITED


INHERITED = {"onetwofour", "crowd"}
"""Kinds that take the messages of the kind they are made of."""


def kind_module(kind: object) -> object:
    """Where a kind of step is written."""
    return sys.modules[type(kind).__module__]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_known_by_its_language(language: str) -> None:
    assert spoken(say("error.no_votes_left", language, n=3), language)
    assert not spoken(say("error.no_votes_left", "sv" if language == "fi" else "fi", n=3), language)
    assert not spoken("KeyError: 'fi'", language)


def one_sided(outcome: Outcome) -> list[str]:
    """Kinds of steps that have accepted no answer, or refused none."""
    found = outcome.by_kind
    return [kind for kind in ASKING if kind not in found or not done(found[kind]) or not refused(found[kind])]


async def test_no_request_breaks_anything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with of_every_kind(tmp_path) as run:
        phones = [await run.phone() for _ in range(60)]
        cookies = ["; ".join(f"{name}={value}" for name, value in phone.client.cookies.items()) for phone in phones]
        host = f"127.0.0.1:{run.room.port}"
        known = Known(host, run.code, cookies[40:])
        maker = Maker(table(make_app(run.room.phones, hosts=list)), known, seed=7)
        walk = Walk(run.execute)

        async def between() -> None:
            view = msgspec.to_builtins(run.room.public)
            known.step, known.ids = view["current"] or "ideas", ids_in(json.dumps(view))[:200] or known.ids
            await walk.on(view)

        speakers = await speaking(run.room.port, run.code, host, cookies[:40])
        fuzz = Fuzz(run.room.port, maker, speakers, between, every=REQUESTS // 180)
        for requests in range(REQUESTS, MOST + 1, REQUESTS // 5):
            outcome = await fuzz.run(requests)
            if not one_sided(outcome):
                break
        assert not outcome.wrong, outcome.wrong[:3]
        assert outcome.statuses.keys() >= {200, 201, 400, 404, 405, 409, 422}
        assert walk.laps >= 1
        assert not one_sided(outcome), outcome.by_kind
        assert outcome.accepted >= REQUESTS // 20
        assert (await phones[0].client.get("/health")).json() == {"ok": True}
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


ONLY_PYTHON = (
    "NaN", "Infinity", "-Infinity", "1e999", "1" * 400, '"\\ud800"', '"\\udc00x"', "[" * 40 + "]" * 40, "[" * 5000,
)  # fmt: skip
"""Values that Python reads, or tries to, and that are no JSON or too deep."""


async def test_what_only_python_would_take_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        cookie = "; ".join(f"{name}={value}" for name, value in phone.client.cookies.items())
        headers = [("Host", "127.0.0.1"), ("Content-Type", "application/json"), ("Cookie", cookie)]
        for value, field in product(ONLY_PYTHON, ("text", "unknown")):
            body = f'{{"key": "{"k" * 16}", "step": "ideas", "text": "Hyvä", "{field}": {value}}}'
            if field == "text":
                body = body.replace('"text": "Hyvä", ', "")
            said = await ask(run.room.port, request("POST", f"/{run.code}/answers", headers, body.encode()))
            assert said.status == 400, (value, field)
            assert json.loads(said.body)["error"] == "bad_json", (value, field)
        twice = b'{"key": "kkkkkkkkkkkkkkkk", "step": "ideas", "text": "a", "text": "b"}'
        said = await ask(run.room.port, request("POST", f"/{run.code}/answers", headers, twice))
        assert (said.status, json.loads(said.body)["error"]) == (400, "bad_json")
        assert (await phone.state())["mine"]["ideas"] == []
