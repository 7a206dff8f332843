"""The answer of a step as a template describes it, and the settings of the step that follow from it.

There is one struct per kind of step, with the fields of the data files. ``settings`` gives what ``Step.settings``
holds: names of scales and tags are replaced by their contents, so a kind of step never needs the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args, get_origin

from msgspec import Struct, field, json
from msgspec.structs import fields

from facilitator.rules.voting.budget import Preset
from facilitator.view import Tag
from store.records import Translations

Plain: TypeAlias = dict[str, Any]
"""Data that can be written as JSON."""


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
    """Base class; the tag of a struct is the ``type`` of the answer in the data."""

    def settings(self, labels: Labels) -> Plain:
        """The part of ``Step.settings`` that comes from this answer."""
        raise NotImplementedError


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


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    """An optional line that is asked for beside a number."""

    question: Translations = {}
    max_chars: int = 200


class ScaleAnswer(AnswerSpec, tag="scale", frozen=True):
    """One point of a scale. ``compare_with``: the earlier step that asked the same; empty without one."""

    scale: str
    note: Note = Note()
    compare_with: str = ""

    def settings(self, labels: Labels) -> Plain:
        return {
            "labels": labels.points(self.scale),
            "note_question": dict(self.note.question),
            "note_max": self.note.max_chars,
            "compare_with": self.compare_with,
        }


class TextAnswer(AnswerSpec, tag="text", frozen=True):
    """Short texts. ``tags`` names the set that a writer may choose from; empty without tags."""

    max_chars: int
    recommended_chars: int
    max_per_person: int
    min_chars: int = 1
    tags: str = ""
    multiline: bool = False
    per_table: bool = False
    approve: bool = False
    """Texts wait for the facilitator's approval before the stage may show them."""
    sign_optional: bool = False
    """The writer may add their own name."""
    target_from: str = ""
    """``top_themes`` when each text is about one of the themes with the most votes."""

    def settings(self, labels: Labels) -> Plain:
        return {
            "max_chars": self.max_chars,
            "recommended_chars": self.recommended_chars,
            "max_per_person": self.max_per_person,
            "min_chars": self.min_chars,
            "tags": labels.tag_set(self.tags),
            "target_from": self.target_from,
            "multiline": self.multiline,
            "per_table": self.per_table,
            **({"approve": True} if self.approve else {}),
            **({"sign_optional": True} if self.sign_optional else {}),
        }


class PickAnswer(AnswerSpec, tag="pick", frozen=True):
    """Each person or table raises some of its own texts of the step ``source`` to the shared list."""

    source: str = field(name="from")
    per_person: int = 0
    per_table: int = 0
    allow_edit: bool = True

    def settings(self, labels: Labels) -> Plain:
        return {
            "from": self.source,
            "quota": self.per_table or self.per_person,
            "per_table": bool(self.per_table),
            "allow_edit": self.allow_edit,
        }


class GroupAnswer(AnswerSpec, tag="group", frozen=True):
    """Ideas sorted into themes. ``merge_only``: only duplicates are merged, the others are listed under ``tags``."""

    min_themes: int
    max_themes: int
    recommended_themes: tuple[int, int]
    theme_name_max: int
    merge_only: bool = False
    tags: str = ""
    break_during: bool = False

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


class RunoffSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """The round between the items that tie at the cut line."""

    votes_per_person: int
    minutes: int


class VoteAnswer(AnswerSpec, tag="vote", frozen=True):
    """Blind votes. ``auto``: votes by the number of items (see ``budget_for``)."""

    target: Literal["themes", "ideas", "picked"]
    votes_per_person: int | Literal["auto"]
    max_per_item: int
    """0 means the limit of the preset."""
    top_k: int
    runoff: RunoffSpec
    preset: Preset = "dots"

    def settings(self, labels: Labels) -> Plain:
        return {name: value for name, value in to_plain(self).items() if name != "type"}


class CrowdAnswer(AnswerSpec, tag="crowd", frozen=True):
    """25/10 Crowd Sourcing: each phone scores some of the raised ideas of others; ``top_k`` go on."""

    top_k: int = 3

    def settings(self, labels: Labels) -> Plain:
        return {"target": "picked", "preset": "stars", "top_k": self.top_k}


class OneTwoFourAnswer(AnswerSpec, tag="onetwofour", frozen=True):
    """1-2-4-All: one idea from each group of four.

    ``phases``: minutes alone, in pairs, in fours and all together.
    """

    max_chars: int = 200
    recommended_chars: int = 140
    phases: tuple[int, int, int, int] = (1, 2, 4, 5)
    tags: str = ""

    def settings(self, labels: Labels) -> Plain:
        return {
            "max_chars": self.max_chars,
            "recommended_chars": self.recommended_chars,
            "max_per_person": 1,
            "phases": list(self.phases),
            "tags": labels.tag_set(self.tags),
        }


