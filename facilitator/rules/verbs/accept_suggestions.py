"""The verb ``accept``: turns suggested groups into themes, in one outcome, so that one undo takes all of it back."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.grouping.idea import WrittenIdea
from facilitator.rules.core.context import Context, Outcome, clean_text
from facilitator.rules.policy.source_ideas import source_ideas, themes
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.flow import log_event, require_current_step
from facilitator.rules.verbs.themes import (
    find_theme,
    place_idea,
    require_not_frozen,
    session_without_focus,
    theme_limits,
)
from store.records import Idea, Theme


class AcceptedGroup(Struct, frozen=True):
    """One accepted suggestion; other fields that a suggestion has are ignored.

    ``theme``: id of the theme that the ideas join; None for a new theme, named ``deed`` or else ``name``.
    """

    ideas: tuple[str, ...]
    name: str = ""
    deed: str = ""
    theme: str | None = None


class AcceptArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"groups": [{"name", "ideas": [id, ...], "deed"?, "theme"?: id or null}, ...]}``, as from ``suggest``."""

    groups: tuple[AcceptedGroup, ...]


def accept(context: Context, arguments: AcceptArguments) -> Outcome:
    """Create the themes and place the ideas; an idea that has got a theme in the meantime stays in it.

    Groups are taken in order while there is room for themes; the reply's ``left`` counts the others. Raises
    ``RuleBroken`` when no idea is placed, and while the themes are frozen.
    """
    require_not_frozen(context)
    known, most = themes(context), theme_limits(context)
    free = {
        idea.id: idea for idea in source_ideas(context.with_step(require_current_step(context))) if idea.theme is None
    }
    taken = {theme.position for theme in known}
    made: list[Theme] = []
    moved: list[Idea] = []
    left = 0
    for group in arguments.groups:
        ideas = [free.pop(idea) for idea in dict.fromkeys(group.ideas) if idea in free]
        if not ideas:
            continue
        if group.theme is not None:
            theme = find_theme(context, group.theme)
        else:
            if len(known) + len(made) >= most.max_themes:
                left += 1
                continue
            theme = _new_theme(context, group, most.theme_name_max, taken)
            taken.add(theme.position)
            made.append(theme)
        moved += [place_idea(context, idea, theme) for idea in ideas]
    if left and not moved:
        raise RuleBroken("enough_themes", n=most.max_themes)
    if not moved:
        raise RuleBroken("accept_nothing", 409)
    reply = {"ids": [theme.id for theme in made], "left": left}
    outcome = Outcome(put=(*made, *moved, session_without_focus(context)), reply=reply, undo="accept")
    return outcome + log_event(context, "accept")


def _new_theme(context: Context, group: AcceptedGroup, limit: int, taken: set[int]) -> Theme:
    return Theme(
        id=context.new_id(),
        step=require_current_step(context).id,
        name=clean_text(shortened_name(group.deed or group.name, limit), limit),
        lang=context.session.language,
        position=next(n for n in range(1, len(taken) + 2) if n not in taken),
    )


def shortened_name(name: str, limit: int) -> str:
    """The name, cut to ``limit`` characters at a separator: a suggested name may be too long for the stage."""
    while len(name) > limit and " · " in name:
        name = name.rpartition(" · ")[0]
    return name if len(name) <= limit else name[: limit - 1].rstrip() + "…"


def grouping_input(context: Context) -> tuple[tuple[WrittenIdea, ...], tuple[str, ...], frozenset[str]]:
    """The input of the grouping: the ideas of the step, the questions they answer, and the ids of the existing themes.

    Raises ``RuleBroken`` when no group step is open.
    """
    step = require_current_step(context)
    if not kind_named(step.kind).sorts_ideas or step.state != "open":
        raise RuleBroken("not_grouping", 409)
    ideas = source_ideas(context.with_step(step))
    known = {theme.id: theme for theme in themes(context)}
    asked = [one for one in context.index.steps if one.id in {idea.step for idea in ideas}]
    question = tuple(text for one in asked for text in one.question.values())
    return (
        tuple(
            WrittenIdea(
                id=idea.id,
                text=idea.text,
                lang=idea.lang,
                group=idea.theme if idea.theme in known else "",
                name=known[idea.theme].name if idea.theme in known else "",
            )
            for idea in ideas
        ),
        question,
        frozenset(known),
    )
