"""Workshops for tests of faults: phones may write as many ideas as they like, or vote again and again."""

from __future__ import annotations

from pathlib import Path

from facilitator.templates.new_session import new_session
from store import sessions
from store.records import Change, Idea, Step, replace

ITEMS = [f"item{number}" for number in range(6)]
"""Ids of the ideas that are voted on."""


def make_workshop(path: Path) -> None:
    """A new session of the flagship workshop, without its limit of ideas per person."""
    session, steps = new_session("cx-what-can-i-do", 60)
    free = [
        replace(step, settings={**step.settings, "max_per_person": 0}) if step.kind == "text" else step
        for step in steps
    ]
    sessions.create(path, session, free)


def make_votes(path: Path, votes: int) -> None:
    """A session with six ideas and nothing but votes on them: ``vote1``, ``vote2`` ..."""
    session, _ = new_session("cx-what-can-i-do", 60)
    ideas = Step(id="ideas", position=1, kind="text", state="done")
    settings = {"target": "ideas", "votes_per_person": 3}
    steps = [Step(id=f"vote{n}", position=1 + n, kind="vote", settings=settings) for n in range(1, votes + 1)]
    sessions.create(path, session, [ideas, *steps])
    with sessions.open_session(path) as kept:
        kept.commit(Change(put=tuple(Idea(id=item, step="ideas", text=text_of(item)) for item in ITEMS))).result(20)


def text_of(item: str) -> str:
    """What such an idea says."""
    return f"Idea {item}"
