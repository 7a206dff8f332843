"""What the console says of choices, grids and breaks."""

from __future__ import annotations

import msgspec
import pytest

from facilitator.i18n.messages import say
from facilitator.view import Body, ChoiceBody, ConsoleView, NextPress, TalkBody
from screens.console.list_line import ListLine
from screens.console.result_lines import result_lines
from screens.stage.samples import samples

SAMPLES = samples()


def lines_of(body: Body, language: str = "fi", warning: str = "") -> list[ListLine]:
    """The lines of a body, before a press that warns."""
    upcoming = NextPress(act="open", warning=warning, fewest=8)
    public = msgspec.structs.replace(SAMPLES["choice-open"], body=body, next=upcoming)
    return result_lines(ConsoleView(public=public, notes={}, plan=()), language)


def said(name: str, language: str = "fi", warning: str = "") -> list[str]:
    """The lines of a sample as a person reads them."""
    lines = lines_of(SAMPLES[name].body, language, warning)
    return [f"{line.text} {line.tail}".strip() for line in lines]


def test_before_the_reveal_only_the_names_are_told() -> None:
    assert said("choice-open")[:2] == ["Vastaukset näkyvät, kun tulokset näytetään.", "Luottamus"]
    assert said("grid-open")[1] == "Haku ja rekrytointi"


def test_a_room_that_is_too_small_is_told_of_before_the_step_opens() -> None:
    told = said("choice-ready", warning="few_phones")
    assert told[0] == say("warning.few_phones", "fi", n=8)
    assert told[1:] == said("choice-ready")


def test_counts_are_told_with_what_was_named_besides() -> None:
    assert said("choice-pages")[0] == "Luottamus 21"
    assert said("choice-pages")[-1] == "Jokin muu 3"


def test_rows_are_told_with_importance_mean_and_counts() -> None:
    assert said("grid-gaps")[0] == (
        "Luottaa, on reilu ja kohtelee tasapuolisesti tärkeä 27/36 · ka 2,9 · n 36 · 4 9 12 9 2"
    )
    assert said("grid-revealed", "en")[-1] == "Leaving or retiring fewer than 5 answers"
    assert said("talk-gaps") == said("grid-gaps")


def test_too_few_answers_are_said_in_words() -> None:
    assert said("choice-too-few")[0] == say("console.too_few", "fi")
    assert said("grid-too-few")[0] == "Rivin tulos näytetään, kun rivillä on vähintään 5 vastausta."


@pytest.mark.parametrize(("name", "lines"), [("break-open", 2), ("break-plain", 1)])
def test_a_break_says_when_it_ends_if_anybody_has_said(name: str, lines: int) -> None:
    assert len(said(name)) == lines


def test_a_talk_about_nothing_has_no_lines() -> None:
    assert lines_of(TalkBody()) == []


def test_answers_that_came_after_the_first_reveal_are_counted() -> None:
    shown = SAMPLES["choice-revealed"].body
    assert isinstance(shown, ChoiceBody)
    body = msgspec.structs.replace(shown, late=2)
    assert "2" in lines_of(body)[-1].text
