"""Sizes as shares of the height: which questions have less than a twelfth, as data, so that no new one slips in.

Changed on purpose: ``python tests/stage/shares.py`` prints the numbers; fewer is better, more wants a reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest
from looking import shot
from shares import IDEA, QUESTION, asked, missed, rows_of

from facilitator.view import Ideas
from screens import letters
from screens.canvas import Canvas
from screens.fine import draws_fine
from screens.letters import FINE, least
from screens.stage.figures import TIMER
from screens.stage.head import margin
from screens.stage.question import LONGEST_IN_FINE, large
from screens.stage.samples import samples

FINELY: Mapping[tuple[int, int], Mapping[str, int]] = {
    (60, 20): {"scale": 9, "pick": 16, "talk": 8, "rate": 1, "text": 10, "vote": 2, "grid": 4},
    (72, 20): {"talk": 6, "pick": 5, "scale": 1, "grid": 1, "text": 1},
    (80, 24): {},
    (100, 30): {},
    (120, 40): {},
    (160, 50): {},
}
"""Of 207 questions (69 in three languages): those for which there is no room in fine letters, by kind."""

COARSELY: Mapping[tuple[int, int], int] = {
    (60, 20): 203,
    (72, 20): 201,
    (80, 24): 143,
    (100, 30): 34,
    (120, 40): 95,
    (160, 50): 30,
}
"""The same where the terminal has half blocks only."""

AROUND = 2 + 1 + 1 + 2 + 1
"""Rows of every open stage: number and title, air, the next press, the address, air above the clock."""


@pytest.mark.parametrize(("width", "height"), FINELY)
def test_with_fine_letters_only_these_questions_have_less_than_their_share(width: int, height: int) -> None:
    found, _ = missed(width, height, fine=True)
    assert found == FINELY[width, height]


@pytest.mark.parametrize(("width", "height"), COARSELY)
def test_with_half_blocks_no_more_questions_than_these_have_less(width: int, height: int) -> None:
    assert missed(width, height, fine=False)[0].total() == COARSELY[width, height]


@pytest.mark.parametrize(("width", "height"), FINELY)
def test_a_question_that_is_small_has_no_room_beside_a_clock_of_its_share(width: int, height: int) -> None:
    free = height - AROUND - least(TIMER, height).rows - 1
    for kind, text in missed(width, height, fine=True)[1]:
        wanted = large(text, width - 2 * margin(width), height, fine=True)
        assert wanted is None or wanted.rows >= free, (kind, text, wanted.rows, free)


def test_ninety_characters_cannot_have_a_twelfth_of_twenty_rows_in_half_blocks() -> None:
    columns, height = 60 - 2 * margin(60), 20
    words = ("M" * 5 + " ") * 15
    cells = letters.measure(words, letters.SIZES[0]) * letters.SIZES[0].rows
    free = height - AROUND - least(TIMER, height).rows - 1
    assert cells > columns * free


def test_ideas_have_their_share_in_fine_letters_where_all_of_a_page_fit() -> None:
    view = samples()["text-revealed"]
    assert isinstance(view.body, Ideas)
    for text in view.body.texts:
        assert rows_of(shot(view, 160, 50, fine=True), text.text) >= IDEA * 50
        assert rows_of(shot(view, 80, 24, fine=True), text.text) >= IDEA * 24


def test_nothing_is_lost_with_fine_letters() -> None:
    for kind, language, view in asked():
        assert view.step is not None
        picture = shot(view, 80, 24, language, fine=True)
        size = rows_of(picture, view.step.question[language])
        longest = len(view.step.question[language]) > LONGEST_IN_FINE
        assert size >= 1 or longest, (kind, view.step.question[language])


def test_every_block_of_six_pixels_is_the_one_that_unicode_calls_so() -> None:
    names = {" ": "", "▌": "135", "▐": "246", "█": "123456"}
    for number in range(64):
        points = "".join("#" if number >> place & 1 else "." for place in range(6))
        block = letters._sixth(points)
        called = names.get(block) if block in names else unicodedata.name(block).removeprefix("BLOCK SEXTANT-")
        assert called == "".join(str(place + 1) for place, point in enumerate(points) if point == "#")


def test_fine_letters_have_the_pixels_of_the_coarse_ones() -> None:
    rows = letters.draw("ÄÄNI?", FINE[0])
    assert [len(row) for row in rows] == [letters.measure("ÄÄNI?", FINE[0])] * 2
    assert Canvas(60, 20).fine is False


@pytest.mark.parametrize(
    ("mode", "environment", "fine"),
    [
        ("auto", {}, False),
        ("auto", {"TERM": "xterm-256color"}, False),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "5202"}, False),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "new"}, False),
        ("auto", {"TERM": "xterm-kitty"}, True),
        ("auto", {"TERM": "tmux-256color", "VTE_VERSION": "7600"}, False),
        ("auto", {"TERM": "xterm-kitty", "TMUX": "/run/tmux"}, False),
        ("auto", {"WT_SESSION": "x"}, False),
        ("fine", {"TERM": "linux"}, True),
        ("coarse", {"TERM": "xterm-kitty"}, False),
        ("nonsense", {"TERM": "foot"}, True),
    ],
)
def test_letters_are_fine_where_the_terminal_is_known_or_somebody_has_looked(
    mode: str, environment: dict[str, str], fine: bool
) -> None:
    assert draws_fine(mode, environment) is fine


def test_the_share_is_the_one_of_the_stage() -> None:
    from screens.stage.question import SHARE

    assert SHARE == QUESTION
