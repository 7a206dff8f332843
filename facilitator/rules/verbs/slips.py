"""The verbs that make join slips and switch them on and off.

Both are refused while a vote is open, since some people would then have voted under other conditions.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.flow import log_event
from facilitator.rules.voting.slips import slip_of
from store.records import Slip, replace

MOST_AT_ONCE = 500
"""Slips made at once."""
MOST_IN_ALL = 2000
"""Slips in one session."""


class SlipsArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on": bool}``"""

    on: bool


def set_slips(context: Context, arguments: SlipsArguments) -> Outcome:
    """Require a slip for votes, or open them to all. Slips that were handed out or used keep their state.

    Raises ``RuleBroken`` while a vote is open, and when no slip has been made.
    """
    if arguments.on == context.session.slips:
        return Outcome()
    _require_no_open_vote(context)
    if arguments.on and not context.index.tables.slips:
        raise RuleBroken("slips_none", 409)
    return Outcome(put=(replace(context.session, slips=arguments.on),), undo="slips") + log_event(context, "slips")


def require_slips_possible(context: Context, number: int) -> None:
    """Raise ``RuleBroken`` if this number of slips cannot be made now."""
    if context.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if not 1 <= number <= MOST_AT_ONCE or len(context.index.tables.slips) + number > MOST_IN_ALL:
        raise RuleBroken("slips_number", n=MOST_AT_ONCE)
    if not context.session.slips:
        _require_no_open_vote(context)


def make_slips(context: Context, codes: Sequence[str], void: bool) -> Outcome:
    """Make slips with these codes and switch slips on. ``void``: unused older slips become invalid.

    Undo switches slips off again if this has switched them on; the slips stay valid, since they are printed. Raises
    ``RuleBroken``.
    """
    require_slips_possible(context, len(codes))
    # Sorted by their hashes, so that the file does not show where a slip was on the printed sheet.
    new = sorted((slip_of(context.session, code) for code in codes), key=lambda slip: slip.id)
    fresh = tuple(slip for slip in new if context.index.get(Slip, slip.id) is None)
    old = tuple(slip for slip in context.index.tables.slips.values() if not slip.spent) if void else ()
    switched = () if context.session.slips else (replace(context.session, slips=True),)
    return Outcome(put=(*fresh, *switched), remove=old, undo="slips") + log_event(context, "slips")


def _require_no_open_vote(context: Context) -> None:
    step = context.index.step(context.session.step)
    if step is not None and kind_named(step.kind).has_ballots and step.state == "open":
        raise RuleBroken("slips_vote_open", 409)
