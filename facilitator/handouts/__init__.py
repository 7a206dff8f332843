"""What is printed before the day: a poster for the wall, cards for the tables.

Both have code, address and three languages. The Wi-Fi's password is never on them: files are copied and left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facilitator.handouts.facts import Facts
from facilitator.handouts.pages import cards_page, poster_page
from facilitator.handouts.pictures import card_picture, poster_picture

__all__ = ["HANDOUTS", "Facts", "handouts"]

HANDOUTS: Mapping[str, Callable[[Facts], bytes]] = {
    "poster.html": poster_page,
    "poster.png": poster_picture,
    "table-cards.html": cards_page,
    "table-card.png": card_picture,
}
"""File name -> what makes it."""


def handouts(facts: Facts) -> dict[str, bytes]:
    """All of them."""
    return {name: make(facts) for name, make in HANDOUTS.items()}
