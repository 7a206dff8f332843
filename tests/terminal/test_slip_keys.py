"""Join slips from the console: the dialog, what is told, and how many were used."""

from __future__ import annotations

import pytest
from fake_room import console_of
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.i18n.messages import LANGUAGES, explain, say
from facilitator.view import ConsoleView, VoteBody
from screens.dialogs.slips import SlipsForm
from screens.stage.samples import samples


def by_slips(sample: str = "vote-open", made: int = 40, used: int = 38) -> ConsoleView:
    """A vote by slips."""
    public = samples()[sample]
    assert isinstance(public.body, VoteBody)
    public = replace(public, session=replace(public.session, slips=True), body=replace(public.body, slips=True))
    return replace(console_of(public), slips_made=made, slips_used=used)


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_how_many_were_used_stands_beside_the_number_of_voters(opened: Open, language: str) -> None:
    async with opened(by_slips(), language=language, size=(120, 40)) as terminal:
        await terminal.open_console()
        said = say("console.slips", language, n=40, used=38)
        lines = terminal.text.splitlines()
        voters = next(n for n, line in enumerate(lines) if say("console.voters", language, n=31) in line)
        assert said in lines[voters + 1]
        assert sum(said in line for line in lines) == 2


@pytest.mark.parametrize(("language", "size"), [("fi", (80, 24)), ("sv", (80, 24)), ("en", (160, 50))])
async def test_the_stage_says_that_the_vote_is_by_slips_and_not_how_many_were_used(
    opened: Open, language: str, size: tuple[int, int]
) -> None:
    view = by_slips()
    public = replace(view.public, session=replace(view.public.session, stage_language=language))
    async with opened(replace(view, public=public), language=language, size=size) as terminal:
        assert say("stage.vote.slips", language) in terminal.text
        assert "38" not in terminal.text


async def test_slips_are_made_from_the_palette(opened: Open) -> None:
    async with opened(console_of(samples()["lobby"]), size=(100, 30)) as terminal:
        terminal.room.replies["handouts"] = {"folder": "/home/maija/exports/2026-11-27 Työpaja"}
        await terminal.open_console()
        await terminal.press("ctrl+p", *"Tee lipuk")
        await terminal.until(lambda: say("act.slips", "fi") in terminal.text)
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, SlipsForm))
        assert say("slips.void", "fi") not in terminal.text
        await terminal.press("enter")
        assert explain("slips_number", "fi", n=500) in one_line(terminal.text.replace("█", " "))
        await terminal.press(*"40", "enter")
        await terminal.until(lambda: terminal.room.done == [("handouts", {"slips": 40, "void": False})])
        await terminal.until(lambda: "/home/maija/exports" in terminal.text)


async def test_earlier_ones_are_made_void_only_when_the_box_is_ticked(opened: Open) -> None:
    async with opened(by_slips("vote-ready"), size=(100, 30)) as terminal:
        await terminal.open_console()
        await terminal.live.run_action("command('slips')")
        await terminal.until(lambda: isinstance(terminal.app.screen, SlipsForm))
        await terminal.pilot.pause()
        assert say("slips.so_far", "fi", n=40, used=38) in terminal.text
        await terminal.press(*"3", "tab", "space", "tab", "enter")
        await terminal.until(lambda: terminal.room.done == [("handouts", {"slips": 3, "void": True})])


async def test_leaving_the_dialog_makes_none(opened: Open) -> None:
    async with opened(console_of(samples()["lobby"]), size=(80, 24)) as terminal:
        await terminal.open_console()
        await terminal.live.run_action("command('slips')")
        await terminal.until(lambda: isinstance(terminal.app.screen, SlipsForm))
        await terminal.press(*"40", "escape")
        assert terminal.room.done == []


async def test_on_the_stage_nothing_is_asked(opened: Open) -> None:
    async with opened(console_of(samples()["lobby"])) as terminal:
        await terminal.live.run_action("command('slips')")
        await terminal.pilot.pause()
        assert not isinstance(terminal.app.screen, SlipsForm)


@pytest.mark.parametrize(("sample", "offered"), [("vote-ready", True), ("vote-open", False), ("vote-closed", True)])
async def test_switching_is_offered_except_while_people_vote(opened: Open, sample: str, offered: bool) -> None:
    async with opened(by_slips(sample), size=(100, 30)) as terminal:
        await terminal.open_console()
        listed = {command.label for command in terminal.live.commands()}
        assert (say("act.slips_switch", "fi") in listed) is offered
        assert say("act.slips", "fi") in listed
        if offered:
            await terminal.live.run_action("command('slips_switch')")
            await terminal.until(lambda: terminal.room.done == [("slips", {"on": False})])


async def test_before_any_were_made_there_is_nothing_to_switch(opened: Open) -> None:
    async with opened(console_of(samples()["vote-ready"]), size=(100, 30)) as terminal:
        await terminal.open_console()
        assert say("act.slips_switch", "fi") not in {command.label for command in terminal.live.commands()}
        assert say("console.slips", "fi", n=0, used=0) not in terminal.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_guessing_is_told_on_the_console_alone(opened: Open, language: str) -> None:
    view = replace(by_slips(), slips_wrong=57)
    async with opened(view, language=language, size=(120, 40)) as terminal:
        said = say("console.slips_wrong", language, n=57)
        assert said not in one_line(terminal.text)
        await terminal.open_console()
        assert said in one_line(terminal.text)


async def test_of_the_two_commands_making_more_stands_first(opened: Open) -> None:
    async with opened(by_slips("vote-ready"), size=(100, 30)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p", *"lipuk")
        await terminal.until(lambda: say("act.slips_switch", "fi") in terminal.text)
        assert terminal.text.index(say("act.slips", "fi")) < terminal.text.index(say("act.slips_switch", "fi"))
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, SlipsForm))
