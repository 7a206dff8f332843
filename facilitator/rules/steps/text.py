"""``text``: short open answers, hidden from other participants until the reveal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human
from facilitator.rules.core.parsing import Taken, asked, frame, own, settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.item_names import name_of
from facilitator.rules.policy.moderation import as_written, waits
from facilitator.rules.policy.source_ideas import unvoted
from facilitator.rules.steps.kind import ASKING, COLLECTING, Kind, as_text, page_of, result_shown
from facilitator.rules.steps.vote import latest_standing
from facilitator.view import Ideas, Tag, Text
from facilitator.view.mine import MyIdea, MyLine
from store.records import Idea, Step, StepState, replace


class Visibility(Struct, frozen=True):
    """``projector`` is ``after_reveal`` in a step whose texts are revealed as part of the run of show."""

    projector: str = "after_reveal"


class Settings(Struct, frozen=True):
    """Limits in characters and in ideas per person (0 = no limit), and the tags that a writer may choose from."""

    max_chars: int = 200
    recommended_chars: int = 140
    min_chars: int = 1
    max_per_person: int = 0
    tags: tuple[Tag, ...] = ()
    target_from: str = ""
    """``top_themes``: the tags are the themes that the latest vote put first."""
    multiline: bool = False
    visibility: Visibility = Visibility()


TARGETS = 3
"""How many of the best items a text can be about."""


class Frame(Struct, frozen=True):
    """``targets``: ids of the items that were best when the step opened."""

    targets: tuple[str, ...] = ()


class Message(Struct, frozen=True):
    """``{"text", "tag"?, "replaces"?: id of one's own idea}``"""

    text: str
    tag: str | None = None
    replaces: str | None = None


class TextKind(Kind):
    """Writers can edit and remove their ideas while the step is open. The facilitator never edits a wording."""

    name = "text"
    shape = Settings
    path = ASKING

    def states(self, step: Step) -> tuple[StepState, ...]:
        """With a reveal only where the template shows the texts; the verb ``reveal`` works in any case."""
        return ASKING if settings(step, Settings).visibility.projector == "after_reveal" else COLLECTING

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("targets") or settings(here.step, Settings).target_from != "top_themes":
            return here.step.frame
        return {**here.step.frame, "targets": tuple(latest_standing(here)[:TARGETS])}

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        text = human(said.text, wanted.max_chars, wanted.min_chars)
        tag = said.tag or ""
        if tag and tag not in {known.id for known in tags(here.book.tables, here.step)}:
            raise RuleBroken("no_tag", 400)
        if said.replaces:
            idea = unvoted(here, own(here, Idea, seat, said.replaces))
            return Taken(Act(put=(as_written(here, idea, replace(idea, text=text, tag=tag)),)), idea.id)
        written = len(here.book.own(Idea, here.step.id, seat))
        if wanted.max_per_person and written >= wanted.max_per_person:
            raise RuleBroken("enough_ideas", n=wanted.max_per_person)
        language = here.book.tables.seats[seat].language
        idea = Idea(id=here.new_id(), step=here.step.id, seat=seat, text=text, tag=tag, lang=language)
        return Taken(Act(put=(as_written(here, None, idea),)), idea.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(unvoted(here, own(here, Idea, seat, answer)),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Idea, here.step.id)

    def body(self, here: Here) -> Ideas:
        wanted = settings(here.step, Settings)
        shown = self._shown(here) if result_shown(here.step) else ()
        texts, page, pages = page_of(shown, here.session.page)
        return Ideas(
            count=here.book.count(Idea, here.step.id),
            writers=self.answered(here),
            tags=tags(here.book.tables, here.step),
            about=bool(frame(here.step, Frame).targets),
            max_chars=wanted.max_chars,
            recommended_chars=wanted.recommended_chars,
            max_per_person=wanted.max_per_person,
            multiline=wanted.multiline,
            texts=texts,
            page=page,
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        return page_of(self._shown(here), 0)[2]

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        return {"ideas": tuple(own_idea(idea) for idea in here.book.own(Idea, here.step.id, seat))}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        return [MyLine(text=idea.text, lang=idea.lang) for idea in here.book.own(Idea, here.step.id, seat)]

    def _shown(self, here: Here) -> Sequence[Text]:
        """The texts that are not hidden, by id: ids are random, so the order is stable and hides who wrote when."""
        texts, hidden = here.book.rows(Idea, here.step.id, as_text), {idea.id for idea in here.book.hidden(Idea)}
        return [text for text in texts if text.id not in hidden] if hidden else texts


def tags(tables: Tables, step: Step) -> tuple[Tag, ...]:
    """The tags that a writer may choose from: the themes that the texts are about, or else the step's own tags."""
    named = ((target, *name_of(tables, target)) for target in frame(step, Frame).targets)
    targets = tuple(Tag(id=target, symbol="", label={lang: name}) for target, name, lang in named if lang)
    return targets or settings(step, Settings).tags


def own_idea(idea: Idea) -> MyIdea:
    """An idea as its writer sees it."""
    return MyIdea(
        id=idea.id,
        text=idea.text,
        lang=idea.lang,
        tag=idea.tag,
        raised=idea.raised,
        hidden=idea.hidden,
        waits=waits(idea),
    )


KIND = TextKind()
