"""Requests of every shape against a running workshop: ``python tests/security/fuzz.py --requests 100000``.

The workshop is served by a process of its own and driven from step to step meanwhile, so that every kind of step is
asked. Each reply must come in time, must be no 5xx and no traceback, and each refusal must be a sentence.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[0:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "web")]

from making import Known, Maker  # noqa: E402
from raw_requests import Answered, ask  # noqa: E402

WORKERS = 8
SENTENCE = re.compile(r"[A-ZÅÄÖ0-9][^<>]{8,}[.:]")


@dataclass
class Outcome:
    """What came of all requests."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Each request that went wrong, with what came of it."""


def fault(said: Answered) -> str:
    """What is wrong with a reply; empty for nothing."""
    if said.status >= 500:
        return f"status {said.status}"
    head = said.head.lower()
    body = gzip.decompress(said.body) if b"content-encoding: gzip" in head and said.body else said.body
    if b"Traceback" in said.head + body or b'.py", line' in body:
        return "a traceback"
    # Refusals of the parser itself come before anything is known of a language: they are short, and no page.
    if said.status < 400 or b"content-security-policy" not in head or not body:
        return ""  # one without a body is the reply to HEAD
    if b"content-type: application/json" in head:
        data = json.loads(body)
        return "" if SENTENCE.search(data["message"]) and data["error"] else "no sentence"
    return "" if SENTENCE.search(body.decode()) else "no sentence in the page"


async def fuzz(port: int, maker: Maker, requests: int, between: Callable[[int], Awaitable[None]]) -> Outcome:
    """Send them. ``between`` is called after every hundredth, with its number."""
    outcome, rest, turn = Outcome(), iter(range(requests)), asyncio.Lock()

    async def work() -> None:
        for number in rest:
            raw = maker.make()
            try:
                said = await ask(port, raw)
                outcome.statuses[said.status] += 1
                wrong = fault(said)
            except TimeoutError:
                wrong = "no reply in time"
            except (ValueError, KeyError) as odd:
                wrong = f"a reply that makes no sense: {odd!r}"
            if wrong:
                outcome.wrong.append(f"{wrong}: {raw[:600]!r}")
            if number % 100 == 99:
                async with turn:
                    await between(number)

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    return outcome


def ids_in(text: str) -> Sequence[str]:
    """Everything in a state that looks like an id."""
    return re.findall(r'"(?:id|focus)":\s*"([a-z0-9_]{2,24})"', text)


async def main() -> int:
    """The long run."""
    from bench.phones import join
    from bench.rooms import Serving, make
    from pretend_phones import PretendPhones
    from raw_requests import table

    from facilitator.web.app import make_app

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path, home = Path(folder) / "fuzz.json", Path(folder) / "home"
        make(path, ideas=30, minutes=90)
        async with Serving(path, home) as serving:
            place = serving.place
            cookies = await join(place, 500)
            known = Known(f"{place.host}:{place.port}", place.code, cookies)
            maker = Maker(table(make_app(PretendPhones(), hosts=list)), known, asked.seed)
            begun, steps = time.perf_counter(), Counter[str]()

            async def between(number: int) -> None:
                state = (await serving.state())["public"]
                known.step = state["current"] or "ideas"
                steps[f"{known.step} {state['step']['state'] if state['step'] else ''}"] += 1
                known.ids = ids_in(json.dumps(state))[:200] or known.ids
                if number % 1000 == 999:
                    again = state["next"]["act"] == "last"
                    await (serving.do("goto", step="pulse_in") if again else serving.do("next"))

            outcome = await fuzz(place.port, maker, asked.requests, between)
            took = time.perf_counter() - begun
            assert (await serving.state())["public"]["joined"] >= 500
        log = home / "log" / "facilitator.log"
        logged = log.read_text("utf-8") if log.exists() else ""
    print(f"{asked.requests} requests in {took:.0f} s: {dict(sorted(outcome.statuses.items()))}")
    print(f"steps: {dict(steps)}")
    print(f"{len(outcome.wrong)} went wrong; {logged.count('Traceback')} tracebacks in the log")
    for line in outcome.wrong[:10]:
        print(line)
    if "Traceback" in logged:
        print(logged[:3000])
    return 1 if outcome.wrong or "Traceback" in logged else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
