"""A scripted workshop on the store, and what its session must hold after each change."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from store import contents
from store.contents import Contents
from store.disk import DISK, Disk
from store.records import Ballot, Change, Idea, Record, Session, Step, replace
from store.sessions import OpenSession, create, open_session

NAME = "session.json"
State = dict[str, Record]


def make(folder: Path, disk: Disk = DISK) -> Path:
    """A new session in the folder."""
    path = folder / NAME
    create(path, Session(id="s1", title={"fi": "Työpaja"}), [Step(id="ideas", position=1, kind="text")], disk=disk)
    return path


@dataclass
class Ledger:
    """Kept outside of the store: what every version holds, what was promised, and what was to be forgotten."""

    states: list[State] = field(default_factory=lambda: [{}])
    promised: int = 0
    forgotten: list[str] = field(default_factory=list)
    """Words that no file may hold any more."""
    tell: Callable[[int], None] = lambda _: None

    def expect(self, change: Change) -> None:
        """The change is about to be made."""
        state = dict(self.states[-1])
        for old in change.remove:
            state.pop(old.id, None)
        state.update({record.id: record for record in change.put})
        self.states.append(state)

    def promise(self, version: int) -> None:
        """Record that everything up to this version was confirmed as saved."""
        self.promised = max(self.promised, version)
        self.tell(version)


def state_of(found: Contents) -> State:
    """The ideas and ballots of a session, by id."""
    return {**found.records["ideas"], **found.records["ballots"]}


class Play:
    """Makes changes and waits for them in the many ways that the room does."""

    def __init__(self, kept: OpenSession, ledger: Ledger) -> None:
        self.kept, self.ledger = kept, ledger

    def commit(self, *puts: Record, remove: tuple[Record, ...] = (), wait: bool = True) -> None:
        """One change, or one more of a group whose last one waits."""
        change = Change(put=puts, remove=remove, key=f"key{len(self.ledger.states)}")
        self.ledger.expect(change)
        if wait and len(self.ledger.states) % 3 == 0:
            self.ledger.promise(self.kept.save(change))
            return
        saving = self.kept.commit(change)
        # Called in the writer thread, so that the confirmation is recorded in order among the disk operations.
        saving.add_done_callback(self._told)
        if wait:
            saving.result(60)

    def _told(self, done: Future[int]) -> None:
        if done.exception() is None:
            self.ledger.promise(done.result())

    def vote(self, number: int) -> None:
        """Three ballots of a seat, then the vote is closed: ballots lose their seats, and nothing older stays."""
        seat = f"seat{number}secret"
        for each in range(number, number + 3):
            self.commit(Ballot(id=f"b{each}", step="vote", seat=seat, votes={"t1": 1}), wait=each % 2 == 0)
        opened = tuple(each for each in self.kept.ballots.values() if each.seat)
        closed = [replace(each, id=f"closed{each.id}", seat="") for each in opened]
        self.commit(*closed, remove=opened)
        self.kept.checkpoint(forget=True)
        self.ledger.forgotten.append(seat)


def play(path: Path, ledger: Ledger, disk: Disk, rounds: int = 2, shift: int = 0) -> None:
    """The workshop: opened, changed in all ways and closed, ``rounds`` times. ``shift`` makes other texts."""
    for _ in range(rounds):
        with open_session(path, disk=disk) as kept:
            run = Play(kept, ledger)
            first = len(ledger.states) + shift
            for number in range(first, first + 3):
                run.commit(idea(number))
            for number in range(first + 3, first + 7):
                run.commit(idea(number), idea(number + 1000), wait=number == first + 6)
            kept.checkpoint()
            run.commit(replace(idea(first), text="Muutettu"), remove=(kept.ideas[f"i{first + 1}"],))
            run.vote(first)
            run.commit(idea(first + 20))


def idea(number: int) -> Idea:
    """An idea with an id of its own."""
    return Idea(id=f"i{number}", step="ideas", text=f"Idea {number} " + "abc " * (number % 150) + ".")


def read(folder: Path, disk: Disk) -> Contents:
    """The session as these files have it."""
    return contents.read(folder / NAME, disk)


def fault_of(found: Contents, files: dict[str, bytes], ledger: Ledger) -> str:
    """What is wrong with what was found, against the ledger; empty when all is well."""
    if found.version < ledger.promised:
        return f"lost: {ledger.promised} was promised, {found.version} found"
    if found.version >= len(ledger.states) or state_of(found) != ledger.states[found.version]:
        return f"version {found.version} does not hold what it held"
    if any(word.encode() in data for word in ledger.forgotten for data in files.values()):
        return "a closed vote still leads to a seat"
    return ""
