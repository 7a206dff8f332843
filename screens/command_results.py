"""What a command did, as one sentence: the same words at the console, over the stage and in plain mode. Pure."""

from __future__ import annotations

from facilitator.i18n.messages import has_message, say
from facilitator.ports.protocols import Reply
from facilitator.view import PublicView

SWITCHES = {
    "lock": ("live.locked", "live.unlocked"),
    "break": ("live.break", "live.break_over"),
    "tables": ("live.tables_on", "live.tables_off"),
    "moderate": ("live.moderate_on", "live.moderate_off"),
    "slips_switch": ("live.slips_on", "live.slips_off"),
}
"""Command that switches something -> the catalogue keys of what is said when it is on, and when it is off."""


def result_sentence(command_id: str, reply: Reply, view: PublicView, language: str) -> str:
    """Say what a command of one verb did, given the view after it; empty when what changed is seen anyway."""
    session = view.session
    if command_id in ("undo", "redo"):
        return _undo_sentence(command_id, reply, language)
    if command_id in SWITCHES:
        # The state after the command decides about the sentence, not the value that was asked for.
        is_on = {
            "lock": session.locked,
            "break": session.state == "break",
            "tables": session.tables,
            "moderate": session.approve,
            "slips_switch": session.slips,
        }
        on_key, off_key = SWITCHES[command_id]
        return say(on_key if is_on[command_id] else off_key, language)
    if command_id == "stage_language":
        shown = say(f"live.language.{session.stage_language}", language)
        return say("live.stage_language", language, shown=shown)
    return say(f"live.{command_id}", language) if has_message(f"live.{command_id}") else ""


def _undo_sentence(verb: str, reply: Reply, language: str) -> str:
    """Say what undo or redo (``verb``) did: which command it was, and what of it cannot be taken back."""
    label, note = f"undo.{reply.get('what', '')}", f"undo.note.{reply.get('note', '')}"
    # A command without a name in the catalogue is reported without it rather than not at all.
    what = say(label, language) if has_message(label) else ""
    if has_message(note):
        key = "live.undone_note" if verb == "undo" else "live.redone_note"
        return say(key, language, what=what, note=say(note, language))
    return say(f"live.{verb}", language, what=what)
