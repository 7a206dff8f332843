"""Source ideas: the ideas that a grouping, pick or vote step works on, and the themes they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from facilitator.act import Here
from facilitator.errors import RuleBroken
from facilitator.voting.rounds import BALLOTS
from store.records import Idea, Step, Theme

WRITTEN = ("text", "onetwofour")
"""Kinds of step in which participants write ideas."""


def source_steps(here: Here) -> list[Step]:
    """The steps whose ideas the current step works on.

    If a pick step comes before it, that is the pick's own source. Otherwise a grouping takes every earlier step of a
    text kind, and any other step the nearest one.
    """
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
    """The ideas to group or vote on, without hidden ones, ordered by id.

    With ``raised_only``, only the raised ideas if there are any, so that participants do not vote on 150 ideas.
    """
    def found() -> list[Idea]:
        ideas = [idea for step in source_steps(here) for idea in here.book.of(Idea, step.id) if not idea.hidden]
        ideas.sort(key=lambda idea: idea.id)
        raised = [idea for idea in ideas if idea.raised]
        return raised if raised_only and raised else ideas

    return here.book.made(("material", here.step.id, raised_only), (Idea, Step), found)


def behind(here: Here) -> Mapping[str | None, int]:
    """Theme id (None: no theme) -> number of source ideas in it."""
    counted = ("behind", here.step.id)
    return here.book.made(counted, (Idea, Step), lambda: Counter(idea.theme for idea in material(here)))


def themes(here: Here) -> list[Theme]:
    """All themes of the session, ordered by their number key."""
    return sorted(here.book.tables.themes.values(), key=lambda theme: (theme.position, theme.id))


def frozen_themes(here: Here) -> bool:
    """Whether a vote is open. Themes must not change then: new or changed items would be unfair to early voters."""
    return any(step.kind in BALLOTS and step.state == "open" for step in here.book.steps)


def voted_on(here: Here) -> frozenset[str]:
    """Ids of all items that have been on the ballot of any round, earlier rounds included."""
    found: set[str] = set()
    for step in here.book.steps:
        if step.kind in BALLOTS:
            found.update(step.frame.get("items", ()))
            for earlier in step.frame.get("earlier", ()):
                found.update(earlier.get("items", ()))
    return frozenset(found)


def unvoted(here: Here, idea: Idea) -> Idea:
    """Return the idea if it may change. Raises ``RuleBroken`` (409) if it has been on a ballot."""
    if idea.id in voted_on(here):
        raise RuleBroken("idea_voted_on", 409)
    return idea
