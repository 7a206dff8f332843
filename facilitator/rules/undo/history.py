"""Taking back and doing again the facilitator's acts, so that nothing a participant wrote is ever undone with them.

The acts are kept in the session itself (table ``history``), in the same change as what they did: so undo goes on
after a restart, and an act that could not be saved is not remembered. Looking around is one act however long it takes.
"""

from __future__ import annotations

import dataclasses

from msgspec import structs

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.record_index import Book
from facilitator.rules.policy.source_ideas import frozen_themes
from facilitator.rules.undo.edits import differences, turned
from facilitator.rules.undo.rewind import Wound, rewound
from facilitator.rules.verbs.flow import LOOK, event, undated
from store.records import Edit, Past, Session, replace

DEPTH = 100
"""How many acts can be taken back."""

SILENT = frozenset({"focus"})
"""Acts that only move a cursor."""


def acts(book: Book, undone: bool) -> list[Past]:
    """The acts that can be undone, or those that can be redone, oldest first."""
    found = [past for past in book.tables.history.values() if past.undone is undone]
    return sorted(found, key=lambda past: past.number)


def label(book: Book, verb: str) -> str:
    """Label of the act that ``undo`` or ``redo`` would wind; empty when there is none."""
    past = _next(book, verb)
    return past.label if past else ""


def noted(here: Here, act: Act, label: str) -> Act:
    """The act, and what undo has to know of it. A session that closes takes all of that with it."""
    if _closes(here, act):
        return act + emptied(here.book)
    edits = differences(here.book, act)
    if label in SILENT or not edits:
        return act
    done, again = acts(here.book, undone=False), acts(here.book, undone=True)
    if label == LOOK:
        if again:
            return act  # looking around must not cost what can still be done again
        if done and done[-1].label == LOOK and len(done[-1].edits) == len(edits) == 1:
            return act + Act(put=(replace(done[-1], edits=_joined(done[-1].edits, edits)),))
    past = Past(id=here.new_id(), number=done[-1].number + 1 if done else 1, label=label, edits=edits)
    too_old = done[: max(0, len(done) + 1 - DEPTH)]
    return act + Act(put=(past,), remove=(*again, *too_old))


def wind(here: Here, verb: str) -> Act:
    """Undo or redo one act. The reply says ``what`` and, if there is more to say, ``note``. Raises ``RuleBroken``."""
    past = _next(here.book, verb)
    if past is None:
        raise RuleBroken(f"nothing_to_{verb}", 409)
    if frozen_themes(here) and any(_places(edit) for edit in past.edits):
        raise RuleBroken("themes_frozen", 409)
    wound = rewound(here, turned(past.edits) if verb == "undo" else past.edits)
    edits = differences(here.book, wound.act)
    reply = {"what": past.label, **({"note": _note(past, wound, verb)} if _note(past, wound, verb) else {})}
    act = dataclasses.replace(wound.act, reply=reply) + event(here, verb)
    if _closes(here, act):
        return act + Act(put=tuple(undated(here))) + emptied(here.book)
    if not edits:
        return act + Act(remove=(past,))  # participants have the last word: there is nothing to do again either
    # As it was just now, and not as it was then: doing it again must bring back exactly this.
    edits = turned(edits) if verb == "undo" else edits
    return act + Act(put=(replace(past, undone=verb == "undo", edits=edits),))


def _next(book: Book, verb: str) -> Past | None:
    if verb == "undo":
        return next(reversed(acts(book, undone=False)), None)
    return next(iter(acts(book, undone=True)), None)


def _note(past: Past, wound: Wound, verb: str) -> str:
    if wound.note:
        return wound.note
    if verb == "undo" and past.label == "reveal":
        return "seen"
    return ""


def _places(edit: Edit) -> bool:
    """Whether it changes what people vote on."""
    placing = edit.table == "ideas" and "theme" in {**(edit.before or {}), **(edit.after or {})}
    return placing or edit.table == "themes"


def _joined(first: tuple[Edit, ...], then: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Two acts of looking around as one: only fields of the session."""
    ((old,), (new,)) = (first, then)
    before = {**(new.before or {}), **(old.before or {})}
    after = {**(old.after or {}), **(new.after or {})}
    return (structs.replace(new, before=before, after=after),)


def _closes(here: Here, act: Act) -> bool:
    after = (record.state for record in act.put if isinstance(record, Session))
    return here.session.state != "closed" and "closed" in after


def emptied(book: Book) -> Act:
    """Nothing to undo any more: a closed session holds only what the room agreed on. Reopening starts afresh."""
    gone = tuple(book.tables.history.values())
    return Act(remove=gone, forget=bool(gone))
