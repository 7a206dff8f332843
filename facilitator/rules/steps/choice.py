"""``choice``: each seat chooses one or more of the listed options and can change its choice until the step closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, optional_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import ChoiceResult
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    AnswerSpec,
    LabelNames,
    Labels,
    NumberRange,
    OptionSpec,
    Plain,
    Settings,
    copied_fields,
    list_field,
    option_list,
)
from facilitator.rules.policy.disclosure import (
    MIN_ANSWERS_FOR_COMMENTS,
    AnswerCounts,
    DisclosureSettings,
    few_phones_warning,
    seen_value,
    visible_rows,
)
from facilitator.rules.steps.kind import ASKING_STATES, Kind, answers_of, is_revealed
from facilitator.rules.steps.vote import seat_sort_key
from facilitator.view import ITEMS_PER_PAGE, Body, ChoiceBody, OptionItem, Words
from facilitator.view.mine import MyLine, SeatView
from store.records import Answer, Step, replace

OTHER_MAX = 80


class OptionSetting(Struct, frozen=True):
    """One option as the step's settings hold it."""

    id: str
    label: Words


class ChoiceSettings(Struct, frozen=True):
    """``min`` to ``max`` of ``options`` may be chosen. ``shuffle``: each phone lists them in an order of its own."""

    options: tuple[OptionSetting, ...]
    min: int = 1
    max: int = 1
    allow_other: bool = False
    shuffle: bool = False
    visibility: DisclosureSettings = DisclosureSettings()

    @property
    def threshold(self) -> int:
        """The number of answers from which on the result is shown.

        A choice is about people, and so has the disclosure threshold, only when its template sets ``min_answers``.
        """
        return self.visibility.threshold if self.visibility.min_answers else 1


