"""Taking back and doing again the facilitator's acts, so that nothing a participant wrote is ever undone with them.

The acts are kept in the session itself (table ``history``), in the same change as what they did: so undo goes on
after a restart, and an act that could not be saved is not remembered. Looking around is one act however long it takes.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.policy.source_ideas import are_themes_frozen
from facilitator.rules.undo.edits import differences, reverse_edits
from facilitator.rules.undo.rewind import RewindResult, rewind
from facilitator.rules.verbs.flow import LOOK_LABEL, log_event, receipts_without_versions
from store.records import HistoryEntry, RecordEdit, Session

DEPTH = 100
"""How many acts can be taken back."""

UNRECORDED = frozenset({"focus"})
"""Acts that only move a cursor."""


def history_entries(index: RecordIndex, undone: bool) -> list[HistoryEntry]:
    """The acts that can be undone, or those that can be redone, oldest first."""
    found = [past for past in index.tables.history.values() if past.undone is undone]
    return sorted(found, key=lambda past: past.number)


def label(index: RecordIndex, verb: str) -> str:
    """Label of the act that ``undo`` or ``redo`` would wind; empty when there is none."""
    past = _next_entry(index, verb)
    return past.label if past else ""


def record_history(context: Context, act: Outcome, label: str) -> Outcome:
    """The act, and what undo has to know of it. A session that closes takes all of that with it."""
    if _closes_session(context, act):
        return act + clear_history(context.index)
    edits = differences(context.index, act)
    if label in UNRECORDED or not edits:
        return act
    done, again = history_entries(context.index, undone=False), history_entries(context.index, undone=True)
    if label == LOOK_LABEL:
        if again:
            return act  # looking around must not cost what can still be done again
        if done and done[-1].label == LOOK_LABEL and len(done[-1].edits) == len(edits) == 1:
            return act + Outcome(put=(replace(done[-1], edits=_merge_edits(done[-1].edits, edits)),))
    past = HistoryEntry(id=context.new_id(), number=done[-1].number + 1 if done else 1, label=label, edits=edits)
    too_old = done[: max(0, len(done) + 1 - DEPTH)]
    return act + Outcome(put=(past,), remove=(*again, *too_old))


def undo_or_redo(context: Context, verb: str) -> Outcome:
    """Undo or redo one act. The reply says ``what`` and, if there is more to say, ``note``. Raises ``RuleBroken``."""
    past = _next_entry(context.index, verb)
    if past is None:
        raise RuleBroken(f"nothing_to_{verb}", 409)
    if are_themes_frozen(context) and any(_changes_ballot_items(edit) for edit in past.edits):
        raise RuleBroken("themes_frozen", 409)
    wound = rewind(context, reverse_edits(past.edits) if verb == "undo" else past.edits)
    edits = differences(context.index, wound.act)
    reply = {"what": past.label, **({"note": _note(past, wound, verb)} if _note(past, wound, verb) else {})}
    act = replace(wound.act, reply=reply) + log_event(context, verb)
    if _closes_session(context, act):
        return act + Outcome(put=tuple(receipts_without_versions(context))) + clear_history(context.index)
    if not edits:
        return act + Outcome(remove=(past,))  # participants have the last word: there is nothing to do again either
    # As it was just now, and not as it was then: doing it again must bring back exactly this.
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
    """Whether it changes what people vote on."""
    placing = edit.table == "ideas" and "theme" in {**(edit.before or {}), **(edit.after or {})}
    return placing or edit.table == "themes"


def _merge_edits(first: tuple[RecordEdit, ...], then: tuple[RecordEdit, ...]) -> tuple[RecordEdit, ...]:
    """Two acts of looking around as one: only fields of the session."""
    ((old,), (new,)) = (first, then)
    before = {**(new.before or {}), **(old.before or {})}
    after = {**(old.after or {}), **(new.after or {})}
    return (structs.replace(new, before=before, after=after),)


def _closes_session(context: Context, act: Outcome) -> bool:
    after = (record.state for record in act.put if isinstance(record, Session))
    return context.session.state != "closed" and "closed" in after


def clear_history(index: RecordIndex) -> Outcome:
    """Nothing to undo any more: a closed session holds only what the room agreed on. Reopening starts afresh."""
    gone = tuple(index.tables.history.values())
    return Outcome(remove=gone, forget=bool(gone))
