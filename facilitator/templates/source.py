"""The template data files: one JSON file per shipped template, and ``common.json`` with what they share.

Files are read on first use. A wrong name or type in one raises ``msgspec.ValidationError``, which names the place.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec
from msgspec import Struct

from facilitator.rules.core.template_answer import AnswerSpec, Labels
from facilitator.templates.answers import AnyAnswer
from facilitator.view import Tag
from store.records import LANGUAGES, Language, Translations
from store.template_facts import DEFAULT_DAYS, AskedNames, FollowUp, GroupSize, TemplateFacts

COMMON = "common.json"


class StepVisibility(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who sees the answers of a step and when; ``min_answers`` 0 means any number."""

    projector: str
    phones: str
    min_answers: int = 0


class LengthOverride(Struct, frozen=True, forbid_unknown_fields=True):
    """What differs in one length of the workshop; an answer is replaced as a whole."""

    title: Translations | None = None
    question: Translations | None = None
    help: Translations | None = None
    answer: AnyAnswer | None = None


class StepSource(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. ``minutes``: one number, or a number by length; None leaves the step out of that length."""

    id: str
    kind: str
    minutes: int | Mapping[int, int | None]
    title: Translations
    question: Translations
    answer: AnyAnswer
    visibility: StepVisibility
    help: Translations = {}
    placeholder: Translations = {}
    notes: Translations = {}
    by_length: Mapping[int, LengthOverride] = {}

    def minutes_at(self, length: int) -> int | None:
        """Minutes in a workshop of ``length`` minutes; None when the step is left out."""
        return self.minutes if isinstance(self.minutes, int) else self.minutes.get(length)

    def for_length(self, length: int) -> StepSource:
        """The step as it is in a workshop of ``length`` minutes."""
        other = self.by_length.get(length, LengthOverride())
        changes = {name: getattr(other, name) for name in other.__struct_fields__}
        changes = {name: new for name, new in changes.items() if new is not None}
        return msgspec.structs.replace(self, **changes)


class NameRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The names that are asked for when a workshop is made: at most ``most``, in place of a set of tags."""

    tags: str
    question: Translations
    most: int = 6


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """One workshop template. ``place`` is its position in a list, from 1."""

    id: str
    place: int
    title: Translations
    subtitle: Translations
    purpose: Translations
    lengths: tuple[int, ...]
    default_length: int
    group_size: GroupSize
    follow_up: tuple[FollowUp, ...]
    steps: tuple[StepSource, ...]
    content_note: Translations = {}
    """What the facilitator must know about the subject before choosing it."""
    imports: str = ""
    """What is taken over from an earlier workshop; empty for nothing."""
    anonymity_choice: str = ""
    """``per_answer`` when a writer may sign an answer."""
    scales: Mapping[str, tuple[Translations, ...]] = {}
    tags: Mapping[str, tuple[Tag, ...]] = {}
    """``scales`` and ``tags`` of its own, in addition to the shared ones."""
    languages: tuple[Language, ...] = LANGUAGES
    """The languages in which every text of it is written."""
    asks: NameRequest | None = None

    @property
    def labels(self) -> Labels:
        """The scales and tags that its steps can refer to."""
        shared = shared_labels()
        return Labels(scales={**shared.scales, **self.scales}, tags={**shared.tags, **self.tags})

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds of step that any of its lengths needs."""
        return frozenset(step.kind for step in self.steps)

    @property
    def wants_sharing(self) -> bool:
        """Whether a step asks for a box for sharing that is ticked beforehand, which no page does."""
        answers: list[AnswerSpec] = [step.answer for step in self.steps]
        answers += [other.answer for step in self.steps for other in step.by_length.values() if other.answer]
        return any(answer.wants_sharing for answer in answers)

    @property
    def next_days(self) -> int:
        """Days until the room meets again about this: a follow-up session, or a repetition."""
        meetings = [later.days for later in self.follow_up if later.what.startswith(("session", "repeat"))]
        return min(meetings or [later.days for later in self.follow_up], default=DEFAULT_DAYS)

    @property
    def facts(self) -> TemplateFacts:
        """What a session keeps of the template, beside its steps."""
        return TemplateFacts(
            subtitle=self.subtitle,
            purpose=self.purpose,
            content_note=self.content_note,
            imports=self.imports,
            anonymity_choice=self.anonymity_choice,
            group_size=self.group_size,
            follow_up=self.follow_up,
            asks=AskedNames(question=self.asks.question, most=self.asks.most) if self.asks else None,
        )


@functools.cache
def shared_labels() -> Labels:
    """The scales and tags that all templates share."""
    return msgspec.json.decode(_folder().joinpath(COMMON).read_bytes(), type=Labels)


@functools.cache
def templates() -> Mapping[str, Template]:
    """Id -> shipped template, in their order."""
    files = (file for file in _folder().iterdir() if file.name.endswith(".json") and file.name != COMMON)
    found = [msgspec.json.decode(file.read_bytes(), type=Template) for file in files]
    return {ready.id: ready for ready in sorted(found, key=lambda ready: ready.place)}


def _folder() -> Traversable:
    return resources.files("facilitator.templates")
