"""A list that is drawn line by line by one widget.

Only the rows that are seen are rendered, so a list of a thousand ideas costs no more than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from screens.console.list_line import Line
from screens.terminal_text import literal, plain


class Wall(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines with a cursor. When other lines are shown, the cursor stays on the line with the same id.

    Page keys and the left and right keys are not bound here: they drive the workshop wherever the focus is.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"wall--cursor", "wall--head", "wall--alarm", "wall--warning"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Wall { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    Wall > .wall--cursor { background: $block-cursor-blurred-background; text-style: bold; }
    Wall:focus > .wall--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    Wall > .wall--head { text-style: bold; }
    Wall > .wall--alarm { color: $text-error; text-style: bold; }
    Wall > .wall--warning { background: #FFE066; color: #000000; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another line. ``id`` is empty when the list is empty."""

        wall: Wall
        id: str
        by_hand: bool
        """True when the user moved it; False when the lines changed or ``select`` was called."""

        @property
        def control(self) -> Wall:
            """The list, for ``on(CursorMoved, selector)``."""
            return self.wall

    def __init__(self, key: str) -> None:
        super().__init__(id=key)
        self._lines: tuple[Line, ...] = ()
        self._cursor = 0
        self._marks = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._lines

    @property
    def current(self) -> Line | None:
        """The line under the cursor; None when the list is empty."""
        return self._lines[self._cursor] if self._lines else None

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines. Nothing is drawn when they equal the lines that are shown."""
        fresh = tuple(lines)
        if fresh == self._lines:
            return
        before = self.current
        self._lines = fresh
        self._marks = max((cell_len(literal(line.mark)) + 1 for line in fresh if line.mark), default=0)
        ids = [line.id for line in fresh]
        # The cursor follows its line by id. When that line is gone, it keeps its row: on the next line.
        place = ids.index(before.id) if before is not None and before.id in ids else self._cursor
        self._cursor = max(0, min(place, len(fresh) - 1))
        self._measure()
        after = self.current
        if (after.id if after else "") != (before.id if before else ""):
            self._tell(by_hand=False)
        self.refresh()

    def select(self, wanted: str) -> None:
        """Move the cursor to the line with the id ``wanted``, if there is one."""
        for index, line in enumerate(self._lines):
            if line.id == wanted:
                self._go(index, by_hand=False)
                return

    def action_step(self, by: int) -> None:
        """Move the cursor by ``by`` lines."""
        self._go(self._cursor + by)

    def action_edge(self, index: int) -> None:
        """Move the cursor to the first (0) or the last (-1) line."""
        self._go(index % max(1, len(self._lines)))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the line that was clicked."""
        self._go(event.y + self.scroll_offset.y)

    def on_resize(self, event: Resize) -> None:
        """Adapt the lines to the new width."""
        self._measure()

    def render_line(self, y: int) -> Strip:
        """Render one row of the screen."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        row = self._row(line, width)
        return Strip(row.render_segments(self._style(line, index == self._cursor)), width)

    def _row(self, line: Line, width: int) -> Content:
        tail = plain(line.tail)
        mark = plain(line.mark).truncate(self._marks, pad=True) if self._marks else Content("")
        room = max(0, width - mark.cell_length - (tail.cell_length + 1 if line.tail else 0))
        text = plain(line.text).truncate(room, ellipsis=True, pad=True)
        row = mark + text
        return (row + Content(" ") + tail if line.tail else row).truncate(width, pad=True)

    def _style(self, line: Line, at_cursor: bool) -> Style:
        if at_cursor and self.can_focus:
            return self.get_visual_style("wall--cursor")
        if line.look in ("head", "alarm", "warning"):
            return self.get_visual_style(f"wall--{line.look}")
        return self.visual_style

    def _go(self, index: int, *, by_hand: bool = True) -> None:
        if not 0 <= index < len(self._lines) or index == self._cursor:
            return
        self._cursor = index
        self._follow()
        self._tell(by_hand=by_hand)
        self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self._follow()

    def _follow(self) -> None:
        """Scroll until the cursor is in sight."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False)

    def _tell(self, *, by_hand: bool) -> None:
        current = self.current
        self.post_message(self.Moved(self, current.id if current else "", by_hand))
