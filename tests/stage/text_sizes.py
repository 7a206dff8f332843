"""Measures text size as a share of the stage height: questions of all shipped templates, clocks, counts, ideas.

``python tests/bench/stage_sizes.py`` prints the tables of all of it; ``test_shares.py`` asserts a sample.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec.structs import replace
from stage_pictures import shot

from facilitator.i18n.messages import LANGUAGES
from facilitator.rehearsal.person import sample_texts
from facilitator.templates.shipped import steps_of
from facilitator.templates.source import templates
from facilitator.view import IDEAS_PER_PAGE, PublicView, Text, TextBody, Timer
from screens import letters
from screens.canvas import Picture
from screens.letters import Size, smallest_size
from screens.pixels import Pixels
from screens.stage.figures import TIMER_SHARE
from screens.stage.head import margin
from screens.stage.question import MAX_CHARACTERS, large_lettering
from screens.stage.samples import NOW, samples
from store.records import Translations

QUESTION, IDEA = 0.08, 0.04
LISTS = ("group", "action", "close", "review", "break")
"""Kinds whose open stage is a list that people look at: their question is said, and on every phone."""

PACKED = 2 + 1 + 1 + 1
"""Rows of a packed open stage besides question, clock and address: number and title, air twice, the next press."""

Asked: TypeAlias = tuple[str, str, PublicView]
"""Kind and language of a question, and its open stage."""


def rows_of(picture: Picture, text: str, pixels: Pixels = Pixels.SIXTHS) -> int:
    """How many rows a line of the text takes, by its longest word; 0 when it is not there."""
    rows = [row.ljust(picture.width) for row in picture.text().split("\n")]
    word = max(text.split(), key=len)
    for size in letters.sizes(pixels) if letters.can_draw(word) else ():
        if any(_stands(rows, drawn) for drawn in _drawings(word, size)):
            return size.rows
    return int(any(word in row for row in rows))


@functools.lru_cache(4096)
def _drawings(word: str, size: Size) -> list[list[str]]:
    """The word at the top left of a cell; where it can begin in a right half or, below another line, in a lower one."""
    found = []
    for start, columns in _starts(size):
        below = letters.draw_lines([start + word] * 2, size)[size.rows :]
        lines = (letters.draw(start + word, size), below if len(below) > size.rows else [])
        found += [[row[columns:] for row in rows] for rows in lines if rows]
    return found


def _starts(size: Size) -> Iterator[tuple[str, int]]:
    """What can stand before a word in its line, and its columns: nothing, or what ends within a cell."""
    yield "", 0
    odd = next((sign for sign in " -I" if _pixels(sign, size) % 2), "")
    if odd and size.pixels.wide > 1:
        yield odd, _pixels(odd, size) // 2


def _pixels(sign: str, size: Size) -> int:
    """Pixels from a sign to the one after it."""
    return size.scale * (len(size.glyphs[sign][0]) + size.gap)


def _stands(rows: list[str], drawn: list[str]) -> bool:
    for y in range(len(rows) - len(drawn) + 1):
        x = rows[y].find(drawn[0])
        while x >= 0:
            if all(rows[y + down][x : x + len(row)] == row for down, row in enumerate(drawn)):
                return True
            x = rows[y].find(drawn[0], x + 1)
    return False


def questions() -> Iterator[tuple[str, Translations, Translations]]:
    """Kind, question and help of every step of every ready workshop, each question once."""
    seen: set[tuple[str, ...]] = set()
    for ready in templates().values():
        for minutes in ready.lengths:
            for step in steps_of(ready, minutes):
                mark = tuple(step.question.values())
                if mark and mark not in seen:
                    seen.add(mark)
                    yield step.kind, step.question, step.help


def asked() -> Iterator[Asked]:
    """Every question of every ready workshop in every language."""
    stages = {view.step.kind: view for name, view in samples().items() if view.step and name.endswith("-open")}
    for kind, question, help_ in questions():
        view = stages.get(kind)
        if view is None or view.step is None or kind in LISTS or getattr(view.body, "join", False):
            continue
        for language in LANGUAGES:
            step = replace(view.step, question=dict(question), help=dict(help_))
            yield kind, language, replace(view, step=step)


def missed(questions_asked: Iterable[Asked], width: int, height: int, pixels: Pixels) -> list[tuple[str, str]]:
    """Kind and text of the questions that have less than their share."""
    found: list[tuple[str, str]] = []
    for kind, language, view in questions_asked:
        assert view.step is not None
        text = view.step.question[language]
        if rows_of(shot(view, width, height, language, pixels=pixels), text, pixels) < QUESTION * height:
            found.append((kind, text))
    return found


def roomy(small: Iterable[tuple[str, str]], width: int, height: int, pixels: Pixels) -> list[str]:
    """Those of the small questions that would have had room beside a clock and an address of their share."""
    found = []
    for kind, text in small:
        free = height - PACKED - smallest_size(TIMER_SHARE, height).rows - (kind != "talk")
        wanted = large_lettering(text, width - 2 * margin(width), height, pixels=pixels)
        if wanted is not None and wanted.rows <= free:
            found.append(text)
    return found


def lost(questions_asked: Iterable[Asked], pixels: Pixels) -> list[str]:
    """Those of the questions that an ordinary stage does not show at all, but for the very long."""
    found = []
    for _, language, view in questions_asked:
        assert view.step is not None
        text = view.step.question[language]
        if len(text) <= MAX_CHARACTERS and rows_of(shot(view, 80, 24, language, pixels=pixels), text, pixels) < 1:
            found.append(text)
    return found


def live() -> list[tuple[str, PublicView]]:
    """Every open sample, and every break, with a clock that runs; but those on which the way in must be large."""
    found = []
    for name, view in samples().items():
        hidden = view.session.black or view.session.overlay or view.looking_back or getattr(view.body, "join", False)
        if not hidden and view.step and (view.step.state == "open" or view.session.state == "break"):
            found.append((name, replace(view, timer=Timer(state="running", ends=NOW + 372))))
    return found


def pages() -> list[PublicView]:
    """The ideas of the rehearsal, six on a page, each with a tag."""
    view, written = samples()["text-revealed"], sample_texts().ideas
    assert isinstance(view.body, TextBody)
    tags, found = [tag.id for tag in view.body.tags], []
    for start in range(0, len(written) - IDEAS_PER_PAGE + 1, IDEAS_PER_PAGE):
        lines = written[start : start + IDEAS_PER_PAGE]
        texts = [Text(id=str(n), text=line.text, lang="fi", tag=tags[n % len(tags)]) for n, line in enumerate(lines)]
        found.append(replace(view, body=replace(view.body, texts=tuple(texts))))
    return found


def large_pages(views: Iterable[PublicView], width: int, height: int, pixels: Pixels) -> int:
    """On how many of the pages every idea has its share."""
    return sum(_all_large(view, width, height, pixels) for view in views)


def _all_large(view: PublicView, width: int, height: int, pixels: Pixels) -> bool:
    assert isinstance(view.body, TextBody)
    picture = shot(view, width, height, pixels=pixels)
    return all(rows_of(picture, text.text, pixels) >= IDEA * height for text in view.body.texts)
