"""The way on from a workshop that cannot be opened, and what is said of a copy of what is whole in a damaged one."""

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
from store.salvage import HOPEFUL, Salvaged, examine
from store.sessions import open_session


@dataclass(frozen=True)
class WayOn:
    """What can be done instead of opening: ``copy`` what is whole of it, or ``read`` it while another window has it."""

    how: Literal["copy", "read"]
    holds: tuple[str, ...] = ()
    """What the copy would hold and lack, a sentence each."""


def way_on(fault: StoreError, path: Path, language: str) -> WayOn | None:
    """From this refusal to open this file; None when there is none."""
    if fault.code == "in_use":
        return WayOn("read")
    if fault.code not in HOPEFUL | {IMPOSSIBLE}:
        return None
    try:
        return WayOn("copy", tuple(sentences(examine(path), language, wrong(path) if fault.code == IMPOSSIBLE else ())))
    except StoreError:
        return None


def wrong(path: Path) -> tuple[Flaw, ...]:
    """What would be mended in the copy."""
    with open_session(path, read_only=True) as kept:
        return tuple(flaws(kept, new_id))


def sentences(saved: Salvaged, language: str, mended: Sequence[Flaw] = ()) -> list[str]:
    """What the copy holds, then what is missing from it or other than in the original."""
    kept = saved.kept
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
    for said in dict.fromkeys(say("rescue.mended", language, reason=reason(flaw)) for flaw in mended):
        missing.append(said)
    return [held, *(missing or [say("rescue.whole", language)])]
