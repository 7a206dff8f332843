"""Which ideas a step works on: what was raised, or everything written where nothing was raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Here
from facilitator.rules.voting.rounds import BALLOTS
from store.records import Idea, Step, Theme

WRITTEN = ("text", "onetwofour")
"""Kinds of step that texts are written in."""


def source_steps(here: Here) -> list[Step]:
    """The text steps whose ideas the step in question works on: the pick's own source, else the nearest before."""
    before = [step for step in here.book.steps if step.position < here.step.position]
    for step in reversed(before):
        if step.kind == "pick":
            source = here.book.step(str(step.settings.get("from", "")))
            return [source] if source is not None else []
    kinds = [step for step in before if step.kind in WRITTEN]
    if here.step.kind == "group":
        return kinds
    return kinds[-1:]


def material(here: Here, raised_only: bool = True) -> list[Idea]:
    """The ideas to group or vote on, hidden ones left out, in the stable order of their ids.

    Only raised ones where anything was raised (``raised_only``), so that nobody votes on 150 lines.
    """
    def found() -> list[Idea]:
        ideas = [idea for step in source_steps(here) for idea in here.book.of(Idea, step.id) if not idea.hidden]
        ideas.sort(key=lambda idea: idea.id)
        raised = [idea for idea in ideas if idea.raised]
        return raised if raised_only and raised else ideas

    return here.book.made(("material", here.step.id, raised_only), (Idea, Step), found)


def behind(here: Here) -> Mapping[str | None, int]:
    """Theme -> how many ideas of the material stand in it."""
    counted = ("behind", here.step.id)
    return here.book.made(counted, (Idea, Step), lambda: Counter(idea.theme for idea in material(here)))


def themes(here: Here) -> list[Theme]:
    """All themes of the session by their number key."""
    return sorted(here.book.tables.themes.values(), key=lambda theme: (theme.position, theme.id))


def frozen_themes(here: Here) -> bool:
    """Whether a vote on themes or raised ideas is open: new or changed items would be unfair now."""
    return any(step.kind in BALLOTS and step.state == "open" for step in here.book.steps)


def voted_on(here: Here) -> frozenset[str]:
    """Ids of all items that some round has votes or has opened for."""
    found: set[str] = set()
    for step in here.book.steps:
        if step.kind in BALLOTS:
            found.update(step.frame.get("items", ()))
            for earlier in step.frame.get("earlier", ()):
                found.update(earlier.get("items", ()))
    return frozenset(found)


def unvoted(here: Here, idea: Idea) -> Idea:
    """The idea, unless people have voted on it: then it stays as it was. Raises ``RuleBroken``."""
    if idea.id in voted_on(here):
        raise RuleBroken("idea_voted_on", 409)
    return idea
