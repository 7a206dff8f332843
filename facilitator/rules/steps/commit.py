"""``commit``: one promise per person, private unless its writer shares it (docs/domain.md 3.6).

The number of promises by size is fixed at the close. A promise that arrives later, in the grace period or after a
reopening, counts in the total only: with the counts beside it, its size would show in the difference. The counts change
once at least five of them differ (see ``policy.disclosure``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.rules.core.context import Context, Outcome, clean_text, optional_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import (
    MOST_NUMBER,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    Plain,
    Settings,
    copied_fields,
)
from facilitator.rules.policy.disclosure import (
    UNSHOWN,
    AnswerCounts,
    disclosable_groups,
    meets_threshold,
    seen_rows,
    seen_value,
    visible_rows,
)
from facilitator.rules.policy.moderated_texts import step_promises
from facilitator.rules.policy.moderation import apply_moderation, awaits_approval
from facilitator.rules.steps.kind import COLLECTING_STATES, Kind, page_of, public_text
from facilitator.view import Body, CommitBody, ModeratedText, Tag
from facilitator.view.mine import MyPromise, SeatView
from store.records import Promise, Step, replace

WHEN_LIMIT = 60

PROMISE_TIMES = ("demo.tomorrow", "demo.next_week")
"""Catalogue keys of the times that simulated participants give for a promise."""


class CommitSettings(Struct, frozen=True):
    """``sizes``: the tags for a small and a large promise."""

    max_chars: int = 200
    sizes: tuple[Tag, ...] = ()


class CommitMessage(Struct, frozen=True):
    """``{"text", "when"?, "size"?, "share"}``; sending again changes the promise."""

    text: str
    share: bool = False
    when: str | None = None
    size: str | None = None


class CommitAnswer(AnswerSpec, tag="commit", frozen=True):
    """One's own promise; ``sizes`` names the set of tags for its size."""

    max_chars: int
    sizes: str
    share_default: bool = False
    """Read in older files and without effect: the box for sharing is never ticked beforehand."""

    defaults: ClassVar[Mapping[str, Any]] = {"max_chars": 200, "sizes": "deed_size"}
    visibility: ClassVar[Mapping[str, Any]] = {"projector": "count_plus_shared", "phones": "own_only"}
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("max_chars",): (1, MOST_NUMBER)}

    def settings(self, labels: Labels) -> Plain:
        return {
            "max_chars": self.max_chars,
            "sizes": labels.tag_set(self.sizes),
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        sizes = {"sizes": names.tag_set(settings.get("sizes", ()))}
        return {**copied_fields(settings, "max_chars"), **sizes}

    @property
    def wants_sharing(self) -> bool:
        return self.share_default

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "sizes", self.sizes


class CommitKind(Kind):
    """The stage shows the number of promises, their sizes, and the texts that are shared."""

    name = "commit"
    answer_type = CommitAnswer
    body_type = CommitBody
    home_of = "promises"
    pane = "promises"
    settings_type = CommitSettings
    path = COLLECTING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, answer = step_settings(context.step, CommitSettings), parse_answer(message, CommitMessage)
        size = answer.size or ""
        if size and size not in {known.id for known in settings.sizes}:
            raise RuleBroken("no_tag", 400)
        mine = context.index.records_of_seat(Promise, context.step.id, seat)
        before = mine[0] if mine else None
        promise = replace(
            before or Promise(id=context.new_id(), step=context.step.id, seat=seat),
            text=clean_text(answer.text, settings.max_chars),
            when=optional_text(answer.when, WHEN_LIMIT),
            size=size,
            share=answer.share,
            lang=context.index.tables.seats[seat].language,
        )
        return AcceptedAnswer(Outcome(put=(apply_moderation(context, before, promise),)), promise.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Promise, seat, answer),))

    def result_at_close(self, context: Context) -> Mapping[str, Any]:
        row = _size_row(context.step, list(context.index.records_in(Promise, context.step.id)))
        if not row.counts:
            return {}
        earlier = seen_rows(context.step).get("")
        if earlier is not None and meets_threshold(earlier.people):
            row = visible_rows(context.step, {"": row})[""]
        return {**seen_value({"": row}), UNSHOWN: True}

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Promise, context.step.id)

    def body(self, context: Context) -> CommitBody:
        settings = step_settings(context.step, CommitSettings)
        promises = sorted(context.index.records_in(Promise, context.step.id), key=lambda promise: promise.id)
        shared = [public_text(promise) for promise in promises if promise.share and not promise.hidden]
        texts, page, pages = page_of(shared, context.session.page)
        told = {} if context.step.state == "open" else visible_sizes(context.step, promises)
        return CommitBody(
            count=len(promises),
            small=told.get("small", 0),
            large=told.get("large", 0),
            sizes=settings.sizes,
            sized=tuple(told),
            max_chars=settings.max_chars,
            shared=texts,
            page=page,
            pages=pages,
        )

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        return step_promises(context)

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        own = own_promise(context.index.records_of_seat(Promise, context.step.id, seat))
        return {"promise": own} if own else {}

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, CommitBody) or mine.promise is not None:
            return
        line = person.promises(1)[0]
        fields: dict[str, Any] = {
            "text": line.text[: body.max_chars],
            "when": say(person.chance.choice(PROMISE_TIMES), person.language),
            "share": person.chance.random() < 0.3,
        }
        if line.size in {size.id for size in body.sizes}:
            fields["size"] = line.size
        yield SimulatedAnswer(person.thinking_time(15, 120), fields)


def visible_sizes(step: Step, promises: Collection[Promise]) -> dict[str, int]:
    """Size -> how many chose it by the close, as far as it may be shown: the size of a private promise is private too.

    ``promises`` are all promises of the step. Raises ``RuleBroken`` for settings that cannot be read.
    """
    row = seen_rows(step).get("") or _size_row(step, promises)
    sizes = (size.id for size in step_settings(step, CommitSettings).sizes)
    return disclosable_groups(row.people, {size: many for size, many in zip(sizes, row.counts, strict=False) if many})


def _size_row(step: Step, promises: Collection[Promise]) -> AnswerCounts:
    """The promises by size, in the order of the settings; ``people`` counts all of them, with a size or without."""
    chosen = [promise.size for promise in promises]
    return AnswerCounts(len(chosen), tuple(chosen.count(size.id) for size in step_settings(step, CommitSettings).sizes))


def own_promise(promises: list[Promise]) -> MyPromise | None:
    """The seat's own promise as its phone shows it; None when it has none."""
    if not promises:
        return None
    mine = promises[0]
    return MyPromise(
        id=mine.id,
        text=mine.text,
        when=mine.when,
        size=mine.size,
        share=mine.share,
        lang=mine.lang,
        hidden=mine.hidden and mine.share,
        waits=awaits_approval(mine),
    )


KIND = CommitKind()
