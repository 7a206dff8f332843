"""Numbers of questions drawn smaller than a twelfth of the stage height, so that an increase is noticed.

To update them, run ``python tests/stage/shares.py``. A lower number is always fine; a higher one needs a reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest
from assertions import every
from looking import SIZES, shot
from msgspec.structs import replace
from shares import IDEA, LARGE_IDEAS, QUESTION, asked, large_pages, missed, rows_of

from facilitator.view import PublicView, Timer
from screens import letters
from screens.canvas import Canvas
from screens.letters import FINE_SIZES, smallest_size
from screens.pixels import MODES, Pixels, detect_pixels, next_mode
from screens.stage.figures import TIMER_SHARE
from screens.stage.head import margin
from screens.stage.question import LINE_SHARE, MAX_CHARACTERS, large_lettering
from screens.stage.samples import NOW, samples

MISSED: Mapping[Pixels, Mapping[tuple[int, int], int]] = {
    Pixels.HALVES: {(60, 20): 193, (72, 20): 164, (80, 24): 93, (100, 30): 3, (120, 40): 3, (160, 50): 0},
    Pixels.QUARTERS: {(60, 20): 50, (72, 20): 14, (80, 24): 0, (100, 30): 0, (120, 40): 0, (160, 50): 0},
    Pixels.SIXTHS: {(60, 20): 9, (72, 20): 1, (80, 24): 0, (100, 30): 0, (120, 40): 0, (160, 50): 0},
}
"""Of 207 questions (69 in three languages): those that are smaller than their share, by what the terminal draws."""

PACKED = 2 + 1 + 1 + 1
"""Rows of a packed open stage besides question, clock and address: number and title, air twice, the next press."""

CASES = [(width, height, pixels) for pixels, sizes in MISSED.items() for width, height in sizes]


@pytest.mark.parametrize(("width", "height", "pixels"), CASES)
def test_only_so_many_questions_have_less_than_their_share(width: int, height: int, pixels: Pixels) -> None:
    assert missed(width, height, pixels)[0].total() == MISSED[pixels][width, height]


@pytest.mark.parametrize(("width", "height", "pixels"), [case for case in CASES if case[2] is not Pixels.HALVES])
def test_a_question_that_is_small_has_no_room_beside_a_clock_of_its_share(
    width: int, height: int, pixels: Pixels
) -> None:
    for kind, text in missed(width, height, pixels)[1]:
        free = height - PACKED - smallest_size(TIMER_SHARE, height).rows - (kind != "talk")
        wanted = large_lettering(text, width - 2 * margin(width), height, pixels=pixels)
        assert wanted is None or wanted.rows > free, (kind, text, wanted.rows, free)


@pytest.mark.parametrize(("width", "height"), [(100, 30), (120, 40)])
def test_what_is_small_in_half_blocks_on_a_large_stage_has_no_room_either(width: int, height: int) -> None:
    for kind, text in missed(width, height, Pixels.HALVES)[1]:
        free = height - PACKED - smallest_size(TIMER_SHARE, height).rows - (kind != "talk")
        wanted = large_lettering(text, width - 2 * margin(width), height)
        assert wanted is None or wanted.rows > free, (kind, text, wanted.rows, free)


def test_ninety_characters_cannot_have_a_twelfth_of_twenty_rows_in_half_blocks() -> None:
    columns, height = 60 - 2 * margin(60), 20
    words = ("M" * 5 + " ") * 15
    cells = letters.measure(words, letters.SIZES[0]) * letters.SIZES[0].rows
    assert cells > columns * (height - PACKED - smallest_size(TIMER_SHARE, height).rows - 1)


def live() -> list[tuple[str, PublicView]]:
    """Every open sample, and every break, with a clock that runs; but those on which the way in must be large."""
    found = []
    for name, view in samples().items():
        hidden = view.session.black or view.session.overlay or view.looking_back or getattr(view.body, "join", False)
        if not hidden and view.step and (view.step.state == "open" or view.session.state == "break"):
            found.append((name, replace(view, timer=Timer(state="running", ends=NOW + 372))))
    return found


@pytest.mark.parametrize(("width", "height"), SIZES)
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
    assert {size: large_pages(*size, pixels) for size in SIZES} == LARGE_IDEAS[pixels]


def test_on_a_stage_of_few_rows_one_row_is_the_share_of_an_idea() -> None:
    assert every(IDEA * height <= 1 for _, height in SIZES if height <= 24)


@pytest.mark.parametrize("pixels", Pixels)
def test_nothing_is_lost_with_large_letters(pixels: Pixels) -> None:
    for kind, language, view in asked():
        assert view.step is not None
        size = rows_of(shot(view, 80, 24, language, pixels=pixels), view.step.question[language], pixels)
        longest = len(view.step.question[language]) > MAX_CHARACTERS
        assert size >= 1 or longest, (kind, view.step.question[language])


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
