"""The answer of a step as a template describes it: the base struct, and what the answers of several kinds share.

Each kind of step has one struct, in its own module. It has the fields of the template files, gives ``Step.settings``
and is made from settings again when a session is saved as a template. Names of scales and sets of tags are replaced by
their contents in settings, so a running step never needs the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, TypeAlias

from msgspec import Struct, json

from facilitator.view import Tag
from store.records import Translations

Plain: TypeAlias = dict[str, Any]
"""Data that can be written as JSON."""

Settings: TypeAlias = Mapping[str, Any]
"""``Step.settings``."""

FieldPath: TypeAlias = tuple[str, ...]
"""Names that lead to a number within an answer."""

MOST_NUMBER = 2000
"""The largest number of any field."""
MOST_VOTES = 100
"""Most votes of a person, most votes for one item, and most items that go on."""
SCALE_POINTS = 5
"""Points of a scale: the same everywhere, so that results can be compared (docs/domain.md 3.4)."""

GIVEN_SETTING = "given"
"""Setting of a step whose list the organisation names: the name of the setting that holds the list."""

SUBJECTS = frozenset(("themes", "picked", "ideas", "top_themes", "written"))
"""What a step can work on: each is provided by earlier steps (see ``Kind.provides``)."""

TEXT_ONLY: Mapping[str, Any] = {"projector": "text", "phones": "text"}
AFTER_REVEAL: Mapping[str, Any] = {"projector": "after_reveal", "phones": "after_reveal"}
LIVE: Mapping[str, Any] = {"projector": "live", "phones": "live"}
"""``TEXT_ONLY``, ``AFTER_REVEAL`` and ``LIVE``: who sees what and when, as most kinds have it."""


class Reference(NamedTuple):
    """A field that names an earlier step, which has to provide something (see ``Kind.provides``)."""

    field: str
    step: str
    provides: str


class Requirement(NamedTuple):
    """Something that an earlier step has to provide (see ``Kind.provides``).

    ``field``: the field of the answer that asks for it; empty when every step of the kind needs it.
    """

    field: str
    provides: str


class ScaleName(NamedTuple):
    """A field that names a scale, the name, and how many points the scale must have."""

    field: str
    name: str
    points: int


class NumberRange(NamedTuple):
    """A number in an answer, and its least and largest value."""

    field: FieldPath
    least: int
    most: int


class WordList(NamedTuple):
    """A field that lists words: the words, and those that it accepts."""

    field: str
    words: tuple[str, ...]
    known: tuple[str, ...]


class LabelNames(Protocol):
    """Names for scales and sets of tags of a template that is made from settings."""

    given_tags: str
    """Name of the set of tags that the organisation has named; empty for none."""

    def scale(self, points: Any) -> str: ...
    def tag_set(self, tags: Any) -> str: ...


def to_plain(struct: Struct) -> Plain:
    """The fields of a struct as they would be read from a file: lists, not tuples."""
    found: Plain = json.decode(json.encode(struct))
    return found


class Labels(Struct, frozen=True):
    """Scales (labels from the lowest point up) and sets of tags, by name."""

    scales: Mapping[str, tuple[Translations, ...]]
    tags: Mapping[str, tuple[Tag, ...]]

    def tag_set(self, name: str) -> list[Plain]:
        """The tags of this name as plain data; empty for an empty name."""
        return [to_plain(tag) for tag in self.tags[name]] if name else []

    def points(self, name: str) -> list[Plain]:
        """The labels of a scale as plain data."""
        return [dict(point) for point in self.scales[name]]


class AnswerSpec(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Base class; the tag of a struct is the ``type`` of the answer in the data.

    Without methods of its own, the settings of a step have the fields of its answer.
    """

    defaults: ClassVar[Mapping[str, Any]] = {}
    """The fields of the answer unless a template of the user gives others."""
    visibility: ClassVar[Mapping[str, Any]] = TEXT_ONLY
    """Who sees what and when unless the template says otherwise, as in the shipped templates."""
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {}
    """Number -> its least and largest value."""
    list_field: ClassVar[str] = ""
    """Field with a list that can also be named by ``<field>_from``, a set of tags; empty without one."""

    @classmethod
    def type_name(cls) -> str:
        """The ``type`` of the answer in the data."""
        return str(cls.__struct_config__.tag)

    @classmethod
    def with_defaults(cls, given: Plain) -> Plain:
        """The data of an answer with every field that a shipped template has."""
        return {**cls.defaults, "type": cls.type_name(), **given}

    def settings(self, labels: Labels) -> Plain:
        """The part of ``Step.settings`` that comes from this answer."""
        return {name: value for name, value in to_plain(self).items() if name != "type"}

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        """The reverse of ``settings``: the data of an answer. A field whose value is None is left out."""
        return copied_fields(settings, *cls.__struct_encode_fields__)

    def linked_settings(self, ids: Mapping[str, str], source: Callable[[str], Settings]) -> Plain:
        """The settings that refer to other steps, by the ids that those get in a session.

        ``source``: id of a step in the template -> the settings of that step.
        """
        return {each.field: ids[each.step] for each in self.references()}

    @property
    def tags_of_step(self) -> str:
        """Id of the earlier step whose tags this one shows; empty when it has its own."""
        return ""

    @property
    def wants_sharing(self) -> bool:
        """Whether it asks for a box for sharing that is ticked beforehand, which no page does."""
        return False

    def references(self) -> Iterator[Reference]:
        """The fields that name an earlier step."""
        yield from ()

    def requirements(self) -> Iterator[Requirement]:
        """What earlier steps have to provide."""
        yield from ()

    def scale_names(self) -> Iterator[ScaleName]:
        """The fields that name a scale."""
        yield from ()

    def tag_names(self) -> Iterator[tuple[str, str]]:
        """The fields that name a set of tags, and the names; empty for no tags."""
        yield from ()

    def number_ranges(self) -> Iterator[NumberRange]:
        """Every number with a range of its own."""
        return (NumberRange(field, least, most) for field, (least, most) in self.ranges.items())

    def word_lists(self) -> Iterator[WordList]:
        """The fields that list words."""
        yield from ()

    def list_range(self, length: int) -> NumberRange | None:
        """The number that does not fit a list of this length, with its range; None when all fit."""
        return None


