"""Changing the run of show in the terminal, and templates of one's own on the home screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_room import FakeWorkspace, Ready, console_of, grouping
from headless_terminal import Open, Terminal
from msgspec.structs import replace
from textual.widgets import Input

from facilitator.errors import RuleBroken
from facilitator.templates.source import NameRequest
from facilitator.view import ConsoleView, PlanLine
from screens.dialogs.step import StepForm
from screens.stage.samples import samples

QUESTION = {"fi": "Mitä kokeilet?", "sv": "Vad provar du?", "en": "What do you try?"}
TITLE = {"fi": "Ideointi", "sv": "Idéer", "en": "Ideas"}


def planned() -> ConsoleView:
    """A run of show with a step that is over, one that is open and one to come."""
    lines = [
        PlanLine(id=name, kind="text", state=state, title=TITLE, question=QUESTION, minutes=8, opened=0.0, ended=0.0)
        for name, state in (("before", "done"), ("then", "ready"), ("now", "open"))
    ]
    public = replace(samples()["text-open"], current="now")
    return replace(console_of(public), plan=tuple(lines))


async def form(terminal: Terminal, *keys: str) -> StepForm:
    """The form of the current step, on the console."""
    await terminal.open_console()
    await terminal.press("w", *keys, "enter")
    assert isinstance(terminal.app.screen, StepForm)
    return terminal.app.screen


@pytest.mark.parametrize(("language", "size"), [("fi", (80, 24)), ("sv", (80, 24)), ("en", (120, 40))])
async def test_the_form_shows_every_text_of_the_step(opened: Open, language: str, size: tuple[int, int]) -> None:
    async with opened(planned(), size=size, language=language) as terminal:
        await form(terminal)
        for text in (*QUESTION.values(), *TITLE.values(), "Svenska", "8"):
            assert text in terminal.text


async def test_only_what_was_changed_is_sent(opened: Open) -> None:
    async with opened(planned()) as terminal:
        dialog = await form(terminal)
        dialog.query_one("#question-fi", Input).value = "Mitä teet huomenna?"
        dialog.query_one("#question-sv", Input).value = ""
        dialog.query_one("#minutes", Input).value = "10"
        dialog.query_one("#minutes", Input).focus()
        await terminal.press("enter")
        await terminal.until(lambda: bool(terminal.room.done))
        asked = {"fi": "Mitä teet huomenna?", "en": QUESTION["en"]}
        assert terminal.room.done == [("edit_step", {"step": "now", "question": asked, "minutes": 10})]


async def test_nothing_changed_is_nothing_done(opened: Open) -> None:
    async with opened(planned()) as terminal:
        await form(terminal)
        await terminal.press(*["enter"] * 7)
        assert terminal.app.screen is terminal.live
        assert terminal.room.done == []


async def test_an_empty_question_and_odd_minutes_are_refused_in_the_form(opened: Open) -> None:
    async with opened(planned()) as terminal:
        dialog = await form(terminal)
        for code in QUESTION:
            dialog.query_one(f"#question-{code}", Input).value = " "
        dialog.submit()
        await terminal.press()
        assert "ainakin yhdellä kielellä" in terminal.text
        dialog.query_one("#question-fi", Input).value = "Mitä?"
        dialog.query_one("#minutes", Input).value = "8½"
        dialog.submit()
        await terminal.press()
        assert "kokonaislukuna" in terminal.text
        assert terminal.room.done == []


async def test_another_step_is_chosen_from_the_list(opened: Open) -> None:
    async with opened(planned()) as terminal:
        await form(terminal, "down")
        terminal.app.screen.query_one("#minutes", Input).value = "3"
        terminal.app.screen.query_one("#minutes", Input).focus()
        await terminal.press("enter")
        await terminal.until(lambda: bool(terminal.room.done))
        assert terminal.room.done == [("edit_step", {"step": "then", "minutes": 3})]


async def test_nothing_of_it_opens_over_the_stage(opened: Open) -> None:
    async with opened(planned()) as terminal:
        await terminal.press("w", "s")
        assert terminal.app.screen is terminal.live


async def test_the_steps_are_saved_as_a_template_and_its_file_is_told(opened: Open) -> None:
    async with opened(planned()) as terminal:
        terminal.room.replies["save_template"] = {"file": "/home/x/templates/oma.toml"}
        await terminal.open_console()
        await terminal.press("s")
        terminal.app.screen.query_one("#text", Input).value = "Oma"
        await terminal.press("enter")
        await terminal.until(lambda: "templates/oma.toml" in terminal.text)
        assert terminal.room.done == [("save_template", {"name": "Oma"})]


async def test_names_of_ones_own_are_changed_from_the_palette_action(opened: Open) -> None:
    names = ({"fi": "Avoimuus"}, {"fi": "Yhteistyö", "sv": "Samarbete", "en": "Cooperation"})
    async with opened(replace(planned(), names=names)) as terminal:
        await terminal.open_console()
        await terminal.live.run_action("command('names')")
        await terminal.press()
        assert "Avoimuus, Yhteistyö / Samarbete / Cooperation" in terminal.text
        await terminal.press("end", *", Rohkeus", "enter")
        await terminal.until(lambda: bool(terminal.room.done))
        wanted = ("Avoimuus", "Yhteistyö / Samarbete / Cooperation", "Rohkeus")
        assert terminal.room.done == [("names", {"names": wanted})]


OWN = Ready(id="oma", title={"fi": "Oma tuokio"}, lengths=(16,), default_length=16, path=Path("oma.toml"))
BROKEN = Ready(
    id="rikki", path=Path("rikki.toml"), error=RuleBroken("template_lacks", file="rikki.toml", where="steps › x › id")
)


async def test_ones_own_stand_under_a_heading_of_their_own_and_start_like_any(at_home: Open) -> None:
    house = FakeWorkspace(cards=[Ready(), OWN, BROKEN])
    async with at_home(house) as terminal:
        assert terminal.text.index("Omat pohjat") < terminal.text.index("Oma tuokio")
        await terminal.press("down", "enter", "enter")
        await terminal.until(lambda: bool(house.calls))
        assert house.calls[0] == ("create", "oma.toml", 16, None, "fi")


async def test_a_broken_one_is_listed_with_its_sentence_and_starts_nothing(at_home: Open) -> None:
    house = FakeWorkspace(cards=[Ready(), OWN, BROKEN])
    async with at_home(house) as terminal:
        await terminal.press("end")
        assert "rikki · virhe tiedostossa" in terminal.text
        assert "rikki.toml, steps › x › id: tieto puuttuu." in terminal.text
        await terminal.press("enter")
        assert house.calls == []


async def test_names_that_a_template_asks_for_are_typed_when_it_is_started(at_home: Open) -> None:
    asks = NameRequest(tags="values", question={"fi": "Mitkä ovat arvonne?"})
    house = FakeWorkspace(cards=[Ready(id="values", lengths=(45,), default_length=45, asks=asks)])
    async with at_home(house) as terminal:
        await terminal.press("enter")
        assert "Mitkä ovat arvonne?" in terminal.text
        terminal.app.screen.query_one("#own", Input).focus()
        await terminal.press("enter", *"Avoimuus, Ilo", "enter", "enter")
        await terminal.until(lambda: bool(house.calls))
        assert house.calls[0] == ("create", "values", 45, None, "fi", "Avoimuus", "Ilo")


async def test_a_theme_is_named_in_another_language_in_the_same_form(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.open_console()
        theme = samples()["group-open"].body.themes[0]  # type: ignore[attr-defined]
        terminal.live.console.themes.line_list.select(f"theme/{theme.id}")
        await terminal.press("c")
        assert "Svenska" in terminal.text
        terminal.app.screen.query_one("#theme-sv", Input).value = "Vi berättar genast"
        await terminal.press("enter")
        await terminal.until(lambda: "rename" in terminal.room.verbs)
        assert ("rename", {"theme": theme.id, "name": "Vi berättar genast", "lang": "sv"}) in terminal.room.done
        assert terminal.room.verbs.count("rename") == 1
