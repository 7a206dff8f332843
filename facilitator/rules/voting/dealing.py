"""Deals ideas like cards: to each seat a few that are not its own, to each idea as even a number of seats as can be.

The same hands come of the same input, so they need not be kept. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CARDS = 5
"""Most cards of one seat, and most seats for one card."""


def deal(items: Sequence[str], authors: Sequence[str], seats: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Seat -> the items it is dealt, at most ``CARDS``. ``authors[i]`` wrote ``items[i]``; empty for nobody here.

    As around a table: cards lie before those who wrote them, and turn by turn everybody takes the next one on. With
    one idea each, everybody has five and every idea is had by five. Nobody has a second card before everybody has had
    a first one, as far as there are cards that are not their own.
    """
    place = {seat: number for number, seat in enumerate(seats)}
    order = sorted(range(len(items)), key=lambda card: place.get(authors[card], len(seats)))
    owners = [authors[card] for card in order]
    begins = _begins(owners, seats)
    hands: dict[str, list[int]] = {seat: [] for seat in seats}
    given = [0] * len(items)
    for turn in range(CARDS):
        for seat in seats:
            card = _card(seat, hands[seat], owners, given, begins[seat] + turn, turn)
            if card is not None:
                hands[seat].append(card)
                given[card] += 1
    return {seat: tuple(items[order[card]] for card in hand) for seat, hand in hands.items()}


def _begins(owners: Sequence[str], seats: Sequence[str]) -> dict[str, int]:
    """Seat -> the card after its own; those without a card begin where their place at the table is."""
    found = {owner: card + 1 for card, owner in enumerate(owners)}
    return {seat: found.get(seat, number * len(owners) // len(seats)) for number, seat in enumerate(seats)}


def _card(
    seat: str, hand: Sequence[int], authors: Sequence[str], given: Sequence[int], at: int, turn: int
) -> int | None:
    """The next card from ``at`` on that has been given least often; None when there is none for this seat."""
    best = None
    for step in range(len(given)):
        card = (at + step) % len(given)
        if given[card] >= CARDS or card in hand or authors[card] == seat:
            continue
        if given[card] <= turn:
            return card
        if best is None or given[card] < given[best]:
            best = card
    return best
