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

from facilitator.templates.answers import AnyAnswer, Labels
from facilitator.view import Tag
from store.records import LANGUAGES, Language, Words

COMMON = "common.json"


class Seen(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who sees the answers of a step and when; ``min_answers`` 0 means any number."""

    projector: str
    phones: str
    min_answers: int = 0


class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """What differs in one length of the workshop; an answer is replaced as a whole."""

    title: Words | None = None
    question: Words | None = None
    help: Words | None = None
    answer: AnyAnswer | None = None


class StepSource(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. ``minutes``: one number, or a number by length; None leaves the step out of that length."""

    id: str
    kind: str
    minutes: int | Mapping[int, int | None]
    title: Words
    question: Words
    answer: AnyAnswer
    visibility: Seen
    help: Words = {}
    placeholder: Words = {}
    notes: Words = {}
    by_length: Mapping[int, Override] = {}

    def lasts(self, length: int) -> int | None:
        """Minutes in a workshop of ``length`` minutes; None when the step is left out."""
        return self.minutes if isinstance(self.minutes, int) else self.minutes.get(length)

    def at(self, length: int) -> StepSource:
        """The step as it is in a workshop of ``length`` minutes."""
        other = self.by_length.get(length, Override())
        changes = {name: getattr(other, name) for name in other.__struct_fields__}
        changes = {name: new for name, new in changes.items() if new is not None}
        return msgspec.structs.replace(self, **changes)


class GroupSize(Struct, frozen=True, forbid_unknown_fields=True):
    """The size of the group: minimum, best from and to, maximum."""

    min: int
    best: tuple[int, int]
    max: int


class FollowUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the workshop and after how many days; ``template`` is the one to use then."""

    days: int
    what: str
    template: str = ""


class Asks(Struct, frozen=True, forbid_unknown_fields=True):
    """The names that are asked for when a workshop is made: at most ``most``, in place of a set of tags."""

    tags: str
    question: Words
    most: int = 6


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """One workshop template. ``place`` is its position in a list, from 1."""

    id: str
    place: int
    title: Words
    subtitle: Words
    purpose: Words
    lengths: tuple[int, ...]
    default_length: int
    group_size: GroupSize
    follow_up: tuple[FollowUp, ...]
    steps: tuple[StepSource, ...]
    content_note: Words = {}
    """What the facilitator must know about the subject before choosing it."""
    imports: str = ""
    """What is taken over from an earlier workshop; empty for nothing."""
    anonymity_choice: str = ""
    """``per_answer`` when a writer may sign an answer."""
    scales: Mapping[str, tuple[Words, ...]] = {}
    tags: Mapping[str, tuple[Tag, ...]] = {}
    """``scales`` and ``tags`` of its own, in addition to the shared ones."""
    languages: tuple[Language, ...] = LANGUAGES
    """The languages in which every text of it is written."""
    asks: Asks | None = None

    @property
    def labels(self) -> Labels:
        """The scales and tags that its steps can refer to."""
        shared = labels()
        return Labels(scales={**shared.scales, **self.scales}, tags={**shared.tags, **self.tags})

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds of step that any of its lengths needs."""
        return frozenset(step.kind for step in self.steps)

    @property
    def next_days(self) -> int:
        """Days until the room meets again about this: a follow-up session, or a repetition."""
        meetings = [later.days for later in self.follow_up if later.what.startswith(("session", "repeat"))]
        return min(meetings or (later.days for later in self.follow_up))


@functools.cache
def labels() -> Labels:
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
