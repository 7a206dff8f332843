"""Checks that a template can be run from beginning to end: languages, ids, minutes, and references between steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.template_answer import MOST_NUMBER, AnswerSpec, to_plain
from facilitator.rules.steps import kinds, providers
from facilitator.templates.defaults import TRANSLATED_FIELDS
from facilitator.templates.errors import Key, Raw, location, parse_pointer, template_error
from facilitator.templates.ranges import PHONES, PROJECTOR, number_at
from facilitator.templates.source import StepSource, Template

MOST_STEPS = 60
MOST_OPTIONS = 30
MOST_MINUTES = 480


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
            self._fail("answer", [*path, "type"], kind=step.kind, type=step.answer.type_name())
        self._label_names(path, answer)
        for field, least, most in answer.number_ranges():
            if not least <= number_at(answer, field) <= most:
                self._fail("number", [*path, *field], least=least, most=most)
        for name, given, known in answer.word_lists():
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
        for field, name, points in answer.scale_names():
            if name not in self._labels.scales:
                self._fail("no_scale", [*path, field], id=name, known=", ".join(sorted(self._labels.scales)))
            if len(self._labels.scales[name]) != points:
                self._fail("points", [*path, field], id=name, n=points)
        for field, name in answer.tag_names():
            if name and name not in self._labels.tags:
                self._fail("no_tags", [*path, field], id=name)
        if answer.list_field:
            self._list(path, answer)

    def _list(self, path: list[Key], answer: AnswerSpec) -> None:
        own: Sequence[object] = getattr(answer, answer.list_field)
        named = str(getattr(answer, f"{answer.list_field}_from"))
        if not own and not named:
            self._fail("lacks", [*path, answer.list_field])
        if wrong := answer.list_range(len(own) or len(self._labels.tags[named])):
            self._fail("number", [*path, *wrong.field], least=wrong.least, most=wrong.most)

    def _references(self, length: int) -> None:
        """In a workshop of this length, every step that another one refers to comes before it."""
        before: dict[str, StepSource] = {}
        for index, source in enumerate(self._found.steps):
            if source.minutes_at(length) is None:
                continue
            step = source.for_length(length)
            for field, target, provided in step.answer.references():
                other, fitting = before.get(target), providers(provided)
                if other is None or other.kind not in fitting:
                    self._fail("no_step", ["steps", index, "answer", field], id=target, kinds="/".join(fitting))
            known = {other.kind for other in before.values()}
            for field, provided in step.answer.requirements():
                if not known & set(providers(provided)):
                    where: list[Key] = ["answer", field] if field else ["kind"]
                    missing = provided if field else step.kind
                    self._fail("nothing", ["steps", index, *where], id=missing, kinds="/".join(providers(provided)))
            before[step.id] = step


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
