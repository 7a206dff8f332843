"""The room check and the network doctor by keys, by the clicker and by the mouse, read off the screen."""

from __future__ import annotations

import time
from typing import Any

import pytest
from fake_room import FakeRoom, FakeWorkspace, console_of
from headless_terminal import Open, Terminal
from msgspec.structs import replace

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.system.settings import RoomProfile
from facilitator.view import AddressOption, ConsoleView, NetworkView, Wifi
from screens import legibility
from screens.check.check import RoomCheck
from screens.check.paint import paint
from screens.check.state import CHECKLIST, CHOICES, PAGES, CheckState
from screens.dialogs.start import StartForm
from screens.picture_widget import PictureWidget
from screens.stage.samples import samples

WAYS = (
    AddressOption(
        address="192.168.1.20",
        interface="wlan0",
        score=70,
        reasons=("network.wifi", "network.private", "network.gateway"),
        url="http://192.168.1.20:8000/4829",
    ),
    AddressOption(
        address="10.8.0.2",
        interface="tun0",
        score=-20,
        reasons=("network.vpn", "network.private"),
        url="http://10.8.0.2:8000/4829",
    ),
)


def lobby(**changes: Any) -> ConsoleView:
    """A lobby on a laptop with Wi-Fi and a VPN."""
    outlook = NetworkView(shown="192.168.1.20", ways=WAYS, since=time.time())
    return console_of(samples()["lobby"], network=replace(outlook, **changes))


def changed(room: FakeRoom, **changes: Any) -> None:
    """The network has changed."""
    assert room.console.network is not None
    room.show(replace(room.console, network=replace(room.console.network, **changes)))


async def clicked(terminal: Terminal) -> None:
    """One press of the clicker, with the time between two that a hand needs."""
    terminal.clock.now += 1.0
    await terminal.press("pagedown")


