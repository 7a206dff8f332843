"""The verbs that make join slips and switch them on and off.

Both are refused while a vote is open, since some people would then have voted under other conditions.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.verbs.flow import event
from facilitator.rules.voting.rounds import BALLOTS
from facilitator.rules.voting.slips import slip_of
from store.records import Slip, replace

MOST = 500
"""Slips made at once."""
MOST_OF_ALL = 2000
"""Slips in one session."""


class Switched(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on": bool}``"""

    on: bool


def slips(here: Here, wanted: Switched) -> Act:
    """Require a slip for votes, or open them to all. Slips that were handed out or used keep their state.

    Raises ``RuleBroken`` while a vote is open, and when no slip has been made.
    """
    if wanted.on == here.session.slips:
        return Act()
    _not_voting(here)
    if wanted.on and not here.book.tables.slips:
        raise RuleBroken("slips_none", 409)
    return Act(put=(replace(here.session, slips=wanted.on),), undo="slips") + event(here, "slips")


def allowed(here: Here, number: int) -> None:
    """Raise ``RuleBroken`` if this number of slips cannot be made now."""
    if here.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if not 1 <= number <= MOST or len(here.book.tables.slips) + number > MOST_OF_ALL:
        raise RuleBroken("slips_number", n=MOST)
    if not here.session.slips:
        _not_voting(here)


def made(here: Here, codes: Sequence[str], void: bool) -> Act:
    """Make slips with these codes and switch slips on. ``void``: unused older slips become invalid.

    Undo switches slips off again if this has switched them on; the slips stay valid, since they are printed. Raises
    ``RuleBroken``.
    """
    allowed(here, len(codes))
    # Sorted by their hashes, so that the file does not show where a slip was on the printed sheet.
    new = sorted((slip_of(here.session, code) for code in codes), key=lambda slip: slip.id)
    fresh = tuple(slip for slip in new if here.book.get(Slip, slip.id) is None)
    old = tuple(slip for slip in here.book.tables.slips.values() if not slip.spent) if void else ()
    switched = () if here.session.slips else (replace(here.session, slips=True),)
    return Act(put=(*fresh, *switched), remove=old, undo="slips") + event(here, "slips")


def _not_voting(here: Here) -> None:
    step = here.book.step(here.session.step)
    if step is not None and step.kind in BALLOTS and step.state == "open":
        raise RuleBroken("slips_vote_open", 409)
