"""Keys that grouping takes on the console, counted on a real room, and the time by the keystroke-level model.

    python tests/bench/keystrokes.py

Forty and a hundred ideas, with and without suggestions. Themes are made and named by typing; without suggestions every
idea is placed by its own key; with them the ideas that were put into the wrong theme are moved to the right one, and
those presses count too. Seconds: 0.28 a key for somebody who types averagely and 1.35 to make up one's mind, by Card,
Moran & Newell, "The keystroke-level model for user performance time with interactive systems", Communications of the
ACM 23 (1980): one mental operator for each idea that is read and placed, for each name, and for each suggestion.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(TESTS.parent), str(TESTS / "terminal")]

import test_hundred_ideas as hundred  # noqa: E402

KEY, MIND = 0.28, 1.35
BY_LIST = 12
"""Keys of placing through the palette and a list, for themes past the ninth."""


@dataclass
class Count:
    """What one way of grouping took."""

    keys: int
    minds: int
    wrong: int = 0

    @property
    def seconds(self) -> float:
        """By the model."""
        return KEY * self.keys + MIND * self.minds


def labels() -> dict[str, str]:
    """Text -> the theme that people gave it."""
    return {idea["text"]: idea["label"] for idea in hundred.IDEAS}


async def by_hand(console: hundred.Counting) -> Count:
    """Every idea by its key, every theme by its typed name."""
    label, minds = labels(), 0
    numbers: dict[str, int] = {}
    while console.group.loose:
        left = len(console.group.loose)
        idea = console.group.loose[0]
        console.live.console.themes.line_list.select(f"idea/{idea.id}")
        wanted = label[idea.text]
        minds += 1
        if wanted not in numbers:
            numbers[wanted] = len(numbers) + 1
            minds += 1
            await console.press("0", *f"Teemme_{wanted}"[:40], "enter")
        else:
            await console.press(str(numbers[wanted]))
        await console.until(lambda left=left: len(console.group.loose) < left)  # type: ignore[misc]
    return Count(console.keys, minds)


async def suggested(console: hundred.Counting) -> Count:
    """Suggestions are accepted one by one; then each idea in a wrong theme is moved by its cursor and its key."""
    label, minds = labels(), 1
    await console.press("g")
    await console.until(lambda: bool(console.live.console.themes.review.groups))
    for _ in console.live.console.themes.review.groups:
        before = len(console.group.themes)
        await console.press("f")
        minds += 1
        await console.until(lambda before=before: len(console.group.themes) > before)  # type: ignore[misc]
    means = {
        theme.id: Counter(label[text.text] for text in theme.texts).most_common(1)[0][0]
        for theme in console.group.themes
    }
    home = {name: theme for theme in console.group.themes for name in (means[theme.id],)}
    ideas = [(text, theme.id) for theme in console.group.themes for text in theme.texts]
    wrong = [text for text, theme in ideas if label[text.text] != means[theme] and label[text.text] in home]
    wall = console.live.console.themes.line_list
    for text in [*console.group.loose, *wrong]:
        theme = home.get(label[text.text], console.group.themes[0])
        # The way of the cursor to the idea, with the shorter of arrows and of finding it by the filter.
        ids = [line.id for line in wall.lines]
        now = ids.index(wall.current.id) if wall.current else 0
        console.keys += min(abs(ids.index(f"idea/{text.id}") - now), 8)
        wall.select(f"idea/{text.id}")
        if theme.number > 9:
            console.keys += BY_LIST
            await console.room.execute("move", idea=text.id, theme=theme.id)
        else:
            await console.press(str(theme.number))
        minds += 1
        await console.until(lambda theme=theme, text=text: text.id in inside(console, theme.id))  # type: ignore[misc]
    return Count(console.keys, minds, len(wrong))


def inside(console: hundred.Counting, theme: str) -> set[str]:
    """Ids of the ideas of a theme."""
    return {text.id for face in console.group.themes if face.id == theme for text in face.texts}


async def main() -> None:
    """The table."""
    print(f"{'ideas':>5}  {'way':16} {'keys':>5} {'a key for':>9} {'minds':>6} {'time':>7}  moved afterwards")
    every = list(hundred.IDEAS)
    for count in (40, 100):
        hundred.IDEAS[:] = every[:count]
        for name, way in (("by hand", by_hand), ("with suggestions", suggested)):
            with tempfile.TemporaryDirectory() as folder:
                async with hundred.grouping(Path(folder)) as console:
                    took = await way(console)
            minutes = f"{int(took.seconds) // 60}:{int(took.seconds) % 60:02}"
            each = f"{took.keys / count:.2f}/idea"
            print(f"{count:5}  {name:16} {took.keys:5} {each:>9} {took.minds:6} {minutes:>7}  {took.wrong}")


if __name__ == "__main__":
    asyncio.run(main())
