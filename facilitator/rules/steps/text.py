"""``text``: short open answers, hidden from other participants until the reveal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, clean_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_frame, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    MOST_NUMBER,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    NumberRange,
    Plain,
    Requirement,
    Settings,
    tags_field,
)
from facilitator.rules.policy.item_names import name_of
from facilitator.rules.policy.moderated_texts import step_ideas
from facilitator.rules.policy.moderation import apply_moderation, awaits_approval
from facilitator.rules.policy.source_ideas import require_unvoted
from facilitator.rules.steps.kind import ASKING_STATES, COLLECTING_STATES, Kind, is_revealed, page_of, public_text
from facilitator.rules.steps.vote import latest_ranking
from facilitator.view import Body, ModeratedText, Tag, Text, TextBody
from facilitator.view.mine import MyIdea, MyLine, SeatView
from store.records import Idea, Step, StepState, replace


class TextVisibility(Struct, frozen=True):
    """``projector`` is ``after_reveal`` in a step whose texts are revealed as part of the run of show."""

    projector: str = "after_reveal"


class TextSettings(Struct, frozen=True):
    """Limits in characters and in ideas per person (0 = no limit), and the tags that a writer may choose from."""

    max_chars: int = 200
    recommended_chars: int = 140
    min_chars: int = 1
    max_per_person: int = 0
    tags: tuple[Tag, ...] = ()
    target_from: str = ""
    """``top_themes``: the tags are the themes that the latest vote put first."""
    multiline: bool = False
    visibility: TextVisibility = TextVisibility()


MOST_TARGETS = 3
"""How many of the best items a text can be about."""


class TextFrame(Struct, frozen=True):
    """``targets``: ids of the items that were best when the step opened."""

    targets: tuple[str, ...] = ()


class TextMessage(Struct, frozen=True):
    """``{"text", "tag"?, "replaces"?: id of one's own idea}``"""

    text: str
    tag: str | None = None
    replaces: str | None = None


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

    defaults: ClassVar[Mapping[str, Any]] = {"max_chars": 200, "recommended_chars": 140, "max_per_person": 5}
    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("max_chars",): (1, MOST_NUMBER)}

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

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        about = {"target_from": settings["target_from"]} if settings.get("target_from") else {}
        return {
            **{name: settings.get(name) for name in SAVED_FIELDS if settings.get(name)},
            **about,
            **tags_field(settings, names),
        } | {"max_per_person": settings.get("max_per_person", 0)}

    def requirements(self) -> Iterator[Requirement]:
        if self.target_from:
            yield Requirement("target_from", "top_themes")

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "tags", self.tags

    def number_ranges(self) -> Iterator[NumberRange]:
        yield from super().number_ranges()
        yield NumberRange(("min_chars",), 0, self.max_chars)


SAVED_FIELDS = (
    "max_chars",
    "recommended_chars",
    "max_per_person",
    "min_chars",
    "multiline",
    "per_table",
    "approve",
    "sign_optional",
)
"""Settings that a template made from a session has as they are, unless they are empty."""


