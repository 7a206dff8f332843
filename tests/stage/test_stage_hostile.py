"""Hostile text in every place where somebody can have written something, through every kind of step."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import pytest
from assertions import nonempty
from stage_pictures import LONGEST, filled, hostile, obeyed, shot, widths_are_right

from facilitator.view import PublicView
from screens.stage.samples import samples

TEXTS = list(hostile())
LONG = ("漢字" * 200, "👩‍👩‍👧 perhe " * 30, "pitkäsana" * 60, "a\u0301\u0323" * 200, "lyhyt sana " * 45)


KINDS = {kind: sorted(names) for kind, names in groupby(sorted(samples()), lambda name: name.split("-")[0])}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names])
def test_hostile_text_is_only_text_on_the_stage(kind: str, name: str) -> None:
    # Every text comes up on every kind of step: its samples share the texts between them.
    for case, text in TEXTS[KINDS[kind].index(name) :: len(KINDS[kind])]:
        picture = shot(filled(samples()[name], text))
        assert widths_are_right(picture), case
        assert not obeyed(picture), case
        picture.text().encode("utf-8")


@cache
def long_views(length: int) -> list[PublicView]:
    """Every sample, filled with one of the long texts, of which so many characters are taken."""
    return [filled(view, LONG[number % len(LONG)][:length]) for number, view in enumerate(samples().values())]


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (160, 50)])
def test_long_and_wide_text_never_leaves_the_screen(width: int, height: int) -> None:
    for whole, short in nonempty(zip(long_views(LONGEST), long_views(40), strict=True)):
        assert widths_are_right(shot(whole, width, height, "two"))
        assert widths_are_right(shot(short, width, height))


def test_markup_is_shown_as_it_was_written() -> None:
    shown = shot(filled(samples()["text-revealed"], "[@click=app.quit]klikkaa[/] [b]x[/b]")).text()
    assert "[@click=app.quit]klikkaa[/] [b]x[/b]" in shown


def test_there_are_hostile_texts_to_try() -> None:
    assert len(TEXTS) > 40
