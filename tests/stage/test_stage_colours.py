"""The colours of the stage and of the themes: enough contrast, nothing dim, nothing by colour alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.segment import Segment
from stage_pictures import shot
from textual.color import Color
from textual.filter import Monochrome

from facilitator.view import Nudge, PublicView, Timer
from screens.stage.samples import NOW, samples
from screens.stage.widget import rich_style
from screens.themes import STAGE_COLOURS, THEMES, stage_colours

PAIRS = [(theme, name) for theme, table in STAGE_COLOURS.items() for name in table]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "name"), PAIRS)
def test_projected_text_has_a_contrast_of_seven_and_blocks_of_three(theme: str, name: str) -> None:
    ink = STAGE_COLOURS[theme][name]
    if name.endswith("-solid") or name == "black":
        assert ink.foreground == ink.background
    else:
        assert contrast(ink.foreground, ink.background) >= (3 if ink.blocks_only else 7)
    assert not rich_style(ink).dim


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_console_colours_of_each_theme_can_be_read(theme: object) -> None:
    colours = next(t for t in THEMES if t is theme).to_color_system().generate()
    for ink in ("primary", "error", "success", "warning", "foreground", "text-primary", "text-error"):
        for paper in ("background", "surface", "panel"):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert contrast(colours["block-cursor-foreground"], colours["block-cursor-background"]) >= 7


def test_every_style_that_is_drawn_has_a_colour_in_every_theme() -> None:
    used = {run.style for view in samples().values() for row in shot(view).rows for run in row}
    assert all(used <= set(table) for table in STAGE_COLOURS.values())


def test_a_theme_that_is_not_ours_gets_the_nearest_of_ours() -> None:
    assert stage_colours("nord", dark=True) == STAGE_COLOURS["facilitator-dark"]
    assert stage_colours("textual-light", dark=False) == STAGE_COLOURS["facilitator-light"]


def test_without_colours_the_code_is_still_black_on_white_and_bold_is_still_bold() -> None:
    mono = Monochrome()
    for table in STAGE_COLOURS.values():
        segments = mono.apply(
            [Segment("x", rich_style(table["qr"])), Segment("x", rich_style(table["strong"]))], Color(0, 0, 0)
        )
        code, strong = segments[0].style, segments[1].style
        assert code is not None
        assert code.color is not None
        assert code.bgcolor is not None
        assert code.color.get_truecolor() == (0, 0, 0)
        assert code.bgcolor.get_truecolor() == (255, 255, 255)
        assert strong is not None
        assert strong.bold


def test_nothing_is_told_by_colour_alone() -> None:
    # Whatever two stages differ in must be there to read: in words, signs or the length of a bar.
    seen: dict[str, str] = {}
    for name, view in variants().items():
        text = shot(view).text()
        assert text not in seen, (name, seen[text])
        seen[text] = name


def variants() -> dict[str, PublicView]:
    """Stages that mean different things: an open step locked, paused, over its time, looked back at, nudged ..."""
    view = samples()["vote-open"]
    face, clock = view.session, view.timer
    line = Nudge(text={"fi": "Vielä hetki"}, until=NOW + 10)
    others = ("vote-ready", "vote-closed", "vote-revealed", "vote-done", "vote-tied", "action-open", "action-checklist")
    return {
        "open": view,
        "locked": replace(view, session=replace(face, locked=True)),
        "paused": replace(view, timer=Timer(state="paused", left=clock.left_at(NOW))),
        "over": replace(view, timer=replace(clock, ends=NOW - 372)),
        "back": replace(view, looking_back=True),
        "nudged": replace(view, nudge=line),
        **{name: samples()[name] for name in others},
    }
