"""Checks that a template can be run from beginning to end: languages, ids, minutes, and references between steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.steps import kinds
from facilitator.templates.answers import (
    AnswerSpec,
    ChoiceAnswer,
    CommitAnswer,
    GridAnswer,
    GroupAnswer,
    NoAnswer,
    OneTwoFourAnswer,
    PickAnswer,
    RateAnswer,
    ScaleAnswer,
    TextAnswer,
    VoteAnswer,
    to_plain,
)
from facilitator.templates.defaults import ANSWER_TYPES, TRANSLATED_FIELDS
from facilitator.templates.errors import Key, Raw, location, parse_pointer, template_error
from facilitator.templates.ranges import MOST_NUMBER, PHONES, PROJECTOR, number_at, number_ranges, word_lists
from facilitator.templates.source import StepSource, Template

SCALE_POINTS = 5
"""Points of a scale: the same everywhere, so that results can be compared (docs/domain.md 3.4)."""
RATE_POINTS = 3
"""Points of the two scales of ``rate``."""
MOST_STEPS = 60
MOST_OPTIONS = 30
MOST_MINUTES = 480

NEEDED_KINDS: Mapping[str, tuple[str, ...]] = {
    "themes": ("group",),
    "picked": ("pick",),
    "ideas": ("text", "onetwofour"),
    "top_themes": ("vote", "crowd", "group"),
    "written": ("text", "onetwofour"),
}
"""Subject of a vote or a rating -> the kinds of step of which one has to come before it."""


def check_template(raw: Raw, found: Template, file: str) -> None:
    """Raise ``RuleBroken`` for the first error in the template, with its file, step and field."""
    _TemplateCheck(raw, found, file).run()


class _TemplateCheck:
    """The checks of one template. ``raw`` is the data it was made from, to name the places of errors."""

    def __init__(self, raw: Raw, found: Template, file: str) -> None:
        self._raw, self._found, self._file, self._labels = raw, found, file, found.labels

    def run(self) -> None:
        """Run all checks, from the simplest on."""
        steps = self._found.steps
        if not steps:
            self._fail("lacks", ["steps"])
        if len(steps) > MOST_STEPS:
            self._fail("many", ["steps"], n=MOST_STEPS)
        self._ids()
        self._texts(self._raw, [])
        self._numbers(self._raw, [])
        self._minutes()
        for index, step in enumerate(steps):
            path: list[Key] = ["steps", index]
            self._visibility(path, step)
            self._answer([*path, "answer"], step, step.answer)
            for length, other in step.by_length.items():
                if other.answer is not None:
                    self._answer([*path, "by_length", str(length), "answer"], step, other.answer)
        for length in self._found.lengths:
            self._references(length)
        if self._found.asks is not None and self._found.asks.tags not in self._found.tags:
            self._fail("no_tags", ["asks", "tags"], id=self._found.asks.tags)

    def _fail(self, code: str, path: Sequence[Key], **fields: object) -> None:
        raise template_error(code, self._file, location(self._raw, path), **fields)

    # --- ids, texts, numbers ----------------------------------------------------------------------------------

    def _ids(self) -> None:
        self._unique_ids([step.id for step in self._found.steps], ["steps"])
        for index, step in enumerate(self._found.steps):
            answer = step.answer
            for name in ("options", "rows"):
                among = getattr(answer, name, ())
                if len(among) > MOST_OPTIONS:
                    self._fail("many", ["steps", index, "answer", name], n=MOST_OPTIONS)
                self._unique_ids([each.id for each in among], ["steps", index, "answer", name])
        for name, tags in self._found.tags.items():
            if not 1 <= len(tags) <= MOST_OPTIONS:
                self._fail("many", ["tags", name], n=MOST_OPTIONS)
            self._unique_ids([tag.id for tag in tags], ["tags", name])

    def _unique_ids(self, ids: Sequence[str], path: list[Key]) -> None:
        seen: set[str] = set()
        for index, each in enumerate(ids):
            if not each or len(each) > 40 or not each.isascii() or not each.replace("-", "").replace("_", "").isalnum():
                self._fail("id", [*path, index, "id"], id=each[:40])
            if each in seen:
                self._fail("twice", [*path, index, "id"], id=each)
            seen.add(each)

    def _texts(self, value: Any, path: list[Key]) -> None:
        """Every text is written in all of the template's languages, or in none where it may be empty."""
        for where, words in translated_texts(value, path):
            for code, text in words.items():
                if code not in LANGUAGES:
                    self._fail("language", [*where, code], known=", ".join(LANGUAGES))
                if not isinstance(text, str):
                    self._fail("type", [*where, code])
            must = where[-1] in ("title", "question", "label") or "scales" in where
            for code in self._found.languages:
                if not words.get(code) and (must or any(words.values())):
                    self._fail("words", [*where, code])

    def _numbers(self, value: Any, path: list[Key]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                self._numbers(inner, [*path, key])
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self._numbers(inner, [*path, index])
        elif isinstance(value, int) and not isinstance(value, bool):
            most = MOST_MINUTES if path[-1] == "minutes" or path[-2:-1] == ["minutes"] else MOST_NUMBER
            if not 0 <= value <= most:
                self._fail("number", path, least=0, most=most)

    def _minutes(self) -> None:
        lengths = self._found.lengths
        if not lengths or len(lengths) > 6:
            self._fail("many", ["lengths"], n=6)
        if self._found.default_length not in lengths:
            self._fail("length", ["default_length"], lengths=", ".join(map(str, lengths)))
        for index, step in enumerate(self._found.steps):
            named = [*step.by_length, *(step.minutes if isinstance(step.minutes, Mapping) else ())]
            for length in named:
                if length not in lengths:
                    self._fail("length", ["steps", index, "minutes"], lengths=", ".join(map(str, lengths)))
        for length in lengths:
            total = sum(step.minutes_at(length) or 0 for step in self._found.steps)
            if total != length:
                self._fail("minutes", ["lengths"], sum=total, length=length)

    # --- what steps name --------------------------------------------------------------------------------------

    def _visibility(self, path: list[Key], step: StepSource) -> None:
        for field, words in (("projector", PROJECTOR), ("phones", PHONES)):
            if getattr(step.visibility, field) not in words:
                self._fail("word", [*path, "visibility", field], known=", ".join(words))

    def _answer(self, path: list[Key], step: StepSource, answer: AnswerSpec) -> None:
        """Check an answer, including that the kind of step can read the settings made from it."""
        if type(answer) is not type(step.answer):
            self._fail("answer", [*path, "type"], kind=step.kind, type=ANSWER_TYPES[step.kind])
        self._label_names(path, answer)
        for field, least, most in number_ranges(answer):
            if not least <= number_at(answer, field) <= most:
                self._fail("number", [*path, *field], least=least, most=most)
        for name, given, known in word_lists(answer):
            if not given or not set(given) <= set(known):
                self._fail("word", [*path, name], known=", ".join(known))
        settings = {**answer.settings(self._labels), "visibility": to_plain(step.visibility)}
        try:
            # The settings are converted here as a running session would, so that no template fails only then.
            msgspec.convert(settings, kinds()[step.kind].settings_type)
        except msgspec.ValidationError as bad:
            _, _, pointer = str(bad).partition(" - at `$")
            raise template_error(
                "value", self._file, location(self._raw, [*path, *parse_pointer(pointer.rstrip("`"))])
            ) from bad

    def _label_names(self, path: list[Key], answer: AnswerSpec) -> None:
        for field, name, points in scales_of(answer):
            if name not in self._labels.scales:
                self._fail("no_scale", [*path, field], id=name, known=", ".join(sorted(self._labels.scales)))
            if len(self._labels.scales[name]) != points:
                self._fail("points", [*path, field], id=name, n=points)
        for field, name in tags_of(answer):
            if name and name not in self._labels.tags:
                self._fail("no_tags", [*path, field], id=name)
        if isinstance(answer, ChoiceAnswer | GridAnswer):
            self._options(path, answer)

    def _options(self, path: list[Key], answer: ChoiceAnswer | GridAnswer) -> None:
        field = "options" if isinstance(answer, ChoiceAnswer) else "rows"
        own: Sequence[object] = getattr(answer, field)
        named = str(getattr(answer, f"{field}_from"))
        if not own and not named:
            self._fail("lacks", [*path, field])
        among = len(own) or len(self._labels.tags[named])
        if isinstance(answer, ChoiceAnswer) and not 1 <= answer.min <= answer.max <= among + answer.allow_other:
            self._fail("number", [*path, "max"], least=max(1, answer.min), most=among + answer.allow_other)

    def _references(self, length: int) -> None:
        """In a workshop of this length, every step that another one refers to comes before it."""
        before: dict[str, StepSource] = {}
        for index, source in enumerate(self._found.steps):
            if source.minutes_at(length) is None:
                continue
            step = source.for_length(length)
            for field, target in targets(step.answer):
                other = before.get(target)
                if other is None or other.kind not in TARGET_KINDS[field]:
                    self._fail(
                        "no_step", ["steps", index, "answer", field], id=target, kinds="/".join(TARGET_KINDS[field])
                    )
            kinds = {other.kind for other in before.values()}
            if (about := subject_of(step)) and not kinds & set(NEEDED_KINDS[about[1]]):
                field, target = about
                self._fail(
                    "nothing", ["steps", index, "answer", field], id=target, kinds="/".join(NEEDED_KINDS[target])
                )
            if step.kind in ("group", "crowd") and not kinds & set(NEEDED_KINDS["written"]):
                self._fail("nothing", ["steps", index, "kind"], id=step.kind, kinds="/".join(NEEDED_KINDS["written"]))
            before[step.id] = step


TARGET_KINDS: Mapping[str, tuple[str, ...]] = {
    "from": ("text", "onetwofour"),
    "compare_with": ("scale",),
    "importance_from": ("choice",),
}
"""Field of an answer that refers to an earlier step -> the kinds of step it may refer to."""


def targets(answer: AnswerSpec) -> Iterator[tuple[str, str]]:
    """Fields of an answer that refer to an earlier step, and the ids they hold."""
    if isinstance(answer, PickAnswer):
        yield "from", answer.source
    if isinstance(answer, ScaleAnswer) and answer.compare_with:
        yield "compare_with", answer.compare_with
    if isinstance(answer, GridAnswer) and answer.importance_from:
        yield "importance_from", answer.importance_from


def subject_of(step: StepSource) -> tuple[str, str] | None:
    """Field and value of the subject of a step, one of ``NEEDED_KINDS``; None for a step without one."""
    answer = step.answer
    if isinstance(answer, VoteAnswer):
        return "target", answer.target
    if isinstance(answer, RateAnswer):
        return "target", answer.target if answer.target in NEEDED_KINDS else "top_themes"
    if isinstance(answer, TextAnswer) and answer.target_from:
        return "target_from", "top_themes"
    return None


def scales_of(answer: AnswerSpec) -> Iterator[tuple[str, str, int]]:
    """Fields of an answer that name a scale, the names, and how many points each must have."""
    if isinstance(answer, ScaleAnswer | GridAnswer):
        yield "scale", answer.scale, SCALE_POINTS
    if isinstance(answer, GridAnswer) and answer.importance:
        yield "importance", answer.importance, SCALE_POINTS
    if isinstance(answer, RateAnswer):
        yield "gain", answer.gain, RATE_POINTS
        yield "effort", answer.effort, RATE_POINTS


def tags_of(answer: AnswerSpec) -> Iterator[tuple[str, str]]:
    """Fields of an answer that name a set of tags, and the names; empty for no tags."""
    if isinstance(answer, NoAnswer | TextAnswer | GroupAnswer | OneTwoFourAnswer):
        yield "tags", answer.tags
    if isinstance(answer, CommitAnswer):
        yield "sizes", answer.sizes
    if isinstance(answer, ChoiceAnswer):
        yield "options_from", answer.options_from
    if isinstance(answer, GridAnswer):
        yield "rows_from", answer.rows_from


def translated_texts(value: Any, path: list[Key]) -> Iterator[tuple[list[Key], Mapping[str, Any]]]:
    """All texts by language anywhere in ``value``, with their places."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from translated_texts(inner, [*path, index])
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        here: list[Key] = [*path, name]
        if isinstance(inner, dict) and (name in TRANSLATED_FIELDS or name in ("hint", "na_label")):
            yield here, inner
        elif path == ["scales"] and isinstance(inner, list):
            for index, point in enumerate(inner):
                if isinstance(point, dict):
                    yield [*here, index], point
        else:
            yield from translated_texts(inner, here)
