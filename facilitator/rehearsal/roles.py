"""What can go wrong in a room, for practising: who comes late, taps twice, is rude, or has a phone that dies. Pure."""

from __future__ import annotations

from typing import Literal

Role = Literal["", "late", "double", "rude", "dying"]

ALONE: dict[int, Role] = {1: "double", 2: "rude", 3: "dying"}
"""One of each, early enough to be there in a small rehearsal too."""
LATE_EACH = 12
"""One person in so many comes late; at least one."""
FEWEST = 5
"""With fewer phones nobody makes trouble."""


def role_of(number: int, phones: int) -> Role:
    """The part of person ``number`` (from 0) among so many phones; empty for those who just take part."""
    if phones < FEWEST:
        return ""
    if number >= phones - max(1, phones // LATE_EACH):
        return "late"
    return ALONE.get(number, "")
