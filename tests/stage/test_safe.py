"""``terminal_text``: the only function through which human text reaches widgets."""

from __future__ import annotations

import pytest
from rich.text import Text
from stage_pictures import hostile
from textual.content import Content

from screens.terminal_text import literal_cell, literal_content, literal_text


def test_text_is_literal_whatever_it_says() -> None:
    for text in ("[b]x[/b]", "[/]", "[@click=app.quit]x[/]", "list[int]", ":smile:", "\\["):
        assert literal_content(text).plain == text
        assert literal_cell(text).plain == text
        assert not literal_content(text).spans
        assert not literal_cell(text).spans


def test_both_give_what_their_widgets_take() -> None:
    assert isinstance(literal_content("x"), Content)
    assert isinstance(literal_cell("x"), Text)


@pytest.mark.parametrize(("name", "text"), list(hostile()))
def test_no_control_character_comes_through(name: str, text: str) -> None:
    for shown in (literal_content(text).plain, literal_cell(text).plain, literal_text(text, lines=True)):
        assert not [character for character in shown if ord(character) < 32 and character != "\n"]
        assert not [character for character in shown if 127 <= ord(character) < 160]
    assert "\n" not in literal_content(text).plain


def test_newlines_are_kept_only_where_asked() -> None:
    assert literal_content("a\nb").plain == "a b"
    assert literal_content("a\nb", lines=True).plain == "a\nb"


def test_good_text_comes_through_unchanged() -> None:
    for text in ("Äiti & isä – 5 € ”hyvä”", "سلام دنیا", "👩‍👩‍👧", "a  b"):
        assert literal_text(text) == text
