"""Grouping in plain mode: each idea is printed, and the number of a theme is typed."""

from __future__ import annotations

from facilitator.view import GroupBody, Text
from screens.plain.context import PlainContext
from screens.view_state import open_group

BACK = "-"
"""Typed instead of a number to take back the idea placed last."""


async def place(context: PlainContext) -> None:
    """Place one idea after the other until all have a theme or an empty line is typed."""
    context.conversation.say("plain.place.how")
    placed: list[str] = []
    told: tuple[str, ...] = ()
    while (group := open_group(context.view.public)) is not None:
        idea = next((text for text in group.loose if text.id == group.focus), next(iter(group.loose), None))
        if idea is None:
            context.conversation.say("console.all_placed")
            return
        names = tuple(f"{theme.number} {theme.name}" for theme in group.themes)
        if names != told:
            context.conversation.tell_all(names)
            told = names
        typed = await context.conversation.ask(context.words("plain.place.idea", n=len(group.loose), text=idea.text))
        if not typed:
            return
        if typed == BACK:
            await _take_back(context, placed)
        elif await _place_in_theme(context, group, idea, typed):
            placed.append(idea.id)


async def _place_in_theme(context: PlainContext, group: GroupBody, idea: Text, typed: str) -> bool:
    if typed == "0":
        name = await context.conversation.ask(context.words("live.ask_theme"))
        return bool(name) and await context.do("theme", name=name, idea=idea.id) is not None
    theme = next((each for each in group.themes if str(each.number) == typed), None)
    if theme is None:
        context.conversation.say("plain.place.no_theme")
        return False
    return await context.do("move", idea=idea.id, theme=theme.id) is not None


async def _take_back(context: PlainContext, placed: list[str]) -> None:
    if not placed:
        context.conversation.say("live.nothing_placed")
    elif await context.do("move", idea=placed[-1], theme=None) is not None:
        await context.do("focus", idea=placed.pop())


async def rename(context: PlainContext) -> None:
    """Rename a theme."""
    theme = await _choose_theme(context, "console.ask_rename")
    if theme and (name := await context.conversation.ask(context.words("console.ask_name"))):
        await context.do("rename", theme=theme, name=name)


async def merge(context: PlainContext) -> None:
    """Merge one theme into another."""
    source = await _choose_theme(context, "console.ask_merge")
    into = await _choose_theme(context, "plain.ask_into") if source else None
    if source and into:
        await context.do("merge", "console.done.merge", **{"from": source, "into": into})


async def remove(context: PlainContext) -> None:
    """Remove a theme; its ideas are without a theme again."""
    theme = await _choose_theme(context, "console.ask_remove")
    if theme and await context.conversation.confirm():
        await context.do("remove_theme", "console.done.remove_theme", theme=theme)


async def _choose_theme(context: PlainContext, question: str) -> str | None:
    group = open_group(context.view.public)
    themes = group.themes if group is not None else ()
    return await context.conversation.choose(context.words(question), [(theme.id, theme.name) for theme in themes])
