"""The wall: many lines, one widget, a cursor that stays on what it was on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from screens.console.line_list import LineList
from screens.console.list_line import ListLine


class Board(App[None]):
    """An app with a wall only, which records its cursor movements."""

    CSS = "Wall { height: 10; width: 40; }"

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[tuple[str, bool]] = []

    def compose(self) -> ComposeResult:
        yield CountingWall("board")

    def on_line_list_cursor_moved(self, event: LineList.CursorMoved) -> None:
        self.moves.append((event.id, event.by_user))


class CountingWall(LineList):
    """Remembers how many lines were drawn."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += 1
        return super().render_line(y)


def lines(count: int, start: int = 0) -> list[ListLine]:
    return [ListLine(f"i{n}", f"Idea {n}") for n in range(start, count)]


@asynccontextmanager
async def board() -> AsyncIterator[tuple[Board, CountingWall, Pilot[None]]]:
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        wall = app.query_one(CountingWall)
        wall.focus()
        await pilot.pause()
        yield app, wall, pilot


def shown(wall: LineList) -> list[str]:
    """The rows that are seen."""
    return [wall.render_line(y).text.rstrip() for y in range(wall.size.height)]


async def test_the_cursor_stays_on_its_idea_when_others_come_and_go() -> None:
    async with board() as (_, wall, pilot):
        wall.show(lines(20))
        await pilot.press("down", "down", "down")
        wall.show([ListLine("new", "Uusi"), *lines(20, 2)])
        assert wall.current is not None
        assert wall.current.id == "i3"


async def test_when_its_idea_goes_the_cursor_stays_where_it_was() -> None:
    async with board() as (app, wall, pilot):
        wall.show(lines(5))
        await pilot.press("end")
        wall.show(lines(3))
        await pilot.pause()
        assert wall.current is not None
        assert wall.current.id == "i2"
        assert app.moves[-1] == ("i2", False)
        wall.show([])
        assert wall.current is None


async def test_the_same_lines_again_draw_nothing() -> None:
    async with board() as (_, wall, pilot):
        wall.show(lines(1000))
        await pilot.pause()
        before = wall.drawn
        wall.show(lines(1000))
        await pilot.pause()
        assert wall.drawn == before


async def test_a_thousand_lines_cost_no_more_drawing_than_those_that_are_seen() -> None:
    async with board() as (_, wall, pilot):
        wall.show(lines(1000))
        await pilot.pause()
        before = wall.drawn
        wall.show([ListLine("i0", "Muuttui"), *lines(1000, 1)])
        await pilot.pause()
        assert 0 < wall.drawn - before <= 2 * wall.size.height


async def test_the_cursor_is_kept_in_sight() -> None:
    async with board() as (_, wall, pilot):
        wall.show(lines(100))
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        assert "Idea 99" in shown(wall)
        wall.select("i40")
        await pilot.pause()
        assert "Idea 40" in shown(wall)
        await pilot.press("home")
        await pilot.pause()
        assert shown(wall)[0] == "Idea 0"


async def test_a_line_has_its_mark_on_the_left_its_tail_on_the_right_and_is_never_too_wide() -> None:
    async with board() as (_, wall, pilot):
        wall.show([ListLine("a", "pitkä " * 40, mark="12", tail="3 ideaa"), ListLine("b", "漢字 " * 40, mark="1")])
        await pilot.pause()
        first, second = (wall.render_line(y) for y in (0, 1))
        assert first.text.startswith("12 pitkä")
        assert first.text.endswith("… 3 ideaa")
        assert {first.cell_length, second.cell_length} == {wall.scrollable_content_region.width}


async def test_a_click_points() -> None:
    async with board() as (app, wall, pilot):
        wall.show(lines(30))
        await pilot.pause()
        await pilot.click(wall, offset=(2, 4))
        assert wall.current is not None
        assert wall.current.id == "i4"
        assert app.moves[-1] == ("i4", True)


def test_page_keys_and_sideways_arrows_are_left_for_driving() -> None:
    bound = set(LineList("wall")._bindings.key_to_bindings)
    assert bound == {"up", "down", "home", "end"}
