"""Creates the session record and the steps of a new workshop from a template."""

from __future__ import annotations

import itertools
import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from facilitator.act import human
from facilitator.templates import Template, steps_of, template
from facilitator.words import LANGUAGES
from store.chance import lot
from store.records import Language, Session, Step

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Characters of an id: no pair that is easily confused when read (0/o, 1/l/i)."""

LENGTH = 10
IDS = len(ALPHABET) ** LENGTH
"""Number of possible ids."""

_PAIRS = tuple(map("".join, itertools.product(ALPHABET, repeat=2)))

TITLE_LIMIT = 120


def new_id() -> str:
    """A random id of ten characters (about 50 bits)."""
    # Two characters per division: half the big-number arithmetic of one character at a time.
    rest, found = lot(IDS), ""
    for _ in range(LENGTH // 2):
        rest, pair = divmod(rest, len(_PAIRS))
        found += _PAIRS[pair]
    return found


def draft(
    chosen: str | Template,
    minutes: int | None = None,
    title: str | None = None,
    language: Language = "fi",
    today: date | None = None,
    make_id: Callable[[], str] = new_id,
    chance: random.Random | None = None,
    given: Sequence[str] = (),
) -> tuple[Session, list[Step]]:
    """Session and steps of a new workshop.

    ``chosen``: the id of a ready template, or a template. ``minutes``: one of its lengths; None for the usual one.
    ``given``: the user's own names where the template asks for names. ``today``, ``make_id`` and ``rng`` are for tests.
    Raises ``RuleBroken`` for an unknown template or length, or a bad title.
    """
    ready = template(chosen) if isinstance(chosen, str) else chosen
    steps = steps_of(ready, minutes, given=given, language=language)
    own: Mapping[str, str] = ready.title if title is None else {language: human(title, TITLE_LIMIT)}
    pick = chance or random.SystemRandom()
    session = Session(
        id=make_id(),
        title={code: own[code] for code in LANGUAGES if code in own},
        template=ready.id,
        language=language,
        stage_language=language,
        minutes=sum(step.minutes for step in steps),
        code=f"{pick.randrange(1000, 10000)}",
        seat_key=secrets.token_hex(32),
        created=(today or date.today()).isoformat(),
    )
    return session, steps
