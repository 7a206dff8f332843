"""The stage at any size from 60 x 20 to 160 x 50: it fits, it says what comes next, and what must carry is large."""

from __future__ import annotations

import os
import random
from itertools import cycle, product

import pytest
from assertions import any_number
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace
from stage_pictures import SIZES, shot, widths_are_right
from text_sizes import rows_of

from facilitator.scene.shown_view import format_time_left
from facilitator.view import (
    ChoiceBody,
    CrowdBody,
    GridBody,
    InfoBody,
    LobbyBody,
    PickBody,
    PublicStep,
    PublicView,
    RateBody,
    TextBody,
    Timer,
    VoteBody,
)
from facilitator.view.parts import IDEAS_PER_PAGE, ITEMS_PER_PAGE
from screens.canvas import Run
from screens.pixels import Pixels
from screens.stage.context import StageContext
from screens.stage.figures import format_count
from screens.stage.paint import paint
from screens.stage.prompt import address
from screens.stage.question import fit_lettering
from screens.stage.samples import NOW, samples

SAMPLES = samples()
PICTURES = int(os.environ.get("FACILITATOR_PICTURES", "0"))
"""Samples to draw in sizes and states by lot: other ones every time; 0 for a fixed choice of them."""

STATES = ("ready", "open", "closed", "revealed", "done")
LANGUAGES = ("fi", "sv", "en", "two")
TIMED = sorted(
    name
    for name, view in SAMPLES.items()
    if view.step
    and view.step.state == "open"
    and view.timer.state == "running"
    and not view.looking_back
    and not view.session.overlay
    and not view.session.black
    and not (isinstance(view.body, InfoBody) and view.body.join)  # the way in is what must be large there
)


def likely(width: int, height: int) -> bool:
    """Whether a screen has this shape: a cell is about twice as high as wide, and a screen wider than high."""
    return 2.4 <= width / height <= 4.5


@settings(max_examples=PICTURES or 150, deadline=None, derandomize=not PICTURES)
@given(
    name=some.sampled_from(sorted(SAMPLES)),
    state=some.sampled_from(STATES),
    width=some.integers(60, 160),
    height=some.integers(20, 50),
    language=some.sampled_from(LANGUAGES),
    left=some.floats(-4000, 7200),
)
def test_any_sample_in_any_state_fits_any_size_with_the_next_act_at_the_bottom(
    name: str, state: str, width: int, height: int, language: str, left: float
) -> None:
    view = SAMPLES[name]
    if view.step:
        view = replace(view, step=replace(view.step, state=state), timer=Timer(state="running", ends=NOW + left))
    picture = shot(view, width, height, language)
    assert widths_are_right(picture)
    if not view.session.black:
        assert picture.text().split("\n")[-1].startswith(" ▸ ")


@pytest.mark.parametrize(
    ("width", "height", "language"),
    [
        *((*size, language) for size in ((60, 20), (80, 24), (160, 50)) for language in ("fi", "two")),
        (60, 20, "sv"),
        (60, 20, "en"),
    ],
)
def test_every_sample_fits_the_smallest_usual_and_largest_size_and_the_smallest_in_every_language(
    width: int, height: int, language: str
) -> None:
    for name, view in SAMPLES.items():
        picture = shot(view, width, height, language)
        assert widths_are_right(picture), name
        assert name == "text-black" or picture.text().split("\n")[-1].startswith(" ▸ "), name


def sizes(count: int) -> list[tuple[int, int]]:
    """Sizes between the six, drawn by lot but always the same."""
    drawn = random.Random(3)
    every = [(w, h) for w, h in product(range(60, 161), range(20, 51)) if likely(w, h)]
    return drawn.sample(every, count)


@pytest.mark.parametrize("name", TIMED)
def test_the_clock_takes_an_eighth_of_the_height_at_sizes_in_between(name: str) -> None:
    left = format_time_left(SAMPLES[name].timer.left_at(NOW))
    for (width, height), pixels in zip(sizes(12), cycle(Pixels), strict=False):
        picture = shot(SAMPLES[name], width, height, pixels=pixels)
        assert rows_of(picture, left, pixels) >= 0.12 * height, (width, height, pixels)


COUNTS = {"text-open": "34", "vote-open": "31/40", "scale-open": "36/40", "pick-open": "28/40"}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_take_a_twelfth_of_the_height_at_sizes_in_between(name: str) -> None:
    for (width, height), pixels in (*product(SIZES, Pixels), *zip(sizes(20), cycle(Pixels), strict=False)):
        picture = shot(SAMPLES[name], width, height, pixels=pixels)
        assert rows_of(picture, COUNTS[name], pixels) >= 0.08 * height, (width, height, pixels)


