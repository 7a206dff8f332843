"""Sample bodies of choices, grids, talks about grids, and breaks. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.rules.publish import kind_facts
from facilitator.view import (
    Body,
    BreakBody,
    ChoiceBody,
    GridBody,
    GridRow,
    Importance,
    OptionItem,
    PublicStep,
    TalkBody,
    Words,
)
from screens.stage.sample_words import LEVELS, STEPS

BREAK_SECONDS = 900
"""Seconds until the end of the sample break."""


def _words(fi: str, sv: str, en: str) -> Words:
    return {"fi": fi, "sv": sv, "en": en}


_MOTIVES = (
    ("trust", _words("Luottamus", "Förtroende", "Trust"), 21),
    ("meaning", _words("Työn merkityksellisyys", "Ett meningsfullt arbete", "Meaningful work"), 18),
    ("respect", _words("Arvostus", "Uppskattning", "Being valued"), 17),
    ("spirit", _words("Työyhteisön henki", "Andan i arbetsgemenskapen", "Team spirit"), 12),
    ("goals", _words("Selkeät tavoitteet", "Tydliga mål", "Clear goals"), 9),
    ("growth", _words("Kehittyminen ja urapolku", "Utveckling och karriärväg", "Growth and career path"), 8),
    ("role", _words("Oma työnkuva", "Den egna arbetsbeskrivningen", "My own role"), 6),
    ("pay", _words("Palkka ja palkitseminen", "Lön och belöning", "Pay and reward"), 5),
    (
        "place",
        _words("Työympäristö ja joustot", "Arbetsmiljö och flexibilitet", "Work environment and flexibility"),
        2,
    ),
)

_WISHES = (
    # id, label, of 36 who chose, counts of how it is realised
    (
        "trust",
        _words(
            "Luottaa, on reilu ja kohtelee tasapuolisesti",
            "Visar förtroende, är rättvis och behandlar alla lika",
            "Trusts, is fair and treats people equally",
        ),
        27,
        (4, 9, 12, 9, 2),
    ),
    (
        "clarity",
        _words(
            "Kertoo tavoitteet ja odotukset selkeästi",
            "Berättar tydligt om mål och förväntningar",
            "Communicates goals and expectations clearly",
        ),
        20,
        (3, 8, 14, 9, 2),
    ),
    (
        "empathy",
        _words(
            "Kuuntelee ja asettuu toisen asemaan",
            "Lyssnar och sätter sig in i andras situation",
            "Listens and shows empathy",
        ),
        15,
        (1, 4, 10, 15, 6),
    ),
    (
        "care",
        _words("Huolehtii jaksamisesta ja hyvinvoinnista", "Värnar om ork och välbefinnande", "Looks after wellbeing"),
        10,
        (0, 3, 9, 17, 7),
    ),
)

_STOPS = (
    (_words("Haku ja rekrytointi", "Ansökan och rekrytering", "Applying and recruitment"), (1, 4, 12, 9, 4)),
    (
        _words("Ensimmäiset päivät ja perehdytys", "De första dagarna och introduktionen", "First days and induction"),
        (4, 9, 8, 7, 3),
    ),
    (_words("Arki ja työvälineet", "Vardagen och arbetsredskapen", "Daily work and tools"), (2, 6, 14, 11, 3)),
    (_words("Palaverit ja viestintä", "Möten och kommunikation", "Meetings and communication"), (5, 11, 12, 6, 2)),
    (_words("Palaute ja kehittyminen", "Respons och utveckling", "Feedback and growth"), (3, 10, 13, 7, 3)),
    (
        _words(
            "Muutokset ja paluu pitkältä vapaalta",
            "Förändringar och återkomst efter lång ledighet",
            "Changes and returning from long leave",
        ),
        (2, 5, 3, 4, 1),
    ),
    (_words("Lähtö tai eläkkeelle siirtyminen", "Avgång eller pensionering", "Leaving or retiring"), None),
)


def options(*, revealed: bool = False, page: int = 0, many: int = len(_MOTIVES)) -> ChoiceBody:
    """Return a choice of at most three options, with counts if it is ``revealed``."""
    pages = 2 if many > 7 else 1
    return ChoiceBody(
        options=tuple(
            OptionItem(id=key, label=label, count=count if revealed else None) for key, label, count in _MOTIVES[:many]
        ),
        most=3,
        answers=36,
        other=many > 7,
        other_count=3 if revealed and many > 7 else None,
        fewest=5,
        page=page,
        pages=pages if revealed else 1,
    )


def too_few_options() -> ChoiceBody:
    """Return a choice that was revealed with too few answers, three."""
    return ChoiceBody(options=options().options, most=3, answers=3, fewest=5, too_few=True)


def grid(*, revealed: bool = False) -> GridBody:
    """Return a grid of the stages of an employment; its last row has too few answers."""
    return GridBody(
        rows=tuple(
            _row(str(number), label, counts if revealed else None, few=revealed and counts is None)
            for number, (label, counts) in enumerate(_STOPS)
        ),
        labels=LEVELS,
        na=True,
        answers=None if revealed else 36,
    )


def too_few_grid() -> GridBody:
    """Return a grid that was revealed with too few answers, three."""
    return GridBody(rows=grid().rows, labels=LEVELS, answers=3, too_few=True)


def gaps(page: int = 0) -> GridBody:
    """Return a grid with gaps: what people expect of a manager against how it is realised."""
    return GridBody(
        rows=tuple(_row(key, label, counts, wish=wish) for key, label, wish, counts in _WISHES),
        labels=LEVELS,
        answers=36,
        page=page,
        pages=2,
    )


def _row(
    key: str, label: Words, counts: tuple[int, ...] | None, *, wish: int | None = None, few: bool = False
) -> GridRow:
    if counts is None:
        return GridRow(id=key, label=label, too_few=few)
    answers = sum(counts)
    mean = round(sum(point * count for point, count in enumerate(counts, 1)) / answers, 2)
    wished = Importance(place=wish / 36, answers=36, chosen=wish) if wish is not None else None
    gap = wished.place - (mean - 1) / 4 if wished else None
    return GridRow(id=key, label=label, counts=counts, answers=answers, mean=mean, importance=wished, gap=gap)


_FACES: Mapping[str, tuple[Words, Words, Words]] = {
    "choice": (
        _words("Tärkeintä minulle", "Viktigast för mig", "What matters to me"),
        _words(
            "Mitkä kolme asiaa saavat sinut antamaan parastasi?",
            "Vilka tre saker får dig att ge ditt bästa?",
            "Which three things make you give your best?",
        ),
        _words("Valitse enintään kolme.", "Välj högst tre.", "Choose at most three."),
    ),
    "grid": (
        _words("Kokemuskäyrä", "Upplevelsekurvan", "Experience curve"),
        _words("Miltä kukin pysäkki tuntui?", "Hur kändes varje hållplats?", "How did each stop feel?"),
        _words(
            "Valitse ”ei kokemusta”, jos et ole käynyt pysäkillä viime vuosina.",
            "Välj ”ingen erfarenhet” om du inte har varit vid hållplatsen de senaste åren.",
            "Choose “no experience” if you have not been at the stop in recent years.",
        ),
    ),
    "talk": (
        _words("Katsotaan yhdessä", "Vi tittar tillsammans", "Looking together"),
        _words(
            "Missä olemme hyviä, mistä haluamme puhua lisää?",
            "Vad är vi bra på, vad vill vi tala mer om?",
            "What are we good at, what do we want to talk about more?",
        ),
        {},
    ),
    "break": (_words("Tauko", "Paus", "Break"), {}, {}),
}


def sample_step(body: Body, state: str) -> PublicStep:
    """Return the step of a body in this state."""
    kind = body.kind
    title, question, help_ = _FACES[kind]
    return PublicStep(
        id="now",
        kind=kind,
        state=state,
        number=3,
        of=len(STEPS),
        title=title,
        question=question,
        help=help_,
        placeholder={},
        minutes=5,
        round=1,
        **kind_facts(kind),
    )


def bodies(now: float) -> Mapping[str, tuple[Body, str, str, float]]:
    """Return name of the sample -> body, state of the step, next action, end of the clock (0 = off)."""
    return {
        "choice-ready": (options(), "ready", "open", 0.0),
        "choice-open": (options(), "open", "close", now + 372),
        "choice-closed": (options(), "closed", "reveal", 0.0),
        "choice-revealed": (options(revealed=True, many=5), "revealed", "step", 0.0),
        "choice-pages": (options(revealed=True), "revealed", "page", 0.0),
        "choice-last": (options(revealed=True, page=1), "revealed", "step", 0.0),
        "choice-too-few": (too_few_options(), "revealed", "step", 0.0),
        "grid-ready": (grid(), "ready", "open", 0.0),
        "grid-open": (grid(), "open", "close", now + 372),
        "grid-closed": (grid(), "closed", "reveal", 0.0),
        "grid-revealed": (grid(revealed=True), "revealed", "step", 0.0),
        "grid-gaps": (gaps(), "revealed", "page", 0.0),
        "grid-counts": (gaps(1), "revealed", "step", 0.0),
        "grid-too-few": (too_few_grid(), "revealed", "step", 0.0),
        "talk-gaps": (TalkBody(grid=gaps()), "open", "step", now + 372),
        "talk-grid": (TalkBody(grid=grid(revealed=True)), "open", "step", now + 372),
        "break-open": (BreakBody(until=now + BREAK_SECONDS), "open", "step", now + BREAK_SECONDS),
        "break-over": (BreakBody(until=now - 35), "open", "step", now - 35),
        "break-plain": (BreakBody(), "open", "step", 0.0),
    }
