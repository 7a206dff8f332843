"""Every key of the live screen does what the table of keys says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from fake_room import console_of
from headless_terminal import Open
from msgspec.structs import replace
from textual.dom import DOMNode
from textual.widgets import Static

from facilitator.i18n.messages import say
from screens.commands import COMMANDS, possible_commands
from screens.dialogs.help import Help
from screens.keys import KEYS
from screens.stage.samples import samples
from screens.view_state import STAGE_LANGUAGES, next_stage_language

ORDER_KEYS: list[tuple[str, str, dict[str, Any]]] = [
    ("pagedown", "next", {}),
    ("right", "next", {}),
    ("space", "next", {}),
    ("enter", "next", {}),
    ("n", "next", {}),
    ("pageup", "back", {}),
    ("left", "back", {}),
    ("full_stop", "black", {"on": True}),
    ("b", "black", {"on": True}),
    ("f5", "overlay", {"on": True}),
    ("j", "overlay", {"on": True}),
    ("plus", "extend", {"minutes": 1}),
    ("minus", "extend", {"minutes": -1}),
    ("p", "pause", {}),
    ("l", "lock", {}),
    ("r", "reveal", {}),
    ("u", "undo", {}),
    ("ctrl+z", "undo", {}),
    ("ctrl+y", "redo", {}),
    ("f3", "stage_language", {"language": "sv"}),
]


@pytest.mark.parametrize("console", [False, True], ids=["stage", "console"])
async def test_a_key_gives_its_order_on_both_views(opened: Open, console: bool) -> None:
    start = console_of(samples()["text-open"])
    async with opened(start) as terminal:
        if console:
            await terminal.open_console()
        for key, verb, arguments in ORDER_KEYS:
            terminal.room.show(start)
            terminal.room.done.clear()
            terminal.clock.now += 1.0
            await terminal.press(key)
            await terminal.until(lambda: bool(terminal.room.done))
            assert terminal.room.done == [(verb, arguments)], key


async def test_other_keys_do_nothing_on_the_stage(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("q", "x", "ö", "w", "escape", "1", "0", "backspace", "up", "down", "delete", "e", "a", "h")
        await terminal.press("slash", "ctrl+f", "c", "m", "f6", "ctrl+p", "p")
        await terminal.until(lambda: "pause" in terminal.room.verbs)
        assert terminal.room.verbs == ["pause"]
        assert terminal.app.screen is terminal.live


async def test_a_second_step_within_the_guard_is_held_back(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("pagedown")
        terminal.clock.now += 0.79
        await terminal.press("pagedown", "enter", "n")
        assert terminal.room.verbs == ["next"]
        terminal.clock.now += 0.02
        await terminal.press("pagedown")
        await terminal.until(lambda: terminal.room.verbs == ["next", "next"])


async def test_the_same_key_turns_the_black_screen_off_again(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("b", "full_stop")
        await terminal.until(lambda: len(terminal.room.done) == 2)
        assert terminal.room.done == [("black", {"on": True}), ("black", {"on": False})]


async def test_escape_closes_the_join_code_and_nothing_else(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("f5", "escape", "escape", "escape")
        await terminal.until(lambda: len(terminal.room.done) == 2)
        await terminal.press("escape")
        assert terminal.room.done == [("overlay", {"on": True}), ("overlay", {"on": False})]
        assert terminal.app.screen is terminal.live


async def test_results_that_are_shown_are_hidden_by_the_same_key(opened: Open) -> None:
    async with opened(console_of(samples()["vote-revealed"])) as terminal:
        await terminal.press("r")
        await terminal.until(lambda: terminal.room.verbs == ["hide_results"])


async def test_locked_answers_are_unlocked_by_the_same_key(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("l", "l")
        await terminal.until(lambda: terminal.room.verbs == ["lock", "unlock"])


@pytest.mark.parametrize("sample", ["lobby", "text-ready", "text-revealed", "group-open", "vote-closed"])
async def test_nothing_is_locked_where_nobody_answers_and_the_key_says_so(opened: Open, sample: str) -> None:
    async with opened(console_of(samples()[sample])) as terminal:
        await terminal.press("l")
        assert "ei ole avoinna mitään lukittavaa" in terminal.text
        assert terminal.room.done == []


async def test_what_is_locked_can_be_unlocked_wherever_the_workshop_is(opened: Open) -> None:
    view = samples()["group-open"]
    locked = console_of(replace(view, session=replace(view.session, locked=True)))
    assert "lock" in possible_commands(locked)
    async with opened(locked) as terminal:
        await terminal.press("l")
        await terminal.until(lambda: terminal.room.done == [("unlock", {})])


async def test_a_sentence_over_the_stage_has_nothing_but_its_own_line_styled_anew(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as terminal:
        styled: list[DOMNode] = []
        restyle = terminal.app.stylesheet.update_nodes

        def watched(nodes: Iterable[DOMNode], animate: bool = False) -> None:
            found = tuple(nodes)
            styled.extend(found)
            restyle(found, animate)

        monkeypatch.setattr(terminal.app.stylesheet, "update_nodes", watched)
        await terminal.press("ctrl+p")
        assert "ohjausnäkymässä" in terminal.text
        await terminal.press("escape")
        assert "ohjausnäkymässä" not in terminal.text
        assert {node.id for node in styled} == {"hint"}


async def test_reopening_asks_once(opened: Open) -> None:
    async with opened(console_of(samples()["vote-closed"])) as terminal:
        await terminal.press("o")
        assert terminal.room.done == []
        assert "äänet säilyvät" in terminal.text
        terminal.clock.now += 1.0
        await terminal.press("o")
        await terminal.until(lambda: terminal.room.verbs == ["reopen"])


async def test_a_question_that_is_forgotten_is_asked_anew(opened: Open) -> None:
    async with opened(console_of(samples()["vote-closed"])) as terminal:
        await terminal.press("o")
        terminal.clock.now += 6.0
        await terminal.press("o", "escape")
        terminal.clock.now += 1.0
        await terminal.press("o")
        assert terminal.room.done == []


@pytest.mark.parametrize(
    ("sample", "changes", "said"),
    [
        ("text-closed", {}, "vastaukset säilyvät"),
        ("vote-closed", {}, "jo lasketut pysyvät laskettuina"),
        ("vote-revealed", {"looking_back": True}, "Puhelimet siirtyvät tähän"),
        ("info-plain", {"looking_back": True}, "Puhelimet siirtyvät tähän aiempaan vaiheeseen. Nykyinen"),
        ("close", {}, "Työpaja avautuu uudelleen"),
    ],
)
async def test_the_question_says_what_reopening_means_here(
    opened: Open, sample: str, changes: dict[str, bool], said: str
) -> None:
    view = samples()[sample]
    if sample == "close":
        view = replace(view, session=replace(view.session, state="closed"))
    if sample == "info-plain":
        assert view.step is not None
        view = replace(view, step=replace(view.step, state="done"))
    async with opened(console_of(replace(view, **changes)), size=(120, 40)) as terminal:
        await terminal.press("o")
        assert said in " ".join(terminal.text.split())


async def test_where_there_is_nothing_to_reopen_nothing_is_asked(opened: Open) -> None:
    async with opened(console_of(samples()["text-open"])) as terminal:
        await terminal.press("o")
        await terminal.until(lambda: terminal.room.verbs == ["reopen"])


@pytest.mark.parametrize(
    ("key", "verb", "reply", "said"),
    [
        ("u", "undo", {"what": "reveal", "note": "seen"}, "Kumottu: tulosten näyttäminen. Minkä huone jo näki"),
        ("u", "undo", {"what": "open", "note": "answered"}, "Vaiheeseen on jo vastattu, joten se suljettiin"),
        ("ctrl+y", "redo", {"what": "close"}, "Tehty uudelleen: vastaamisen sulkeminen"),
    ],
)
async def test_undo_says_what_cannot_be_taken_back(
    opened: Open, key: str, verb: str, reply: dict[str, str], said: str
) -> None:
    async with opened(size=(120, 40)) as terminal:
        terminal.room.replies[verb] = reply
        await terminal.press(key)
        await terminal.until(lambda: said in " ".join(terminal.text.split()))


async def test_undo_says_in_words_what_it_took_back(opened: Open) -> None:
    async with opened() as terminal:
        terminal.room.replies["undo"] = {"what": "move"}
        await terminal.press("u")
        await terminal.until(lambda: "Kumottu: idean siirto" in terminal.text)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_help_says_every_key_in_words(opened: Open, language: str) -> None:
    async with opened(language=language, size=(120, 60)) as terminal:
        await terminal.press("f1")
        help_screen = terminal.app.screen
        assert isinstance(help_screen, Help)
        said = set(str(help_screen.query_one("#table", Static).content).split())
        for key in KEYS:
            if key.display:
                assert set(key.display_in(language).split()) <= said
                assert set(say(f"act.{key.id}", language).split()) <= said
        await terminal.press("escape")
        assert terminal.app.screen is terminal.live


async def test_the_appearance_goes_round_and_is_kept(opened: Open) -> None:
    async with opened() as terminal:
        seen = []
        for _ in range(3):
            await terminal.press("f4")
            seen.append(terminal.house.theme)
        assert seen == ["facilitator-contrast", "facilitator-dark", "facilitator-light"]
        assert terminal.app.theme == "facilitator-light"


async def test_the_join_code_is_drawn_in_another_way(opened: Open) -> None:
    async with opened() as terminal:
        before = terminal.live.stage.qr
        await terminal.press("f6")
        assert terminal.live.stage.qr != before


def test_no_key_needs_altgr_on_a_nordic_keyboard() -> None:
    behind_altgr = {"at", "left_square_bracket", "right_square_bracket", "left_curly_bracket", "right_curly_bracket"}
    behind_altgr |= {"backslash", "vertical_line", "tilde", "dollar_sign"}
    used = {name for key in KEYS for name in (*key.keys.split(","), *key.priority_keys.split(","))}
    assert not used & behind_altgr
    assert not {name for name in used if name.startswith("alt+")}


def test_no_key_has_two_meanings() -> None:
    used = [name for key in KEYS for name in (*key.keys.split(","), *key.priority_keys.split(",")) if name]
    assert len(used) == len(set(used))


def test_the_stage_language_goes_through_all_four() -> None:
    seen = ["fi"]
    while (after := next_stage_language(seen[-1])) != "fi":
        seen.append(after)
    assert tuple(seen) == STAGE_LANGUAGES


@pytest.mark.parametrize(
    ("sample", "can", "cannot"),
    [
        ("lobby", {"next", "overlay"}, {"back", "reveal", "reopen", "lock", "pause", "more"}),
        ("text-open", {"lock", "pause", "more", "less"}, {"reveal", "reopen", "round"}),
        ("text-closed", {"reveal", "reopen"}, {"lock", "round", "pause"}),
        ("vote-revealed", {"reveal", "reopen", "round"}, {"lock"}),
        ("text-back", {"next", "back"}, {"lock", "reopen", "reveal"}),
        ("close", {"back"}, {"next", "lock", "reveal"}),
    ],
)
def test_only_what_makes_sense_is_offered(sample: str, can: set[str], cannot: set[str]) -> None:
    offered = possible_commands(console_of(samples()[sample]))
    assert can <= offered
    assert not cannot & offered


def test_every_command_of_the_palette_can_be_named() -> None:
    for name in (command.id for command in COMMANDS if command.in_palette):
        for language in ("fi", "sv", "en"):
            assert say(f"act.{name}", language)