class ChoiceMessage(Struct, frozen=True):
    """``{"options": [id, ...], "other"?: text}``; an answer without any option or text is removed.

    Without ``other`` the text that was written before is kept; an empty ``other`` removes it.
    """

    options: tuple[str, ...]
    other: str | None = None


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

    defaults: ClassVar[Mapping[str, Any]] = {"min": 1, "max": 1}
    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    list_field: ClassVar[str] = "options"

    def settings(self, labels: Labels) -> Plain:
        return {
            "options": option_list(self.options, self.options_from, labels),
            "min": self.min,
            "max": self.max,
            "allow_other": self.allow_other,
            "shuffle": self.shuffle,
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        on = {name: True for name in ("allow_other", "shuffle") if settings.get(name)}
        return {**copied_fields(settings, "min", "max"), **on, **list_field("options", settings, names)}

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "options_from", self.options_from

    def list_range(self, length: int) -> NumberRange | None:
        most = length + self.allow_other
        return None if 1 <= self.min <= self.max <= most else NumberRange(("max",), max(1, self.min), most)


class ChoiceKind(Kind):
    """The result is shown at the reveal; a result about people needs five answers."""

    name = "choice"
    answer_type = ChoiceAnswer
    body_type = ChoiceBody
    provides = frozenset(("options",))
    about_people = True
    has_result_to_discuss = True
    settings_type = ChoiceSettings
    path = ASKING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, said = step_settings(context.step, ChoiceSettings), parse_answer(message, ChoiceMessage)
        known = [option.id for option in settings.options]
        if not set(said.options) <= set(known):
            raise RuleBroken("no_item", 404)
        chosen = tuple(option for option in known if option in said.options)
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        answer = mine[0] if mine else Answer(id=context.new_id(), step=context.step.id, seat=seat)
        other = (
            answer.text if said.other is None else optional_text(said.other, OTHER_MAX) if settings.allow_other else ""
        )
        many = len(chosen) + bool(other)
        if many == 0:
            return AcceptedAnswer(Outcome(remove=tuple(mine)), answer.id)
        if many > settings.max:
            raise RuleBroken("options_over", n=settings.max)
        if many < settings.min:
            raise RuleBroken("options_under", n=settings.min)
        language = context.index.tables.seats[seat].language
        return AcceptedAnswer(Outcome(put=(replace(answer, options=chosen, text=other, lang=language),)), answer.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Answer, seat, answer),))

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Answer, context.step.id)

    def warning(self, context: Context) -> str:
        about_people = step_settings(context.step, ChoiceSettings).visibility.min_answers
        return few_phones_warning(context, self.answer_threshold(context)) if about_people else ""

    def answer_threshold(self, context: Context) -> int:
        return step_settings(context.step, ChoiceSettings).threshold

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        row = visible_row(context.step, list(context.index.records_in(Answer, context.step.id)))
        return (
            seen_value({"": row}) if row and step_settings(context.step, ChoiceSettings).visibility.min_answers else {}
        )

    def body(self, context: Context) -> ChoiceBody:
        settings, answers = (
            step_settings(context.step, ChoiceSettings),
            list(context.index.records_in(Answer, context.step.id)),
        )
        shown = is_revealed(context.step)
        row = visible_row(context.step, answers) if shown else None
        counts = row.counts if row else (None,) * (len(settings.options) + 1)
        options = [
            OptionItem(id=option.id, label=option.label, count=count)
            for option, count in zip(settings.options, counts, strict=False)
        ]
        if settings.shuffle:
            # Shuffled options have no order of their own, so the result lists the most chosen first.
            options.sort(key=lambda option: -(option.count or 0))
        pages = -(-len(options) // ITEMS_PER_PAGE) if row else 1
        return ChoiceBody(
            options=tuple(options),
            least=settings.min,
            most=settings.max,
            answers=row.people if row else len(answers),
            other=settings.allow_other,
            other_count=counts[-1] if settings.allow_other else None,
            fewest=settings.threshold,
            too_few=shown and row is None,
            late=max(0, len(answers) - row.people) if row else 0,
            page=min(context.session.page, pages - 1),
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        return self.body(context).pages

    def with_list(self, settings: Mapping[str, Any], field: str) -> Mapping[str, Any]:
        listed = len(settings[field])
        most = min(int(settings.get("max", 1)), listed)
        return {**settings, "max": most, "min": min(int(settings.get("min", 1)), most)}

    def fewest_to_share(self, settings: Mapping[str, Any]) -> int:
        # A choice without a minimum is about things, not about people.
        fewest = super().fewest_to_share(settings)
        return fewest if settings.get("visibility", {}).get("min_answers", 0) else 0

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        settings, answers = (
            step_settings(context.step, ChoiceSettings),
            context.index.records_of_seat(Answer, context.step.id, seat),
        )
        order = [option.id for option in settings.options]
        if settings.shuffle:
            order.sort(key=lambda option: seat_sort_key(seat, f"{context.step.id}/{option}"))
        chosen = {"options": answers[0].options, "note": answers[0].text} if answers else {}
        return {"order": tuple(order), **chosen}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        settings, lines = step_settings(context.step, ChoiceSettings), list[MyLine]()
        for answer in context.index.records_of_seat(Answer, context.step.id, seat):
            lines += [MyLine(chosen=option.label) for option in settings.options if option.id in answer.options]
            lines += [MyLine(text=answer.text, lang=answer.lang)] if answer.text else []
        return lines

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if isinstance(body, ChoiceBody) and not mine.options:
            # The first term is the same for all: preferences differ but are related.
            liking = {o.id: person.shared_chance(o.id).random() + person.chance.random() for o in body.options}
            best = sorted(liking, key=lambda option: -liking[option])
            wanted = person.chance.randint(min(body.least, body.most), body.most)
            yield SimulatedAnswer(person.thinking_time(6, 40), {"options": best[:wanted]})

    def result(self, tables: Tables, step: Step) -> ChoiceResult:
        settings, answers = step_settings(step, ChoiceSettings), answers_of(tables, step)
        row = visible_row(step, answers)
        named = tuple(answer.text for answer in answers if answer.text)
        found = list(zip((option.label for option in settings.options), row.counts if row else (), strict=False))
        if settings.shuffle:
            found.sort(key=lambda pair: -pair[1])
        return ChoiceResult(
            title=step.title,
            question=step.question,
            options=tuple(label for label, _ in found),
            counts=tuple(count for _, count in found) if row else None,
            answers=row.people if row else len(answers),
            fewest=settings.threshold,
            others=row.counts[-1] if row else 0,
            # After a reopening, a new option beside the result that everybody has seen could be traced to its writer.
            other_texts=named if row and len(answers) == row.people >= MIN_ANSWERS_FOR_COMMENTS else (),
        )


def visible_row(step: Step, answers: Collection[Answer]) -> AnswerCounts | None:
    """What may be shown of a choice's answers: the count of each option in order, then of "something else".

    None when there are too few answers. Raises ``RuleBroken`` for settings that cannot be read.
    """
    settings = step_settings(step, ChoiceSettings)
    tally = Counter(option for answer in answers for option in answer.options)
    named = sum(1 for answer in answers if answer.text)
    now = AnswerCounts(len(answers), (*(tally[option.id] for option in settings.options), named))
    if not settings.visibility.min_answers:
        return now if answers else None
    return visible_rows(step, {"": now}, max_choices=settings.max, threshold=settings.threshold).get("")


KIND = ChoiceKind()
