"""``commit``: one promise per person, private unless its writer shares it (docs/domain.md 3.6).

The number of promises by size is fixed at the close. A promise that arrives later, in the grace period or after a
reopening, counts in the total only: with the counts beside it, its size would show in the difference. The counts change
once at least five of them differ (see ``policy.disclosure``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human, maybe
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.policy.disclosure import UNSHOWN, Row, as_seen, enough, groups, seen, visible
from facilitator.rules.policy.moderation import as_written, waits
from facilitator.rules.steps.kind import COLLECTING, Kind, as_text, page_of
from facilitator.view import Commit, Tag
from facilitator.view.mine import MyPromise
from store.records import Promise, Step, replace

WHEN_LIMIT = 60


class Settings(Struct, frozen=True):
    """``sizes``: the tags for a small and a large promise."""

    max_chars: int = 200
    sizes: tuple[Tag, ...] = ()
    share_default: bool = False


class Message(Struct, frozen=True):
    """``{"text", "when"?, "size"?, "share"}``; sending again changes the promise."""

    text: str
    share: bool = False
    when: str | None = None
    size: str | None = None


class CommitKind(Kind):
    """The stage shows the number of promises, their sizes, and the texts that are shared."""

    name = "commit"
    shape = Settings
    path = COLLECTING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        size = said.size or ""
        if size and size not in {known.id for known in wanted.sizes}:
            raise RuleBroken("no_tag", 400)
        mine = here.book.own(Promise, here.step.id, seat)
        before = mine[0] if mine else None
        promise = replace(
            before or Promise(id=here.new_id(), step=here.step.id, seat=seat),
            text=human(said.text, wanted.max_chars),
            when=maybe(said.when, WHEN_LIMIT),
            size=size,
            share=said.share,
            lang=here.book.tables.seats[seat].language,
        )
        return Taken(Act(put=(as_written(here, before, promise),)), promise.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Promise, seat, answer),))

    def told(self, here: Here) -> Mapping[str, Any]:
        row = _row(here.step, list(here.book.of(Promise, here.step.id)))
        if not row.counts:
            return {}
        earlier = seen(here.step).get("")
        if earlier is not None and enough(earlier.people):
            row = visible(here.step, {"": row})[""]
        return {**as_seen({"": row}), UNSHOWN: True}

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Promise, here.step.id)

    def body(self, here: Here) -> Commit:
        wanted = settings(here.step, Settings)
        promises = sorted(here.book.of(Promise, here.step.id), key=lambda promise: promise.id)
        shared = [as_text(promise) for promise in promises if promise.share and not promise.hidden]
        texts, page, pages = page_of(shared, here.session.page)
        told = {} if here.step.state == "open" else told_sizes(here.step, promises)
        return Commit(
            count=len(promises),
            small=told.get("small", 0),
            large=told.get("large", 0),
            sizes=wanted.sizes,
            sized=tuple(told),
            max_chars=wanted.max_chars,
            share_default=wanted.share_default,
            shared=texts,
            page=page,
            pages=pages,
        )

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        own = my_promise(here.book.own(Promise, here.step.id, seat))
        return {"promise": own} if own else {}


def told_sizes(step: Step, promises: Collection[Promise]) -> dict[str, int]:
    """Size -> how many chose it by the close, as far as it may be shown: the size of a private promise is private too.

    ``promises`` are all promises of the step. Raises ``RuleBroken`` for settings that cannot be read.
    """
    row = seen(step).get("") or _row(step, promises)
    sizes = (size.id for size in settings(step, Settings).sizes)
    return groups(row.people, {size: many for size, many in zip(sizes, row.counts, strict=False) if many})


def _row(step: Step, promises: Collection[Promise]) -> Row:
    """The promises by size, in the order of the settings; ``people`` counts all of them, with a size or without."""
    chosen = [promise.size for promise in promises]
    return Row(len(chosen), tuple(chosen.count(size.id) for size in settings(step, Settings).sizes))


def my_promise(promises: list[Promise]) -> MyPromise | None:
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
        waits=waits(mine),
    )


KIND = CommitKind()
