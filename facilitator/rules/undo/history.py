"""Undo and redo of the facilitator's commands. Nothing that a participant wrote is ever undone with them.

Each command is stored as a ``HistoryEntry`` in the session (table ``history``), in the same change as its effect. So
undo works after a restart, and a command that could not be saved leaves no entry. Consecutive commands that only look
back or turn pages are merged into one entry.
"""

from __future__ import annotations

import dataclasses

from msgspec import Struct, structs

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.policy.source_ideas import are_themes_frozen
from facilitator.rules.undo.edits import differences, reverse_edits
from facilitator.rules.undo.rewind import RewindResult, rewind
from facilitator.rules.verbs.flow import LOOK_LABEL, log_event, receipts_without_versions
from store.records import HistoryEntry, RecordEdit, Session, replace

DEPTH = 100
"""Number of commands that can be undone."""

UNRECORDED = frozenset({"focus"})
"""Undo labels that are not recorded, because the command only moves a cursor."""


def history_entries(index: RecordIndex, undone: bool) -> list[HistoryEntry]:
    """The entries that can be undone (``undone`` False) or redone (True), oldest first."""
    found = [past for past in index.tables.history.values() if past.undone is undone]
    return sorted(found, key=lambda past: past.number)


def label(index: RecordIndex, verb: str) -> str:
    """Label of the command that ``undo`` or ``redo`` would affect next; empty when there is none."""
    past = _next_entry(index, verb)
    return past.label if past else ""


def record_history(context: Context, outcome: Outcome, label: str) -> Outcome:
    """The outcome together with its history entry. If the session closes, the whole history is removed instead."""
    if _closes_session(context, outcome):
        return outcome + clear_history(context.index)
    edits = differences(context.index, outcome)
    if label in UNRECORDED or not edits:
        return outcome
    done, again = history_entries(context.index, undone=False), history_entries(context.index, undone=True)
    if label == LOOK_LABEL:
        if again:
            return outcome  # a new entry would discard the commands that can be redone; looking back must not
        if done and done[-1].label == LOOK_LABEL and len(done[-1].edits) == len(edits) == 1:
            return outcome + Outcome(put=(replace(done[-1], edits=_merge_edits(done[-1].edits, edits)),))
    # A new command invalidates everything that could be redone, and pushes out the oldest entry at the depth limit.
    past = HistoryEntry(id=context.new_id(), number=done[-1].number + 1 if done else 1, label=label, edits=edits)
    too_old = done[: max(0, len(done) + 1 - DEPTH)]
    return outcome + Outcome(put=(past,), remove=(*again, *too_old))


class AnyArguments(Struct, frozen=True):
    """The arguments of a verb that takes none and ignores whatever it is given."""


def undo(context: Context, _: AnyArguments) -> Outcome:
    """Undo the last command. See ``undo_or_redo``."""
    return undo_or_redo(context, "undo")


def redo(context: Context, _: AnyArguments) -> Outcome:
    """Redo the command that was undone last. See ``undo_or_redo``."""
    return undo_or_redo(context, "redo")


def undo_or_redo(context: Context, verb: str) -> Outcome:
    """Undo or redo (``verb``) one command. The reply has its label as ``what`` and, if any, a code as ``note``.

    Raises ``RuleBroken`` (409): nothing_to_undo, nothing_to_redo, themes_frozen, undo_lost.
    """
    past = _next_entry(context.index, verb)
    if past is None:
        raise RuleBroken(f"nothing_to_{verb}", 409)
    if are_themes_frozen(context) and any(_changes_ballot_items(edit) for edit in past.edits):
        raise RuleBroken("themes_frozen", 409)
    wound = rewind(context, reverse_edits(past.edits) if verb == "undo" else past.edits)
    edits = differences(context.index, wound.act)
    reply = {"what": past.label, **({"note": _note(past, wound, verb)} if _note(past, wound, verb) else {})}
    act = dataclasses.replace(wound.act, reply=reply) + log_event(context, verb)
    if _closes_session(context, act):
        return act + Outcome(put=tuple(receipts_without_versions(context))) + clear_history(context.index)
    if not edits:
        # Participants' answers prevent every part of it, so there is nothing that the opposite could restore.
        return act + Outcome(remove=(past,))
    # Store what this changed now, which may be less than the command changed then: the opposite must restore this.
    edits = reverse_edits(edits) if verb == "undo" else edits
    return act + Outcome(put=(replace(past, undone=verb == "undo", edits=edits),))


def _next_entry(index: RecordIndex, verb: str) -> HistoryEntry | None:
    if verb == "undo":
        return next(reversed(history_entries(index, undone=False)), None)
    return next(iter(history_entries(index, undone=True)), None)


def _note(past: HistoryEntry, result: RewindResult, verb: str) -> str:
    if result.note:
        return result.note
    if verb == "undo" and past.label == "reveal":
        return "seen"
    return ""


def _changes_ballot_items(edit: RecordEdit) -> bool:
    """Whether the edit changes what people vote on: a theme, or the theme of an idea."""
    placing = edit.table == "ideas" and "theme" in {**(edit.before or {}), **(edit.after or {})}
    return placing or edit.table == "themes"


def _merge_edits(first: tuple[RecordEdit, ...], then: tuple[RecordEdit, ...]) -> tuple[RecordEdit, ...]:
    """Merge two look-back edits of the session: the oldest ``before`` and the newest ``after`` of each field."""
    ((old,), (new,)) = (first, then)
    before = {**(new.before or {}), **(old.before or {})}
    after = {**(old.after or {}), **(new.after or {})}
    return (structs.replace(new, before=before, after=after),)


def _closes_session(context: Context, outcome: Outcome) -> bool:
    after = (record.state for record in outcome.put if isinstance(record, Session))
    return context.session.state != "closed" and "closed" in after


def clear_history(index: RecordIndex) -> Outcome:
    """Remove the whole history, also from the disk: a closed session keeps only what the room agreed on.

    Undo starts with an empty history if the session is reopened.
    """
    gone = tuple(index.tables.history.values())
    return Outcome(remove=gone, forget=bool(gone))
