"""``group``: the facilitator sorts the ideas into themes and explains aloud; phones show the themes as they change."""

from __future__ import annotations

from msgspec import Struct

from facilitator.rules.core.context import Context
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.policy.source_ideas import source_ideas, source_steps, themes
from facilitator.rules.steps.kind import Kind, as_text
from facilitator.view import GroupBody, PublicTheme, Tag
from store.records import Idea


class GroupSettings(Struct, frozen=True):
    """``merge_only``: only duplicates are merged, and the other ideas are listed under their tags (short workshops)."""

    merge_only: bool = False
    tags: tuple[Tag, ...] = ()
    recommended_themes: tuple[int, int] = (6, 9)
    max_themes: int = 12
    theme_name_max: int = 40


class GroupKind(Kind):
    """Opens when it becomes current. Only the theme of an idea changes; its wording is never edited."""

    name = "group"
    settings_type = GroupSettings

    def body(self, context: Context) -> GroupBody:
        wanted = step_settings(context.step, GroupSettings)
        ideas = source_ideas(context)
        placed: dict[str, list[Idea]] = {}
        loose = []
        known = {theme.id for theme in context.index.tables.themes.values()}
        for idea in ideas:
            if idea.theme in known:
                placed.setdefault(str(idea.theme), []).append(idea)
            else:
                loose.append(idea)
        if wanted.merge_only:
            order = [tag.id for tag in wanted.tags]
            loose.sort(key=lambda idea: order.index(idea.tag) if idea.tag in order else len(order))
        ids = [idea.id for idea in ideas]
        first = loose[0].id if loose else ""
        return GroupBody(
            themes=tuple(
                PublicTheme(
                    id=theme.id,
                    number=theme.position,
                    name=theme.name,
                    lang=theme.lang,
                    also=theme.also,
                    texts=tuple(as_text(idea) for idea in placed.get(theme.id, ())),
                )
                for theme in themes(context)
            ),
            loose=tuple(as_text(idea) for idea in loose),
            focus=context.session.focus if context.session.focus in ids else first,
            tags=wanted.tags or source_tags(context),
            by_tag=wanted.merge_only and bool(wanted.tags),
            fewest=wanted.recommended_themes[0],
            most=wanted.recommended_themes[1],
        )


class TagSettings(Struct, frozen=True):
    """The part of a text step's settings that holds its tags."""

    tags: tuple[Tag, ...] = ()


def source_tags(context: Context) -> tuple[Tag, ...]:
    """The tags that the writers of the ideas could choose from."""
    found = {tag.id: tag for step in source_steps(context) for tag in step_settings(step, TagSettings).tags}
    return tuple(found.values())


KIND = GroupKind()
