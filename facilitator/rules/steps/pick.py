"""``pick``: each person raises one or more of their own ideas to the shared list; the other ideas are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct, field

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, clean_text
from facilitator.rules.core.parsing import AcceptedAnswer, not_own_error, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import (
    MOST_NUMBER,
    AnswerSpec,
    LabelNames,
    Labels,
    NumberRange,
    Plain,
    Reference,
    Settings,
)
from facilitator.rules.policy.moderated_texts import worked_on_ideas
from facilitator.rules.policy.moderation import apply_moderation
from facilitator.rules.policy.source_ideas import require_unvoted
from facilitator.rules.steps.kind import ASKING_STATES, Kind, is_revealed, page_of, public_text
from facilitator.rules.steps.text import own_idea
from facilitator.view import Body, ModeratedText, PickBody, Tag, Text
from facilitator.view.mine import MyIdea, SeatView
from store.records import Idea, replace


class PickSettings(Struct, frozen=True):
    """``source`` is the id of the text step whose ideas are picked from."""

    source: str = field(name="from")
    quota: int = 1
    allow_edit: bool = True
    max_chars: int = 200
    tags: tuple[Tag, ...] = ()


class PickMessage(Struct, frozen=True):
    """``{"answer": id of one's own idea, "text"?: its edited wording}``"""

    answer: str
    text: str | None = None


class PickAnswer(AnswerSpec, tag="pick", frozen=True):
    """Each person or table raises some of its own texts of the step ``source`` to the shared list."""

    source: str = field(name="from")
    per_person: int = 0
    per_table: int = 0
    allow_edit: bool = True

    defaults: ClassVar[Mapping[str, Any]] = {"per_person": 1}

    @classmethod
    def with_defaults(cls, given: Plain) -> Plain:
        found = super().with_defaults(given)
        if "per_table" in given:
            # A quota per table replaces the default quota per person.
            found.pop("per_person")
        return found

    def settings(self, labels: Labels) -> Plain:
        return {
            "from": self.source,
            "quota": self.per_table or self.per_person,
            "per_table": bool(self.per_table),
            "allow_edit": self.allow_edit,
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        quota = {"per_table" if settings.get("per_table") else "per_person": settings.get("quota", 1)}
        return {"from": settings.get("from", ""), **quota, "allow_edit": settings.get("allow_edit", True)}

    def linked_settings(self, ids: Mapping[str, str], source: Callable[[str], Settings]) -> Plain:
        written = source(self.source)
        return {"from": ids[self.source], "tags": written["tags"], "max_chars": written["max_chars"]}

    @property
    def tags_of_step(self) -> str:
        return self.source

    def references(self) -> Iterator[Reference]:
        yield Reference("from", self.source, "ideas")

    def number_ranges(self) -> Iterator[NumberRange]:
        if not self.per_table:
            yield NumberRange(("per_person",), 1, MOST_NUMBER)


class PickKind(Kind):
    """With a quota of one, raising another idea replaces the one that was raised."""

    name = "pick"
    answer_type = PickAnswer
    body_type = PickBody
    provides = frozenset(("picked",))
    raises_ideas = True
    takes_paper_ideas = True
    pane = "texts"
    settings_type = PickSettings
    path = ASKING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, answer = step_settings(context.step, PickSettings), parse_answer(message, PickMessage)
        mine = context.index.records_of_seat(Idea, settings.source, seat)
        idea = next((idea for idea in mine if idea.id == answer.answer), None)
        if idea is None:
            raise not_own_error(context, Idea, answer.answer)
        raised = [other for other in mine if other.raised and other.id != idea.id]
        down: tuple[Idea, ...] = ()
        if len(raised) >= settings.quota:
            if settings.quota > 1:
                raise RuleBroken("raised_enough", 409, n=settings.quota)
            down = tuple(replace(other, raised=False) for other in raised)
        if answer.text is not None and settings.allow_edit:
            source, text = (
                context.index.step(settings.source) or context.step,
                clean_text(answer.text, settings.max_chars),
            )
            if text != idea.text:
                idea = apply_moderation(
                    context.with_step(source), idea, replace(require_unvoted(context, idea), text=text)
                )
        return AcceptedAnswer(Outcome(put=(*down, replace(idea, raised=True))), idea.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        for idea in context.index.records_of_seat(Idea, step_settings(context.step, PickSettings).source, seat):
            if idea.id == answer:
                if not idea.raised:
                    raise RuleBroken("answer_gone", 404)
                return Outcome(put=(replace(idea, raised=False),))
        raise not_own_error(context, Idea, answer)

    def answered_count(self, context: Context) -> int:
        source = step_settings(context.step, PickSettings).source
        ideas = context.index.records_in(Idea, source)
        return context.index.cached_value(
            ("pickers", source), (Idea,), lambda: len({idea.seat for idea in ideas if idea.raised and idea.seat})
        )

    def body(self, context: Context) -> PickBody:
        settings = step_settings(context.step, PickSettings)
        shown = self._raised_texts(context)
        texts, page, pages = page_of(shown if is_revealed(context.step) else [], context.session.page)
        return PickBody(
            raised=len(shown),
            pickers=self.answered_count(context),
            quota=settings.quota,
            tags=settings.tags,
            max_chars=settings.max_chars,
            texts=texts,
            page=page,
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        return page_of(self._raised_texts(context), 0)[2]

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        return worked_on_ideas(context)

    def page_is_full(self, body: Body, ideas: Collection[MyIdea], typed: Mapping[str, str], editing: bool) -> bool:
        return bool(typed) and typed.get("answer") not in [idea.id for idea in ideas]

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        source = step_settings(context.step, PickSettings).source
        return {"ideas": tuple(own_idea(idea) for idea in context.index.records_of_seat(Idea, source, seat))}

    def _raised_texts(self, context: Context) -> list[Text]:
        source = step_settings(context.step, PickSettings).source

        def collect() -> list[Text]:
            ideas = (idea for idea in context.index.records_in(Idea, source) if idea.raised and not idea.hidden)
            return [public_text(idea) for idea in sorted(ideas, key=lambda idea: idea.id)]

        return context.index.cached_value(("raised", source), (Idea,), collect)

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, PickBody):
            return
        left = body.quota - sum(idea.raised for idea in mine.ideas)
        free = [idea.id for idea in mine.ideas if not idea.raised]
        for idea in person.chance.sample(free, min(max(left, 0), len(free))):
            yield SimulatedAnswer(person.thinking_time(6, 60), {"answer": idea})


KIND = PickKind()
