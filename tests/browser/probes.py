"""Accessibility checks that axe-core lacks: each probe examines the current page and returns a list of faults.

The numbers are those of WCAG 2.2; the checks themselves are in ``probes.js``. Probes leave the page unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from playwright.async_api import Page

Probe = Callable[[Page], Awaitable[list[str]]]

SCRIPT = Path(__file__).with_name("probes.js").read_text("utf-8")

SMALLEST = 44
"""Pixels of a thing to touch (2.5.8 asks for 24)."""


NARROW, LYING = (320, 568), (640, 360)
"""Sizes of windows: 1280 pixels at 400 %, and a phone held sideways."""

DOUBLED = ("html { font-size: 200% !important }", 1.9)
"""A style to add, and how many times as large the first heading has to be then."""
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }",
    0,
)


async def ask(page: Page, question: str, *given: float | str | list[str]) -> list[str]:
    """Ask one question of ``probes.js``."""
    found: list[str] = await page.evaluate(f"({SCRIPT}).{question}({', '.join(map(json.dumps, given))})")
    return found


async def unlabelled(page: Page) -> list[str]:
    """1.3.1, 3.3.2: every field has a label that can be seen; a placeholder is none."""
    return await ask(page, "unlabelled")


async def ungrouped(page: Page) -> list[str]:
    """1.3.1: choices that belong together say what they are about."""
    return await ask(page, "ungrouped")


async def small_targets(page: Page) -> list[str]:
    """2.5.8: what is touched is large; a box or a button of choice counts with its label."""
    return await ask(page, "small_targets", SMALLEST)


async def sideways(page: Page) -> list[str]:
    """1.4.10: nothing is wider than the window, and no text is cut off."""
    return await ask(page, "sideways")


async def narrow(page: Page) -> list[str]:
    """1.4.10 at 320 pixels, which is 1280 at 400 %."""
    return await at_size(page, *NARROW)


async def lying(page: Page) -> list[str]:
    """1.3.4: a phone held sideways."""
    return await at_size(page, *LYING)


async def doubled(page: Page) -> list[str]:
    """1.4.4: text of 200 %, as a browser's own setting makes it: the text does grow, and nothing is lost."""
    return await ask(page, "styled", *DOUBLED)


async def spaced(page: Page) -> list[str]:
    """1.4.12: lines, paragraphs, letters and words further apart."""
    return await ask(page, "styled", *SPACED)


async def out_of_reach(page: Page) -> list[str]:
    """2.1.1: what looks or acts as if it could be pressed can be pressed with keys."""
    return await ask(page, "out_of_reach")


async def headings(page: Page) -> list[str]:
    """1.3.1, 2.4.6: one first heading, no level left out, none empty."""
    return await ask(page, "headings")


async def titled(page: Page) -> list[str]:
    """2.4.2: the title of the window says where one is."""
    return await ask(page, "titled")


async def untold_languages(page: Page) -> list[str]:
    """3.1.1, 3.1.2: the page's language, and that of every text somebody wrote; direction as the text has it."""
    return await ask(page, "untold_languages")


async def silent(page: Page) -> list[str]:
    """4.1.3: there is one polite place for what happens, and nothing that changes all the time is in it."""
    return await ask(page, "silent")


async def by_colour_alone(page: Page) -> list[str]:
    """1.4.1: what is chosen, wrong, done or a link is not told by its colour only."""
    return await ask(page, "by_colour_alone")


async def faint(page: Page) -> list[str]:
    """1.4.11, 1.4.3: edges of fields, choices and buttons at 3:1, placeholders at 4.5:1."""
    return await ask(page, "faint")


async def untied_errors(page: Page) -> list[str]:
    """3.3.1, 3.3.3: a field that is refused is marked, says why in words that belong to it, and has the focus."""
    return await ask(page, "untied_errors")


async def jumpy(page: Page) -> list[str]:
    """2.4.3, 2.5.7, 3.2.1: no order of one's own, no drag, no jump as the page opens, and it can be enlarged."""
    return await ask(page, "jumpy")


async def restless(page: Page) -> list[str]:
    """2.3.3: nothing moves for those who asked that nothing should."""
    await page.emulate_media(reduced_motion="reduce")
    found = await ask(page, "restless")
    await page.emulate_media(reduced_motion="null")
    return found


async def at_size(page: Page, width: int, height: int) -> list[str]:
    """``sideways`` in a window of another size."""
    before = page.viewport_size
    await page.set_viewport_size({"width": width, "height": height})
    found = await sideways(page)
    if before:
        await page.set_viewport_size(before)
    return found


PROBES: tuple[Probe, ...] = (
    unlabelled, ungrouped, small_targets, sideways, narrow, lying, doubled, spaced, out_of_reach, headings, titled,
    untold_languages, silent, by_colour_alone, faint, untied_errors, jumpy, restless,
)  # fmt: skip

STILL: Mapping[str, tuple[str, tuple[float | str, ...]]] = {
    **{probe.__name__: (probe.__name__, ()) for probe in PROBES if probe not in (narrow, lying, restless)},
    "small_targets": ("small_targets", (SMALLEST,)),
    "doubled": ("styled", DOUBLED),
    "spaced": ("styled", SPACED),
}
"""Name of a probe -> the question it asks, and with what: the probes that need no other window and no other setting."""


async def ask_everything(page: Page) -> Mapping[str, list[str]]:
    """What every probe but ``restless`` finds, by its name. One question for most of them: each is a way to and fro."""
    questions = [[name, question, list(given)] for name, (question, given) in STILL.items()]
    found: dict[str, list[str]] = await page.evaluate(f"questions => ({SCRIPT}).everything(questions)", questions)
    before = page.viewport_size
    for probe, (width, height) in ((narrow, NARROW), (lying, LYING)):
        await page.set_viewport_size({"width": width, "height": height})
        found[probe.__name__] = await sideways(page)
    if before:
        await page.set_viewport_size(before)
    return found
