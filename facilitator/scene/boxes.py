"""The boxes that a scene is made of.

Every box has a stable ``id`` (``clock``, ``idea:ab12``, ``bar:3``), so that two scenes can be compared box by box. All
lengths are in u: 1080 u are the height of the picture. Colours are named by their role, never by a value.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

HEIGHT = 1080.0
"""Height of every scene in u."""

Weight: TypeAlias = Literal["medium", "semibold", "bold"]
Align: TypeAlias = Literal["left", "center", "right"]
SymbolName: TypeAlias = Literal["heart", "chevrons", "ring", "dash"]
Role: TypeAlias = str
"""Name of a colour of ``scene.roles``; empty for none."""

CAPITAL_HEIGHT = 0.727
"""Height of a capital letter of Inter, in em."""


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle on the wall. Boxes are drawn in the order of the scene."""

    id: str
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge in u."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The bottom edge in u."""
        return self.y + self.h


class Words(Box, frozen=True, kw_only=True, tag="words"):
    """Lines of text. Line ``n`` has its capitals centred in the band from ``y + n * leading * size`` on."""

    lines: tuple[str, ...]
    size: float
    """Em in u."""
    weight: Weight = "medium"
    role: Role = "ink"
    align: Align = "left"
    leading: float = 1.16
    """Distance of two lines, in em."""
    figures: bool = False
    """Whether digits have one width, so that a clock or a count does not jump."""
    turned: bool = False
    """Whether the text runs upwards; ``w`` and ``h`` are those of the turned text."""

    @property
    def text(self) -> str:
        """The text on one line."""
        return " ".join(self.lines)

    def baseline(self, line: int) -> float:
        """The baseline of a line (from 0) in u, for a text that is not turned."""
        return self.y + self.size * (self.leading * (line + 0.5) + CAPITAL_HEIGHT / 2)


class Panel(Box, frozen=True, kw_only=True, tag="panel"):
    """A rectangle with round corners: a card, a chip, a band, a line."""

    fill: Role = ""
    outline: Role = ""
    line: float = 0.0
    """Width of the outline in u, drawn inside the rectangle."""
    radius: float = 0.0
    corners: Literal["all", "top", "left", "none"] = "all"
    """Which corners are round."""
    dashed: bool = False


class Bar(Box, frozen=True, kw_only=True, tag="bar"):
    """A track that is filled from the left, or from the bottom if ``upright``."""

    share: float
    """0 to 1."""
    fill: Role
    track: Role = "soft"
    radius: float = 12.0
    upright: bool = False


class Disc(Box, frozen=True, kw_only=True, tag="disc"):
    """A filled circle, with an outline where circles may overlap."""

    fill: Role
    outline: Role = ""
    line: float = 0.0


class Ring(Box, frozen=True, kw_only=True, tag="ring"):
    """A circle whose line is filled clockwise from the top."""

    share: float
    fill: Role
    track: Role = "soft"
    line: float = 40.0


class Symbol(Box, frozen=True, kw_only=True, tag="symbol"):
    """The drawn symbol of a lens."""

    name: SymbolName
    role: Role


class Code(Box, frozen=True, kw_only=True, tag="code"):
    """A QR code with its quiet zone of four modules, black on white in every appearance."""

    data: str


AnyBox: TypeAlias = Words | Panel | Bar | Disc | Ring | Symbol | Code


class Scene(Struct, frozen=True, kw_only=True):
    """What is on the wall. Drawn from the first box to the last."""

    width: float
    """In u: 1920 for a picture of 16:9."""
    boxes: tuple[AnyBox, ...]
    ground: Role = "paper"

    def words(self) -> tuple[str, ...]:
        """The texts in reading order."""
        return tuple(box.text for box in self.boxes if isinstance(box, Words))
