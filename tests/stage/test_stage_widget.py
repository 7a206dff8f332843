"""The stage widget: shows views, follows the clock, repaints only changed rows, and raises no exception."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import msgspec
import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from facilitator.view import PublicView, Timer
from screens.stage import widget
from screens.stage.samples import NOW, samples
from screens.stage.widget import Stage
from screens.themes import STAGE_COLOURS, THEMES

SAMPLES = samples()


class Clock:
    """A clock that the test moves."""

    now = NOW

    def __call__(self) -> float:
        return self.now


class Wall(App[None]):
    """Nothing but a stage."""

    def __init__(self, view: PublicView | None = None) -> None:
        super().__init__()
        self.clock = Clock()
        self.stage = Stage(view, clock=self.clock)
        self.failures: list[Stage.Failed] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.stage

    def on_stage_failed(self, message: Stage.Failed) -> None:
        self.failures.append(message)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that has to come."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_a_new_view_is_shown_in_the_size_of_the_terminal() -> None:
    app = Wall(SAMPLES["lobby"])
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Mukana" in app.stage.picture.text()
        app.stage.show(SAMPLES["vote-revealed"])
        await pilot.pause()
        assert "jatkoon 3" in app.stage.picture.text()
        await pilot.resize_terminal(120, 40)
        assert (app.stage.picture.width, app.stage.picture.height) == (120, 40)


async def test_only_rows_that_changed_are_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Wall(SAMPLES["text-open"])
    async with app.run_test(size=(80, 24)):
        painted: list[Region] = []
        monkeypatch.setattr(app.stage, "refresh", lambda *regions: painted.extend(regions))
        app.stage.show(SAMPLES["text-open"])
        assert not painted
        app.clock.now += 1
        app.stage.draw()
        assert painted
        assert all(region.height == 1 for region in painted)
        assert len(painted) <= 7


async def test_the_timer_goes_on_by_itself() -> None:
    app = Wall(SAMPLES["text-open"])
    async with app.run_test(size=(80, 24)):
        before = app.stage.picture.text()
        app.clock.now += 200
        await until(lambda: app.stage.picture.text() != before)


async def test_what_cannot_be_drawn_leaves_the_last_good_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Wall(SAMPLES["text-open"])
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.stage.picture

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("broken")

        with monkeypatch.context() as patched:
            patched.setattr(widget, "paint", broken)
            app.stage.show(SAMPLES["vote-open"])
            app.stage.draw()
            await pilot.pause()
            assert app.stage.picture == before
            assert [str(failed.error) for failed in app.failures] == ["broken"]
            assert app.failures[0].control is app.stage
        app.stage.show(SAMPLES["vote-open"])
        assert "äänestänyt" in app.stage.picture.text()


async def test_what_cannot_be_drawn_at_first_gives_a_calm_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(widget, "paint", broken)
    app = Wall(SAMPLES["text-open"])
    async with app.run_test(size=(80, 24)):
        assert "Hetki, näyttö palaa pian." in app.stage.picture.text()


async def test_an_empty_stage_shows_nothing() -> None:
    app = Wall()
    async with app.run_test(size=(80, 24)):
        assert not app.stage.picture.text().strip()


async def test_language_follows_the_view_unless_it_is_set() -> None:
    spoken = msgspec.structs.replace(SAMPLES["text-open"].session, stage_language="sv")
    app = Wall(msgspec.structs.replace(SAMPLES["text-open"], session=spoken, timer=Timer(state="off")))
    async with app.run_test(size=(80, 24)):
        assert "Nästa" in app.stage.picture.text()
        app.stage.language = "en"
        assert "Next" in app.stage.picture.text()


async def test_the_code_can_be_drawn_in_other_ways() -> None:
    app = Wall(SAMPLES["lobby"])
    async with app.run_test(size=(120, 40)):
        large = app.stage.picture.text()
        app.stage.next_qr_mode()
        assert app.stage.qr == "half"
        assert app.stage.picture.text() != large


@pytest.mark.parametrize("theme", STAGE_COLOURS)
async def test_cells_have_the_colours_of_the_theme_and_the_code_its_own(theme: str) -> None:
    app = Wall(SAMPLES["lobby"])
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        table = STAGE_COLOURS[theme]
        strip = app.stage.render_line(8)
        colours = {
            (segment.style.color.get_truecolor().hex.upper(), segment.style.bgcolor.get_truecolor().hex.upper())
            for segment in strip
            if segment.style and segment.style.color and segment.style.bgcolor
        }
        assert ("#000000", "#FFFFFF") in colours
        assert (table["text"].foreground.upper(), table["text"].background.upper()) in colours
        assert strip.cell_length == 80
