"""A room with two languages: the stage draws both where they fit, and never half of one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from stage_pictures import shot

from facilitator.view import GroupBody, PublicView, RateBody, VoteBody
from screens.stage.samples import samples

UNASKED = ("group", "action", "break")
"""Kinds whose stage is the work itself, not a question."""

SWEDISH = "Vi berättar tidtabellen genast"


def in_swedish(view: PublicView) -> PublicView:
    """The sample with its first theme named in Swedish too."""
    body = view.body
    match body:
        case VoteBody():
            first = replace(body.items[0], label={**body.items[0].label, "sv": SWEDISH})
            return replace(view, body=replace(body, items=(first, *body.items[1:])))
        case RateBody():
            rated = replace(body.items[0], label={**body.items[0].label, "sv": SWEDISH})
            return replace(view, body=replace(body, items=(rated, *body.items[1:])))
        case GroupBody():
            theme = replace(body.themes[0], also={"sv": SWEDISH})
            return replace(view, body=replace(body, themes=(theme, *body.themes[1:])))
    raise AssertionError(view.body)


@pytest.mark.parametrize("name", ["vote-revealed", "crowd-revealed", "rate-revealed", "group-open", "group-done"])
@pytest.mark.parametrize("language", ["sv", "two"])
def test_a_theme_with_two_names_has_both_on_the_stage(name: str, language: str) -> None:
    text = shot(in_swedish(samples()[name]), 120, 40, language).text()
    assert SWEDISH in text
    if language == "two":
        first = samples()[name].body
        finnish = first.themes[0].name if isinstance(first, GroupBody) else first.items[0].label["fi"]  # type: ignore[attr-defined]
        assert finnish in text


def test_the_rows_of_a_grid_have_both_names_where_there_is_room() -> None:
    text = shot(samples()["grid-revealed"], 120, 40, "two").text()
    assert "Haku ja rekrytointi · Ansökan och rekrytering" in text
    narrow = shot(samples()["grid-revealed"], 60, 20, "two").text()
    assert "Haku ja rekrytointi" in narrow


PLAIN = samples()["text-open"].session
ASKED = sorted(
    name
    for name, view in samples().items()
    if name.endswith(("-open", "-fours")) and view.step and view.step.question and view.session == PLAIN
)


@pytest.mark.parametrize("name", [name for name in ASKED if name.split("-")[0] not in UNASKED])
def test_the_question_is_there_in_both_languages_while_people_answer(name: str) -> None:
    view = samples()[name]
    assert view.step is not None
    text = " ".join(shot(view, 120, 40, "two").text().split())
    assert view.step.question["sv"] in text
