"""Dialogs: what is typed comes out as it was meant, what cannot be meant is refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from fake_room import console_of, writing
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.view import ActionBody, ModeratedText
from screens.dialogs.action import ActionForm
from screens.dialogs.dates import date_for_field, iso_day
from screens.stage.samples import samples

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5.4.2027", "2027-04-05"),
        (" 05.04.2027 ", "2027-04-05"),
        ("5. 4. 2027", "2027-04-05"),
        ("2027-04-05", "2027-04-05"),
        ("5.4.", "2027-04-05"),
        ("5.4", "2027-04-05"),
        ("24.12.", "2026-12-24"),
        ("22.11.", "2026-11-22"),
        ("29.2.", "2028-02-29"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert iso_day(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["31.2.2027", "31.2.", "5/4/2027", "huomenna", "2027-13-01", "1.1.99999", "5.4.x"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        iso_day(typed, TODAY)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_date_put_in_a_field_is_read_back_the_same(language: str) -> None:
    assert iso_day(date_for_field("2027-04-05", language), TODAY) == "2027-04-05"
    assert date_for_field("", language) == ""


async def test_a_new_action_is_typed_with_enter_alone(opened: Open) -> None:
    async with opened(console_of(samples()["action-empty"])) as terminal:
        await terminal.open_console()
        await terminal.press("a")
        for field in ("Soitamme", "Anna", "5.4.2027", "lista", "", ""):
            await terminal.press(*field, "enter")
        await terminal.until(lambda: bool(terminal.room.done))
        fields = {"what": "Soitamme", "owner": "Anna", "due": "2027-04-05", "first_step": "lista"}
        assert terminal.room.done == [("action", fields)]
        assert terminal.app.screen is terminal.live
        assert "Toimenpide on lisätty" in terminal.text


async def test_a_bad_date_is_refused_with_a_sentence_and_nothing_is_lost(opened: Open) -> None:
    async with opened(console_of(samples()["action-empty"])) as terminal:
        await terminal.open_console()
        await terminal.press("a", *"Soitamme", "enter", "enter", *"31.2.2027", *["enter"] * 4)
        assert isinstance(terminal.app.screen, ActionForm)
        assert "Päivää ei ymmärretty" in terminal.text
        assert "Soitamme" in terminal.text
        assert terminal.room.done == []


async def test_an_action_without_a_deed_is_refused(opened: Open) -> None:
    async with opened(console_of(samples()["action-empty"])) as terminal:
        await terminal.open_console()
        await terminal.press("a", *["enter"] * 6)
        assert "Kirjoita ensin, mitä tehdään" in terminal.text
        await terminal.press("escape")
        assert terminal.room.done == []


async def test_only_what_was_changed_is_sent(opened: Open) -> None:
    async with opened(console_of(samples()["action-open"])) as terminal:
        await terminal.open_console()
        await terminal.press(*["down"] * 4, "c", "enter", *"Bo", *["enter"] * 5)
        await terminal.until(lambda: bool(terminal.room.done))
        assert terminal.room.done == [("edit_action", {"action": "x2", "owner": "Bo"})]


async def test_removing_an_action_asks_and_a_stray_enter_says_no(opened: Open) -> None:
    async with opened(console_of(samples()["action-open"])) as terminal:
        await terminal.open_console()
        await terminal.press("delete", "enter")
        assert terminal.room.done == []
        await terminal.press("delete", "tab", "enter")
        await terminal.until(lambda: terminal.room.done == [("remove_action", {"action": "x1"})])


async def test_what_is_missing_is_said_in_words(opened: Open) -> None:
    public = samples()["action-open"]
    assert isinstance(public.body, ActionBody)
    bare = replace(public.body.actions[0], owner="", due="", first_step="", missing=("owner", "due", "first_step"))
    view = console_of(replace(public, body=replace(public.body, actions=(bare,))))
    async with opened(view, size=(120, 40)) as terminal:
        await terminal.open_console()
        assert "puuttuu: vastuuhenkilö, määräpäivä, ensimmäinen askel" in terminal.text


async def test_an_idea_on_paper_is_added_and_blanks_are_not(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        await terminal.press("a", "space", "space", "enter")
        assert "Kirjoita ensin teksti" in terminal.text
        await terminal.press(*"Soitan", "enter")
        await terminal.until(lambda: terminal.room.done == [("add", {"text": "Soitan"})])


async def test_enter_pressed_twice_in_haste_closes_only_the_dialog(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        await terminal.press("a", *"Soitan")
        await terminal.pilot.press("enter", "enter", "enter")
        await terminal.pilot.pause()
        assert terminal.app.screen is terminal.live
        assert terminal.room.verbs == ["add"]


async def test_a_text_is_hidden_and_shown_by_the_same_key(opened: Open) -> None:
    bad, good = ModeratedText(id="m1", text="Ruma sana", lang="fi"), ModeratedText(id="m2", text="Soitan", lang="fi")
    async with opened(writing(bad, good)) as terminal:
        await terminal.open_console()
        await terminal.press("h")
        await terminal.until(lambda: terminal.room.done == [("hide", {"idea": "m1"})])
        terminal.room.show(writing(replace(bad, hidden=True), good))
        await terminal.until(lambda: "1 piilotettu" in terminal.text)
        await terminal.press("h")
        await terminal.until(lambda: terminal.room.verbs == ["hide", "show"])


async def test_the_filter_finds_words_and_escape_lets_all_come_back(opened: Open) -> None:
    texts = [ModeratedText(id=word, text=f"Idea {word}", lang="fi") for word in ("soitan", "kysyn", "SOITTO")]
    async with opened(writing(*texts)) as terminal:
        await terminal.open_console()
        await terminal.press("slash", *"soit")
        assert "kysyn" not in terminal.text
        assert "SOITTO" in terminal.text
        await terminal.press("enter", "down")
        assert "kysyn" not in terminal.text
        await terminal.press("ctrl+f", "escape")
        assert "kysyn" in terminal.text
        assert terminal.live.console_shown
