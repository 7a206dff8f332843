"""What the items of a vote are called, and in which languages."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.i18n.messages import DEFAULT_LANGUAGE
from facilitator.rules.core.context import Context
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.source_ideas import ideas_per_theme
from store.records import Theme

UNNAMED = "–"
"""The name shown for an item that is hidden or removed."""


def item_label(context: Context, item: str) -> tuple[str, str, int]:
    """The name of an item, its language, and the number of ideas that belong to it."""
    name, lang = name_of(context.index.tables, item)
    if context.index.get(Theme, item) is not None:
        return name, lang, ideas_per_theme(context).get(item, 0)
    return name, lang or DEFAULT_LANGUAGE, 1 if lang else 0


def item_translations(context: Context, item: str) -> Mapping[str, str]:
    """The names of an item in other languages; empty for an idea, which exists in its writer's language only."""
    theme = context.index.get(Theme, item)
    return {code: name for code, name in theme.also.items() if code != theme.lang} if theme is not None else {}


def theme_translations(tables: Tables, item: str) -> Mapping[str, str]:
    """The names of a theme in languages other than its own; empty for an idea."""
    theme = tables.themes.get(item)
    return {code: name for code, name in theme.also.items() if code != theme.lang} if theme is not None else {}


def name_of(tables: Tables, item: str) -> tuple[str, str]:
    """The name of an item and its language; a dash and an empty language when it is hidden or removed."""
    theme, idea = tables.themes.get(item), tables.ideas.get(item)
    if theme is not None:
        return theme.name, theme.lang
    return (idea.text, idea.lang) if idea is not None and not idea.hidden else (UNNAMED, "")
