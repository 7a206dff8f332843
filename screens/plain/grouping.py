"""Grouping in plain mode: each idea is printed, and the number of a theme is typed."""

from __future__ import annotations

from facilitator.view import Group, Text
from screens.live.verb_calls import grouping
from screens.plain.context import Desk

BACK = "-"
"""Typed instead of a number to take back the idea placed last."""


async def place(desk: Desk) -> None:
    """Place one idea after the other until all have a theme or an empty line is typed."""
    desk.talk.say("plain.place.how")
    placed: list[str] = []
    told: tuple[str, ...] = ()
    while (group := grouping(desk.view.public)) is not None:
        idea = next((text for text in group.loose if text.id == group.focus), next(iter(group.loose), None))
        if idea is None:
            desk.talk.say("console.all_placed")
            return
        names = tuple(f"{theme.number} {theme.name}" for theme in group.themes)
        if names != told:
            desk.talk.all(names)
            told = names
        typed = await desk.talk.ask(desk.words("plain.place.idea", n=len(group.loose), text=idea.text))
        if not typed:
            return
        if typed == BACK:
            await _take_back(desk, placed)
        elif await _put(desk, group, idea, typed):
            placed.append(idea.id)


async def _put(desk: Desk, group: Group, idea: Text, typed: str) -> bool:
    if typed == "0":
        name = await desk.talk.ask(desk.words("live.ask_theme"))
        return bool(name) and await desk.do("theme", name=name, idea=idea.id) is not None
    theme = next((each for each in group.themes if str(each.number) == typed), None)
    if theme is None:
        desk.talk.say("plain.place.no_theme")
        return False
    return await desk.do("move", idea=idea.id, theme=theme.id) is not None


async def _take_back(desk: Desk, placed: list[str]) -> None:
    if not placed:
        desk.talk.say("live.nothing_placed")
    elif await desk.do("move", idea=placed[-1], theme=None) is not None:
        await desk.do("focus", idea=placed.pop())


async def rename(desk: Desk) -> None:
    """Rename a theme."""
    theme = await _theme(desk, "console.ask_rename")
    if theme and (name := await desk.talk.ask(desk.words("console.ask_name"))):
        await desk.do("rename", theme=theme, name=name)


async def merge(desk: Desk) -> None:
    """Merge one theme into another."""
    source = await _theme(desk, "console.ask_merge")
    into = await _theme(desk, "plain.ask_into") if source else None
    if source and into:
        await desk.do("merge", "console.done.merge", **{"from": source, "into": into})


async def remove(desk: Desk) -> None:
    """Remove a theme; its ideas are without a theme again."""
    theme = await _theme(desk, "console.ask_remove")
    if theme and await desk.talk.sure():
        await desk.do("remove_theme", "console.done.remove_theme", theme=theme)


async def _theme(desk: Desk, question: str) -> str | None:
    group = grouping(desk.view.public)
    themes = group.themes if group is not None else ()
    return await desk.talk.choose(desk.words(question), [(theme.id, theme.name) for theme in themes])
