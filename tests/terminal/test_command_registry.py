"""The registry of commands: each has its handler, its verb and its words, at the screen and in plain mode."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import pytest
from assertions import every
from fake_room import FakeRoom, console_of, grouping
from headless_terminal import Open

from facilitator.i18n.messages import LANGUAGES, has_message, say
from facilitator.room.read_only import ReadOnlyRoom
from facilitator.room.verbs import VERBS
from facilitator.view import ConsoleView
from screens.commands import COMMANDS, COMMANDS_BY_ID, COMMANDS_BY_NUMBER, palette_commands, sentence_key
from screens.keys import KEYS
from screens.plain.context import PlainContext
from screens.plain.conversation import Conversation
from screens.plain.handlers import HANDLERS, run_verb_call
from screens.plain.menu import menu_lines
from screens.plain.run import PlainMode
from screens.stage.samples import samples

ONE_VERB = [command for command in COMMANDS if command.verb_call is not None]
NUMBERED_VERBS = [command.id for command in COMMANDS_BY_NUMBER.values() if command.verb_call is not None]


async def no_lines() -> AsyncIterator[bytes | None]:
    """Input of somebody who types nothing."""
    for _ in ():
        yield b""


def test_no_command_and_no_number_stands_twice() -> None:
    assert len(COMMANDS_BY_ID) == len(COMMANDS)
    assert len(COMMANDS_BY_NUMBER) == sum(command.number > 0 for command in COMMANDS)


def test_every_key_is_one_of_a_command() -> None:
    assert {key.id for key in KEYS} <= set(COMMANDS_BY_ID)


async def test_every_command_of_a_key_or_of_the_palette_has_a_handler(opened: Open) -> None:
    reachable = {key.id for key in KEYS} | {command.id for command in COMMANDS if command.in_palette}
    async with opened() as terminal:
        assert set(terminal.live.handlers) == reachable


async def test_what_the_panes_carry_out_are_commands_of_panes(opened: Open) -> None:
    async with opened() as terminal:
        of_panes = {command for pane in terminal.live.console.panes for command in pane.handlers()}
    assert of_panes == {command.id for command in COMMANDS if command.of_pane}


def test_every_number_of_plain_mode_has_a_handler_or_a_verb() -> None:
    assert set(HANDLERS) | set(NUMBERED_VERBS) | {"leave"} == {command.id for command in COMMANDS_BY_NUMBER.values()}


def test_every_command_has_its_words() -> None:
    assert every(has_message(f"act.{command.id}") for command in COMMANDS if command.in_palette)
    assert every(
        has_message(f"plain.act.{command.id}") for command in COMMANDS_BY_NUMBER.values() if command.id != "next"
    )


@pytest.mark.parametrize("sample", samples())
def test_every_verb_call_is_one_that_the_room_knows(sample: str) -> None:
    view = samples()[sample]
    for command in ONE_VERB:
        assert command.verb_call is not None
        verb, arguments = command.verb_call(view)
        VERBS.parse(verb, arguments)


def test_every_verb_is_described_in_a_sentence() -> None:
    assert every(has_message(verb.catalogue_key) for verb in VERBS)


@pytest.mark.parametrize("sample", samples())
def test_a_command_that_names_its_verb_names_one_of_the_table(sample: str) -> None:
    described = [command for command in COMMANDS if command.verb or command.verb_call is not None]
    assert len(described) > 40
    for command in described:
        assert has_message(sentence_key(command, samples()[sample], VERBS)), command.id


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_palette_says_below_a_command_what_its_verb_does(opened: Open, language: str) -> None:
    async with opened(language=language, size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p", *say("act.lock", language)[:6])
        await terminal.until(lambda: say("verb.lock", language) in terminal.text)


async def test_a_room_without_a_verb_says_nothing_about_it(opened: Open) -> None:
    async with opened() as terminal:
        terminal.room.verb_table = ReadOnlyRoom.verb_table
        await terminal.open_console()
        said = {command.label: command.sentence for command in terminal.live.commands()}
        assert said[say("act.export", "fi")] == say("verb.export", "fi")
        assert said[say("act.black", "fi")] == ""


@pytest.mark.parametrize("sample", samples())
def test_what_the_palette_lists_and_what_plain_mode_offers_agree(sample: str) -> None:
    view = console_of(samples()[sample])
    pane = frozenset(command.id for command in COMMANDS if command.of_pane)
    listed = {command.id for command in palette_commands(view, pane)}
    offered = {command.id for command in COMMANDS_BY_NUMBER.values() if command.is_possible(view)}
    both = {command.id for command in COMMANDS if command.in_palette and command.number and not command.of_pane}
    assert listed & both == offered & both


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", NUMBERED_VERBS)
async def test_in_plain_mode_every_verb_says_what_it_did(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    views: list[ConsoleView] = [console_of(samples()[name]) for name in ("text-open", "vote-revealed")]
    for view in (*views, grouping()):
        room: Any = FakeRoom(view)
        context = PlainContext(room, Conversation(language, no_lines()))  # type: ignore[arg-type]
        await run_verb_call(context, command)
        assert len(room.done) == 1
        said = capsys.readouterr().out
        assert "{" not in said
        if command == "stage_language":
            assert say(f"live.language.{room.public.session.stage_language}", language) in said


@pytest.mark.parametrize("sample", samples())
def test_the_menu_has_a_line_for_every_number_that_does_something_now(sample: str) -> None:
    view = console_of(samples()[sample])
    numbers = [int(line.split()[0]) for line in menu_lines(view, "sv")]
    assert numbers == sorted(numbers)
    assert numbers == [number for number, command in COMMANDS_BY_NUMBER.items() if command.is_possible(view)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_mark_and_a_number_say_what_the_number_does(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def lines() -> AsyncGenerator[bytes | None, None]:
        for line in (b"?40", b"? 46", b"?3", b"?x"):
            yield line

    room = FakeRoom(console_of(samples()["text-open"]))
    await PlainMode(room, language, lines()).run()
    said = capsys.readouterr().out.splitlines()
    none = say("plain.no_explanation", language)
    assert said[-4:] == [say("verb.black", language), say("verb.handouts.slips", language), none, none]
    assert room.done == []
