"""Undo and redo of the facilitator's commands. Nothing that a participant wrote is ever undone with them.

Each command is stored as a ``HistoryEntry`` in the session (table ``history``), in the same change as its effect. So
undo works after a restart, and a command that could not be saved leaves no entry. Consecutive commands that only look
back or turn pages are merged into one entry.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from facilitator.act import Act, Here
from facilitator.book import Book
from facilitator.errors import RuleBroken
from facilitator.material import frozen_themes
from facilitator.undo.past import differences, turned
from facilitator.undo.rewinding import Wound, rewound
from facilitator.verbs.flow import LOOK, event, undated
from store.records import Edit, Past, Session

DEPTH = 100
"""Number of commands that can be undone."""

SILENT = frozenset({"focus"})
"""Undo labels that are not recorded, because the command only moves a cursor."""


def acts(book: Book, undone: bool) -> list[Past]:
    """The entries that can be undone (``undone`` False) or redone (True), oldest first."""
    found = [past for past in book.tables.history.values() if past.undone is undone]
    return sorted(found, key=lambda past: past.number)


def label(book: Book, verb: str) -> str:
    """Label of the command that ``undo`` or ``redo`` would affect next; empty when there is none."""
    past = _next(book, verb)
    return past.label if past else ""


def noted(here: Here, act: Act, label: str) -> Act:
    """The outcome together with its history entry. If the session closes, the whole history is removed instead."""
    if _closes(here, act):
        return act + emptied(here.book)
    edits = differences(here.book, act)
    if label in SILENT or not edits:
        return act
    done, again = acts(here.book, undone=False), acts(here.book, undone=True)
    if label == LOOK:
        if again:
            return act  # a new entry would discard the commands that can be redone; looking back must not
        if done and done[-1].label == LOOK and len(done[-1].edits) == len(edits) == 1:
            return act + Act(put=(replace(done[-1], edits=_joined(done[-1].edits, edits)),))
    # A new command invalidates everything that could be redone, and pushes out the oldest entry at the depth limit.
    past = Past(id=here.new_id(), number=done[-1].number + 1 if done else 1, label=label, edits=edits)
    too_old = done[: max(0, len(done) + 1 - DEPTH)]
    return act + Act(put=(past,), remove=(*again, *too_old))


def wind(here: Here, verb: str) -> Act:
    """Undo or redo (``verb``) one command. The reply has its label as ``what`` and, if any, a code as ``note``.

    Raises ``RuleBroken`` (409): nothing_to_undo, nothing_to_redo, themes_frozen, undo_lost.
    """
    past = _next(here.book, verb)
    if past is None:
        raise RuleBroken(f"nothing_to_{verb}", 409)
    if frozen_themes(here) and any(_places(edit) for edit in past.edits):
        raise RuleBroken("themes_frozen", 409)
    wound = rewound(here, turned(past.edits) if verb == "undo" else past.edits)
    edits = differences(here.book, wound.act)
    reply = {"what": past.label, **({"note": _note(past, wound, verb)} if _note(past, wound, verb) else {})}
    act = replace(wound.act, reply=reply) + event(here, verb)
    if _closes(here, act):
        return act + Act(put=tuple(undated(here))) + emptied(here.book)
    if not edits:
        # Participants' answers prevent every part of it, so there is nothing that the opposite could restore.
        return act + Act(remove=(past,))
    # Store what this changed now, which may be less than the command changed then: the opposite must restore this.
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
    """Whether the edit changes what people vote on: a theme, or the theme of an idea."""
    placing = edit.table == "ideas" and "theme" in {**(edit.before or {}), **(edit.after or {})}
    return placing or edit.table == "themes"


def _joined(first: tuple[Edit, ...], then: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Merge two look-back edits of the session: the oldest ``before`` and the newest ``after`` of each field."""
    ((old,), (new,)) = (first, then)
    before = {**(new.before or {}), **(old.before or {})}
    after = {**(old.after or {}), **(new.after or {})}
    return (structs.replace(new, before=before, after=after),)


def _closes(here: Here, act: Act) -> bool:
    after = (record.state for record in act.put if isinstance(record, Session))
    return here.session.state != "closed" and "closed" in after


def emptied(book: Book) -> Act:
    """Remove the whole history, also from the disk: a closed session keeps only what the room agreed on.

    Undo starts with an empty history if the session is reopened.
    """
    gone = tuple(book.tables.history.values())
    return Act(remove=gone, forget=bool(gone))
