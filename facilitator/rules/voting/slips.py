"""Join slips: printed codes that are good once, for votes that bind. Pure.

A code is on paper and in nobody's file: the session holds keyed hashes, each marked once it is spent. The seat that
spends it is marked in the same change, and nothing says which slip it was: so no slip leads to a seat for longer than
until the vote closes and the journal is cut, and none ever leads to a ballot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.keyed_hash import SHORT, keyed
from facilitator.rules.core.parsing import Taken, asked
from facilitator.rules.core.record_index import Book
from store.records import Seat, Session, Slip, Step

if TYPE_CHECKING:
    import random

LETTERS = "BCDFGHJKLMNPRSTVWXZ"
"""Letters alone, so that an old phone's keyboard need not be switched; no vowels, so that they spell no words; no I, O
or Q, which are taken for others."""

LENGTH = 8
GROUP = 4

TYPED = str.maketrans({"1": "L", "2": "Z", "5": "S", "6": "G", "8": "B", "I": "L"})
"""What is not in a code, and which of its letters was meant."""


class Given(Struct, frozen=True):
    """``{"slip": code}``, as somebody types it."""

    slip: str


class Count(NamedTuple):
    """How many slips were given out, and how many of them were used."""

    made: int = 0
    used: int = 0


def fresh(number: int, chance: random.Random) -> list[str]:
    """So many codes, all different: 34 bits each."""
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(chance.choice(LETTERS) for _ in range(LENGTH))] = None
    return list(found)


def spelled(code: str) -> str:
    """A code as it is printed: ``BCDF GHJK``."""
    return " ".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """The code that was typed, whatever its case, blanks and dashes. Raises ``RuleBroken`` for what can be none."""
    code = "".join(letter for letter in typed[:100].upper() if letter.isalnum()).translate(TYPED)
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        raise RuleBroken("slip_form", 422, example=spelled(LETTERS[:LENGTH]))
    return code


def slip_of(session: Session, code: str) -> Slip:
    """The record of a code that is not spent."""
    return Slip(id=keyed(session.seat_key, f"slip/{code}")[:SHORT])


def count(book: Book) -> Count:
    """Of the whole workshop. Counted anew only once a slip has changed."""
    return book.made("slips", (Slip,), lambda: counted(book.tables.slips))


def counted(slips: Mapping[str, Slip]) -> Count:
    """The same of any session's."""
    return Count(len(slips), sum(slip.spent for slip in slips.values()))


def lets_in(here: Here, seat: str) -> bool:
    """Whether the seat may vote as things are: slips are off, or it has given one."""
    record = here.book.get(Seat, seat)
    return not here.session.slips or (record is not None and record.slip)


def given(here: Here, seat: str, message: Mapping[str, Any], answer: str) -> Taken:
    """Take a slip from a seat; ``answer`` is the id of the ballot that it opens. Raises ``RuleBroken``.

    A seat that has given one is told so again whatever it sends: it spends no other, and cannot try codes out.
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
    """What has to happen as a ballot is taken without a slip: the round was not held with slips alone."""
    if here.session.slips or not here.step.frame.get("slips"):
        return Act()
    return Act(put=(replace(here.step, frame={**here.step.frame, "slips": False}),))


def by_slips(session: Session, step: Step) -> bool:
    """Whether the round that the step is at is held with slips."""
    return session.slips if step.state in ("ready", "open") else bool(step.frame.get("slips"))
