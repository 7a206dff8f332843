"""``choice``: each seat chooses one or more of the listed options and can change its choice until the step closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, maybe
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.policy.disclosure import Row, Visibility, as_seen, few_phones, visible
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.rules.steps.vote import seat_order
from facilitator.view import ITEMS, Option, Options, Words
from facilitator.view.mine import MyLine
from store.records import Answer, Step, replace

OTHER_MAX = 80


class Ready(Struct, frozen=True):
    """One option as the step's settings hold it."""

    id: str
    label: Words


class Settings(Struct, frozen=True):
    """``min`` to ``max`` of ``options`` may be chosen. ``shuffle``: each phone lists them in an order of its own."""

    options: tuple[Ready, ...]
    min: int = 1
    max: int = 1
    allow_other: bool = False
    shuffle: bool = False
    visibility: Visibility = Visibility()

    @property
    def fewest(self) -> int:
        """The number of answers from which on the result is shown.

        A choice is about people, and so has the disclosure threshold, only when its template sets ``min_answers``.
        """
        return self.visibility.fewest if self.visibility.min_answers else 1


class Message(Struct, frozen=True):
    """``{"options": [id, ...], "other"?: text}``; an answer without any option or text is removed.

    Without ``other`` the text that was written before is kept; an empty ``other`` removes it.
    """

    options: tuple[str, ...]
    other: str | None = None


class ChoiceKind(Kind):
    """The result is shown at the reveal; a result about people needs five answers."""

    name = "choice"
    shape = Settings
    path = ASKING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        known = [option.id for option in wanted.options]
        if not set(said.options) <= set(known):
            raise RuleBroken("no_item", 404)
        chosen = tuple(option for option in known if option in said.options)
        mine = here.book.own(Answer, here.step.id, seat)
        answer = mine[0] if mine else Answer(id=here.new_id(), step=here.step.id, seat=seat)
        other = answer.text if said.other is None else maybe(said.other, OTHER_MAX) if wanted.allow_other else ""
        many = len(chosen) + bool(other)
        if many == 0:
            return Taken(Act(remove=tuple(mine)), answer.id)
        if many > wanted.max:
            raise RuleBroken("options_over", n=wanted.max)
        if many < wanted.min:
            raise RuleBroken("options_under", n=wanted.min)
        language = here.book.tables.seats[seat].language
        return Taken(Act(put=(replace(answer, options=chosen, text=other, lang=language),)), answer.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Answer, here.step.id)

    def warning(self, here: Here) -> str:
        about_people = settings(here.step, Settings).visibility.min_answers
        return few_phones(here, self.fewest(here)) if about_people else ""

    def fewest(self, here: Here) -> int:
        return settings(here.step, Settings).fewest

    def seen(self, here: Here) -> Mapping[str, Any]:
        row = shown_row(here.step, list(here.book.of(Answer, here.step.id)))
        return as_seen({"": row}) if row and settings(here.step, Settings).visibility.min_answers else {}

    def body(self, here: Here) -> Options:
        wanted, answers = settings(here.step, Settings), list(here.book.of(Answer, here.step.id))
        shown = result_shown(here.step)
        row = shown_row(here.step, answers) if shown else None
        counts = row.counts if row else (None,) * (len(wanted.options) + 1)
        options = [
            Option(id=option.id, label=option.label, count=count)
            for option, count in zip(wanted.options, counts, strict=False)
        ]
        if wanted.shuffle:
            # Shuffled options have no order of their own, so the result lists the most chosen first.
            options.sort(key=lambda option: -(option.count or 0))
        pages = -(-len(options) // ITEMS) if row else 1
        return Options(
            options=tuple(options),
            least=wanted.min,
            most=wanted.max,
            answers=row.people if row else len(answers),
            other=wanted.allow_other,
            other_count=counts[-1] if wanted.allow_other else None,
            fewest=wanted.fewest,
            too_few=shown and row is None,
            late=max(0, len(answers) - row.people) if row else 0,
            page=min(here.session.page, pages - 1),
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        return self.body(here).pages

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        wanted, answers = settings(here.step, Settings), here.book.own(Answer, here.step.id, seat)
        order = [option.id for option in wanted.options]
        if wanted.shuffle:
            order.sort(key=lambda option: seat_order(seat, f"{here.step.id}/{option}"))
        chosen = {"options": answers[0].options, "note": answers[0].text} if answers else {}
        return {"order": tuple(order), **chosen}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        wanted, lines = settings(here.step, Settings), list[MyLine]()
        for answer in here.book.own(Answer, here.step.id, seat):
            lines += [MyLine(chosen=option.label) for option in wanted.options if option.id in answer.options]
            lines += [MyLine(text=answer.text, lang=answer.lang)] if answer.text else []
        return lines


def shown_row(step: Step, answers: Collection[Answer]) -> Row | None:
    """What may be shown of a choice's answers: the count of each option in order, then of "something else".

    None when there are too few answers. Raises ``RuleBroken`` for settings that cannot be read.
    """
    wanted = settings(step, Settings)
    tally = Counter(option for answer in answers for option in answer.options)
    named = sum(1 for answer in answers if answer.text)
    now = Row(len(answers), (*(tally[option.id] for option in wanted.options), named))
    if not wanted.visibility.min_answers:
        return now if answers else None
    return visible(step, {"": now}, most=wanted.max, fewest=wanted.fewest).get("")


KIND = ChoiceKind()
