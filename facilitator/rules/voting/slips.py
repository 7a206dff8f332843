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
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.keyed_hash import SHORT, keyed
from facilitator.rules.core.parsing import Taken, asked
from facilitator.rules.core.record_index import Book
from store.records import Seat, Session, Slip, Step, replace

if TYPE_CHECKING:
    import random

LETTERS = "BCDFGHJKLMNPRSTVWXZ"
"""Letters of a code.

No digits, so that the keyboard of a phone need not be switched; no vowels, so that no words appear; no Q, which is
easily taken for O.
"""

LENGTH = 8
GROUP = 4

TYPED = str.maketrans({"1": "L", "2": "Z", "5": "S", "6": "G", "8": "B", "I": "L"})
"""A character that no code contains -> the letter of a code that was probably meant."""


class Given(Struct, frozen=True):
    """``{"slip": code}``, as typed on a phone."""

    slip: str


class Count(NamedTuple):
    """How many slips were made, and how many of them were used."""

    made: int = 0
    used: int = 0


def fresh(number: int, chance: random.Random) -> list[str]:
    """This many different codes of 34 bits each."""
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(chance.choice(LETTERS) for _ in range(LENGTH))] = None
    return list(found)


def spelled(code: str) -> str:
    """A code as it is printed: ``BCDF GHJK``."""
    return " ".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """The code that was typed, in any case, with blanks and dashes. Raises ``RuleBroken`` for what cannot be a code."""
    code = "".join(letter for letter in typed[:100].upper() if letter.isalnum()).translate(TYPED)
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        raise RuleBroken("slip_form", 422, example=spelled(LETTERS[:LENGTH]))
    return code


def slip_of(session: Session, code: str) -> Slip:
    """The record of a code that is not spent."""
    return Slip(id=keyed(session.seat_key, f"slip/{code}")[:SHORT])


def count(book: Book) -> Count:
    """The number of slips in the session. Cached until a slip changes."""
    return book.made("slips", (Slip,), lambda: counted(book.tables.slips))


def counted(slips: Mapping[str, Slip]) -> Count:
    """The number of slips among these records."""
    return Count(len(slips), sum(slip.spent for slip in slips.values()))


def lets_in(here: Here, seat: str) -> bool:
    """Whether the seat may vote now: slips are off, or the seat has used one."""
    record = here.book.get(Seat, seat)
    return not here.session.slips or (record is not None and record.slip)


def given(here: Here, seat: str, message: Mapping[str, Any], answer: str) -> Taken:
    """Accept a slip from a seat; ``answer`` is the id of the ballot that it opens. Raises ``RuleBroken``.

    A seat that has used a slip gets the same reply whatever it sends: it cannot use up other slips or try out codes.
    """
    typed = asked(message, Given).slip
    if not here.session.slips:
        raise RuleBroken("slips_off", 409)
    record = here.book.get(Seat, seat)
    if record is None or record.slip:
        return Taken(Act(), answer)
    slip = here.book.get(Slip, slip_of(here.session, read(typed)).id)
    if slip is None:
        raise RuleBroken("slip_unknown", 422)
    if slip.spent:
        raise RuleBroken("slip_used", 409)
    return Taken(Act(put=(replace(slip, spent=True), replace(record, slip=True))), answer)


def unmarked(here: Here) -> Act:
    """The change that a ballot without a slip requires: the round was then not held with slips only."""
    if here.session.slips or not here.step.frame.get("slips"):
        return Act()
    return Act(put=(replace(here.step, frame={**here.step.frame, "slips": False}),))


def by_slips(session: Session, step: Step) -> bool:
    """Whether the step's current round is held with slips."""
    return session.slips if step.state in ("ready", "open") else bool(step.frame.get("slips"))
