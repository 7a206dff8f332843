"""Session files to measure on: the flagship at its ideas, and at its grouping with a wall full of them."""

from __future__ import annotations

from pathlib import Path

from facilitator.rules.core.ids import new_id
from facilitator.templates.new_session import new_session
from store.records import Change, Idea, Seat, Session, Step, Theme, replace
from store.sessions import create, open_session

EACH = 2
"""Ideas of one seat."""


def at_step(step: str) -> tuple[Session, list[Step]]:
    """The flagship as it is when ``step`` has just been opened."""
    session, steps = new_session("cx-what-can-i-do", 90)
    place = next(index for index, each in enumerate(steps) if each.id == step)
    past = [replace(each, state="done", opened=1.0, ended=2.0) for each in steps[:place]]
    now = replace(steps[place], state="open", opened=2.0)
    return replace(session, state="running", step=step, language="fi"), [*past, now, *steps[place + 1 :]]


def open_text(home: Path) -> Path:
    """Ideas are being written."""
    session, steps = at_step("ideas")
    path = home / "text.json"
    create(path, session, steps)
    return path


def grouping(home: Path, ideas: int) -> Path:
    """So many ideas without a theme, and two themes to put them in."""
    session, steps = at_step("group")
    seats = [Seat(id=new_id(), language="fi", token=f"{n:064x}") for n in range(-(-ideas // EACH))]
    written = [
        Idea(id=new_id(), step="ideas", seat=seats[n // EACH].id, text=f"Soitan ennen kirjettä {n}", raised=True)
        for n in range(ideas)
    ]
    themes = [
        Theme(id=new_id(), step="group", name=name, lang="fi", position=position)
        for position, name in enumerate(("Soitamme", "Kerromme"), 1)
    ]
    path = home / "wall.json"
    create(path, session, steps)
    with open_session(path) as kept:
        kept.commit(Change(put=(*seats, *written, *themes))).result()
    return path
