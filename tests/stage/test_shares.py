"""Sizes as shares of the height, of a sample of questions, ideas and clocks.

``python tests/bench/stage_sizes.py`` measures all of them at all sizes and holds the README's tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest
from assertions import every
from msgspec.structs import replace
from stage_pictures import SIZES, shot
from text_sizes import IDEA, PACKED, QUESTION, asked, large_pages, live, lost, missed, pages, roomy, rows_of

from facilitator.i18n.messages import LANGUAGES
from facilitator.view import Timer
from screens import letters
from screens.canvas import Canvas
from screens.letters import FINE_SIZES, smallest_size
from screens.pixels import MODES, Pixels, detect_pixels, next_mode
from screens.stage.figures import TIMER_SHARE
from screens.stage.head import margin
from screens.stage.question import LINE_SHARE
from screens.stage.samples import NOW, samples

QUESTIONS = sorted(asked(), key=lambda each: len(each[2].step.question[each[1]]) if each[2].step else 0)[::-17]
"""A sample: every 17th of all by length, the longest first."""

SMALL: Mapping[Pixels, Mapping[tuple[int, int], int]] = {
    Pixels.HALVES: {(60, 20): 12, (80, 24): 6, (160, 50): 0},
    Pixels.QUARTERS: {(60, 20): 3, (80, 24): 0, (160, 50): 0},
    Pixels.SIXTHS: {(60, 20): 1, (80, 24): 0, (160, 50): 0},
}
"""How many of the sample are smaller than their share, by what the terminal draws."""

LARGE: Mapping[Pixels, Mapping[tuple[int, int], int]] = {
    Pixels.HALVES: {(80, 24): 3, (120, 40): 0, (160, 50): 0},
    Pixels.QUARTERS: {(80, 24): 3, (120, 40): 0, (160, 50): 3},
    Pixels.SIXTHS: {(80, 24): 3, (120, 40): 3, (160, 50): 3},
}
"""On how many of three pages of six ideas every idea has its share."""


def test_the_sample_of_questions_is_in_every_language_and_has_the_longest() -> None:
    assert {language for _, language, _ in QUESTIONS} == set(LANGUAGES)
    lengths = [len(view.step.question[language]) for _, language, view in asked() if view.step]
    _, language, view = QUESTIONS[0]
    assert view.step is not None
    assert len(view.step.question[language]) == max(lengths)
    assert len(QUESTIONS) >= 12


@pytest.mark.parametrize(
    ("width", "height", "pixels"), [(*size, pixels) for pixels, sizes in SMALL.items() for size in sizes]
)
def test_only_so_many_questions_have_less_than_their_share_and_those_have_no_room(
    width: int, height: int, pixels: Pixels
) -> None:
    small = missed(QUESTIONS, width, height, pixels)
    assert len(small) == SMALL[pixels][width, height]
    if pixels is not Pixels.HALVES:
        assert roomy(small, width, height, pixels) == []


def test_ninety_characters_cannot_have_a_twelfth_of_twenty_rows_in_half_blocks() -> None:
    columns, height = 60 - 2 * margin(60), 20
    words = ("M" * 5 + " ") * 15
    cells = letters.measure(words, letters.SIZES[0]) * letters.SIZES[0].rows
    assert cells > columns * (height - PACKED - smallest_size(TIMER_SHARE, height).rows - 1)


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("pixels", Pixels)
def test_a_clock_that_runs_has_an_eighth_of_the_height_on_every_kind(width: int, height: int, pixels: Pixels) -> None:
    small = [
        (name, language)
        for name, view in live()
        for language in ("fi", "two")
        if rows_of(shot(view, width, height, language, pixels=pixels), "6:12", pixels) < TIMER_SHARE * height
    ]
    assert not small


def test_the_clock_of_a_list_says_that_it_is_paused_or_over() -> None:
    for name in ("review-open", "action-open", "group-done", "info-recap"):
        view = samples()[name]
        assert view.step is not None
        view = replace(view, step=replace(view.step, state="open"))
        running, paused = Timer(state="running", ends=NOW + 372), Timer(state="paused", left=372)
        over = Timer(state="running", ends=NOW - 65)
        said = [shot(replace(view, timer=timer), 60, 20).text() for timer in (running, paused, over)]
        assert "aikaa jäljellä" in said[0], name
        assert "aika on täynnä" in said[2], name
        assert len({text.replace("\n", "") for text in said}) == 3, name
        assert rows_of(shot(replace(view, timer=over), 60, 20), "+1:05") >= TIMER_SHARE * 20, name


@pytest.mark.parametrize("pixels", Pixels)
def test_a_page_of_six_ideas_has_its_share_where_it_fits(pixels: Pixels) -> None:
    sample = pages()[::11]
    assert {size: large_pages(sample, *size, pixels) for size in LARGE[pixels]} == LARGE[pixels]


def test_on_a_stage_of_few_rows_one_row_is_the_share_of_an_idea() -> None:
    assert every(IDEA * height <= 1 for _, height in SIZES if height <= 24)


@pytest.mark.parametrize("pixels", Pixels)
def test_nothing_is_lost_with_large_letters(pixels: Pixels) -> None:
    assert lost(QUESTIONS, pixels) == []


def points(number: int, across: int, down: int) -> list[str]:
    """The number's bits as rows of pixels."""
    ink = "".join("#" if number >> place & 1 else "." for place in range(across * down))
    return [ink[start : start + across] for start in range(0, across * down, across)]