@pytest.mark.parametrize("joined", [0, 5, 9, 40, 137, 999, 1000])
def test_counts_of_any_room_stay_large(joined: int) -> None:
    body = SAMPLES["vote-open"].body
    assert isinstance(body, VoteBody)
    view = replace(SAMPLES["vote-open"], joined=joined, body=replace(body, voters=joined // 2))
    for width, height in (*SIZES, *sizes(12)):
        picture = shot(view, width, height)
        counted, left = format_count(joined // 2, joined), format_time_left(view.timer.left_at(NOW))
        assert rows_of(picture, counted, Pixels.HALVES) >= 0.08 * height, (width, height, counted)
        assert rows_of(picture, left, Pixels.HALVES) >= 0.12 * height, (width, height)


def test_a_question_that_has_room_for_large_letters_has_them() -> None:
    asked = "Miltä nyt tuntuu?"
    for width, height in SIZES:
        step = SAMPLES["grid-open"].step
        assert isinstance(step, PublicStep)
        view = replace(SAMPLES["grid-open"], step=replace(step, question={"fi": asked}, help={}))
        rows = shot(view, width, height).text().split("\n")
        assert not [row for row in rows if asked in row], (width, height)
        large = fit_lettering(asked, width - 6, height, max_step=2)
        assert large.size is not None
        assert large.size.rows >= 0.08 * height or height > 36


PAGED = (TextBody, PickBody, VoteBody, CrowdBody, ChoiceBody, GridBody, RateBody)


@pytest.mark.parametrize("name", [name for name, view in SAMPLES.items() if isinstance(view.body, PAGED)])
def test_what_is_more_than_a_page_is_paged_and_the_page_is_said(name: str) -> None:
    view = SAMPLES[name]
    pages = getattr(view.body, "pages", 1)
    scene = StageContext(view, "fi", NOW, 80, 24)
    if pages > 1 and scene.shows_result:
        assert f"/{pages}" in shot(view).text().split("\n")[-1]


def test_no_page_has_more_than_six_ideas_or_seven_items() -> None:
    assert IDEAS_PER_PAGE <= 6
    assert ITEMS_PER_PAGE <= 7


def test_the_address_is_on_every_screen_that_waits_for_answers() -> None:
    for name, view in SAMPLES.items():
        scene = StageContext(view, "fi", NOW, 80, 24)
        asks = view.step and view.step.kind in ("text", "vote", "scale", "pick", "rate", "choice", "grid", "crowd")
        if asks and scene.state in ("ready", "open") and not view.looking_back and name != "text-black":
            assert address(scene) in shot(view).text() or view.session.overlay, name


def test_a_lobby_of_any_size_shows_its_code_or_says_what_it_needs() -> None:
    view: PublicView = SAMPLES["lobby"]
    assert isinstance(view.body, LobbyBody)
    for width, height in (*SIZES, *sizes(40)):
        styles = {run.style for row in paint(view, width, height, "fi", NOW).rows for run in row}
        assert "qr" in styles, (width, height)


ASKED = sorted(
    name
    for name, view in SAMPLES.items()
    if view.step and view.step.state in ("ready", "open") and view.step.question and not view.session.overlay
)
KINDS = ("text", "vote", "scale", "pick", "rate", "choice", "grid", "crowd", "commit", "onetwofour", "talk")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_question_in_the_terminals_own_letters_is_bold_with_a_blank_row_to_each_of_its_lines(language: str) -> None:
    # Two rows to a line are the twelfth of the height that a question is to have, on a stage of 20 to 24 rows.
    checked = 0
    for name, (width, height) in product(ASKED, ((60, 20), (72, 20), (80, 24))):
        view = SAMPLES[name]
        if view.step is None or view.step.kind not in KINDS or view.session.black:
            continue
        picture = shot(view, width, height, language)
        asked = view.step.question[language]
        # A question that is drawn in large letters has no such row.
        rows = [(y, row) for y, row in enumerate(picture.rows) if _told(row) in asked and len(_told(row)) > 3]
        checked += len(rows)
        for y, row in any_number(rows):
            assert {run.style for run in row if run.text.strip()} == {"strong"}, name
            assert not _told(picture.rows[y + 1]), name
    assert checked


def _told(row: tuple[Run, ...]) -> str:
    return "".join(run.text for run in row).strip()
