"""All keys are changed in the settings file: no sentence on the screen names an old one.

The keys that stay whatever is chosen (PageDown, PageUp, F5, Esc, F1, Ctrl+F) may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase

import pytest
from assertions import every
from fake_room import FakeRoom, FakeWorkspace, console_of, grouping
from headless_terminal import Clock, Terminal
from textual.widgets import Static

from facilitator.i18n import key_names
from facilitator.i18n.messages import LANGUAGES, CatalogueEntry, catalogue
from facilitator.view import ConsoleView
from screens.app import FacilitatorApp
from screens.dialogs.help import Help
from screens.keymap import FIXED_COMMANDS, parse_keymap
from screens.keys import KEYS
from screens.stage.samples import samples

SPARE = ["å", "ä", "ö", "ø", "é", "è", "ü", "š", "ž", "ñ", "ç", "à", "ó", "í", "ú", "á", "õ", "ê", "ô", "â", "î", "û"]
SPARE += ["ë", "ï", "ÿ", "ã", "ì", "ò", "ù", "ý", "ð", "þ", "ß", "æ", "œ", "ł", "ń", "ć", "ś", "ź", "ż", "ă", "ș", "ț"]
SPARE += ["ğ", "ı", "ş", "č", "ř", "ě", "ů", "đ", "ķ", "ļ"]
CHANGED = {key.id: spare for key, spare in zip((k for k in KEYS if k.id not in FIXED_COMMANDS), SPARE, strict=False)}
OLD = re.compile(r"(?<![\w+])(Tab|F2|F3|F4|F6|F7|F8|F9|Ctrl\+[PRQYZ])(?!\w)")
"""Keys with names that none of the acts has any more."""
LONE = re.compile(r"(?:^|[(:] |\(|   )([a-z])(?=\)|:|$|   | kumoaa| ångrar| undoes)")
"""A small letter alone where sentences put keys."""


SHOWN = ("lobby", "text-open", "vote-closed", "action-open", "close")


def views() -> Iterator[tuple[str, ConsoleView]]:
    yield "grouping", grouping()
    for name in SHOWN:
        yield name, console_of(samples()[name])


def texts(entry: CatalogueEntry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def test_every_act_gets_another_key() -> None:
    found = parse_keymap(CHANGED)
    assert found.problems == ()
    assert set(found.changed_bindings) == set(CHANGED) == {key.id for key in KEYS} - FIXED_COMMANDS


@pytest.mark.parametrize(("number", "view"), list(enumerate(view for _, view in views())))
async def test_no_sentence_on_stage_or_console_names_an_old_key(number: int, view: ConsoleView) -> None:
    room, language = FakeRoom(view), LANGUAGES[number % len(LANGUAGES)]
    house, clock = FakeWorkspace(room), Clock()
    house.keys, house.language = CHANGED, language
    app = FacilitatorApp(house, None, room, clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        terminal = Terminal(app, pilot, room, house, clock)
        await terminal.press(CHANGED["palette"])
        assert CHANGED["console"] in str(app.screen.query_one("#hint", Static).render())
        assert OLD.findall(terminal.text) == []
        await terminal.press(CHANGED["console"])
        clock.now += 1.0
        await terminal.press(CHANGED["console"])
        assert terminal.live.console_shown
        for act in ("reopen", "cut", "count"):
            await terminal.press(CHANGED[act])
            assert OLD.findall(terminal.text) == [], act
            said = terminal.live.console._status_text
            assert LONE.findall(said) == [], said
            if app.screen is not terminal.live:
                await terminal.press("escape")
        await terminal.press("f1")
        await terminal.until(lambda: isinstance(app.screen, Help))
        assert OLD.findall(str(app.screen.query(Static).first().render())) == []


def test_the_catalogue_names_no_key_literally() -> None:
    """Screens with keys of their own (home, room check), the program without a screen, and the files it writes may."""
    own = re.compile(r"^(check|home|plain|cli|keys|choose|help\.own|rehearsal|template|network\.(?!lost))")
    kept = re.compile(r"\b(PageDown|PageUp|F5|F1|Esc|Enter|Ctrl\+F)\b")
    wrong = {}
    for key, entry in catalogue().items():
        for text in (each for of in entry.values() for each in texts(of)):
            named = [*OLD.findall(kept.sub("", text)), *LONE.findall(text)]
            if named and not own.match(key) and key not in STATISTICS:
                wrong[key] = (text, named)
    assert wrong == {}


STATISTICS = frozenset(("phone.grid.counts", "phone.grid.n"))
"""Messages with a lone letter that is no key: the n of a mean."""


def test_the_usual_names_are_those_of_the_table() -> None:
    usual = parse_keymap(None)
    for act, name in key_names.DEFAULT_KEYS.items():
        assert usual.key_name(act, "fi") == name


def test_the_spare_keys_are_none_of_the_usual_ones() -> None:
    assert not set(SPARE) & set(ascii_lowercase)
    assert every(one != other for one, other in pairwise(sorted(SPARE)))
