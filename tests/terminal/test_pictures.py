"""Pictures in the terminal: what it is asked before the start, when a picture is sent, and that it covers nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from fake_room import console_of
from headless_terminal import Open, Terminal
from msgspec.structs import replace

from screens.pictures import layer as layers
from screens.pictures.layer import PictureLayer
from screens.pictures.painter import Painter, Wanted
from screens.pictures.terminal import NONE, TerminalPictures, detect, read_answer, without_answers
from screens.stage.samples import samples

SIXEL = b"\x1b[?63;1;2;4;6;9;15;22c"
PLAIN = b"\x1b[?64;1;2;6;9;15c"
REGISTERS = b"\x1b[?1;0;%dS"
CELL = b"\x1b[6;18;9t"


class Asked:
    """A terminal that answers in turn, and remembers what it was asked."""

    def __init__(self, *answers: bytes) -> None:
        self.answers, self.questions = list(answers), b""

    def __call__(self, question: bytes, timeout: float) -> bytes:
        assert 0 < timeout <= 1.5
        self.questions += question
        return self.answers.pop(0) if self.answers else b""


XTERM = {"TERM": "xterm-256color"}
KITTY_OK = b"\x1b_Gi=31;OK\x1b\\" + CELL + PLAIN


@pytest.mark.parametrize(
    ("environment", "answers", "wanted"),
    [
        (XTERM, (SIXEL, CELL + REGISTERS % 256 + SIXEL), TerminalPictures("sixel", (9, 18))),
        (XTERM, (SIXEL, SIXEL), TerminalPictures("sixel", (0, 0))),
        (XTERM, (SIXEL, REGISTERS % 16 + SIXEL), NONE),
        (XTERM, (PLAIN,), NONE),
        (XTERM, (b"",), NONE),
        ({"TERM": "xterm-kitty"}, (PLAIN, KITTY_OK), TerminalPictures("kitty", (9, 18))),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/t"}, (PLAIN,), NONE),
        ({"TERM": "xterm", "TERM_PROGRAM": "ghostty"}, (PLAIN, b""), NONE),
        ({"TERM": "dumb"}, (), NONE),
        ({**XTERM, "NO_COLOR": "1"}, (), NONE),
    ],
)
def test_a_terminal_is_believed_only_what_it_has_answered(
    environment: dict[str, str], answers: tuple[bytes, ...], wanted: TerminalPictures
) -> None:
    asked = Asked(*answers)
    assert detect(environment, asked) == wanted
    assert not asked.answers
    if not answers:
        assert asked.questions == b""
    # A terminal that is not known for it gets no string that it might print.
    known = "kitty" in environment.get("TERM", "") or "TERM_PROGRAM" in environment
    assert known or b"\x1b_" not in asked.questions


def test_pictures_that_are_switched_off_ask_nothing_and_those_switched_on_need_no_promise() -> None:
    asked = Asked(SIXEL)
    assert detect(XTERM, asked, "off") == NONE
    assert asked.questions == b""
    assert detect(XTERM, Asked(PLAIN, PLAIN), "on") == TerminalPictures("sixel", (0, 0))


def test_an_answer_in_pieces_is_put_together_and_keys_between_are_kept() -> None:
    pieces = [b"a\x1b[?63;1", b";2;4", b";6cb"]
    said = read_answer(lambda left: pieces.pop(0) if pieces else b"", 5.0)
    assert said == b"a\x1b[?63;1;2;4;6cb"
    assert without_answers(said) == b"ab"
    assert read_answer(lambda left: b"", 0.01) == b""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the terminal beside Textual's own; each test's terminal shows sixel."""
    written: list[str] = []

    class Written(PictureLayer):
        def __init__(
            self,
            pictures: TerminalPictures,
            write: Callable[[str], None],
            allowed: Callable[[], bool],
            failed: Callable[[Exception], None],
        ) -> None:
            super().__init__(pictures, written.append, allowed, failed)

    monkeypatch.setattr(layers, "PictureLayer", Written)
    monkeypatch.setattr(layers, "cell_size", lambda _: (6, 13))
    monkeypatch.setattr("screens.pictures.picture_app.NONE", TerminalPictures("sixel", (6, 13)))
    monkeypatch.setattr(layers, "QUIET_SECONDS", 0.001)
    return written


def layer_of(terminal: Terminal) -> PictureLayer:
    layer = terminal.live.stage.picture_layer
    assert layer is not None
    return layer


