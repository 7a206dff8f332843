"""Dates as people type them. Pure: text and today's date in, an ISO date out."""

from __future__ import annotations

import re
from datetime import date

_FINNISH = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4})?")


def iso_day(text: str, today: date) -> str:
    """Return ``5.4.2027``, ``5.4.`` (the next such day, today included) or ``2027-04-05`` as an ISO date.

    An empty text stays empty. Raises ``ValueError`` for any other form, and for a day that no calendar has.
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
    return _next_occurrence(day, month, today).isoformat()


def _next_occurrence(day: int, month: int, today: date) -> date:
    # 29.2. may be up to eight years ahead (around 2100); a day such as 31.2. exists in no year.
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"no such day: {day}.{month}.")


def date_for_field(iso: str, language: str) -> str:
    """Return an ISO date in the form in which it is edited: ``5.4.2027``, in English unchanged. Empty stays empty."""
    if not iso or language == "en":
        return iso
    when = date.fromisoformat(iso)
    return f"{when.day}.{when.month}.{when.year}"
