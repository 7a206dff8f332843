"""Requests of every shape against a running workshop: ``python tests/security/fuzz.py --requests 100000``.

The workshop has a step of every kind, is served by a process of its own, and is walked from step to step meanwhile.
Half of the requests come from phones that take part: what fits the step, or the same with one thing off. The others
are garbage of every shape. Each reply must come in time, must be no 5xx and no traceback, and each refusal must be a
sentence; for the phones that take part, in their own language.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[0:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "web")]

from catalogue_sentences import spoken  # noqa: E402
from raw_requests import Answered, ask, request  # noqa: E402
from request_generator import Known, Maker  # noqa: E402
from valid_requests import Phone, Sender  # noqa: E402

from facilitator.i18n.messages import LANGUAGES  # noqa: E402
from facilitator.rehearsal.phone import PhoneState  # noqa: E402
from facilitator.rules.steps import decode_body  # noqa: E402

WORKERS = 8
TAKING_PART = 0.34
"""Share of turns that are a phone's that takes part: each makes two requests, so they are half of all."""
SENTENCE = re.compile(r"[A-ZÅÄÖ0-9][^<>]{8,}[.:]")


@dataclass
class Outcome:
    """What came of all requests."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Each request that went wrong, with what came of it."""
    by_kind: dict[str, Counter[int]] = field(default_factory=dict)
    """Kind of step -> what its answers got, of phones that take part."""
    by_off: dict[str, Counter[int]] = field(default_factory=dict)
    """What was off -> the same; empty for nothing."""

    @property
    def accepted(self) -> int:
        """Answers that were saved, or were there already."""
        return sum(done(found) for found in self.by_kind.values())


def done(found: Counter[int]) -> int:
    """How many were accepted; 303 is the way back to the page after a form."""
    return found[200] + found[201] + found[303]


def refused(found: Counter[int]) -> int:
    """How many were refused."""
    return sum(n for status, n in found.items() if 400 <= status < 500)


def plain_body(said: Answered) -> bytes:
    """What was sent, unpacked."""
    zipped = b"content-encoding: gzip" in said.head.lower() and said.body
    return gzip.decompress(said.body) if zipped else said.body


def fault(said: Answered, language: str = "") -> str:
    """What is wrong with a reply; empty for nothing. ``language``: what its sentence has to be in."""
    if said.status >= 500:
        return f"status {said.status}"
    head, body = said.head.lower(), plain_body(said)
    if b"Traceback" in said.head + body or b'.py", line' in body:
        return "a traceback"
    # Refusals of the parser itself come before anything is known of a language: they are short, and no page.
    if said.status < 400 or b"content-security-policy" not in head or not body:
        return ""  # one without a body is the reply to HEAD
    if b"content-type: application/json" in head:
        data = json.loads(body)
        if language and not spoken(data["message"], language):
            return f"no sentence in {language}"
        return "" if SENTENCE.search(data["message"]) and data["error"] else "no sentence"
    text = body.decode()
    if language and f'<html lang="{language}"' not in text:
        return f"no page in {language}"
    return "" if SENTENCE.search(text) else "no sentence in the page"


class Fuzz:
    """Sends them. ``between`` is called after every so many requests."""

    def __init__(
        self, port: int, maker: Maker, phones: Sequence[Phone], between: Callable[[], Awaitable[None]], every: int
    ) -> None:
        self.port, self.maker, self.phones = port, maker, phones
        self.between, self.every = between, every
        self.chance = random.Random(maker.chance.random())
        self.sender = Sender(maker.known.host, maker.known.code, self.chance)
        self.outcome = Outcome()
        self._sent, self._turn = 0, asyncio.Lock()

    async def run(self, requests: int) -> Outcome:
        """So many of them."""

        async def work() -> None:
            while self._sent < requests:
                if self.chance.random() < TAKING_PART:
                    await self.take_part()
                else:
                    await self.send(self.maker.make())

        await asyncio.gather(*(work() for _ in range(WORKERS)))
        return self.outcome

    async def take_part(self) -> None:
        """A phone looks what is asked, and answers, well or nearly."""
        phone, outcome = self.chance.choice(self.phones), self.outcome
        state = await self.send(self.sender.look(phone), phone.language)
        if state is None or state.status != 200:
            outcome.wrong.append(f"no state for {phone.cookie}: {state}")
            return
        seen = msgspec.json.decode(plain_body(state), type=PhoneState, dec_hook=decode_body)
        off, raw = self.sender.make(phone, seen, self.maker.known.ids)
        said = await self.send(raw, phone.language)
        if said is None:
            return
        kind = seen.stage.step.kind if seen.stage.step else "lobby"
        outcome.by_kind.setdefault(kind, Counter())[said.status] += 1
        outcome.by_off.setdefault(off, Counter())[said.status] += 1
        if said.status in (200, 201) and b'"id"' in said.body:
            phone.made = json.loads(plain_body(said))["id"]

    async def send(self, raw: bytes, language: str = "") -> Answered | None:
        """One request; None when nothing came of it."""
        said, wrong = None, ""
        try:
            said = await ask(self.port, raw)
            self.outcome.statuses[said.status] += 1
            wrong = fault(said, language)
        except TimeoutError:
            wrong = "no reply in time"
        except (ValueError, KeyError) as odd:
            wrong = f"a reply that makes no sense: {odd!r}"
        if wrong:
            self.outcome.wrong.append(f"{wrong}: {raw[:600]!r} {said.body[:300] if said else b''!r}")
        self._sent += 1
        if self._sent % self.every == 0:
            async with self._turn:
                await self.between()
        return said


