"""Opens session files for the layers above the store, and refuses those that violate an invariant (``invariants``).

The refusal is ``StoreError("impossible")`` with ``file`` and ``reason``. It is offered the same remedy as a damaged
file: a repaired copy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitator.i18n.messages import NestedMessage
from facilitator.rules.core.ids import new_id
from facilitator.rules.invariants import Flaw, flaws
from facilitator.templates.new_session import with_template_facts
from store.errors import StoreError
from store.records import Change
from store.sessions import OpenSession, open_session

IMPOSSIBLE = "impossible"
"""Code of the refusal."""

MAX_PASSES = 12
"""Maximum number of repair passes. A repair can expose another flaw, but more passes mean that it does not end."""


def open_valid_session(path: Path, *, read_only: bool = False) -> OpenSession:
    """Like ``open_session``, but refuses a session with a flaw, and adds what its template says to an older file.

    Raises ``StoreError``; the file is unchanged then.
    """

    def check(store: OpenSession) -> None:
        found = next(flaws(store, new_id), None)
        if found is not None:
            raise refusal(path, found)

    return open_session(path, read_only=read_only, check=check, complete=with_template_facts)


def refusal(path: Path, flaw: Flaw) -> StoreError:
    """The error for a file that has this flaw."""
    return StoreError(IMPOSSIBLE, file=path.name, reason=reason(flaw))


def reason(flaw: Flaw) -> NestedMessage:
    """The flaw as a catalogue message, to be formatted in the language of the surrounding text."""
    return NestedMessage(f"impossible.{flaw.code}", {"title": flaw.step_title})


def repair(path: Path, make_id: Callable[[], str] = new_id) -> list[Flaw]:
    """Repair a session file; the flaws that were repaired. Raises ``StoreError`` if it cannot be opened or repaired.

    Call it on a copy only: a user's own file is never repaired in place.
    """
    mended: list[Flaw] = []
    with open_session(path) as kept:
        for _ in range(MAX_PASSES):
            found = list(_independent_flaws(list(flaws(kept, make_id))))
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
            # The undo history refers to records as they were before the repair.
            kept.commit(Change(remove=left)).result()
        if mended:
            kept.checkpoint(forget=True)
        still = next(flaws(kept, make_id), None)
    if still is not None:
        raise refusal(path, still)
    return mended


def _independent_flaws(found: list[Flaw]) -> list[Flaw]:
    """A subset of the flaws in which no two affect the same record; the next pass looks at the others again."""
    touched: set[tuple[type, str]] = set()
    apart = []
    for flaw in found:
        records = {(type(record), record.id) for record in (*flaw.put, *flaw.remove)}
        if not records & touched:
            touched |= records
            apart.append(flaw)
    return apart