class TextKind(Kind):
    """Writers can edit and remove their ideas while the step is open. The facilitator never edits a wording."""

    name = "text"
    answer_type: ClassVar[type[AnswerSpec]] = TextAnswer
    body_type: ClassVar[type[Body]] = TextBody
    provides = frozenset(("ideas", "written"))
    collects_texts = True
    takes_paper_ideas = True
    pane = "texts"
    home_of = "ideas"
    settings_type = TextSettings
    path = ASKING_STATES

    def states(self, step: Step) -> tuple[StepState, ...]:
        """With a reveal only where the template shows the texts; the verb ``reveal`` works in any case."""
        return (
            ASKING_STATES
            if step_settings(step, TextSettings).visibility.projector == "after_reveal"
            else COLLECTING_STATES
        )

    def on_open(self, context: Context) -> Mapping[str, Any]:
        if context.step.frame.get("targets") or step_settings(context.step, TextSettings).target_from != "top_themes":
            return context.step.frame
        return {**context.step.frame, "targets": tuple(latest_ranking(context)[:MOST_TARGETS])}

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, answer = step_settings(context.step, TextSettings), parse_answer(message, TextMessage)
        text = clean_text(answer.text, settings.max_chars, settings.min_chars)
        tag = answer.tag or ""
        if tag and tag not in {known.id for known in available_tags(context.index.tables, context.step)}:
            raise RuleBroken("no_tag", 400)
        if answer.replaces:
            idea = require_unvoted(context, own_record(context, Idea, seat, answer.replaces))
            return AcceptedAnswer(
                Outcome(put=(apply_moderation(context, idea, replace(idea, text=text, tag=tag)),)), idea.id
            )
        written = len(context.index.records_of_seat(Idea, context.step.id, seat))
        if settings.max_per_person and written >= settings.max_per_person:
            raise RuleBroken("enough_ideas", n=settings.max_per_person)
        language = context.index.tables.seats[seat].language
        idea = Idea(id=context.new_id(), step=context.step.id, seat=seat, text=text, tag=tag, lang=language)
        return AcceptedAnswer(Outcome(put=(apply_moderation(context, None, idea),)), idea.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(require_unvoted(context, own_record(context, Idea, seat, answer)),))

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Idea, context.step.id)

    def body(self, context: Context) -> TextBody:
        settings = step_settings(context.step, TextSettings)
        shown = self._visible_texts(context) if is_revealed(context.step) else ()
        texts, page, pages = page_of(shown, context.session.page)
        return TextBody(
            count=context.index.count(Idea, context.step.id),
            writers=self.answered_count(context),
            tags=available_tags(context.index.tables, context.step),
            about=bool(step_frame(context.step, TextFrame).targets),
            max_chars=settings.max_chars,
            recommended_chars=settings.recommended_chars,
            max_per_person=settings.max_per_person,
            multiline=settings.multiline,
            texts=texts,
            page=page,
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        return page_of(self._visible_texts(context), 0)[2]

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        return step_ideas(context)

    def page_is_full(self, body: Body, ideas: Collection[MyIdea], typed: Mapping[str, str], editing: bool) -> bool:
        return isinstance(body, TextBody) and 0 < body.max_per_person <= len(ideas) and not editing

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        return {"ideas": tuple(own_idea(idea) for idea in context.index.records_of_seat(Idea, context.step.id, seat))}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        return [
            MyLine(text=idea.text, lang=idea.lang)
            for idea in context.index.records_of_seat(Idea, context.step.id, seat)
        ]

    def _visible_texts(self, context: Context) -> Sequence[Text]:
        """The texts that are not hidden, by id: ids are random, so the order is stable and hides who wrote when."""
        texts, hidden = (
            context.index.projection(Idea, context.step.id, public_text),
            {idea.id for idea in context.index.hidden_records(Idea)},
        )
        return [text for text in texts if text.id not in hidden] if hidden else texts

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, TextBody):
            return
        known = {tag.id for tag in body.tags}
        wanted = person.chance.choice((1, 2, 2, 3, 3, 4))
        if body.max_per_person:
            wanted = min(wanted, body.max_per_person)
        if person.is_rude:
            wanted = min(wanted, max(1, (body.max_per_person or wanted + 1) - 1))
        for line in person.ideas(wanted)[len(mine.ideas) :]:
            fields = {"text": line.text[: body.max_chars]}
            # One in four gives no tag.
            if known and person.chance.random() < 0.75:
                fields["tag"] = line.tag if line.tag in known else person.chance.choice(sorted(known))
            yield SimulatedAnswer(person.thinking_time(8, 70), fields)
        if rude := person.rude_text():
            yield SimulatedAnswer(person.thinking_time(8, 40), {"text": rude[: body.max_chars]})


def available_tags(tables: Tables, step: Step) -> tuple[Tag, ...]:
    """The tags that a writer may choose from: the themes that the texts are about, or else the step's own tags."""
    named = ((target, *name_of(tables, target)) for target in step_frame(step, TextFrame).targets)
    targets = tuple(Tag(id=target, symbol="", label={lang: name}) for target, name, lang in named if lang)
    return targets or step_settings(step, TextSettings).tags


def own_idea(idea: Idea) -> MyIdea:
    """An idea as its writer sees it."""
    return MyIdea(
        id=idea.id,
        text=idea.text,
        lang=idea.lang,
        tag=idea.tag,
        raised=idea.raised,
        hidden=idea.hidden,
        waits=awaits_approval(idea),
    )


KIND = TextKind()
