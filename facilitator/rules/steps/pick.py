"""``pick``: each person raises one or more of their own ideas to the shared list; the other ideas are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human
from facilitator.rules.core.parsing import Taken, asked, not_own, settings
from facilitator.rules.policy.moderation import as_written
from facilitator.rules.policy.source_ideas import unvoted
from facilitator.rules.steps.kind import ASKING, Kind, as_text, page_of, result_shown
from facilitator.rules.steps.text import own_idea
from facilitator.view import Pick, Tag, Text
from store.records import Idea, replace


class Settings(Struct, frozen=True):
    """``source`` is the id of the text step whose ideas are picked from."""

    source: str = field(name="from")
    quota: int = 1
    allow_edit: bool = True
    max_chars: int = 200
    tags: tuple[Tag, ...] = ()


class Message(Struct, frozen=True):
    """``{"answer": id of one's own idea, "text"?: its edited wording}``"""

    answer: str
    text: str | None = None


class PickKind(Kind):
    """With a quota of one, raising another idea replaces the one that was raised."""

    name = "pick"
    shape = Settings
    path = ASKING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        mine = here.book.own(Idea, wanted.source, seat)
        idea = next((idea for idea in mine if idea.id == said.answer), None)
        if idea is None:
            raise not_own(here, Idea, said.answer)
        raised = [other for other in mine if other.raised and other.id != idea.id]
        down: tuple[Idea, ...] = ()
        if len(raised) >= wanted.quota:
            if wanted.quota > 1:
                raise RuleBroken("raised_enough", 409, n=wanted.quota)
            down = tuple(replace(other, raised=False) for other in raised)
        if said.text is not None and wanted.allow_edit:
            source, text = here.book.step(wanted.source) or here.step, human(said.text, wanted.max_chars)
            if text != idea.text:
                idea = as_written(here.at(source), idea, replace(unvoted(here, idea), text=text))
        return Taken(Act(put=(*down, replace(idea, raised=True))), idea.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        for idea in here.book.own(Idea, settings(here.step, Settings).source, seat):
            if idea.id == answer:
                if not idea.raised:
                    raise RuleBroken("answer_gone", 404)
                return Act(put=(replace(idea, raised=False),))
        raise not_own(here, Idea, answer)

    def answered(self, here: Here) -> int:
        source = settings(here.step, Settings).source
        ideas = here.book.of(Idea, source)
        return here.book.made(
            ("pickers", source), (Idea,), lambda: len({idea.seat for idea in ideas if idea.raised and idea.seat})
        )

    def body(self, here: Here) -> Pick:
        wanted = settings(here.step, Settings)
        shown = self._shown(here)
        texts, page, pages = page_of(shown if result_shown(here.step) else [], here.session.page)
        return Pick(
            raised=len(shown),
            pickers=self.answered(here),
            quota=wanted.quota,
            tags=wanted.tags,
            max_chars=wanted.max_chars,
            texts=texts,
            page=page,
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        return page_of(self._shown(here), 0)[2]

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        source = settings(here.step, Settings).source
        return {"ideas": tuple(own_idea(idea) for idea in here.book.own(Idea, source, seat))}

    def _shown(self, here: Here) -> list[Text]:
        source = settings(here.step, Settings).source

        def raised() -> list[Text]:
            ideas = (idea for idea in here.book.of(Idea, source) if idea.raised and not idea.hidden)
            return [as_text(idea) for idea in sorted(ideas, key=lambda idea: idea.id)]

        return here.book.made(("raised", source), (Idea,), raised)


KIND = PickKind()
