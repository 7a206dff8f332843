"""Join slips made, and switched on and off. Not while people vote: then some would have voted on other terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.verbs.flow import event
from facilitator.rules.voting.rounds import BALLOTS
from facilitator.rules.voting.slips import slip_of
from store.records import Slip

MOST = 500
"""Slips made at once."""
MOST_OF_ALL = 2000


class Switched(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on": bool}``."""

    on: bool


def slips(here: Here, wanted: Switched) -> Act:
    """Votes only with a slip, or open to all. What was given out and used stays so."""
    if wanted.on == here.session.slips:
        return Act()
    _not_voting(here)
    if wanted.on and not here.book.tables.slips:
        raise RuleBroken("slips_none", 409)
    return Act(put=(replace(here.session, slips=wanted.on),), undo="slips") + event(here, "slips")


def allowed(here: Here, number: int) -> None:
    """Raises ``RuleBroken`` if so many slips cannot be made now."""
    if here.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if not 1 <= number <= MOST or len(here.book.tables.slips) + number > MOST_OF_ALL:
        raise RuleBroken("slips_number", n=MOST)
    if not here.session.slips:
        _not_voting(here)


def made(here: Here, codes: Sequence[str], void: bool) -> Act:
    """Slips with these codes are good from now on, and slips are on. ``void``: those not used yet are good no more.

    Undo switches off what this has switched on; the slips are printed, so they stay.
    """
    allowed(here, len(codes))
    # In the order of their hashes: the file does not tell which stood where on the sheet.
    new = sorted((slip_of(here.session, code) for code in codes), key=lambda slip: slip.id)
    fresh = tuple(slip for slip in new if here.book.get(Slip, slip.id) is None)
    old = tuple(slip for slip in here.book.tables.slips.values() if not slip.spent) if void else ()
    switched = () if here.session.slips else (replace(here.session, slips=True),)
    return Act(put=(*fresh, *switched), remove=old, undo="slips") + event(here, "slips")


def _not_voting(here: Here) -> None:
    step = here.book.step(here.session.step)
    if step is not None and step.kind in BALLOTS and step.state == "open":
        raise RuleBroken("slips_vote_open", 409)
