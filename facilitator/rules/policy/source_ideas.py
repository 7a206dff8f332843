"""Source ideas: the ideas that a grouping, pick or vote step works on, and the themes they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context
from facilitator.rules.steps import kind_named
from store.records import Idea, Step, Theme


def source_steps(context: Context) -> list[Step]:
    """The steps whose ideas the current step works on.

    If ideas were raised before it, that is the step they were raised from. Otherwise a grouping takes every earlier
    step that collects texts, and any other step the nearest one.
    """
    before = [step for step in context.index.steps if step.position < context.step.position]
    for step in reversed(before):
        if kind_named(step.kind).raises_ideas:
            source = context.index.step(str(step.settings.get("from", "")))
            return [source] if source is not None else []
    written = [step for step in before if kind_named(step.kind).collects_texts]
    return written if kind_named(context.step.kind).sorts_ideas else written[-1:]


def source_ideas(context: Context, raised_only: bool = True) -> list[Idea]:
    """The ideas to group or vote on, without hidden ones, ordered by id.

    With ``raised_only``, only the raised ideas if there are any, so that participants do not vote on 150 ideas.
    """

    def collect() -> list[Idea]:
        ideas = [
            idea
            for step in source_steps(context)
            for idea in context.index.records_in(Idea, step.id)
            if not idea.hidden
        ]
        ideas.sort(key=lambda idea: idea.id)
        raised = [idea for idea in ideas if idea.raised]
        return raised if raised_only and raised else ideas

    return context.index.cached_value(("material", context.step.id, raised_only), (Idea, Step), collect)


def ideas_per_theme(context: Context) -> Mapping[str | None, int]:
    """Theme id (None: no theme) -> number of source ideas in it."""
    counted = ("behind", context.step.id)
    return context.index.cached_value(
        counted, (Idea, Step), lambda: Counter(idea.theme for idea in source_ideas(context))
    )


def themes(context: Context) -> list[Theme]:
    """All themes of the session, ordered by their number key."""
    return sorted(context.index.tables.themes.values(), key=lambda theme: (theme.position, theme.id))


def are_themes_frozen(context: Context) -> bool:
    """Whether a vote is open. Themes must not change then: new or changed items would be unfair to early voters."""
    return any(kind_named(step.kind).has_ballots and step.state == "open" for step in context.index.steps)


def items_voted_on(context: Context) -> frozenset[str]:
    """Ids of all items that have been on the ballot of any round, earlier rounds included."""
    found: set[str] = set()
    for step in context.index.steps:
        if kind_named(step.kind).has_ballots:
            found.update(step.frame.get("items", ()))
            for earlier in step.frame.get("earlier", ()):
                found.update(earlier.get("items", ()))
    return frozenset(found)


def require_unvoted(context: Context, idea: Idea) -> Idea:
    """Return the idea if it may change. Raises ``RuleBroken`` (409) if it has been on a ballot."""
    if idea.id in items_voted_on(context):
        raise RuleBroken("idea_voted_on", 409)
    return idea
