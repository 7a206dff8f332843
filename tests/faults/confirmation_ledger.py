"""Ledger of what phones sent and which saves were confirmed to them, kept outside the process that is killed."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from facilitator.rehearsal.phone import SimulatedPhone
from store import sessions
from store.records import Ballot


@dataclass
class Ledger:
    """Of one session."""

    saved: dict[str, str] = field(default_factory=dict)
    """Text -> id of the idea."""
    sent: set[str] = field(default_factory=set)
    voted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Votes that were promised, by step and item."""
    cast: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Votes that were sent."""
    linked: set[str] = field(default_factory=set)
    """Ids of ballots that lead to a phone; on disk they may stand as long as their vote is open."""
    wrong: list[str] = field(default_factory=list)
    running: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while there is a server to talk to."""
    over: bool = False

    async def write(self, phone: SimulatedPhone, name: str) -> None:
        """One idea after another, each sent with its key until it is saved, and now and then once more."""
        number = 0
        while not self.over:
            number += 1
            key, text = secrets.token_hex(16), f"Idea {number} of {name}"
            self.sent.add(text)
            for _ in range(2 if number % 3 else 1):
                saved = await self._insist(phone, key, step="ideas", text=text)
                if saved and self.saved.setdefault(text, saved) != saved:
                    self.wrong.append(f"{text} was saved as {self.saved[text]} and as {saved}")

    async def vote(self, phone: SimulatedPhone, step: str, item: str) -> None:
        """One vote, sent with its key until it is saved or the vote is closed."""
        self.cast[step, item] += 1
        if saved := await self._insist(phone, secrets.token_hex(16), step=step, item=item, votes=1):
            self.voted[step, item] += 1
            self.linked.add(saved)

    async def _insist(self, phone: SimulatedPhone, key: str, step: str, **fields: object) -> str:
        """The id that it was saved with; empty when all is over, or the step closed, before it was."""
        while not self.over:
            with contextlib.suppress(httpx2.HTTPError, TimeoutError):
                await asyncio.wait_for(self.running.wait(), 1)
                reply = await phone.send(step, key=key, **fields)
                if reply.status_code in (200, 201):
                    return str(reply.json()["id"])
                if reply.status_code == 409 and reply.json()["error"] == "step_closed" and step != "ideas":
                    return ""
                if reply.status_code not in (429, 503):
                    self.wrong.append(f"{fields}: {reply.status_code} {reply.text[:200]}")
                    return ""
            await asyncio.sleep(0.01)
        return ""


@dataclass
class Found:
    """A session against its ledger."""

    promised: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unheard_of: list[str] = field(default_factory=list)


def compare(path: Path, ledger: Ledger) -> Found:
    """What was promised and is not there, is there twice, or was never sent."""
    with sessions.open_session(path, read_only=True) as kept:
        texts = Counter(idea.text for idea in kept.ideas.values())
        lost = [text for text, name in ledger.saved.items() if name not in kept.ideas or kept.ideas[name].text != text]
        counted = votes_of(kept.ballots.values())
    return Found(
        promised=len(ledger.saved) + ledger.voted.total(),
        lost=lost + [f"vote for {place}" for place, votes in ledger.voted.items() if counted[place] < votes],
        doubled=[text for text, count in texts.items() if count > 1]
        + [f"vote for {place}" for place, votes in counted.items() if votes > ledger.cast[place]],
        unheard_of=sorted(texts.keys() - ledger.sent),
    )


def votes_of(ballots: Iterable[Ballot]) -> Counter[tuple[str, str]]:
    """Votes by step and item."""
    counted: Counter[tuple[str, str]] = Counter()
    for ballot in ballots:
        for item, votes in ballot.votes.items():
            counted[ballot.step, item] += votes
    return counted


def links_left(path: Path, ledger: Ledger) -> list[str]:
    """Ids of ballots with a seat that any file of the session still holds."""
    data = b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
    return [name for name in sorted(ledger.linked) if name.encode() in data]
