"""The verbs of themes: create, name, merge and remove them, and place ideas. The wording of ideas is never changed."""

from __future__ import annotations

from msgspec import Struct
from msgspec import field as named

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, clean_text, optional_text
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.policy.source_ideas import are_themes_frozen, items_voted_on, themes
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.group import GroupSettings
from facilitator.rules.verbs.flow import log_event, require_current_step, shown_step
from store.records import Idea, Language, Session, Theme, replace

MOST_THEMES = 12
NAME_LIMIT = 40


class NewThemeArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"name": text, "idea"?: id}``; the idea is placed in the new theme."""

    name: str
    idea: str = ""


class RenameThemeArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"theme": id, "name": text, "lang"?}``; in a language other than the theme's own, the name is a translation.

    An empty translation removes it. A new name in the theme's own language removes all translations, since they
    translate the old name.
    """

    theme: str
    name: str
    lang: Language | None = None


class MoveIdeaArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id, "theme": id or null}``"""

    idea: str
    theme: str | None


class MergeThemesArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"from": id, "into": id}``"""

    source: str = named(name="from")
    into: str


class RemoveThemeArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"theme": id}``"""

    theme: str


def new_theme(context: Context, arguments: NewThemeArguments) -> Outcome:
    """Create a theme under the next free number key. Raises ``RuleBroken``."""
    require_not_frozen(context)
    known, limit = themes(context), theme_limits(context)
    if len(known) >= limit.max_themes:
        raise RuleBroken("enough_themes", n=limit.max_themes)
    taken = {theme.position for theme in known}
    theme = Theme(
        id=context.new_id(),
        step=require_current_step(context).id,
        name=clean_text(arguments.name, limit.theme_name_max),
        lang=context.session.language,
        position=next(n for n in range(1, len(taken) + 2) if n not in taken),
    )
    outcome = Outcome(put=(theme,), reply={"id": theme.id}, undo="theme") + log_event(context, "theme")
    if arguments.idea:
        outcome = outcome + Outcome(
            put=(place_idea(context, find_idea(context, arguments.idea), theme), session_without_focus(context))
        )
    return outcome


def rename_theme(context: Context, arguments: RenameThemeArguments) -> Outcome:
    """Give a theme another name. Raises ``RuleBroken``, also for a theme that has been voted on."""
    require_not_frozen(context)
    theme, limit = find_theme(context, arguments.theme), theme_limits(context).theme_name_max
    if theme.id in items_voted_on(context):
        raise RuleBroken("theme_name_voted", 409)
    if arguments.lang in (None, theme.lang):
        renamed = replace(theme, name=clean_text(arguments.name, limit), also={})
    else:
        names = {**theme.also, str(arguments.lang): optional_text(arguments.name, limit)}
        renamed = replace(theme, also={code: name for code, name in names.items() if name})
    return Outcome(put=(renamed,), undo="rename") + log_event(context, "rename")


def move_idea(context: Context, arguments: MoveIdeaArguments) -> Outcome:
    """Place an idea in a theme, or (null) take it out. Raises ``RuleBroken``."""
    require_not_frozen(context)
    idea = find_idea(context, arguments.idea)
    moved = (
        place_idea(context, idea, find_theme(context, arguments.theme))
        if arguments.theme is not None
        else replace(idea, theme=None)
    )
    return Outcome(put=(moved, session_without_focus(context)), undo="move") + log_event(context, "move")


def merge_themes(context: Context, arguments: MergeThemesArguments) -> Outcome:
    """Move all ideas of one theme to another and remove the empty theme. Raises ``RuleBroken``."""
    require_not_frozen(context)
    source, into = find_theme(context, arguments.source), find_theme(context, arguments.into)
    if source.id == into.id:
        raise RuleBroken("same_theme")
    require_not_voted(context, source)
    moved = tuple(replace(idea, theme=into.id) for idea in ideas_in_theme(context, source))
    return Outcome(put=moved, remove=(source,), undo="merge") + log_event(context, "merge")


def remove_theme(context: Context, arguments: RemoveThemeArguments) -> Outcome:
    """Remove a theme; its ideas are without a theme again. Raises ``RuleBroken``."""
    require_not_frozen(context)
    theme = find_theme(context, arguments.theme)
    require_not_voted(context, theme)
    freed = tuple(replace(idea, theme=None) for idea in ideas_in_theme(context, theme))
    return Outcome(put=freed, remove=(theme,), undo="remove_theme") + log_event(context, "remove_theme")


def place_idea(context: Context, idea: Idea, theme: Theme) -> Idea:
    """The idea in the theme. Raises ``RuleBroken`` for an idea that was written after the theme's group step."""
    made, written = context.index.step(theme.step), context.index.step(idea.step)
    if made and written and kind_named(made.kind).sorts_ideas and made.position < written.position:
        raise RuleBroken("idea_came_later", 409)
    return replace(idea, theme=theme.id)


def session_without_focus(context: Context) -> Session:
    """The session with the focus back on the first idea that has no theme."""
    return replace(context.session, focus="")


def ideas_in_theme(context: Context, theme: Theme) -> list[Idea]:
    """The ideas in a theme."""
    return [idea for idea in context.index.tables.ideas.values() if idea.theme == theme.id]


def find_theme(context: Context, theme_id: str) -> Theme:
    """The theme of this id. Raises ``RuleBroken``."""
    theme = context.index.get(Theme, theme_id)
    if theme is None:
        raise RuleBroken("no_theme", 404)
    return theme


def find_idea(context: Context, idea_id: str) -> Idea:
    """The idea of this id. Raises ``RuleBroken``."""
    idea = context.index.get(Idea, idea_id)
    if idea is None:
        raise RuleBroken("no_idea", 404)
    return idea


def theme_limits(context: Context) -> GroupSettings:
    """How many themes there may be and how long a name: as the group step on the stage says, else the defaults."""
    step = shown_step(context)
    if step is not None and kind_named(step.kind).sorts_ideas:
        return step_settings(step, GroupSettings)
    return GroupSettings(max_themes=MOST_THEMES, theme_name_max=NAME_LIMIT)


def require_not_frozen(context: Context) -> None:
    """Raise ``RuleBroken`` while a vote is open: new items or names would be unfair then (docs/domain.md 3.2)."""
    if are_themes_frozen(context):
        raise RuleBroken("themes_frozen", 409)


def require_not_voted(context: Context, theme: Theme) -> None:
    """Raise ``RuleBroken`` for a theme that has been voted on: it must stay, so that the result can be recounted."""
    if theme.id in items_voted_on(context):
        raise RuleBroken("theme_has_votes", 409)
