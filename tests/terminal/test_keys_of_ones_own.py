"""Keys chosen in the settings file: they act, the help names them, and what cannot be used is said in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from assertions import nonempty
from fake_room import FakeRoom, FakeWorkspace, console_of
from headless_terminal import Clock, Terminal
from textual.widgets import Static

from facilitator.i18n.messages import LANGUAGES
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp
from screens.dialogs.help import Help
from screens.keymap import parse_keymap, parse_keys
from screens.keys import KEYS
from screens.stage.samples import samples


async def pressed(keys: object, *typed: str) -> Terminal:
    """A live screen with these settings, after the keys; closed again."""
    room = FakeRoom(console_of(samples()["text-open"]))
    house, clock = FakeWorkspace(room), Clock()
    house.preferences.keys = keys
    app = FacilitatorApp(house, None, room, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        terminal = Terminal(app, pilot, room, house, clock)
        await terminal.press(*typed)
        await terminal.press("ctrl+y")
        await terminal.until(lambda: "redo" in room.verbs)
        return terminal


async def test_a_chosen_key_acts_and_the_usual_one_does_no_longer() -> None:
    assert (await pressed({"pause": "ö"}, "ö", "p")).room.verbs == ["pause", "redo"]


async def test_two_acts_can_change_their_keys_with_each_other() -> None:
    assert (await pressed({"pause": "l", "lock": "p"}, "p", "l")).room.verbs == ["lock", "pause", "redo"]


async def test_several_keys_and_keys_with_names_are_taken() -> None:
    terminal = await pressed({"more": "ctrl+t, *, å"}, "ctrl+t", "asterisk", "å")
    assert terminal.room.verbs == ["extend", "extend", "extend", "redo"]
    assert (await pressed({"undo": "ö,ä"}, "ö", "ä", "ctrl+z")).room.verbs == ["undo", "undo", "redo"]


async def test_a_clicker_goes_on_whatever_is_chosen() -> None:
    terminal = await pressed({"next": "ö", "back": "ctrl+b", "black": "q"}, "pagedown", "pageup", "f5", "q", "n")
    assert terminal.room.verbs == ["next", "back", "overlay", "black", "redo"]


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"pause": "pagedown"}, "keys.clicker"),
        ({"reveal": "f5"}, "keys.clicker"),
        ({"reveal": "escape"}, "keys.clicker"),
        ({"pause": "l"}, "keys.taken"),
        ({"pause": "ö", "lock": "ö"}, "keys.taken"),
        ({"pause": "f1"}, "keys.taken"),
        ({"fly": "ö"}, "keys.no_act"),
        ({"close": "ö"}, "keys.no_act"),
        ({"pause": "[red]"}, "keys.no_key"),
        ({"pause": ""}, "keys.no_key"),
        ({"pause": 7}, "keys.no_key"),
        ({"pause": ["ö"]}, "keys.no_key"),
        ({"pause": "ö,pgdwn"}, "keys.no_key"),
        (["pause"], "keys.not_a_table"),
        ("pause", "keys.not_a_table"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_usual_key_stays(keys: object, says: str) -> None:
    found = parse_keymap(keys)
    assert [key for key, _ in found.problems] == [says]
    sentences = [sentence for language in LANGUAGES for sentence in found.problem_sentences(language)]
    assert len(sentences) == 3
    assert all(sentence.endswith((".", "}")) for sentence in sentences)
    good = {key.id: key for key in found.table}
    assert [good[key.id] == key for key in KEYS if key.id not in ("pause", "lock")] == [True] * (len(KEYS) - 2)
    assert not found.changed_bindings or found.changed_bindings == {"pause": "ö"}


async def test_the_sentence_stands_on_the_console_and_the_help_names_the_chosen_key() -> None:
    room = FakeRoom(console_of(samples()["action-open"]))
    house, clock = FakeWorkspace(room), Clock()
    house.preferences.keys = {"pause": "ö", "fly": "[bold]", "add": "q"}
    app = FacilitatorApp(house, None, room, clock)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        terminal = Terminal(app, pilot, room, house, clock)
        await terminal.open_console()
        assert "toiminnolle fly" in terminal.text
        assert "q uusi" in terminal.text
        await terminal.press("f1")
        await terminal.until(lambda: isinstance(app.screen, Help))
        table = str(app.screen.query_one("#table", Static).render())
        line = next(line for line in table.splitlines() if "Kello seis tai" in line)
        assert line.split("Kello seis")[0].strip() == "ö"


def test_the_settings_file_is_read_with_them_and_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"language": "sv", "keys": {"pause": "ö"}}))
    house = Workspace(tmp_path)
    assert house.preferences.keys == {"pause": "ö"}
    house.preferences.theme = "facilitator-dark"
    kept = json.loads(file.read_text())
    assert (kept["keys"], kept["theme"], kept["language"]) == ({"pause": "ö"}, "facilitator-dark", "sv")


@pytest.mark.parametrize("keys", [[1, {"a": None}], "x", 3.5, {"pause": {"deep": []}}])
def test_nonsense_in_the_keys_leaves_all_other_settings_alone(tmp_path: Path, keys: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": "en", "keys": keys}))
    house = Workspace(tmp_path)
    assert house.preferences.language == "en"
    assert parse_keymap(house.preferences.keys).changed_bindings == {}


def test_every_key_of_the_table_can_be_written_in_the_file() -> None:
    for key in KEYS:
        for name in nonempty((*key.keys.split(","), *key.priority_keys.split(","))):
            assert not name or parse_keys(name) == (name,), name
