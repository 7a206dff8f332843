"""``commit``: one promise per person, private unless its writer shares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from msgspec import Struct

from facilitator.act import Act, Here, human, maybe
from facilitator.errors import RuleBroken
from facilitator.few import groups
from facilitator.mine import MyPromise
from facilitator.moderation import as_written, waits
from facilitator.steps.kind import COLLECTING, Kind, Taken, as_text, asked, own, page_of, settings
from facilitator.view import Commit, Tag
from store.records import Promise

WHEN_LIMIT = 60


class Settings(Struct, frozen=True):
    """``sizes``: small deed, large deed."""

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
    """On the stage: how many, of what size, and the shared ones."""

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

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Promise, here.step.id)

    def body(self, here: Here) -> Commit:
        wanted = settings(here.step, Settings)
        promises = sorted(here.book.of(Promise, here.step.id), key=lambda promise: promise.id)
        shared = [as_text(promise) for promise in promises if promise.share and not promise.hidden]
        texts, page, pages = page_of(shared, here.session.page)
        told = {} if here.step.state == "open" else told_sizes(promises)
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


def told_sizes(promises: Collection[Promise]) -> dict[str, int]:
    """Size -> how many chose it, of those that may be told: most promises are private, so is their size."""
    sizes = Counter(promise.size for promise in promises if promise.size)
    return groups(len(promises), sizes)


def my_promise(promises: list[Promise]) -> MyPromise | None:
    """The seat's own promise as it sees it; None when it has none."""
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
