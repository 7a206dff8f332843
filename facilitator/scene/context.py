"""What the scene of every kind is made from: the view, its words in one language or two, the time, and the shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import message_key
from facilitator.scene.boxes import HEIGHT, SymbolName, Weight
from facilitator.scene.roles import LENSES
from facilitator.scene.shown_view import ShownView
from facilitator.scene.type_setting import LABEL, READING, Measure
from facilitator.view import Tag, Words

MARGIN = 72.0
"""Blank at the left and at the right, in u."""
TOP, BOTTOM = 160.0, 926.0
"""Where the content of a step begins and ends, in u."""

TURN_SECONDS = 8.0
"""How long a page that turns by itself is shown."""

SYMBOLS: Mapping[str, SymbolName] = {"♥": "heart", "»": "chevrons", "○": "ring"}
"""Symbol of a tag -> the symbol that is drawn; others are drawn as text."""


@dataclass(frozen=True)
class SceneContext(ShownView):
    """One state of the wall.

    ``smallest``: the least size of text in u that the renderer can show legibly.
    """

    measure: Measure
    width: float = 1920.0
    smallest: float = LABEL
    spotlight: str = ""
    """Id of the text that is shown large over the wall; empty for none."""
    newest: bool = False
    """Whether the newest count is marked, for a moment after it has come."""

    @property
    def left_edge(self) -> float:
        """Left edge of the content."""
        return MARGIN

    @property
    def right_edge(self) -> float:
        """Right edge of the content."""
        return self.width - MARGIN

    @property
    def room(self) -> float:
        """Width of the content."""
        return self.right_edge - self.left_edge

    @property
    def narrow(self) -> bool:
        """Whether the picture is nearer to 4:3 than to 16:9, so that there are fewer columns."""
        return self.width / HEIGHT < 1.45

    @property
    def label_size(self) -> float:
        """Size of labels and notes."""
        return max(LABEL, self.smallest)

    @property
    def reading_size(self) -> float:
        """Size of what must be read: ideas, cards, slots."""
        return max(READING, self.smallest)

    def turn(self, many: int) -> int:
        """Return which of ``many`` pages or texts is shown now, from 0: each for ``TURN_SECONDS``, in turn for ever."""
        return int(self.now // TURN_SECONDS) % many

    def figure_width(self, text: str, size: float, weight: Weight) -> float:
        """Return the width in u of a number whose digits all have one width: 6:11 is as wide as 6:12."""
        return self.measure("".join("0" if c.isdigit() else c for c in text), size, weight) + 4

    def sizes(self, sizes: Iterable[float]) -> tuple[float, ...]:
        """Return those sizes that the renderer can show, the largest first; at least one."""
        return tuple(size for size in sizes if size >= self.smallest) or (self.smallest,)

    @property
    def shows_result(self) -> bool:
        """Whether the result of the step is public."""
        return self.state in ("revealed", "done")

    def other_languages(self, key: str) -> list[str]:
        """Return a message in the languages that are not the first one, each different text once."""
        first = self.say(key)
        said = (messages.say(message_key(key, self.view.session.tables), each) for each in messages.LANGUAGES)
        return list(dict.fromkeys(text for text in said if text != first))

    def pick_second(self, text: Words) -> str:
        """Return a multilingual text in the second language; empty if only one is shown or both are equal."""
        other = text.get(self.second, "") if self.second else ""
        return "" if other == self.pick(text) else other

    def lens(self, tag: str, tags: Iterable[Tag]) -> str:
        """Return the role of a tag's colour: by its place among the tags of the step."""
        places = {each.id: n for n, each in enumerate(tags)}
        place = places.get(tag, len(LENSES))
        return LENSES[place] if place < len(LENSES) else "none"

    def symbol(self, tag: str, tags: Iterable[Tag]) -> SymbolName:
        """Return the name of the symbol of a tag; ``dash`` for none and for tags that have no drawn symbol."""
        for each in tags:
            if each.id == tag:
                return SYMBOLS.get(each.symbol, "dash")
        return "dash"