async def test_the_clicker_goes_through_all_pages_and_back_to_the_lobby(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7")
        for page in PAGES:
            assert say(f"check.{page}.title", "fi") in terminal.text.split("\n")[0]
            await clicked(terminal)
        assert terminal.app.screen is terminal.live
        assert not terminal.room.done


async def test_a_double_press_of_the_clicker_skips_no_page(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7")
        terminal.clock.now += 1.0
        await terminal.press("pagedown", "pagedown")
        assert say("check.lines.title", "fi") in terminal.text.split("\n")[0]


async def test_image_and_distance_say_how_many_rows_there_may_be(opened: Open) -> None:
    async with opened(lobby(), size=(120, 40)) as terminal:
        await terminal.press("f7", "4")
        assert "Nyt rivejä on 40: tavallinen teksti näkyy 3 m päähän." in terminal.text
        assert f"enintään {legibility.max_rows_for(8, 1.13)}" in terminal.text
        assert "kunnes rivejä on 20" in terminal.text
        await terminal.press(*["minus"] * 6)
        assert "(5 m)" in terminal.text
        assert "kunnes rivejä on 27" in terminal.text
        await terminal.press(*["minus"] * 6)
        assert "Se riittää takariville" in terminal.text


async def test_an_image_of_any_height_can_be_given_in_words_of_either_kind(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7", "7", *"1", "comma", *"45", "enter")
        assert "korkeus 1,45 m" in terminal.text
        await terminal.press("7", *"moi", "enter")
        assert say("check.size.bad", "fi") in terminal.text
        assert "korkeus 1,45 m" in terminal.text


async def test_the_smallest_line_that_is_read_decides_what_is_said(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7")
        await clicked(terminal)
        for number, said in (("2", "large"), ("4", "most"), ("5", "all")):
            await terminal.press(number)
            assert say(f"check.lines.read.{said}", "fi") in terminal.text


async def test_what_was_found_out_is_drawn_on_the_stage_at_once(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7", "4", "f6", "escape")
        assert terminal.live.stage.qr == "half"
        reach = int(legibility.code_reach(24, 1.13, 1))
        assert say("stage.join.reach", "fi", metres=reach) in terminal.text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 50)])
async def test_l_goes_through_the_letters_and_the_stage_is_drawn_with_them(
    opened: Open, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TERM", "tmux-256color")
    async with opened(lobby(), size=size) as terminal:
        await terminal.press("f7")
        await clicked(terminal)
        await clicked(terminal)
        auto = say("check.code.letters.auto", "fi", mark="B")
        assert auto.split(".")[0] in " ".join(terminal.text.split())
        assert "🬁" in terminal.text
        assert "▞" in terminal.text
        kept = []
        for mark in "ABC":
            await terminal.press("l")
            kept.append(terminal.live.stage.lettering)
            assert f"✓ Isot kirjaimet: {mark}." in " ".join(terminal.text.split())
        assert kept == ["halves", "quarters", "sixths"]
        await terminal.press("l")
        assert terminal.live.stage.lettering == "auto"


async def test_the_letters_that_were_chosen_are_those_of_the_stage(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        seen = []
        for _ in range(2):
            terminal.room.show(lobby())
            await terminal.press("f7")
            await clicked(terminal)
            await clicked(terminal)
            await terminal.press("l", "escape")
            terminal.room.show(console_of(samples()["text-open"]))
            await terminal.until(lambda: "aikaa jäljellä" in terminal.text)
            seen.append(terminal.text)
        halves, quarters = seen
        assert not set("▘▝▖▌▞▛▗▚▐▜▙▟") & set(halves)
        assert set("▞▚▙") & set(quarters)
        assert not [sign for sign in quarters if sign >= "\U0001fb00"]


async def test_a_room_is_saved_under_a_name_and_taken_up_again(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7", "5", "s", *"Kabinetti", "enter")
        assert "”Kabinetti” on tallessa" in terminal.text
        assert terminal.house.profile.name == "Kabinetti"
        assert terminal.house.profile.height == legibility.SCREEN_HEIGHTS["wide24"]
        await terminal.press("1", "o", "enter")
        assert "● valkokangas, leveys 2,4 m" in terminal.text
        await terminal.press("1", "escape", "f7", "o", "enter")
        assert "● valkokangas, leveys 2,4 m" in terminal.text


async def test_the_checklist_is_ticked_by_numbers_and_by_the_mouse(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f7")
        for _ in PAGES[1:]:
            await clicked(terminal)
        await terminal.press("1")
        assert "6 kohtaa jäljellä" in terminal.text
        y = next(y for y, row in enumerate(terminal.text.split("\n")) if say("check.ready.power", "fi") in row)
        await terminal.pilot.click(PictureWidget, offset=(8, y))
        await terminal.pilot.pause()
        assert "5 kohtaa jäljellä" in terminal.text
        await terminal.press(*(str(n) for n in range(3, len(CHECKLIST) + 1)))
        assert say("check.ready.all", "fi") in terminal.text


async def test_the_doctor_lists_the_ways_with_reasons_and_one_key_changes_the_address(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f8")
        for shown in ("1  ● 192.168.1.20   wlan0", "langaton verkko", "2  ○ 10.8.0.2   tun0", "VPN-yhteys"):
            assert shown in terminal.text
        await terminal.press("2")
        assert terminal.room.done == [("address", {"address": "10.8.0.2"})]


async def test_the_first_phone_turns_the_line_green(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f8")
        assert "○ Odotamme ensimmäistä puhelinta" in terminal.text
        changed(terminal.room, reached=True)
        await terminal.until(lambda: "✓ Puhelin pääsi perille" in terminal.text)
        row = next(y for y, line in enumerate(terminal.text.split("\n")) if "✓ Puhelin" in line)
        check = terminal.app.screen
        assert isinstance(check, RoomCheck)
        assert any(run.style == "good" for run in check.sheet.picture.rows[row])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_a_phone_in_a_minute_the_help_opens_by_itself(opened: Open, language: str) -> None:
    async with opened(lobby(since=time.time() - 61), size=(60, 20), language=language) as terminal:
        await terminal.press("f8")
        text = " ".join(terminal.text.split())
        assert "Windows" in text
        assert "--url" in text
        assert "VPN" in text
        assert "192.168.1.20" in text


async def test_the_help_can_be_opened_before_and_closed_again(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f8", "h")
        assert "Palomuuri" in terminal.text
        await terminal.press("h")
        assert "wlan0" in terminal.text


async def test_a_tunnel_is_typed_in(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f8", "u", *"a", "full_stop", *"fi", "enter")
        assert terminal.room.done == [("address", {"address": "a.fi"})]


async def test_when_the_address_is_lost_the_stage_says_it_calmly_and_the_console_says_what_to_do(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        changed(terminal.room, lost=True, shown="10.1.1.1")
        await terminal.until(lambda: say("live.network_lost", "fi") in terminal.text)
        await terminal.open_console()
        text = " ".join(terminal.text.split())
        assert "Osoite 10.1.1.1 katosi" in text
        assert "F8 vaihtaa osoitteeseen 192.168.1.20" in text
        changed(terminal.room, ways=())
        await terminal.until(lambda: "Verkko katosi" in terminal.text)


async def test_while_people_work_the_check_warns_before_it_covers_the_wall(opened: Open) -> None:
    async with opened(replace(lobby(), public=samples()["text-open"])) as terminal:
        await terminal.press("f8")
        assert terminal.app.screen is terminal.live
        terminal.clock.now += 1.0
        await terminal.press("f8")
        assert isinstance(terminal.app.screen, RoomCheck)


async def test_the_wifi_code_is_entered_once_and_then_shown_and_hidden_by_one_key(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        await terminal.press("f9", *"Vieras", "enter", *"liian", "enter")
        assert "8–63 merkkiä" in terminal.text
        await terminal.press(*"pitka", "enter")
        fields = {"name": "Vieras", "password": "liianpitka"}
        await terminal.until(lambda: terminal.room.done == [("wifi", fields), ("wifi", {"on": True})])
        terminal.room.show(replace(terminal.room.console, wifi="Vieras"))
        await terminal.press("f9")
        await terminal.until(lambda: terminal.room.done[2:] == [("wifi", {"on": True})])
        public = replace(terminal.room.public, wifi=Wifi(name="Vieras", password="liianpitka"))
        terminal.room.show(replace(terminal.room.console, public=public))
        await terminal.until(lambda: "liianpitka" in terminal.text)
        await terminal.press("escape")
        await terminal.until(lambda: terminal.room.done[3:] == [("wifi", {"on": False})])


async def test_the_cards_are_made_by_a_key_and_the_wall_sees_no_path(opened: Open) -> None:
    async with opened(lobby()) as terminal:
        terminal.room.replies["handouts"] = {"folder": "/home/maija.meikalainen/exports/2026-11-26 Työpaja"}
        await terminal.press("f7", "c")
        await terminal.until(lambda: "2026-11-26 Työpaja" in terminal.text)
        assert "maija" not in terminal.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (72, 20), (80, 24), (100, 30), (120, 40), (160, 50)])
def test_every_page_fits_every_screen_with_its_keys_at_the_bottom(language: str, columns: int, rows: int) -> None:
    view = lobby(since=0.0)
    for page in PAGES:
        for number in range(len(CHOICES)):
            high = list(legibility.SCREEN_HEIGHTS.values())[min(number, 5)]
            check = CheckState(
                view=view.public,
                outlook=view.network,
                profile=RoomProfile(height=high, distance=30.0, read=number % 6),
                language=language,
                now=61.0,
                rows=rows,
                columns=columns,
                page=page,
            )
            lines = paint(check)[0].text().split("\n")
            assert len(lines) == rows
            assert lines[-1].startswith(" ▸ ")
            assert "Esc" in lines[-1]
            assert not [line for line in lines[:-1] if "…" in line], page


async def test_a_workshop_that_has_just_been_made_begins_with_the_room_check(at_home: Open) -> None:
    house = FakeWorkspace(FakeRoom(lobby()))
    async with at_home(house) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, StartForm))
        await terminal.pilot.pause()
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, RoomCheck))
        await terminal.press("escape")
        assert terminal.app.screen is terminal.live
