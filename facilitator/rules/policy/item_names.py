"""What the items of a vote are called, and in which languages."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.i18n.messages import DEFAULT
from facilitator.rules.core.context import Here
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.source_ideas import behind
from store.records import Theme

UNNAMED = "–"
"""Stands for an item that is hidden or gone."""


def item_label(here: Here, item: str) -> tuple[str, str, int]:
    """What an item is called, in which language, and how many ideas stand behind it."""
    name, lang = name_of(here.book.tables, item)
    if here.book.get(Theme, item) is not None:
        return name, lang, behind(here).get(item, 0)
    return name, lang or DEFAULT, 1 if lang else 0


def also_of(here: Here, item: str) -> Mapping[str, str]:
    """What an item is called in other languages; nothing for an idea, which stays in its writer's."""
    theme = here.book.get(Theme, item)
    return {code: name for code, name in theme.also.items() if code != theme.lang} if theme is not None else {}


def names_of(tables: Tables, item: str) -> Mapping[str, str]:
    """What a theme is called in other languages than its own; nothing for an idea."""
    theme = tables.themes.get(item)
    return {code: name for code, name in theme.also.items() if code != theme.lang} if theme is not None else {}


def name_of(tables: Tables, item: str) -> tuple[str, str]:
    """What an item is called, and in which language; a dash and no language when it is hidden or gone."""
    theme, idea = tables.themes.get(item), tables.ideas.get(item)
    if theme is not None:
        return theme.name, theme.lang
    return (idea.text, idea.lang) if idea is not None and not idea.hidden else (UNNAMED, "")
