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

from screens.console.list_line import ListLine
from screens.terminal_text import literal_content, literal_text


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines with a cursor. When other lines are shown, the cursor stays on the line with the same id.

    Page keys and the left and right keys are not bound here: they drive the workshop wherever the focus is.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--head",
        "line-list--alarm",
        "line-list--warning",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
    ]
    DEFAULT_CSS = """
    LineList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    LineList > .line-list--cursor { background: $block-cursor-blurred-background; text-style: bold; }
    LineList:focus > .line-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    LineList > .line-list--head { text-style: bold; }
    LineList > .line-list--alarm { color: $text-error; text-style: bold; }
    LineList > .line-list--warning { background: #FFE066; color: #000000; }
    """

    @dataclass
    class CursorMoved(Message):
        """The cursor is on another line. ``id`` is empty when the list is empty."""

        line_list: LineList
        id: str
        by_user: bool
        """True when the user moved it; False when the lines changed or ``select`` was called."""

        @property
        def control(self) -> LineList:
            """The list, for ``on(CursorMoved, selector)``."""
            return self.line_list

    def __init__(self, key: str) -> None:
        super().__init__(id=key)
        self._lines: tuple[ListLine, ...] = ()
        self._cursor = 0
        self._mark_width = 0

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """The lines that are shown."""
        return self._lines

    @property
    def current(self) -> ListLine | None:
        """The line under the cursor; None when the list is empty."""
        return self._lines[self._cursor] if self._lines else None

    def show(self, lines: Sequence[ListLine]) -> None:
        """Show these lines. Nothing is drawn when they equal the lines that are shown."""
        fresh = tuple(lines)
        if fresh == self._lines:
            return
        before = self.current
        self._lines = fresh
        # All marks have one width, so that all texts begin in the same column.
        self._mark_width = max((cell_len(literal_text(line.mark)) + 1 for line in fresh if line.mark), default=0)
        ids = [line.id for line in fresh]
        # The cursor follows its line by id. When that line is gone, it keeps its row: on the next line.
        place = ids.index(before.id) if before is not None and before.id in ids else self._cursor
        self._cursor = max(0, min(place, len(fresh) - 1))
        self._update_size()
        after = self.current
        # Compared by id and not by row: when lines are inserted above, the cursor is still on the same line.
        if (after.id if after else "") != (before.id if before else ""):
            self._post_cursor_moved(by_user=False)
        self.refresh()

    def select(self, wanted: str) -> None:
        """Move the cursor to the line with the id ``wanted``, if there is one."""
        for index, line in enumerate(self._lines):
            if line.id == wanted:
                self._move_cursor(index, by_user=False)
                return

    def action_step(self, by: int) -> None:
        """Move the cursor by ``by`` lines."""
        self._move_cursor(self._cursor + by)

    def action_edge(self, index: int) -> None:
        """Move the cursor to the first (0) or the last (-1) line."""
        # The modulus turns -1 into the last index; an empty list has no modulus.
        self._move_cursor(index % max(1, len(self._lines)))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the line that was clicked."""
        self._move_cursor(event.y + self.scroll_offset.y)

    def on_resize(self, event: Resize) -> None:
        """Adapt the lines to the new width."""
        self._update_size()

    def render_line(self, y: int) -> Strip:
        """Render one row of the screen."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        row = self._row(line, width)
        return Strip(row.render_segments(self._style(line, index == self._cursor)), width)

    def _row(self, line: ListLine, width: int) -> Content:
        tail = literal_content(line.tail)
        mark = literal_content(line.mark).truncate(self._mark_width, pad=True) if self._mark_width else Content("")
        # Mark and tail are kept whole; only the text between them is shortened.
        room = max(0, width - mark.cell_length - (tail.cell_length + 1 if line.tail else 0))
        text = literal_content(line.text).truncate(room, ellipsis=True, pad=True)
        row = mark + text
        return (row + Content(" ") + tail if line.tail else row).truncate(width, pad=True)

    def _style(self, line: ListLine, at_cursor: bool) -> Style:
        if at_cursor and self.can_focus:
            return self.get_visual_style("line-list--cursor")
        if line.look in ("head", "alarm", "warning"):
            return self.get_visual_style(f"line-list--{line.look}")
        return self.visual_style

    def _move_cursor(self, index: int, *, by_user: bool = True) -> None:
        if not 0 <= index < len(self._lines) or index == self._cursor:
            return
        self._cursor = index
        self._scroll_to_cursor()
        self._post_cursor_moved(by_user=by_user)
        self.refresh()

    def _update_size(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        """Scroll until the cursor is in sight."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False)
        # Before the first layout the height is 0, and every cursor would seem to be out of sight.
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False)

    def _post_cursor_moved(self, *, by_user: bool) -> None:
        current = self.current
        self.post_message(self.CursorMoved(self, current.id if current else "", by_user))
