"""A workshop that cannot be opened, on the home screen: why, what is safe, and one key to go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fake_room import FakeWorkspace, Saved
from headless_terminal import Clock, Open, Terminal, rows

from facilitator.files.rescue import OpeningAlternative
from facilitator.i18n.messages import say
from facilitator.room.options import RoomOptions
from facilitator.room.read_only import ReadOnlyRoom
from facilitator.templates.new_session import new_session
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp
from screens.dialogs.offer import Offer
from screens.home.home import HomeScreen
from store import sessions
from store.errors import StoreError
from store.records import Change, Idea
from store.sessions import OpenSession, open_session

TERMINALS = [("fi", (80, 24)), ("sv", (80, 24)), ("en", (100, 30))]
DAMAGED = StoreError("damaged", file="saved.json.journal", record=7)
IN_USE = StoreError("in_use", file="saved.json", since="2026-11-22 09:15", pid=4711)


def flat(text: str) -> str:
    """The screen as one line, without frames and the breaks of lines."""
    return " ".join(text.translate(dict.fromkeys(map(ord, "█▌▐▄▀▊▎│┃"), " ")).split())


@pytest.mark.parametrize(("language", "size"), TERMINALS)
async def test_a_damaged_workshop_names_the_place_and_one_key_opens_a_copy(
    at_home: Open, language: str, size: tuple[int, int]
) -> None:
    house = FakeWorkspace(recent=[Saved(trouble="damaged")])
    house.preferences.language, house.fails = language, DAMAGED
    house.way = OpeningAlternative("copy", ("Kopiossa on 20 ideaa.", "3 muutosta puuttuu."))
    async with at_home(house, size) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, Offer))
        await terminal.pilot.pause()
        shown = flat(terminal.text)
        happened = say("error.damaged", language, **DAMAGED.fields)
        for wanted in (happened, say("home.copy.what", language), *house.way.copy_contents):
            assert wanted in shown
        assert say("home.copy.yes", language) in shown
        house.fails = None
        await terminal.press("enter")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls[-1] == ("rescue", Path("saved.json"))


@pytest.mark.parametrize(("language", "size"), TERMINALS)
async def test_a_locked_workshop_says_who_and_since_when_and_can_be_read(
    at_home: Open, language: str, size: tuple[int, int]
) -> None:
    house = FakeWorkspace(recent=[Saved()])
    house.preferences.language, house.fails, house.way = language, IN_USE, OpeningAlternative("read")
    async with at_home(house, size) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, Offer))
        await terminal.pilot.pause()
        shown = flat(terminal.text)
        for wanted in ("2026-11-22 09:15", "4711", say("home.read.what", language), say("home.read.yes", language)):
            assert wanted in shown
        await terminal.pilot.click("#ok")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls[-1] == ("read", Path("saved.json"))


async def test_esc_leaves_it_alone_and_the_sentence_stays(at_home: Open) -> None:
    house = FakeWorkspace(recent=[Saved(trouble="damaged")])
    house.fails, house.way = DAMAGED, OpeningAlternative("copy", ("Kopiossa on 20 ideaa.",))
    async with at_home(house) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: isinstance(terminal.app.screen, Offer))
        await terminal.press("escape")
        assert isinstance(terminal.app.screen, HomeScreen)
        assert "saved.json.journal" in flat(terminal.text)
        assert house.calls == [("open", Path("saved.json"))]


async def test_where_nothing_can_be_saved_nothing_is_offered(at_home: Open) -> None:
    house = FakeWorkspace(recent=[Saved(trouble="unreadable")])
    house.fails = StoreError("unreadable", file="saved.json", place="", where="saved.json")
    async with at_home(house) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: "saved.json" in terminal.text)
        assert isinstance(terminal.app.screen, HomeScreen)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workspace]:
    """A real workspace whose server listens on the loopback only."""
    house = Workspace(tmp_path / "home", "en")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    yield house
    house.close()


def an_idea(number: int) -> Change:
    """One more idea."""
    return Change(put=(Idea(id=f"i{number}", step="ideas", text=f"Idea {number}"),))


@contextmanager
def elsewhere(house: Workspace) -> Iterator[OpenSession]:
    """A workshop with three ideas, open in another window."""
    path = house.library.sessions / "spring.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    with open_session(path) as kept:
        for number in range(3):
            kept.commit(an_idea(number)).result(20)
        yield kept


def spoil(kept: OpenSession) -> dict[Path, bytes]:
    """What a kill and a bad sector leave of it, once it is closed: the files."""
    journal = kept.path.with_name(f"{kept.path.name}.journal")
    return {kept.path: kept.path.read_bytes(), journal: journal.read_bytes().replace(b"Idea 1", b"Idea 8")}


async def wait(app: FacilitatorApp, terminal: Terminal, word: str) -> None:
    """Until the screen shows the word."""
    await terminal.pilot.pause()
    await terminal.until(lambda: word in "\n".join(rows(app)))


async def test_a_really_damaged_workshop_goes_on_in_a_copy(house: Workspace, tmp_path: Path) -> None:
    with elsewhere(house) as kept:
        left = spoil(kept)
    for path, content in left.items():
        path.write_bytes(content)
    app = FacilitatorApp(house, kept.path)
    async with app.run_test(size=(80, 24)) as pilot:
        terminal = Terminal(app, pilot, FakeWorkspace().room, FakeWorkspace())
        await terminal.until(lambda: isinstance(app.screen, Offer))
        await wait(app, terminal, "record 2")
        assert "2 ideas" in flat(terminal.text)
        await pilot.press("enter")
        await terminal.until(lambda: app.opened is not None)
        assert house.room is not None
        assert house.room.path == house.library.sessions / "spring-copy.json"
        assert {path: path.read_bytes() for path in left} == left
    house.close()
    with open_session(house.library.sessions / "spring-copy.json", read_only=True) as copy:
        assert set(copy.ideas) == {"i0", "i2"}


async def test_a_workshop_that_is_open_elsewhere_is_read_and_followed_but_not_changed(house: Workspace) -> None:
    with elsewhere(house) as kept:
        clock = Clock()
        app = FacilitatorApp(house, kept.path, None, clock)
        async with app.run_test(size=(80, 24)) as pilot:
            terminal = Terminal(app, pilot, FakeWorkspace().room, FakeWorkspace(), clock)
            await terminal.until(lambda: isinstance(app.screen, Offer))
            await pilot.press("enter")
            await terminal.until(lambda: isinstance(app.opened, ReadOnlyRoom) and app.screen is terminal.live)
            assert app.opened is not None
            version = app.opened.public.version
            await pilot.press("pagedown")
            await wait(app, terminal, say("live.refused", "en"))
            await terminal.open_console()
            assert say("error.read_only", "en") in flat(terminal.text)
            assert app.opened.public.version == version == kept.version
            kept.commit(an_idea(9)).result(20)
            await terminal.until(lambda: app.opened is not None and app.opened.public.version == kept.version)
            await pilot.press("ctrl+q")
            await terminal.until(lambda: not app.is_running)
        house.close()
        assert kept.commit(an_idea(10)).result(20) == version + 2


async def test_what_is_read_can_be_written_to_files(house: Workspace, tmp_path: Path) -> None:
    with elsewhere(house) as kept:
        reading = house.open_read_only(kept.path)
        reply = await reading.execute("export", format=["summary.md"], out=str(tmp_path / "out"))
        (file,) = reply["files"]
        assert Path(file).name == "summary.md"
        with pytest.raises(StoreError, match="read_only"):
            await reading.execute("next")
