"""The canvas counts cells as the terminal does."""

from __future__ import annotations

import pytest
from stage_pictures import widths_are_right

from screens.canvas import Canvas, clip, width_of, wrap, wrap_evenly


def drawn(text: str, width: int = 10) -> str:
    canvas = Canvas(width, 1)
    canvas.region().put(0, 0, text)
    picture = canvas.picture()
    assert widths_are_right(picture)
    return picture.text()


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("äö", 2), ("a\u0308", 1), ("漢字", 4), ("👍", 2), ("👩‍👩‍👧", 2), ("", 0)]
)
def test_width_is_counted_in_cells(text: str, width: int) -> None:
    assert width_of(text) == width


def test_text_is_cut_with_a_sign_at_the_edge() -> None:
    assert drawn("liian pitkä teksti") == "liian pit…"
    assert drawn("漢字漢字漢字") == "漢字漢字…"
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 0) == ""


def test_a_wide_character_that_loses_a_half_is_blanked() -> None:
    canvas = Canvas(4, 1)
    canvas.region().put(0, 0, "漢字")
    canvas.region().put(1, 0, "x")
    assert widths_are_right(canvas.picture())
    assert canvas.picture().text() == " x字"


def test_a_region_that_is_blanked_takes_the_other_half_of_a_wide_character_with_it() -> None:
    canvas = Canvas(6, 1)
    canvas.region().put(0, 0, "漢字漢")
    canvas.region().subregion(1, 0, 4, 1).fill("qr")
    assert ["".join(run.text for run in row) for row in canvas.picture().rows] == [" " * 6]
    assert [run.style for run in canvas.picture().rows[0]] == ["text", "qr", "text"]


def test_control_characters_never_reach_a_cell() -> None:
    assert "\x1b" not in drawn("a\x1b[2Jb")
    assert drawn("a\nb") == "a b"


def test_lines_break_between_words_and_long_words_are_cut() -> None:
    assert wrap("yksi kaksi kolme", 10) == ["yksi kaksi", "kolme"]
    assert wrap("pitkäyhdyssana", 5) == ["pitkä", "yhdys", "sana"]
    assert wrap("", 5) == []


def test_even_lines_leave_no_word_alone() -> None:
    assert wrap_evenly("yksi kaksi kolme neljä viisi", 24) == ["yksi kaksi kolme", "neljä viisi"]


def test_nothing_is_drawn_outside_a_region() -> None:
    canvas = Canvas(10, 3)
    inner = canvas.region().subregion(2, 1, 4, 1)
    inner.put(0, 0, "pitkä teksti")
    inner.put(0, 5, "alla")
    inner.put(9, 0, "vieressä")
    inner.stamp(-1, -1, ["███", "███", "███"], "big")
    assert canvas.picture().text() == "\n  ██t…\n"