class NoAnswer(AnswerSpec, tag="none", frozen=True):
    """Nothing is asked.

    ``join``: shown with the join code. ``tags``: a set of tags to explain. ``recap``: shown with what the previous
    workshop agreed.
    """

    join: bool = False
    tags: str = ""
    recap: bool = False

    def settings(self, labels: Labels) -> Plain:
        shown: Plain = {name: True for name, on in (("join", self.join), ("recap", self.recap)) if on}
        return {**shown, "tags": labels.tag_set(self.tags)} if self.tags else shown

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        shown = {name: True for name in ("join", "recap") if settings.get(name)}
        return {**shown, **tags_field(settings, names)}

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "tags", self.tags


class OptionSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """One option of a choice, or one row of a grid."""

    id: str
    label: Translations


def option_list(options: tuple[OptionSpec, ...], tags: str, labels: Labels) -> list[Plain]:
    """The options themselves, or the tags of that name as options."""
    if options:
        return [to_plain(option) for option in options]
    return [{"id": tag.id, "label": dict(tag.label)} for tag in labels.tags[tags]]


def copied_fields(settings: Settings, *names: str) -> Plain:
    """These settings, unchanged."""
    return {name: settings.get(name) for name in names}


def tags_field(settings: Settings, names: LabelNames) -> Plain:
    """The field ``tags`` with the name of a set of tags; empty without tags."""
    return {"tags": names.tag_set(settings["tags"])} if settings.get("tags") else {}


def list_field(field: str, settings: Settings, names: LabelNames) -> Plain:
    """A list itself; if the organisation names it, the name of its set of tags."""
    if names.given_tags and settings.get(GIVEN_SETTING) == field:
        return {f"{field}_from": names.given_tags}
    return {field: [dict(each) for each in settings.get(field, ())]}
