"""Opens session files for everything above the store: one whose state is impossible is refused, with the reason.

The refusal is a ``StoreError("impossible")`` with ``file`` and ``reason``: of the family of damaged files, and with the
same way on, a copy of what is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitator.i18n.messages import Message
from facilitator.rules.core.ids import new_id
from facilitator.rules.invariants import Flaw, flaws
from store.errors import StoreError
from store.records import Change
from store.sessions import Kept, open_session

IMPOSSIBLE = "impossible"
"""Code of the refusal."""

PASSES = 12
"""Mending one thing can bring another to light; more often than this it never ends."""


def open_sound(path: Path, *, read_only: bool = False) -> Kept:
    """Like ``open_session``, and refuses what cannot be. Raises ``StoreError``; the file is not touched then."""

    def check(kept: Kept) -> None:
        found = next(flaws(kept, new_id), None)
        if found is not None:
            raise refusal(path, found)

    return open_session(path, read_only=read_only, check=check)


def refusal(path: Path, flaw: Flaw) -> StoreError:
    """What is said of a file with this flaw."""
    return StoreError(IMPOSSIBLE, file=path.name, reason=reason(flaw))


def reason(flaw: Flaw) -> Message:
    """The flaw in words, in whatever language they are said."""
    return Message(f"impossible.{flaw.code}", {"title": flaw.where})


def mend(path: Path, make_id: Callable[[], str] = new_id) -> list[Flaw]:
    """Make a session file possible: what was mended, or left out. Raises ``StoreError``.

    For a copy only: the file that a person has is never changed.
    """
    mended: list[Flaw] = []
    with open_session(path) as kept:
        for _ in range(PASSES):
            found = list(_apart(list(flaws(kept, make_id))))
            if not found:
                break
            kept.commit(
                Change(
                    put=tuple(record for flaw in found for record in flaw.put),
                    remove=tuple(record for flaw in found for record in flaw.remove),
                )
            ).result()
            mended += found
        if mended and (left := tuple(kept.history.values())):
            # What could be undone was of other records.
            kept.commit(Change(remove=left)).result()
        if mended:
            kept.checkpoint(forget=True)
        still = next(flaws(kept, make_id), None)
    if still is not None:
        raise refusal(path, still)
    return mended


def _apart(found: list[Flaw]) -> list[Flaw]:
    """Those that touch no record twice: the others are looked at again once these are mended."""
    touched: set[tuple[type, str]] = set()
    apart = []
    for flaw in found:
        records = {(type(record), record.id) for record in (*flaw.put, *flaw.remove)}
        if not records & touched:
            touched |= records
            apart.append(flaw)
    return apart
