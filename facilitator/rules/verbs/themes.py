"""The verbs of themes: create, name, merge and remove them, and place ideas. The wording of ideas is never changed."""

from __future__ import annotations

from msgspec import Struct
from msgspec import field as named

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human, maybe
from facilitator.rules.core.parsing import settings
from facilitator.rules.policy.source_ideas import frozen_themes, themes, voted_on
from facilitator.rules.steps.group import Settings
from facilitator.rules.verbs.flow import event, must_be_at, shown
from store.records import Idea, Language, Session, Theme, replace

MOST_THEMES = 12
NAME_LIMIT = 40


class New(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"name": text, "idea"?: id}``; the idea is placed in the new theme."""

    name: str
    idea: str = ""


class Rename(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"theme": id, "name": text, "lang"?}``; in a language other than the theme's own, the name is a translation.

    An empty translation removes it. A new name in the theme's own language removes all translations, since they
    translate the old name.
    """

    theme: str
    name: str
    lang: Language | None = None


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id, "theme": id or null}``"""

    idea: str
    theme: str | None


class Merge(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"from": id, "into": id}``"""

    source: str = named(name="from")
    into: str


class Remove(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"theme": id}``"""

    theme: str


def new(here: Here, wanted: New) -> Act:
    """Create a theme under the next free number key. Raises ``RuleBroken``."""
    not_frozen(here)
    known, limit = themes(here), limits(here)
    if len(known) >= limit.max_themes:
        raise RuleBroken("enough_themes", n=limit.max_themes)
    taken = {theme.position for theme in known}
    theme = Theme(
        id=here.new_id(),
        step=must_be_at(here).id,
        name=human(wanted.name, limit.theme_name_max),
        lang=here.session.language,
        position=next(n for n in range(1, len(taken) + 2) if n not in taken),
    )
    act = Act(put=(theme,), reply={"id": theme.id}, undo="theme") + event(here, "theme")
    if wanted.idea:
        act = act + Act(put=(placed(here, find_idea(here, wanted.idea), theme), stepped(here)))
    return act


def rename(here: Here, wanted: Rename) -> Act:
    """Give a theme another name. Raises ``RuleBroken``, also for a theme that has been voted on."""
    not_frozen(here)
    theme, limit = find(here, wanted.theme), limits(here).theme_name_max
    if theme.id in voted_on(here):
        raise RuleBroken("theme_name_voted", 409)
    if wanted.lang in (None, theme.lang):
        renamed = replace(theme, name=human(wanted.name, limit), also={})
    else:
        names = {**theme.also, str(wanted.lang): maybe(wanted.name, limit)}
        renamed = replace(theme, also={code: name for code, name in names.items() if name})
    return Act(put=(renamed,), undo="rename") + event(here, "rename")


def move(here: Here, wanted: Move) -> Act:
    """Place an idea in a theme, or (null) take it out. Raises ``RuleBroken``."""
    not_frozen(here)
    idea = find_idea(here, wanted.idea)
    moved = placed(here, idea, find(here, wanted.theme)) if wanted.theme is not None else replace(idea, theme=None)
    return Act(put=(moved, stepped(here)), undo="move") + event(here, "move")


def merge(here: Here, wanted: Merge) -> Act:
    """Move all ideas of one theme to another and remove the empty theme. Raises ``RuleBroken``."""
    not_frozen(here)
    source, into = find(here, wanted.source), find(here, wanted.into)
    if source.id == into.id:
        raise RuleBroken("same_theme")
    not_voted(here, source)
    moved = tuple(replace(idea, theme=into.id) for idea in inside(here, source))
    return Act(put=moved, remove=(source,), undo="merge") + event(here, "merge")


def remove(here: Here, wanted: Remove) -> Act:
    """Remove a theme; its ideas are without a theme again. Raises ``RuleBroken``."""
    not_frozen(here)
    theme = find(here, wanted.theme)
    not_voted(here, theme)
    freed = tuple(replace(idea, theme=None) for idea in inside(here, theme))
    return Act(put=freed, remove=(theme,), undo="remove_theme") + event(here, "remove_theme")


def placed(here: Here, idea: Idea, theme: Theme) -> Idea:
    """The idea in the theme. Raises ``RuleBroken`` for an idea that was written after the theme's group step."""
    made, written = here.book.step(theme.step), here.book.step(idea.step)
    if made and written and made.kind == "group" and made.position < written.position:
        raise RuleBroken("idea_came_later", 409)
    return replace(idea, theme=theme.id)


def stepped(here: Here) -> Session:
    """The session with the focus back on the first idea that has no theme."""
    return replace(here.session, focus="")


def inside(here: Here, theme: Theme) -> list[Idea]:
    """The ideas in a theme."""
    return [idea for idea in here.book.tables.ideas.values() if idea.theme == theme.id]


def find(here: Here, theme_id: str) -> Theme:
    """The theme of this id. Raises ``RuleBroken``."""
    theme = here.book.get(Theme, theme_id)
    if theme is None:
        raise RuleBroken("no_theme", 404)
    return theme


def find_idea(here: Here, idea_id: str) -> Idea:
    """The idea of this id. Raises ``RuleBroken``."""
    idea = here.book.get(Idea, idea_id)
    if idea is None:
        raise RuleBroken("no_idea", 404)
    return idea


def limits(here: Here) -> Settings:
    """How many themes there may be and how long a name: as the group step on the stage says, else the defaults."""
    step = shown(here)
    if step is not None and step.kind == "group":
        return settings(step, Settings)
    return Settings(max_themes=MOST_THEMES, theme_name_max=NAME_LIMIT)


def not_frozen(here: Here) -> None:
    """Raise ``RuleBroken`` while a vote is open: new items or names would be unfair then (docs/domain.md 3.2)."""
    if frozen_themes(here):
        raise RuleBroken("themes_frozen", 409)


def not_voted(here: Here, theme: Theme) -> None:
    """Raise ``RuleBroken`` for a theme that has been voted on: it must stay, so that the result can be recounted."""
    if theme.id in voted_on(here):
        raise RuleBroken("theme_has_votes", 409)
