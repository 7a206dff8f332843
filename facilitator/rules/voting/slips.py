"""Join slips for binding votes: printed codes, each valid once. Pure.

The codes exist on paper only. The session holds keyed hashes of them, each marked as spent after its use. The seat that
uses a slip is marked in the same change, without a reference to the slip. So the two are linked only by the journal,
until the vote closes and the journal is truncated, and no slip ever leads to a ballot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.keyed_hash import ID_DIGITS, keyed_hash
from facilitator.rules.core.parsing import AcceptedAnswer, parse_answer
from facilitator.rules.core.record_index import RecordIndex
from store.records import Seat, Session, Slip, Step, replace

if TYPE_CHECKING:
    import random

LETTERS = "BCDFGHJKLMNPRSTVWXZ"
"""Letters of a code.

No digits, so that the keyboard of a phone need not be switched; no vowels, so that no words appear; no Q, which is
easily taken for O.
"""

LENGTH = 8
GROUP_LENGTH = 4

TYPING_FIXES = str.maketrans({"1": "L", "2": "Z", "5": "S", "6": "G", "8": "B", "I": "L"})
"""A character that no code contains -> the letter of a code that was probably meant."""


class SlipMessage(Struct, frozen=True):
    """``{"slip": code}``, as typed on a phone."""

    slip: str


class SlipCount(NamedTuple):
    """How many slips were made, and how many of them were used."""

    made: int = 0
    used: int = 0


def new_codes(number: int, chance: random.Random) -> list[str]:
    """This many different codes of 34 bits each."""
    found: dict[str, None] = {}
    while len(found) < number:
        # A dictionary keeps the codes unique and, unlike a set, in the order in which they were drawn.
        found["".join(chance.choice(LETTERS) for _ in range(LENGTH))] = None
    return list(found)


def format_code(code: str) -> str:
    """A code as it is printed: ``BCDF GHJK``."""
    return " ".join(code[at : at + GROUP_LENGTH] for at in range(0, LENGTH, GROUP_LENGTH))


def parse_code(typed: str) -> str:
    """The code that was typed, in any case, with blanks and dashes. Raises ``RuleBroken`` for what cannot be a code."""
    # The input is cut first, so that a long message costs nothing. Case, blanks and dashes are not errors.
    code = "".join(letter for letter in typed[:100].upper() if letter.isalnum()).translate(TYPING_FIXES)
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        raise RuleBroken("slip_form", 422, example=format_code(LETTERS[:LENGTH]))
    return code


def slip_of(session: Session, code: str) -> Slip:
    """The record of a code that is not spent."""
    # The prefix separates these hashes from those of ballot ids, which are made with the same key.
    return Slip(id=keyed_hash(session.seat_key, f"slip/{code}")[:ID_DIGITS])


def slip_count(book: RecordIndex) -> SlipCount:
    """The number of slips in the session. Cached until a slip changes."""
    return book.cached_value("slips", (Slip,), lambda: count_slips(book.tables.slips))


def count_slips(slips: Mapping[str, Slip]) -> SlipCount:
    """The number of slips among these records."""
    return SlipCount(len(slips), sum(slip.spent for slip in slips.values()))


def may_vote(context: Context, seat: str) -> bool:
    """Whether the seat may vote now: slips are off, or the seat has used one."""
    record = context.index.get(Seat, seat)
    return not context.session.slips or (record is not None and record.slip)


def take_slip(context: Context, seat: str, message: Mapping[str, Any], answer: str) -> AcceptedAnswer:
    """Accept a slip from a seat; ``answer`` is the id of the ballot that it opens. Raises ``RuleBroken``.

    A seat that has used a slip gets the same reply whatever it sends: it cannot use up other slips or try out codes.
    """
    typed = parse_answer(message, SlipMessage).slip
    if not context.session.slips:
        raise RuleBroken("slips_off", 409)
    record = context.index.get(Seat, seat)
    # Checked before the code is looked up: the reply must not tell whether another code is valid.
    if record is None or record.slip:
        return AcceptedAnswer(Outcome(), answer)
    slip = context.index.get(Slip, slip_of(context.session, parse_code(typed)).id)
    if slip is None:
        raise RuleBroken("slip_unknown", 422)
    if slip.spent:
        raise RuleBroken("slip_used", 409)
    # Both records in one change: a crash cannot spend a slip without admitting its seat, or admit a seat for nothing.
    return AcceptedAnswer(Outcome(put=(replace(slip, spent=True), replace(record, slip=True))), answer)


def clear_slip_mark(context: Context) -> Outcome:
    """The change that a ballot without a slip requires: the round was then not held with slips only."""
    if context.session.slips or not context.step.frame.get("slips"):
        return Outcome()
    return Outcome(put=(replace(context.step, frame={**context.step.frame, "slips": False}),))


def round_needs_slips(session: Session, step: Step) -> bool:
    """Whether the step's current round is held with slips."""
    # A round that is not over follows the present setting; a closed one keeps what held while it was open.
    return session.slips if step.state in ("ready", "open") else bool(step.frame.get("slips"))
