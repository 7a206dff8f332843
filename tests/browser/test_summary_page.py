"""``summary.html`` in Chromium: axe finds nothing, nothing runs or is fetched, and it prints on whole A4 pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from axe import axe
from playwright.async_api import Page, Request
from shared_browser import SHARED

from facilitator.export import render
from store.records import Change, Idea
from store.sessions import open_session

SAMPLES = Path(__file__).parents[2] / "sample_sessions"
TODAY = date(2026, 11, 22)
NASTY = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    '</style></main><a href="javascript:alert(1)">x</a>',
    "שלום עולם, תודה",
    "W" * 400,
)


def page_of(name: str, language: str, folder: Path) -> Path:
    """The file, with a few texts in it that try to be more than words."""
    copy = folder / f"{name}.json"
    copy.write_bytes((SAMPLES / f"{name}.json").read_bytes())
    with open_session(copy) as kept:
        step = next(idea.step for idea in kept.ideas.values())
        ideas = tuple(Idea(id=f"nasty{n}", step=step, text=text) for n, text in enumerate(NASTY))
        kept.save(Change(put=ideas))
        _, files = render(kept, ["html"], language, TODAY)
    path = folder / "summary.html"
    path.write_bytes(files["summary.html"])
    return path


@asynccontextmanager
async def opened(path: Path, width: int = 1000) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page in a browser, and whatever it asked for besides itself."""
    browser = await SHARED.get()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page = await browser.new_page(viewport={"width": width, "height": 800})
    page.on("request", note)
    await page.goto(path.as_uri())
    yield page, [url for url in asked if url != path.as_uri()]
    await SHARED.close_contexts()


@pytest.mark.parametrize(
    ("name", "language"),
    [("cx-what-can-i-do", "fi"), ("cx-what-can-i-do", "sv"), ("negative-decision", "en"), ("workday-checkin", "fi")],
)
async def test_axe_finds_nothing_and_nobody_s_words_do_anything(name: str, language: str, tmp_path: Path) -> None:
    path = page_of(name, language, tmp_path)
    async with opened(path) as (page, asked):
        # The page forbids scripts, so axe comes in by the browser's own door.
        report = await axe(page)
        assert report.violations == ()
        assert report.passes > 15
        assert await page.title() != "taken"
        assert await page.locator("script, img, a, iframe, form, link").count() == 0
        assert await page.locator("html").get_attribute("lang") == language
        parts = await page.locator("main [lang]").evaluate_all("found => found.map(each => each.lang)")
        assert set(parts) <= {"fi", "sv", "en"} - {language}
        for text in NASTY:
            assert await page.get_by_text(text, exact=True).count() == 1
        assert asked == []


async def test_on_a_phone_nothing_but_a_wide_table_is_wider_than_the_page(tmp_path: Path) -> None:
    async with opened(page_of("cx-what-can-i-do", "sv", tmp_path), width=320) as (page, _):
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_it_prints_on_a4_with_the_ideas_on_pages_of_their_own(tmp_path: Path) -> None:
    async with opened(page_of("cx-what-can-i-do", "fi", tmp_path)) as (page, _):
        pdf = await page.pdf(prefer_css_page_size=True, print_background=False)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    assert {(round(float(width)), round(float(height))) for width, height in boxes} <= {(595, 842), (596, 842)}
    assert 3 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 6
