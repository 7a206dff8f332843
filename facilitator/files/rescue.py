"""Remedies for a session that cannot be opened: a rescue copy or read-only access, and the sentences about a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from facilitator.files.opening import IMPOSSIBLE, reason
from facilitator.i18n.messages import say
from facilitator.rules.core.ids import new_id
from facilitator.rules.invariants import Flaw, flaws
from store.errors import StoreError
from store.salvage import SALVAGEABLE, SalvageReport, examine
from store.sessions import open_session


@dataclass(frozen=True)
class OpeningAlternative:
    """What can be done instead of opening a session: ``copy`` its readable part, or ``read`` it while another process
    has it open."""

    how: Literal["copy", "read"]
    copy_contents: tuple[str, ...] = ()
    """What the copy would contain and lack, one sentence each."""


def opening_alternative(fault: StoreError, path: Path, language: str) -> OpeningAlternative | None:
    """The alternative when opening ``path`` failed with ``fault``; None if there is none."""
    if fault.code == "in_use":
        return OpeningAlternative("read")
    if fault.code not in SALVAGEABLE | {IMPOSSIBLE}:
        return None
    try:
        return OpeningAlternative(
            "copy",
            tuple(
                rescue_sentences(examine(path), language, repairable_flaws(path) if fault.code == IMPOSSIBLE else ())
            ),
        )
    except StoreError:
        return None


def repairable_flaws(path: Path) -> tuple[Flaw, ...]:
    """The flaws that would be repaired in a copy. Raises ``StoreError``."""
    with open_session(path, read_only=True) as kept:
        return tuple(flaws(kept, new_id))


def rescue_sentences(saved: SalvageReport, language: str, repaired: Sequence[Flaw] = ()) -> list[str]:
    """What the copy contains (first sentence), then what it lacks or has different from the original.

    ``saved``: what was read of the files. ``repaired``: the flaws that were, or would be, repaired.
    """
    kept = saved.document_counts
    held = say("rescue.made", language, n=kept["ideas"], seats=kept["seats"], promises=kept["promises"])
    missing = []
    if saved.record:
        missing.append(say("rescue.journal", language, record=saved.record, n=saved.changes_lost))
    elif saved.changes_lost:
        missing.append(say("rescue.gap", language, n=saved.changes_lost))
    if saved.documents_lost:
        missing.append(say("rescue.documents", language, n=saved.documents_lost))
    if saved.older:
        missing.append(say("rescue.older", language))
    for said in dict.fromkeys(say("rescue.mended", language, reason=reason(flaw)) for flaw in repaired):
        missing.append(said)
    return [held, *(missing or [say("rescue.whole", language)])]
