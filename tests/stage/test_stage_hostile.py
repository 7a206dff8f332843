"""Hostile text in every place where somebody can have written something, through every kind of step."""

from __future__ import annotations

from itertools import groupby

import pytest
from stage_pictures import SIZES, filled, hostile, obeyed, shot, widths_are_right

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


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_long_and_wide_text_never_leaves_the_screen(width: int, height: int) -> None:
    for number, view in enumerate(samples().values()):
        text = LONG[number % len(LONG)]
        assert widths_are_right(shot(filled(view, text), width, height, "two"))
        assert widths_are_right(shot(filled(view, text[:40]), width, height))


def test_markup_is_shown_as_it_was_written() -> None:
    shown = shot(filled(samples()["text-revealed"], "[@click=app.quit]klikkaa[/] [b]x[/b]")).text()
    assert "[@click=app.quit]klikkaa[/] [b]x[/b]" in shown


def test_there_are_hostile_texts_to_try() -> None:
    assert len(TEXTS) > 40
