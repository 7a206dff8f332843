"""The ready workshops as they stand in their data files: one JSON file each, and ``common.json`` for all.

Read when first asked for. A file with a wrong name or type in it raises ``msgspec.ValidationError``,
which names the place.
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
    """Who sees what of a step and when; ``min_answers`` 0 = however few there are."""

    projector: str
    phones: str
    min_answers: int = 0


class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """What is different in one length; an answer is replaced whole."""

    title: Words | None = None
    question: Words | None = None
    help: Words | None = None
    answer: AnyAnswer | None = None


class StepSource(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. ``minutes`` by length where there are several; None leaves the step out of that length."""

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
    """For how many people: at least, best from and to, at most."""

    min: int
    best: tuple[int, int]
    max: int


class FollowUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes after, and how many days after; ``template`` is the workshop to hold then."""

    days: int
    what: str
    template: str = ""


class Asks(Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked when a workshop is made of it: own names for a set of tags, at most ``most`` of them."""

    tags: str
    question: Words
    most: int = 6


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """One ready workshop. ``place`` orders them in a list, from 1."""

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
    """What the facilitator must know of the subject before choosing it."""
    imports: str = ""
    """What is taken over from an earlier workshop; empty when nothing is."""
    anonymity_choice: str = ""
    """``per_answer`` when a writer may sign an answer."""
    scales: Mapping[str, tuple[Words, ...]] = {}
    tags: Mapping[str, tuple[Tag, ...]] = {}
    """Scales and sets of tags of its own, beside those that all share."""
    languages: tuple[Language, ...] = LANGUAGES
    """Every text of it is written in these."""
    asks: Asks | None = None

    @property
    def labels(self) -> Labels:
        """The scales and tags that its steps may name."""
        shared = labels()
        return Labels(scales={**shared.scales, **self.scales}, tags={**shared.tags, **self.tags})

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds of step that any of its lengths needs."""
        return frozenset(step.kind for step in self.steps)

    @property
    def next_days(self) -> int:
        """Days until the room meets again about this: the next workshop, or the same one repeated."""
        meetings = [later.days for later in self.follow_up if later.what.startswith(("session", "repeat"))]
        return min(meetings or (later.days for later in self.follow_up))


@functools.cache
def labels() -> Labels:
    """Scales and tags that the templates share."""
    return msgspec.json.decode(_folder().joinpath(COMMON).read_bytes(), type=Labels)


@functools.cache
def templates() -> Mapping[str, Template]:
    """Id -> template, in their order."""
    files = (file for file in _folder().iterdir() if file.name.endswith(".json") and file.name != COMMON)
    found = [msgspec.json.decode(file.read_bytes(), type=Template) for file in files]
    return {ready.id: ready for ready in sorted(found, key=lambda ready: ready.place)}


def _folder() -> Traversable:
    return resources.files("facilitator.templates")
