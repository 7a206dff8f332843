"""Kills a server at all kinds of moments, starts it again, and counts what became of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

from confirmation_ledger import Found
from restartable_server import NEVER, Aim, Forker, Server, start_fresh
from zygote import MARKS, OPENED, OPENING, OPERATIONS

ANY = "".join(OPERATIONS)
JOURNAL = "as"
FRESH = 20
"""One start in so many is by a fresh interpreter; the second is the first of them."""


class Killer:
    """Counts kills, restarts and faults over all sessions."""

    def __init__(self, home: Path, chance: random.Random, forker: Forker | None) -> None:
        self.chance = chance
        self.kills = self.promised = 0
        self._home, self._forker = home, forker
        self._port = "0"
        self._moments: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        """Operation that a process was killed at: begun (small letter) or just ended (capital)."""
        self._starts, self._next_fresh = 0, 2
        self._restarts: list[Server] = []
        self._found = Found()
        self._wrong: list[str] = []

    async def first(self, path: Path) -> Server:
        """Start the server of a new session."""
        server = await self._start(path, NEVER, "--port", "0")
        assert await server.until_ready()
        return server

    async def restart(self, path: Path) -> Server:
        """Start it again, maybe only after it was killed while it started."""
        while True:
            early = self.chance.random() < 0.2
            server = await self._start(path, self._aim(ANY, 30) if early and self._forker else NEVER)
            timer = asyncio.get_running_loop().call_later(self.chance.uniform(0.0, 1.0), server.kill)
            if self._forker or not early:
                timer.cancel()
            ready = await server.until_ready()
            timer.cancel()
            if ready and early and self._forker:
                ready = await self._forker.aim(NEVER)
            if ready:
                self._restarts.append(server)
                return server
            self._count("starting", server, await server.gone())

    async def kill(self, server: Server) -> None:
        """Kill it while phones write: by the clock, at an operation on the journal, or while it ends by itself."""
        moment = self.chance.choice(("any time", "writing", "writing", "ending"))
        if not self._aimable(server):
            moment = self.chance.choice(("any time", "any time", "ending"))
        await asyncio.sleep(self.chance.uniform(0.02, 0.3 if moment == "any time" else 0.05))
        if self._aimable(server) and self._forker and moment != "any time":
            await self._forker.aim(self._aim(JOURNAL, 30) if moment == "writing" else self._aim(ANY, 20))
        if moment == "ending":
            server.no_more()
            if not self._aimable(server):
                await asyncio.sleep(self.chance.uniform(0.0, 0.1))
                server.kill()
        elif moment == "any time":
            server.kill()
        await self._killed(moment, server)

    async def kill_voting(self, server: Server) -> None:
        """Kill it while phones vote, by the clock."""
        await asyncio.sleep(self.chance.uniform(0.0, 0.1))
        server.kill()
        await self._killed("voting", server)

    async def kill_closing(self, server: Server) -> None:
        """Kill it while it closes the vote that is open."""
        if self._aimable(server) and self._forker:
            await self._forker.aim(self._aim(ANY, 24))
        else:
            asyncio.get_running_loop().call_later(self.chance.uniform(0.0, 0.05), server.kill)
        await server.ask("close")
        await self._killed("closing a vote", server)

    def note(self, found: Found, wrong: list[str]) -> None:
        """A session is over."""
        self.promised += found.promised
        self._found.lost += found.lost
        self._found.doubled += found.doubled
        self._found.unheard_of += found.unheard_of
        self._wrong += wrong

    def sound(self) -> bool:
        """Whether every promise was kept, once."""
        return not (self._found.lost or self._found.doubled or self._found.unheard_of or self._wrong)

    def summary(self) -> str:
        """All figures."""
        found = self._found
        faults = "; ".join([*found.lost, *found.doubled, *found.unheard_of, *self._wrong][:10])
        places = ", ".join(f"{place} {count}" for place, count in sorted(self._places.items()))
        return (
            f"{self.kills} kills ({', '.join(f'{n} {moment}' for moment, n in sorted(self._moments.items()))}; "
            f"at {places}); {self.promised} promised, {len(found.lost)} lost, {len(found.doubled)} doubled, "
            f"{len(found.unheard_of) + len(self._wrong)} otherwise wrong {faults}\n"
            + "".join(self._spans(name, [each for each in self._restarts if bool(each.marks) is forked])
                      for name, forked in (("forked", True), ("fresh", False)))
        )  # fmt: skip

    def _spans(self, name: str, restarts: list[Server]) -> str:
        """How long the starts took, and where."""
        if not restarts:
            return ""
        rows = {"restart": [each.listening - each.begun for each in restarts]}
        if name == "forked":
            points = [(each.begun, *(each.marks[mark] for mark in MARKS), each.listening) for each in restarts]
            rows["until main"] = [each[1] - each[0] for each in points]
            rows["until opening"] = [each[2] - each[1] for each in points]
            rows["opening the file"] = [each[3] - each[2] for each in points]
            rows["listening"] = [each[4] - each[3] for each in points]
        rows["on a processor"] = [each.worked for each in restarts]
        rows["waiting for one"] = [each.waited for each in restarts]
        return "".join(f"  {len(restarts)} {name} starts, {what}: {_quantiles(row)}\n" for what, row in rows.items())

    async def _start(self, path: Path, aim: Aim, *options: str) -> Server:
        self._starts += 1
        if self._forker is None or (aim == NEVER and self._starts >= self._next_fresh):
            self._next_fresh = self._starts + FRESH
            return await start_fresh(path, self._home, *options)
        return await self._forker.start(path, self._home, *options, aim=aim)

    def _aimable(self, server: Server) -> bool:
        """Whether the server reports its disk operations."""
        return OPENING in server.marks and OPENED in server.marks

    def _aim(self, letters: str, most: int) -> Aim:
        """A kill before, during or after one of the next operations."""
        return letters, self.chance.randint(1, most), self.chance.choice((0.0, self.chance.uniform(0.0, 0.0006)))

    async def _killed(self, moment: str, server: Server) -> None:
        await asyncio.wait((server.ended,), timeout=3)
        server.kill()
        self._count(moment, server, await server.gone())

    def _count(self, moment: str, server: Server, code: int) -> None:
        if code == 0:
            self._moments[f"{moment} (ended by itself)"] += 1
            return
        assert code == -9, f"exit code {code}"
        self.kills += 1
        self._moments[moment] += 1
        if server.last:
            self._places[server.last] += 1


def _quantiles(values: list[float]) -> str:
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.99)]
    return f"median {at[0]:.3f} s, 99 of 100 {at[1]:.3f} s, longest {ordered[-1]:.3f} s"
