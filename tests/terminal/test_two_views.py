"""Stage and console: the private one never shows by accident."""

from __future__ import annotations

import pytest
from fake_room import console_of, writing
from headless_terminal import Open
from msgspec.structs import replace
from textual.strip import Strip

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.view import ModeratedText
from screens.stage.samples import samples
from screens.stage.widget import Stage
from store.errors import StoreError

SECRET = ModeratedText(id="m1", text="Tämä on vielä salaisuus", lang="fi")


async def test_the_console_warns_and_waits_for_a_second_press(opened: Open) -> None:
    async with opened(writing(SECRET)) as terminal:
        assert "salaisuus" not in terminal.text
        await terminal.press("tab")
        assert "näkyy kaikille" in terminal.text
        assert "salaisuus" not in terminal.text
        terminal.clock.now += 1.0
        await terminal.press("f2")
        assert "salaisuus" in terminal.text
        await terminal.press("f2")
        assert "salaisuus" not in terminal.text


async def test_an_old_first_press_does_not_count(opened: Open) -> None:
    async with opened(writing(SECRET)) as terminal:
        await terminal.press("tab")
        terminal.clock.now += 10.0
        await terminal.press("tab")
        assert "salaisuus" not in terminal.text


async def test_the_mouse_has_the_same_way_in_and_a_double_click_is_one_press(opened: Open) -> None:
    async with opened(writing(SECRET)) as terminal:
        await terminal.pilot.click("Stage", times=2)
        await terminal.until(lambda: "näkyy kaikille" in terminal.text)
        assert not terminal.live.console_shown
        terminal.clock.now += 1.0
        await terminal.pilot.click("Stage")
        await terminal.until(lambda: terminal.live.console_shown)
        await terminal.pilot.click("#deck-console")
        await terminal.until(lambda: not terminal.live.console_shown)


async def test_under_a_black_screen_the_console_opens_at_once_and_closes_with_it(opened: Open) -> None:
    async with opened(writing(SECRET)) as terminal:
        await terminal.press("b", "tab")
        assert terminal.live.console_shown
        await terminal.press("b")
        await terminal.until(lambda: not terminal.live.console_shown)


async def test_a_window_of_ones_own_needs_no_warning(opened: Open) -> None:
    async with opened(writing(SECRET)) as terminal:
        terminal.live.action_command("private")
        await terminal.press("tab")
        assert terminal.live.console_shown


async def test_the_next_act_stays_readable_under_the_warning(opened: Open) -> None:
    async with opened() as terminal:
        before = terminal.text.splitlines()[-1]
        await terminal.press("tab")
        assert terminal.text.splitlines()[-1] == before
        assert "▸" in before


async def test_a_broken_rule_is_explained_on_the_console_and_only_hinted_at_on_the_stage(opened: Open) -> None:
    async with opened() as terminal:
        terminal.room.fails["next"] = RuleBroken("last_step", 409)
        await terminal.press("pagedown")
        await terminal.until(lambda: "Syy lukee ohjausnäkymässä" in terminal.text)
        await terminal.open_console()
        assert "viimeinen vaihe" in terminal.text


async def test_what_was_not_saved_is_said_in_a_sentence(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        terminal.room.fails["pause"] = StoreError("disk_full")
        await terminal.press("p")
        await terminal.until(lambda: explain("disk_full", "fi")[:40] in terminal.text)
        await terminal.press("plus")
        await terminal.until(lambda: terminal.room.verbs == ["pause", "extend"])


async def test_a_fault_of_ours_says_that_the_data_is_safe_and_the_keys_go_on(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        terminal.room.fails["pause"] = ZeroDivisionError("ours")
        await terminal.press("p")
        await terminal.until(lambda: "tiedot ovat tallessa" in terminal.text)
        await terminal.press("plus")
        await terminal.until(lambda: terminal.room.verbs == ["pause", "extend"])
        assert "ZeroDivision" not in terminal.text


async def test_a_standing_fault_is_a_red_line_until_it_is_over(opened: Open) -> None:
    view = console_of(samples()["text-open"], trouble="disk_full")
    async with opened(view) as terminal:
        await terminal.open_console()
        trouble = terminal.live.console.trouble
        assert trouble.display
        terminal.room.show(replace(view, trouble=""))
        await terminal.until(lambda: not trouble.display)


async def test_a_change_from_the_room_is_drawn_on_both_views(opened: Open) -> None:
    view = console_of(samples()["text-open"])
    async with opened(view) as terminal:
        await terminal.open_console()
        terminal.room.show(replace(view, public=replace(view.public, joined=41)))
        await terminal.until(lambda: "41 mukana" in terminal.text)


async def test_a_terminal_that_is_too_small_says_what_it_needs(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.pilot.resize_terminal(50, 15)
        await terminal.until(lambda: "60" in terminal.text and "20" in terminal.text)
        assert "riviä" in terminal.text
        await terminal.pilot.resize_terminal(80, 24)
        await terminal.until(lambda: terminal.app.screen is terminal.live)


async def test_what_was_said_of_one_step_is_not_read_on_the_console_in_another(opened: Open) -> None:
    view = writing(SECRET)
    async with opened(view) as terminal:
        terminal.live.context.tell("Tämä koskee ensimmäistä vaihetta")
        terminal.room.show(replace(view, public=replace(view.public, current="later")))
        await terminal.press("f6")
        await terminal.open_console()
        assert "Tämä koskee ensimmäistä vaihetta" not in str(terminal.app.screen.query_one("#console-status").render())


async def test_the_first_frame_of_the_stage_after_the_console_is_not_an_old_one(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = console_of(samples()["text-revealed"])
    async with opened(before) as terminal:
        old = terminal.text
        await terminal.open_console()
        terminal.room.show(console_of(samples()["vote-revealed"]))
        await terminal.pilot.pause()
        drawn: list[str] = []
        render = Stage.render_line

        def watched(stage: Stage, y: int) -> Strip:
            strip = render(stage, y)
            drawn.append(strip.text)
            return strip

        monkeypatch.setattr(Stage, "render_line", watched)
        await terminal.press("tab")
        assert drawn
        lost = set(old.splitlines()) - set(terminal.text.splitlines())
        assert lost
        assert not lost & set(drawn)


async def test_a_new_size_of_the_terminal_is_laid_out_when_the_pilot_has_waited(opened: Open) -> None:
    async with opened(size=(80, 24)) as terminal:
        await terminal.pilot.resize_terminal(120, 40)
        assert (terminal.live.stage.picture.width, terminal.live.stage.picture.height) == (120, 40)
