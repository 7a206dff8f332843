"""Where a text is not written in a language, the facilitator sees it in the console, and nobody on the stage."""

from __future__ import annotations

import pytest
from fake_room import console_of
from headless_terminal import Open, rows
from msgspec.structs import replace
from textual.color import Color

from facilitator.view import ConsoleView, PlanLine
from screens.console.phrases import missing_language_words
from screens.console.plan_lines import plan_lines
from screens.stage.samples import samples

YELLOW = Color.parse("#FFE066")


def plan(**lacks: dict[str, str]) -> tuple[PlanLine, ...]:
    """Three steps, the second of which is the current one; what each lacks, by id."""
    states = {"before": "done", "ideas": "open", "then": "ready"}
    return tuple(
        PlanLine(
            id=name, kind="text", state=state, title={"fi": name}, minutes=8, opened=0.0, ended=0.0,
            lacks=lacks.get(name, {}),
        )
        for name, state in states.items()
    )  # fmt: skip


def view(sample: str = "text-open", **lacks: dict[str, str]) -> ConsoleView:
    """The console at a sample view whose current step is ``ideas``, or in the lobby."""
    found = console_of(samples()[sample], plan=plan(**lacks))
    current = "" if sample == "lobby" else "ideas"
    return replace(found, public=replace(found.public, current=current))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Tekstiä puuttuu: Svenska, English. Puhelimet näyttävät tilalla: Suomi."),
        ("sv", "Text saknas: Svenska, English. Telefonerna visar i stället: Suomi."),
        ("en", "Text is missing: Svenska, English. Phones show instead: Suomi."),
    ],
)
def test_the_current_step_says_what_it_lacks_and_what_is_shown(language: str, words: str) -> None:
    assert missing_language_words(view(ideas={"sv": "fi", "en": "fi"}), language) == words


def test_another_steps_lack_is_said_in_the_lobby_and_when_its_turn_comes() -> None:
    assert missing_language_words(view(then={"sv": "fi"}), "fi") == ""
    assert (
        missing_language_words(view("lobby", then={"sv": "fi"}), "fi") == "Yhdestä vaiheesta puuttuu tekstiä: Svenska."
    )
    both = view("lobby", then={"sv": "fi"}, ideas={"en": "fi"})
    assert missing_language_words(both, "sv") == "I 2 delar saknas text: Svenska, English."
    assert missing_language_words(view("lobby"), "fi") == ""


def test_the_run_of_show_names_the_languages_of_steps_that_are_still_to_come() -> None:
    lines = plan_lines(view(before={"sv": "fi"}, ideas={"sv": "fi"}, then={"sv": "fi", "en": "fi"}), 0.0, "fi")
    assert [line.tail for line in lines] == ["8 min", "SV puuttuu · 8 min", "SV, EN puuttuu · 8 min"]
    assert [line.look for line in lines] == ["", "head", "warning"]


async def test_the_line_is_yellow_in_the_console_and_never_on_the_stage(opened: Open) -> None:
    async with opened(view(ideas={"sv": "fi"}, then={"en": "fi"}), size=(100, 30)) as terminal:
        assert "puuttuu" not in terminal.text
        await terminal.open_console()
        line = terminal.app.screen.query_one("#console-lacks")
        assert line.display
        assert line.styles.background == YELLOW
        assert "Tekstiä puuttuu: Svenska. Puhelimet näyttävät tilalla: Suomi." in terminal.text
        assert any("then" in row and "EN puuttuu" in row for row in rows(terminal.app))
        terminal.room.show(view())
        await terminal.until(lambda: not line.display)
        assert "puuttuu" not in terminal.text


@pytest.mark.parametrize(("language", "words"), [("fi", "300 ei pääs"), ("sv", "300 släpptes"), ("en", "300 were")])
async def test_a_flood_of_new_phones_is_said_in_the_same_place(opened: Open, language: str, words: str) -> None:
    async with opened(replace(view(), turned_away=300), size=(100, 30), language=language) as terminal:
        assert words not in terminal.text
        await terminal.open_console()
        assert words in terminal.text


@pytest.mark.parametrize(("language", "words"), [("fi", "41 ihmistä?"), ("sv", "41 personer?"), ("en", "41 people?")])
async def test_a_burst_of_new_phones_in_a_vote_is_a_quiet_question(opened: Open, language: str, words: str) -> None:
    async with opened(replace(view(), before_burst=41), size=(100, 30), language=language) as terminal:
        assert words not in terminal.text
        await terminal.open_console()
        assert words in terminal.text


@pytest.mark.parametrize("sample", list(samples()))
def test_the_public_view_has_no_place_for_it(sample: str) -> None:
    assert not [name for name in samples()[sample].__struct_fields__ if "lack" in name]
