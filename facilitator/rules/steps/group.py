"""``group``: the facilitator sorts the ideas into themes and explains aloud; phones show the themes as they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.rules.core.context import Context
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.core.template_answer import (
    LIVE,
    MOST_NUMBER,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    NumberRange,
    Plain,
    Requirement,
    Settings,
    copied_fields,
    tags_field,
)
from facilitator.rules.policy.moderated_texts import worked_on_ideas
from facilitator.rules.policy.source_ideas import source_ideas, source_steps, themes
from facilitator.rules.steps.kind import Kind, public_text
from facilitator.view import GroupBody, ModeratedText, PublicTheme, Tag
from store.records import Idea


class GroupSettings(Struct, frozen=True):
    """``merge_only``: only duplicates are merged, and the other ideas are listed under their tags (short workshops)."""

    merge_only: bool = False
    tags: tuple[Tag, ...] = ()
    recommended_themes: tuple[int, int] = (6, 9)
    max_themes: int = 12
    theme_name_max: int = 40


MOST_THEMES = 12
"""Most themes of a grouping."""


class GroupAnswer(AnswerSpec, tag="group", frozen=True):
    """Ideas sorted into themes. ``merge_only``: only duplicates are merged, the others are listed under ``tags``."""

    min_themes: int
    max_themes: int
    recommended_themes: tuple[int, int]
    theme_name_max: int
    merge_only: bool = False
    tags: str = ""
    break_during: bool = False

    defaults: ClassVar[Mapping[str, Any]] = {
        "min_themes": 2,
        "max_themes": 12,
        "recommended_themes": [6, 9],
        "theme_name_max": 40,
    }
    visibility: ClassVar[Mapping[str, Any]] = LIVE
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {
        ("max_themes",): (1, MOST_THEMES),
        ("theme_name_max",): (1, MOST_NUMBER),
    }

    def settings(self, labels: Labels) -> Plain:
        return {
            "merge_only": self.merge_only,
            "tags": labels.tag_set(self.tags),
            "min_themes": self.min_themes,
            "max_themes": self.max_themes,
            "recommended_themes": list(self.recommended_themes),
            "theme_name_max": self.theme_name_max,
            "break_during": self.break_during,
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        limits = copied_fields(settings, "min_themes", "max_themes", "recommended_themes", "theme_name_max")
        on = {name: True for name in ("merge_only", "break_during") if settings.get(name)}
        return {**limits, **on, **tags_field(settings, names)}

    def requirements(self) -> Iterator[Requirement]:
        yield Requirement("", "written")

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "tags", self.tags

    def number_ranges(self) -> Iterator[NumberRange]:
        yield from super().number_ranges()
        yield NumberRange(("min_themes",), 0, self.max_themes)


class GroupKind(Kind):
    """Opens when it becomes current. Only the theme of an idea changes; its wording is never edited."""

    name = "group"
    cut = "group"
    answer_type = GroupAnswer
    body_type = GroupBody
    provides = frozenset(("themes", "top_themes"))
    phone_mirrors_stage = True
    sorts_ideas = True
    takes_paper_ideas = True
    home_of = "themes"
    pane = "themes"
    settings_type = GroupSettings

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        return worked_on_ideas(context)

    def body(self, context: Context) -> GroupBody:
        settings = step_settings(context.step, GroupSettings)
        ideas = source_ideas(context)
        placed: dict[str, list[Idea]] = {}
        loose = []
        known = {theme.id for theme in context.index.tables.themes.values()}
        for idea in ideas:
            if idea.theme in known:
                placed.setdefault(str(idea.theme), []).append(idea)
            else:
                loose.append(idea)
        if settings.merge_only:
            order = [tag.id for tag in settings.tags]
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
                    texts=tuple(public_text(idea) for idea in placed.get(theme.id, ())),
                )
                for theme in themes(context)
            ),
            loose=tuple(public_text(idea) for idea in loose),
            focus=context.session.focus if context.session.focus in ids else first,
            tags=settings.tags or source_tags(context),
            by_tag=settings.merge_only and bool(settings.tags),
            fewest=settings.recommended_themes[0],
            most=settings.recommended_themes[1],
        )


class TagSettings(Struct, frozen=True):
    """The part of a text step's settings that holds its tags."""

    tags: tuple[Tag, ...] = ()


def source_tags(context: Context) -> tuple[Tag, ...]:
    """The tags that the writers of the ideas could choose from."""
    found = {tag.id: tag for step in source_steps(context) for tag in step_settings(step, TagSettings).tags}
    return tuple(found.values())


KIND = GroupKind()
