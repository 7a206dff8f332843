"""Makes the handouts that are printed before a workshop: a poster for the wall and cards for the tables.

Both show QR code, address and instructions in three languages. They never contain the Wi-Fi password, because printed
files are copied and left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facilitator.handouts.facts import HandoutFacts
from facilitator.handouts.pages import cards_page, poster_page
from facilitator.handouts.pictures import card_picture, poster_picture

__all__ = ["HANDOUTS", "HandoutFacts", "make_handouts"]

HANDOUTS: Mapping[str, Callable[[HandoutFacts], bytes]] = {
    "poster.html": poster_page,
    "poster.png": poster_picture,
    "table-cards.html": cards_page,
    "table-card.png": card_picture,
}
"""File name -> function that makes its content."""


def make_handouts(facts: HandoutFacts) -> dict[str, bytes]:
    """All handouts: file name -> content."""
    return {name: make(facts) for name, make in HANDOUTS.items()}
