"""``choice``: each seat chooses one or more of the listed options and can change its choice until the step closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, optional_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.policy.disclosure import (
    AnswerCounts,
    DisclosureSettings,
    few_phones_warning,
    seen_value,
    visible_rows,
)
from facilitator.rules.steps.kind import ASKING_STATES, Kind, is_revealed
from facilitator.rules.steps.vote import seat_sort_key
from facilitator.view import ITEMS_PER_PAGE, ChoiceBody, OptionItem, Words
from facilitator.view.mine import MyLine
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


class ChoiceKind(Kind):
    """The result is shown at the reveal; a result about people needs five answers."""

    name = "choice"
    settings_type = ChoiceSettings
    path = ASKING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        wanted, said = step_settings(context.step, ChoiceSettings), parse_answer(message, ChoiceMessage)
        known = [option.id for option in wanted.options]
        if not set(said.options) <= set(known):
            raise RuleBroken("no_item", 404)
        chosen = tuple(option for option in known if option in said.options)
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        answer = mine[0] if mine else Answer(id=context.new_id(), step=context.step.id, seat=seat)
        other = (
            answer.text if said.other is None else optional_text(said.other, OTHER_MAX) if wanted.allow_other else ""
        )
        many = len(chosen) + bool(other)
        if many == 0:
            return AcceptedAnswer(Outcome(remove=tuple(mine)), answer.id)
        if many > wanted.max:
            raise RuleBroken("options_over", n=wanted.max)
        if many < wanted.min:
            raise RuleBroken("options_under", n=wanted.min)
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
        wanted, answers = (
            step_settings(context.step, ChoiceSettings),
            list(context.index.records_in(Answer, context.step.id)),
        )
        shown = is_revealed(context.step)
        row = visible_row(context.step, answers) if shown else None
        counts = row.counts if row else (None,) * (len(wanted.options) + 1)
        options = [
            OptionItem(id=option.id, label=option.label, count=count)
            for option, count in zip(wanted.options, counts, strict=False)
        ]
        if wanted.shuffle:
            # Shuffled options have no order of their own, so the result lists the most chosen first.
            options.sort(key=lambda option: -(option.count or 0))
        pages = -(-len(options) // ITEMS_PER_PAGE) if row else 1
        return ChoiceBody(
            options=tuple(options),
            least=wanted.min,
            most=wanted.max,
            answers=row.people if row else len(answers),
            other=wanted.allow_other,
            other_count=counts[-1] if wanted.allow_other else None,
            fewest=wanted.threshold,
            too_few=shown and row is None,
            late=max(0, len(answers) - row.people) if row else 0,
            page=min(context.session.page, pages - 1),
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        return self.body(context).pages

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        wanted, answers = (
            step_settings(context.step, ChoiceSettings),
            context.index.records_of_seat(Answer, context.step.id, seat),
        )
        order = [option.id for option in wanted.options]
        if wanted.shuffle:
            order.sort(key=lambda option: seat_sort_key(seat, f"{context.step.id}/{option}"))
        chosen = {"options": answers[0].options, "note": answers[0].text} if answers else {}
        return {"order": tuple(order), **chosen}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        wanted, lines = step_settings(context.step, ChoiceSettings), list[MyLine]()
        for answer in context.index.records_of_seat(Answer, context.step.id, seat):
            lines += [MyLine(chosen=option.label) for option in wanted.options if option.id in answer.options]
            lines += [MyLine(text=answer.text, lang=answer.lang)] if answer.text else []
        return lines


def visible_row(step: Step, answers: Collection[Answer]) -> AnswerCounts | None:
    """What may be shown of a choice's answers: the count of each option in order, then of "something else".

    None when there are too few answers. Raises ``RuleBroken`` for settings that cannot be read.
    """
    wanted = step_settings(step, ChoiceSettings)
    tally = Counter(option for answer in answers for option in answer.options)
    named = sum(1 for answer in answers if answer.text)
    now = AnswerCounts(len(answers), (*(tally[option.id] for option in wanted.options), named))
    if not wanted.visibility.min_answers:
        return now if answers else None
    return visible_rows(step, {"": now}, max_choices=wanted.max, threshold=wanted.threshold).get("")


KIND = ChoiceKind()
