"""The verb ``accept``: turns suggested groups into themes, in one outcome, so that one undo takes all of it back."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.grouping.idea import Written
from facilitator.rules.core.context import Act, Here, human
from facilitator.rules.policy.source_ideas import material, themes
from facilitator.rules.verbs.flow import event, must_be_at
from facilitator.rules.verbs.themes import find, limits, not_frozen, placed, stepped
from store.records import Idea, Theme


class Group(Struct, frozen=True):
    """One accepted suggestion; other fields that a suggestion has are ignored.

    ``theme``: id of the theme that the ideas join; None for a new theme, named ``deed`` or else ``name``.
    """

    ideas: tuple[str, ...]
    name: str = ""
    deed: str = ""
    theme: str | None = None


class Accept(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"groups": [{"name", "ideas": [id, ...], "deed"?, "theme"?: id or null}, ...]}``, as from ``suggest``."""

    groups: tuple[Group, ...]


def accept(here: Here, wanted: Accept) -> Act:
    """Create the themes and place the ideas; an idea that has got a theme in the meantime stays in it.

    Groups are taken in order while there is room for themes; the reply's ``left`` counts the others. Raises
    ``RuleBroken`` when no idea is placed, and while the themes are frozen.
    """
    not_frozen(here)
    known, most = themes(here), limits(here)
    free = {idea.id: idea for idea in material(here.at(must_be_at(here))) if idea.theme is None}
    taken = {theme.position for theme in known}
    made: list[Theme] = []
    moved: list[Idea] = []
    left = 0
    for group in wanted.groups:
        ideas = [free.pop(idea) for idea in dict.fromkeys(group.ideas) if idea in free]
        if not ideas:
            continue
        if group.theme is not None:
            theme = find(here, group.theme)
        else:
            if len(known) + len(made) >= most.max_themes:
                left += 1
                continue
            theme = _new(here, group, most.theme_name_max, taken)
            taken.add(theme.position)
            made.append(theme)
        moved += [placed(here, idea, theme) for idea in ideas]
    if left and not moved:
        raise RuleBroken("enough_themes", n=most.max_themes)
    if not moved:
        raise RuleBroken("accept_nothing", 409)
    reply = {"ids": [theme.id for theme in made], "left": left}
    act = Act(put=(*made, *moved, stepped(here)), reply=reply, undo="accept")
    return act + event(here, "accept")


def _new(here: Here, group: Group, limit: int, taken: set[int]) -> Theme:
    return Theme(
        id=here.new_id(),
        step=must_be_at(here).id,
        name=human(short(group.deed or group.name, limit), limit),
        lang=here.session.language,
        position=next(n for n in range(1, len(taken) + 2) if n not in taken),
    )


def short(name: str, limit: int) -> str:
    """The name, cut to ``limit`` characters at a separator: a suggested name may be too long for the stage."""
    while len(name) > limit and " · " in name:
        name = name.rpartition(" · ")[0]
    return name if len(name) <= limit else name[: limit - 1].rstrip() + "…"


def written(here: Here) -> tuple[tuple[Written, ...], tuple[str, ...], frozenset[str]]:
    """The input of the grouping: the ideas of the step, the questions they answer, and the ids of the existing themes.

    Raises ``RuleBroken`` when no group step is open.
    """
    step = must_be_at(here)
    if step.kind != "group" or step.state != "open":
        raise RuleBroken("not_grouping", 409)
    ideas = material(here.at(step))
    known = {theme.id: theme for theme in themes(here)}
    asked = [one for one in here.book.steps if one.id in {idea.step for idea in ideas}]
    question = tuple(text for one in asked for text in one.question.values())
    return (
        tuple(
            Written(
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
