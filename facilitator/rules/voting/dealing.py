"""Deals the ideas of 25/10 Crowd Sourcing: to each seat a few ideas of others, each idea to about as many seats.

The same input gives the same deal, so a deal need not be stored. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CARDS = 5
"""The most items of one seat, and the most seats of one item."""


def deal(items: Sequence[str], authors: Sequence[str], seats: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Seat -> the items that it is dealt, at most ``CARDS``.

    ``authors[i]`` is the seat that wrote ``items[i]``, or empty.

    The items are placed around a table, in front of their authors, and in each turn every seat takes the next item that
    it may have. With one item per seat, every seat gets five and every item goes to five seats. No seat gets a second
    item before every seat has a first one, as far as there are items by others.
    """
    place = {seat: number for number, seat in enumerate(seats)}
    # The table: items in the order of their authors' seats; items without an author here come last.
    order = sorted(range(len(items)), key=lambda card: place.get(authors[card], len(seats)))
    owners = [authors[card] for card in order]
    begins = _start_cards(owners, seats)
    hands: dict[str, list[int]] = {seat: [] for seat in seats}
    given = [0] * len(items)
    # Turn by turn and not seat by seat, so that all seats share a shortage of items.
    for turn in range(CARDS):
        for seat in seats:
            card = _next_card(seat, hands[seat], owners, given, begins[seat] + turn, turn)
            if card is not None:
                hands[seat].append(card)
                given[card] += 1
    return {seat: tuple(items[order[card]] for card in hand) for seat, hand in hands.items()}


def _start_cards(owners: Sequence[str], seats: Sequence[str]) -> dict[str, int]:
    """Seat -> index of the item after its own; seats without an item start evenly spaced around the table."""
    found = {owner: card + 1 for card, owner in enumerate(owners)}
    return {seat: found.get(seat, number * len(owners) // len(seats)) for number, seat in enumerate(seats)}


def _next_card(
    seat: str, hand: Sequence[int], authors: Sequence[str], given: Sequence[int], at: int, turn: int
) -> int | None:
    """The next item from ``at`` on that was dealt least often; None when there is none for this seat."""
    best = None
    for step in range(len(given)):
        card = (at + step) % len(given)
        if given[card] >= CARDS or card in hand or authors[card] == seat:
            continue
        # Dealt no more often than the turns so far: as even as possible, so the search can stop.
        if given[card] <= turn:
            return card
        if best is None or given[card] < given[best]:
            best = card
    return best
