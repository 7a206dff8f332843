"""Sample bodies of a follow-up workshop: the recap and the review of shared actions. Data only."""

from __future__ import annotations

from collections import Counter

from facilitator.rules.publish import kind_facts
from facilitator.view import InfoBody, PublicAction, PublicStep, Recap, ReviewBody, ReviewItem, Text, Words

STATES = ("not_started", "in_progress", "done", "dropped", "passed_on")

TITLE = {"fi": "Toimenpide kerrallaan", "sv": "En åtgärd i taget", "en": "One action at a time"}
QUESTION = {
    "fi": "Missä mennään, mitä asiakas on huomannut, mikä on seuraava askel?",
    "sv": "Hur långt har vi kommit, vad har kunden märkt, vad är nästa steg?",
    "en": "Where are we, what has the customer noticed, what is the next step?",
}
RECAP_TITLE = {"fi": "Tämän lupasimme", "sv": "Det här lovade vi", "en": "This is what we promised"}
RECAP_QUESTION = {
    "fi": "Yhteiset toimenpiteet ja niiden tilanne.",
    "sv": "De gemensamma åtgärderna och läget för dem.",
    "en": "The shared actions and where they stand.",
}

_ACTIONS = (
    # what, owner, due, first step, state, note, what the customer notices
    ("Kerromme käsittelyajan jo ensimmäisessä viestissä", "Asiakaspalvelun vastaava", "2027-04-05", "tekstipohja",
     "done", "", "Kyselyt käsittelyajasta vähenivät"),
    ("Yksi ohje, yksi paikka", "Viestintä", "2027-04-30", "lista ohjeista", "in_progress", "", ""),
    ("Soitamme ennen kielteistä päätöstä", "Päätöstiimi", "2027-05-15", "kokeilu viikolla 12", "dropped",
     "aika ei riittänyt, kirje kirjoitettiin uudelleen", ""),
    ("Lomakkeesta pois kysymykset, joiden vastauksen tiedämme", "Lomakeryhmä", "2027-06-01", "kysymysten läpikäynti",
     "passed_on", "tietohallinnon johtoryhmälle", ""),
    ("Asiakas saa vastauksen samalta ihmiseltä loppuun asti", "Tiimien vetäjät", "2027-06-15", "sijaislista",
     "not_started", "", ""),
    ("Viikon kysymys kahvipöydässä", "Kehittämispäällikkö", "2027-04-12", "ensimmäinen kysymys", "in_progress", "", ""),
)  # fmt: skip


def _faces(count: int) -> tuple[PublicAction, ...]:
    return tuple(
        PublicAction(
            id=f"x{number}",
            number=number,
            what=what,
            owner=owner,
            due=due,
            first_step=first_step,
            lang="fi",
            status=status,
            note=note,
            notices=notices,
        )
        for number, (what, owner, due, first_step, status, note, notices) in enumerate(_ACTIONS[:count], start=1)
    )


def review(count: int = 3, page: int = 0, *, revealed: bool = False) -> ReviewBody:
    """Return a review of ``count`` actions; the first one has the counts of the phones' reports if ``revealed``."""
    said = {"not_started": 0, "in_progress": 5, "done": 7, "dropped": 0, "passed_on": 0}
    items = tuple(
        ReviewItem(
            action=face,
            before="in_progress" if face.number == len(_ACTIONS) else "not_started",
            due_before=face.due,
            reports=12 if face.number == 1 else 3,
            counts=said if revealed and face.number == 1 else None,
        )
        for face in _faces(count)
    )
    tally = Counter(item.action.status for item in items)
    listed = -(-count // 4) or 1
    return ReviewBody(
        items=items,
        states=STATES,
        tally={state: tally[state] for state in STATES},
        reporters=14 if count else 0,
        shown=revealed,
        page=page,
        pages=listed + revealed,
    )


def recap(count: int = 3) -> InfoBody:
    """Return a recap of ``count`` actions of the previous workshop."""
    shared = (Text(id="s1", text="Kun asiakas on epävarma, kysyn ensin, mikä häntä huolettaa.", lang="fi"),)
    kept = Recap(
        title={"fi": "Asiakaskokemustyöpaja"}, held="2027-03-05", actions=_faces(count), promises=34, shared=shared
    )
    return InfoBody(recap=kept, pages=-(-count // 4))


def face(state: str, *, recap: bool = False) -> PublicStep:
    """Return the step of a review, or with ``recap`` of a recap, in this state."""
    title: Words = RECAP_TITLE if recap else TITLE
    kind = "info" if recap else "review"
    return PublicStep(
        id="now",
        kind=kind,
        state=state,
        number=2 if recap else 4,
        of=8,
        title=title,
        question=RECAP_QUESTION if recap else QUESTION,
        help={},
        placeholder={},
        minutes=3 if recap else 10,
        round=1,
        **kind_facts(kind),
    )