class RateAnswer(AnswerSpec, tag="rate", frozen=True):
    """Two scales of three points for each of the best items."""

    target: str
    top_n: int
    gain: str
    effort: str

    def settings(self, labels: Labels) -> Plain:
        return {
            "target": self.target,
            "top_n": self.top_n,
            "gain": labels.points(self.gain),
            "effort": labels.points(self.effort),
        }


class CommitAnswer(AnswerSpec, tag="commit", frozen=True):
    """One's own promise; ``sizes`` names the set of tags for its size."""

    max_chars: int
    sizes: str
    share_default: bool = False
    """Read in older files and without effect: the box for sharing is never ticked beforehand."""

    def settings(self, labels: Labels) -> Plain:
        return {
            "max_chars": self.max_chars,
            "sizes": labels.tag_set(self.sizes),
        }


class ActionAnswer(AnswerSpec, tag="action", frozen=True):
    """Shared actions, or one common checklist. ``fields`` are fields of ``store.records.Action``."""

    most: int
    fields: tuple[str, ...]
    required: tuple[str, ...]
    checklist: bool = False
    max_chars: int = 200

    def settings(self, labels: Labels) -> Plain:
        return {name: value for name, value in to_plain(self).items() if name != "type"}


MOST_REVIEWED = 30
"""Most actions of one follow-up, new ones included; a workshop cannot review more."""


class ReviewAnswer(AnswerSpec, tag="review", frozen=True):
    """What became of the actions of an earlier workshop."""

    states: tuple[str, ...]
    fields: tuple[str, ...]

    def settings(self, labels: Labels) -> Plain:
        return {"states": list(self.states), "fields": list(self.fields), "most": MOST_REVIEWED}


class OptionSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """One option of a choice, or one row of a grid."""

    id: str
    label: Translations


class ChoiceAnswer(AnswerSpec, tag="choice", frozen=True):
    """``min`` to ``max`` of the options, which are listed here or are the tags named by ``options_from``."""

    min: int
    max: int
    options: tuple[OptionSpec, ...] = ()
    options_from: str = ""
    allow_other: bool = False
    """People may also write something that is not on the list."""
    shuffle: bool = False
    """Each phone lists the options in an order of its own."""

    def settings(self, labels: Labels) -> Plain:
        return {
            "options": option_list(self.options, self.options_from, labels),
            "min": self.min,
            "max": self.max,
            "allow_other": self.allow_other,
            "shuffle": self.shuffle,
        }


class GridAnswer(AnswerSpec, tag="grid", frozen=True):
    """One scale for several rows, which are listed here or are the tags named by ``rows_from``.

    ``importance``: a second scale for the same rows. ``importance_from``: instead, an earlier choice among them.
    """

    scale: str
    rows: tuple[OptionSpec, ...] = ()
    rows_from: str = ""
    importance: str = ""
    importance_from: str = ""
    allow_na: bool = False
    na_label: Translations = {}

    def settings(self, labels: Labels) -> Plain:
        return {
            "rows": option_list(self.rows, self.rows_from, labels),
            "labels": labels.points(self.scale),
            "importance": labels.points(self.importance) if self.importance else [],
            "importance_from": self.importance_from,
            "allow_na": self.allow_na,
            "na_label": dict(self.na_label),
        }


def option_list(options: tuple[OptionSpec, ...], tags: str, labels: Labels) -> list[Plain]:
    """The options themselves, or the tags of that name as options."""
    if options:
        return [to_plain(option) for option in options]
    return [{"id": tag.id, "label": dict(tag.label)} for tag in labels.tags[tags]]


AnyAnswer: TypeAlias = (
    NoAnswer
    | ScaleAnswer
    | TextAnswer
    | PickAnswer
    | GroupAnswer
    | VoteAnswer
    | RateAnswer
    | CommitAnswer
    | ActionAnswer
    | ReviewAnswer
    | ChoiceAnswer
    | GridAnswer
    | CrowdAnswer
    | OneTwoFourAnswer
)


def allowed_words(answer: str, name: str) -> tuple[str, ...]:
    """The words that a field of this type of answer accepts; empty for a field that takes other values."""
    for kind in get_args(AnyAnswer):
        for each in fields(kind) if kind.__struct_config__.tag == answer else ():
            if each.name == name and get_origin(each.type) is Literal:
                return tuple(map(str, get_args(each.type)))
    return ()