async def speaking(port: int, code: str, host: str, cookies: Sequence[str]) -> list[Phone]:
    """Phones that take part, each with a language of its own."""
    phones = [Phone(cookie, LANGUAGES[number % 3]) for number, cookie in enumerate(cookies)]
    for phone in phones:
        headers = [("Host", host), ("Accept", "text/html"), ("Cookie", phone.cookie)]
        said = await ask(port, request("GET", f"/{code}?lang={phone.language}", headers))
        assert said.status in (200, 303), said
    return phones


def count_table(found: dict[str, Counter[int]]) -> str:
    """A table: one line per name, one column per status."""
    from bench.figures import table

    statuses = sorted({status for each in found.values() for status in each})
    rows = [(name or "nothing", done(n), refused(n), *(n[s] for s in statuses)) for name, n in sorted(found.items())]
    return table(("", "accepted", "refused", *map(str, statuses)), rows)


def ids_in(text: str) -> Sequence[str]:
    """Everything in a state that looks like an id."""
    return re.findall(r'"(?:id|focus)":\s*"([a-z0-9_]{2,24})"', text)


async def main() -> int:
    """The long run."""
    from bench.phones import join
    from bench.rooms import Serving
    from every_kind_walk import Walk, make
    from fake_phones import FakePhones
    from raw_requests import table

    from facilitator.web.app import make_app

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--laps", type=int, default=2, help="how often the whole workshop is walked through")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path, home = Path(folder) / "fuzz.json", Path(folder) / "home"
        make(path)
        async with Serving(path, home) as serving:
            place = serving.place
            cookies = await join(place, 600)
            known = Known(f"{place.host}:{place.port}", place.code, cookies[300:])
            maker = Maker(table(make_app(FakePhones(), hosts=list)), known, asked.seed)
            walk, steps = Walk(serving.do), Counter[str]()

            async def between() -> None:
                state = (await serving.state())["public"]
                known.step = state["current"] or "ideas"
                known.ids = ids_in(json.dumps(state))[:200] or known.ids
                steps[f"{state['step']['kind']} {state['step']['state']}" if state["step"] else "lobby"] += 1
                await walk.on(state)

            phones = await speaking(place.port, place.code, known.host, cookies[:300])
            every = max(1, asked.requests // (TURNS * asked.laps))
            begun = time.perf_counter()
            outcome = await Fuzz(place.port, maker, phones, between, every).run(asked.requests)
            took = time.perf_counter() - begun
            assert (await serving.state())["public"]["joined"] >= 600
        log = home / "log" / "facilitator.log"
        logged = log.read_text("utf-8") if log.exists() else ""
    print(f"{asked.requests} requests in {took:.0f} s: {dict(sorted(outcome.statuses.items()))}")
    print(f"turns: {dict(steps)}; whole walks: {walk.laps}")
    print(f"answers of phones that take part, by kind of step:\n{count_table(outcome.by_kind)}")
    print(f"the same, by what was off:\n{count_table(outcome.by_off)}")
    wrong, tracebacks = len(outcome.wrong), logged.count("Traceback")
    print(f"{outcome.accepted} accepted; {wrong} went wrong; {tracebacks} tracebacks in the log")
    for line in outcome.wrong[:10]:
        print(line)
    if "Traceback" in logged:
        print(logged[:3000])
    return 1 if outcome.wrong or "Traceback" in logged else 0


TURNS = 160
"""Turns of the facilitator that one walk through the workshop takes, about."""


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
