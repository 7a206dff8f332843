"""Assigns difficult roles to simulated participants: latecomer, double tapper, rude writer, dying phone. Pure."""

from __future__ import annotations

from typing import Literal

Role = Literal["", "late", "double", "rude", "dying"]

SINGLE_ROLES: dict[int, Role] = {1: "double", 2: "rude", 3: "dying"}
"""Number of a participant -> role. One of each; the numbers are low so that small rehearsals have them too."""
PHONES_PER_LATECOMER = 12
"""One participant in so many comes late; at least one."""
MIN_PHONES = 5
"""With fewer phones there are no difficult roles."""


def role_of(number: int, phones: int) -> Role:
    """The role of participant ``number`` (from 0) among ``phones``; empty for an ordinary one."""
    if phones < MIN_PHONES:
        return ""
    if number >= phones - max(1, phones // PHONES_PER_LATECOMER):
        return "late"
    return SINGLE_ROLES.get(number, "")