def test_every_block_of_six_pixels_is_the_one_that_unicode_calls_so() -> None:
    names = {" ": "", "▌": "135", "▐": "246", "█": "123456"}
    for number in range(64):
        block = letters.block_character(points(number, 2, 3), Pixels.SIXTHS)
        called = names.get(block) if block in names else unicodedata.name(block).removeprefix("BLOCK SEXTANT-")
        assert called == "".join(str(place + 1) for place in range(6) if number >> place & 1)


def test_every_block_of_four_pixels_is_the_one_that_unicode_calls_so() -> None:
    places = ("UPPER LEFT", "UPPER RIGHT", "LOWER LEFT", "LOWER RIGHT")
    halves = {0: "SPACE", 3: "UPPER HALF BLOCK", 5: "LEFT HALF BLOCK", 10: "RIGHT HALF BLOCK", 12: "LOWER HALF BLOCK"}
    for number in range(16):
        called = unicodedata.name(letters.block_character(points(number, 2, 2), Pixels.QUARTERS))
        inked = [place for at, place in enumerate(places) if number >> at & 1]
        quarters = "QUADRANT " + " AND ".join(inked[:1] + [f"{place}" for place in inked[1:]])
        assert called == {**halves, 15: "FULL BLOCK"}.get(number, quarters)


def test_fine_letters_have_the_pixels_of_the_coarse_ones() -> None:
    for size in (FINE_SIZES[Pixels.SIXTHS][0], FINE_SIZES[Pixels.QUARTERS][0]):
        rows = letters.draw("ÄÄNI?", size)
        assert [len(row) for row in rows] == [letters.measure("ÄÄNI?", size)] * size.rows
    assert Canvas(60, 20).pixels is Pixels.HALVES


def test_of_equally_high_letters_the_widest_that_fits_is_taken() -> None:
    for size, narrower in zip(letters.sizes(Pixels.SIXTHS), letters.sizes(Pixels.SIXTHS)[1:], strict=False):
        assert size.rows >= narrower.rows
        if size.rows == narrower.rows:
            assert letters.measure("MITÄ TEEN", size) >= letters.measure("MITÄ TEEN", narrower)


def test_close_lines_are_a_pixel_apart_and_never_touch() -> None:
    size = FINE_SIZES[Pixels.QUARTERS][0]
    rows = letters.draw_lines(["ÄÄNI", "ÄÄNI", "ÄÄNI"], size)
    assert len(rows) == letters.lines_height(3, size) == 10
    assert rows[3] == "".join("▖▗▄ "[" ▖▗▄".index(block) - 1] if block.strip() else " " for block in rows[3])


@pytest.mark.parametrize(
    ("mode", "environment", "platform", "pixels"),
    [
        ("auto", {}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "xterm-256color"}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "darwin", Pixels.QUARTERS),
        ("auto", {"TERM": "alacritty"}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "linux"}, "linux", Pixels.HALVES),
        ("auto", {"TERM": "dumb"}, "linux", Pixels.HALVES),
        ("auto", {}, "win32", Pixels.HALVES),
        ("auto", {"WT_SESSION": "x"}, "win32", Pixels.QUARTERS),
        ("auto", {"TERM_PROGRAM": "vscode"}, "win32", Pixels.QUARTERS),
        ("auto", {"TERM_PROGRAM": "WezTerm"}, "win32", Pixels.SIXTHS),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "linux", Pixels.SIXTHS),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "5202"}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "new"}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "xterm-kitty"}, "linux", Pixels.SIXTHS),
        ("auto", {"TERM": "contour"}, "linux", Pixels.SIXTHS),
        ("auto", {"TERM": "tmux-256color", "VTE_VERSION": "7600"}, "linux", Pixels.QUARTERS),
        ("auto", {"TERM": "xterm-kitty", "TMUX": "/run/tmux"}, "linux", Pixels.QUARTERS),
        ("halves", {"TERM": "xterm-kitty"}, "linux", Pixels.HALVES),
        ("quarters", {"TERM": "linux"}, "linux", Pixels.QUARTERS),
        ("sixths", {"TERM": "linux"}, "linux", Pixels.SIXTHS),
        ("fine", {"TERM": "linux"}, "linux", Pixels.SIXTHS),
        ("coarse", {"TERM": "xterm-kitty"}, "linux", Pixels.HALVES),
        ("nonsense", {"TERM": "foot"}, "linux", Pixels.SIXTHS),
    ],
)
def test_letters_are_as_fine_as_the_terminal_is_known_to_draw_or_somebody_has_seen(
    mode: str, environment: dict[str, str], platform: str, pixels: Pixels
) -> None:
    assert detect_pixels(mode, environment, platform) is pixels


def test_choices_go_round_and_the_names_of_old_settings_have_their_place_among_them() -> None:
    went, mode = [], MODES[0]
    for _ in MODES:
        went.append(mode)
        mode = next_mode(mode)
    assert (tuple(went), mode) == (MODES, MODES[0])
    assert (next_mode("coarse"), next_mode("fine"), next_mode("nonsense")) == ("quarters", "auto", "halves")


def test_the_share_is_the_one_of_the_stage() -> None:
    assert LINE_SHARE == QUESTION