async def still(terminal: Terminal, sent: list[str]) -> None:
    """Wait until nothing is being drawn or sent any more."""
    layer = layer_of(terminal)
    before = -1
    while before != len(sent):
        before = len(sent)
        await asyncio.sleep(0.02)
        if layer._running is not None:
            await asyncio.wait([layer._running])
        await terminal.pilot.pause()


def repaint(terminal: Terminal) -> None:
    """What a terminal with a screen would have been sent: a headless app writes no cells."""
    terminal.live.stage._on_cells_written(lambda region: True)


async def test_a_picture_is_sent_whole_once_and_then_only_what_changes(opened: Open, sent: list[str]) -> None:
    view = samples()["text-open"]
    async with opened(console_of(view), size=(100, 30)) as terminal:
        repaint(terminal)
        await still(terminal, sent)
        assert layer_of(terminal).counters.whole == 1
        whole = len(sent[0])
        sent.clear()
        terminal.room.show(console_of(replace(view, joined=view.joined + 1)))
        await terminal.until(lambda: bool(sent))
        await still(terminal, sent)
        assert layer_of(terminal).counters.whole == 1
        assert sum(map(len, sent)) < whole / 4


async def test_nothing_is_sent_while_a_dialog_or_the_console_is_seen_and_once_after_it(
    opened: Open, sent: list[str]
) -> None:
    async with opened(console_of(samples()["text-open"]), size=(100, 30)) as terminal:
        repaint(terminal)
        await still(terminal, sent)
        for keys, back in ((("f1",), ("escape",)), (("f9",), ("escape",))):
            await terminal.press(*keys)
            sent.clear()
            before = layer_of(terminal).counters.whole
            repaint(terminal)
            terminal.room.show(console_of(replace(samples()["text-open"], joined=41)))
            await terminal.pilot.pause(0.05)
            assert sent == []
            await terminal.press(*back)
            for _ in range(3):
                repaint(terminal)
            await terminal.until(lambda: bool(sent))
            await still(terminal, sent)
            assert layer_of(terminal).counters.whole == before + 1
        await terminal.open_console()
        sent.clear()
        terminal.room.show(console_of(replace(samples()["text-open"], joined=42)))
        await terminal.pilot.pause(0.05)
        assert sent == []


async def test_a_black_stage_has_no_picture(opened: Open, sent: list[str]) -> None:
    async with opened(console_of(samples()["text-black"]), size=(100, 30)) as terminal:
        repaint(terminal)
        await terminal.pilot.pause(0.05)
        assert sent == []


async def test_a_picture_begins_at_the_top_left_and_never_reaches_the_last_row(opened: Open, sent: list[str]) -> None:
    async with opened(console_of(samples()["vote-revealed"]), size=(100, 30)) as terminal:
        repaint(terminal)
        await still(terminal, sent)
        assert sent[0].startswith("\x1b7\x1b[1;1H\x1bP0;1q")
        assert f'"1;1;{100 * 6};{29 * 13}' in sent[0]
        assert sent[0].endswith("\x1b8")


async def test_a_fault_in_drawing_leaves_the_cells_and_is_told_once(
    opened: Open, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(painter: Painter, wanted: Wanted) -> bytes:
        raise ValueError("no picture")

    monkeypatch.setattr(Painter, "paint", fail)
    async with opened(console_of(samples()["text-open"]), size=(100, 30)) as terminal:
        repaint(terminal)
        await terminal.until(lambda: layer_of(terminal).broken)
        await terminal.pilot.pause()
        assert sent == []
        assert "IDEOINTI" in terminal.text.upper()
        terminal.room.show(console_of(samples()["vote-open"]))
        await terminal.until(lambda: "ÄÄNESTYS" in terminal.text.upper())


async def test_cells_under_a_picture_are_those_of_the_newest_view_when_something_lies_over_them(
    opened: Open, sent: list[str]
) -> None:
    async with opened(console_of(samples()["text-open"]), size=(100, 30)) as terminal:
        repaint(terminal)
        await still(terminal, sent)
        terminal.room.show(console_of(samples()["vote-open"]))
        await terminal.until(lambda: terminal.live._drawn_view is terminal.room.console)
        await terminal.press("f1")
        strips = terminal.live.stage.render_lines(terminal.live.stage.size.region)
        assert "ÄÄNESTYS" in "\n".join(strip.text for strip in strips).upper()
