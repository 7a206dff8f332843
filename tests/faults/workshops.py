"""A workshop for tests of faults: phones may write as many ideas as they like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from facilitator.drafts import draft
from store import sessions


def make_workshop(path: Path) -> None:
    """A new session of the flagship workshop, without its limit of ideas per person."""
    session, steps = draft("cx-what-can-i-do", 60)
    free = [
        replace(step, settings={**step.settings, "max_per_person": 0}) if step.kind == "text" else step
        for step in steps
    ]
    sessions.create(path, session, free)
