"""Dates as people type them. No widget: text and today's date in, an ISO date out."""

from __future__ import annotations

import re
from datetime import date

_FINNISH = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4})?")


def iso_day(text: str, today: date) -> str:
    """``5.4.2027``, ``5.4.`` (the next one to come) or ``2027-04-05`` as an ISO date; empty for an empty text.

    Raises ``ValueError`` for anything else, and for a day that no calendar has.
    """
    typed = text.strip()
    if not typed:
        return ""
    found = _FINNISH.fullmatch(typed)
    if found is None:
        return date.fromisoformat(typed).isoformat()
    day, month, year = (int(part) if part else 0 for part in found.groups())
    if year:
        return date(year, month, day).isoformat()
    return _next_to_come(day, month, today).isoformat()


def _next_to_come(day: int, month: int, today: date) -> date:
    # 29.2. may be up to eight years ahead; a day such as 31.2. is in no year at all.
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"no such day: {day}.{month}.")


def typed_day(iso: str, language: str) -> str:
    """An ISO date as it is put in a field for changing; empty stays empty."""
    if not iso or language == "en":
        return iso
    when = date.fromisoformat(iso)
    return f"{when.day}.{when.month}.{when.year}"
