"""The large letters: whole alphabets, right sizes, every one different."""

from __future__ import annotations

import pytest
from assertions import every

from screens import letters
from screens.glyphs import SLIM, TALL
from screens.letters import SIZES

NEEDED = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789:./+-– "


@pytest.mark.parametrize(("alphabet", "height"), [(SLIM, 6), (TALL, 8)])
def test_every_letter_is_drawn_and_no_two_look_alike(alphabet: dict[str, tuple[str, ...]], height: int) -> None:
    assert set(NEEDED) <= set(alphabet)
    assert every(len(rows) == height and len({len(row) for row in rows}) == 1 for rows in alphabet.values())
    drawn = [rows for character, rows in alphabet.items() if character != "O"]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("size", SIZES)
def test_a_drawn_line_is_as_large_as_was_said(size: letters.Size) -> None:
    rows = letters.draw("Ääni 12:34", size)
    assert len(rows) == size.rows
    assert {len(row) for row in rows} == {letters.measure("Ääni 12:34", size)}


@pytest.mark.parametrize("size", SIZES)
def test_digits_fill_their_rows(size: letters.Size) -> None:
    rows = letters.draw("0", size)
    assert rows[0].strip()
    assert rows[-1].strip()


def test_a_text_with_an_unknown_sign_is_not_drawn() -> None:
    assert letters.largest_size("漢", 80, 24) is None
    assert letters.wrap("漢 a", 80, SIZES[0]) is None


def test_a_line_never_begins_with_a_dash() -> None:
    lines = letters.wrap("mikä – ja milloin", 40, SIZES[0])
    assert lines
    assert not [line for line in lines if line.startswith("–")]


def test_the_smallest_size_for_a_share_is_large_enough() -> None:
    for height in range(20, 61):
        assert letters.smallest_size(0.12, height).rows >= 0.12 * height
