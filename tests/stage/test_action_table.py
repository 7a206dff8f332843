"""The table of shared actions where it does not fit: one row says how many are left out, and it is true."""

from __future__ import annotations

import re

import pytest

from facilitator.view import PublicAction
from screens.canvas import Canvas
from screens.stage.action_table import draw_action_table
from screens.stage.context import StageContext
from screens.stage.samples import samples

MORE = re.compile(r"ja (\d+) (?:muu|muuta) puhelimessa")
COLUMNS = 76


def actions(many: int) -> list[PublicAction]:
    """So many actions, each with an owner, a date and a first step."""
    return [
        PublicAction(
            id=f"a{n}",
            number=n,
            what=f"Sovittu asia {n}",
            owner="Maija",
            due="2027-03-05",
            first_step="Kutsu koolle",
            lang="fi",
        )
        for n in range(1, many + 1)
    ]


@pytest.mark.parametrize("brief", [False, True])
@pytest.mark.parametrize("many", [1, 2, 5, 7])
@pytest.mark.parametrize("rows", range(1, 24))
def test_what_is_left_out_is_counted_in_one_row(many: int, rows: int, brief: bool) -> None:
    canvas = Canvas(COLUMNS, rows)
    scene = StageContext(samples()["action-open"], "fi", 0.0, COLUMNS, rows)
    draw_action_table(canvas.region(), actions(many), scene, brief=brief)
    text = ["".join(run.text for run in row) for row in canvas.picture().rows]
    drawn = sum("Sovittu asia" in line for line in text)
    told = [int(found[1]) for line in text if (found := MORE.search(line))]
    assert len(told) == (1 if drawn < many else 0), text
    assert drawn + sum(told) == many, text
