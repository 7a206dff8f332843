"""Sample bodies of the kinds ``crowd`` (25/10) and ``onetwofour`` (1-2-4-All). Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from facilitator.rules.publish import kind_facts
from facilitator.view import Body, CrowdBody, OneTwoFourBody, PublicStep, VoteItem, Words
from screens.stage.sample_words import NAMES, TAGS, TEXTS

_SUMS = ((23, 5), (21, 5), (21, 5), (14, 4), (12, 3), (9, 5))
"""Each idea's sum of points and number of scores."""

_FACES: Mapping[str, tuple[Words, Words]] = {
    "crowd": (
        {"fi": "25/10", "sv": "25/10", "en": "25/10"},
        {
            "fi": "Mikä olisi rohkein hyvä teko?",
            "sv": "Vilken vore den modigaste goda handlingen?",
            "en": "Which would be the boldest good deed?",
        },
    ),
    "onetwofour": (
        {"fi": "Yksin, kaksin, neljästään", "sv": "Ensam, två, fyra", "en": "One, two, four"},
        {
            "fi": "Mitä voisimme lopettaa tekemästä?",
            "sv": "Vad kunde vi sluta göra?",
            "en": "What could we stop doing?",
        },
    ),
}


def crowd(revealed: bool = False) -> CrowdBody:
    """Return six ideas scored by 31 of 40 people; two ideas tie, two have fewer than five scores."""
    sums = [total for total, _ in _SUMS]
    items = tuple(
        VoteItem(
            id=f"v{n}",
            label={"fi": NAMES[n][0]},
            lang="fi",
            ideas=1,
            votes=total if revealed else None,
            rank=1 + sum(other > total for other in sums) if revealed else None,
            rank_to=sum(other >= total for other in sums) if revealed else None,
            voters=scores if revealed else None,
        )
        for n, (total, scores) in enumerate(_SUMS)
    )
    total = sum(sums) if revealed else None
    return CrowdBody(
        items=items,
        budget=25,
        max_per_item=5,
        voters=31,
        total=total,
        cut=3 if revealed else 0,
        preset="stars",
        top=3,
        cards=5,
    )


def groups(phase: Literal["alone", "pairs", "fours", "all"]) -> OneTwoFourBody:
    """Return a 1-2-4-All in this phase; the last one has the ideas of nine groups."""
    names = ("alone", "pairs", "fours", "all")
    every = phase == "all"
    sent = 9 if every else 3 if phase == "fours" else 0
    return OneTwoFourBody(
        count=sent,
        writers=sent,
        tags=TAGS,
        max_per_person=1,
        texts=TEXTS if every else (),
        pages=2 if every else 3,
        page=0 if every else names.index(phase),
        phase=phase,
        minutes=(1, 2, 4, 5),
    )


def bodies(now: float) -> Mapping[str, tuple[Body, str, str, float]]:
    """Return name of the sample -> body, state of the step, next action, end of the clock (0 = off)."""
    return {
        "crowd-ready": (crowd(), "ready", "open", 0.0),
        "crowd-open": (crowd(), "open", "close", now + 372),
        "crowd-closed": (crowd(), "closed", "reveal", 0.0),
        "crowd-revealed": (crowd(True), "revealed", "step", 0.0),
        "onetwofour-ready": (groups("alone"), "ready", "open", 0.0),
        "onetwofour-alone": (groups("alone"), "open", "page", now + 42),
        "onetwofour-pairs": (groups("pairs"), "open", "page", now + 100),
        "onetwofour-fours": (groups("fours"), "open", "close", now + 220),
        "onetwofour-closed": (groups("fours"), "closed", "reveal", 0.0),
        "onetwofour-revealed": (groups("all"), "revealed", "page", now + 290),
    }


def face(body: Body, state: str) -> PublicStep:
    """Return the step of a body in this state."""
    kind = body.kind
    title, question = _FACES[kind]
    return PublicStep(
        id="now",
        kind=kind,
        state=state,
        number=6,
        of=13,
        title=title,
        question=question,
        help={},
        placeholder={},
        minutes=12,
        round=1,
        **kind_facts(kind),
    )
