"""Old or restricted browsers: missing functions, refused storage, no event stream, a script that does not run.

All over plain http at a name of the local network, where browsers have no ``crypto.randomUUID``, no service worker
and no wake lock to begin with.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage

from facilitator.web.assets import Assets

FIELD = "#text"
SEND = "#task form button"

NEWER = """
for (const [owner, names] of [
  [window, ['structuredClone', 'reportError', 'scheduler', 'WeakRef', 'FinalizationRegistry', 'AggregateError',
    'cookieStore', 'navigation', 'Temporal', 'CSSContainerRule', 'ToggleEvent']],
  [Object, ['hasOwn', 'groupBy', 'fromEntriesAsync']],
  [Array, ['fromAsync']],
  [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
  [String.prototype, ['at', 'replaceAll', 'isWellFormed', 'toWellFormed']],
  [Promise, ['any', 'withResolvers', 'try']],
  [AbortSignal, ['timeout', 'any', 'abort']],
  [AbortSignal.prototype, ['throwIfAborted', 'reason']],
  [Crypto.prototype, ['randomUUID']],
  [Element.prototype, ['replaceChildren', 'checkVisibility', 'setHTMLUnsafe', 'moveBefore', 'ariaLive', 'ariaLabel']],
  [DocumentFragment.prototype, ['replaceChildren']],
  [Document.prototype, ['replaceChildren', 'startViewTransition']],
  [HTMLElement.prototype, ['popover', 'showPopover', 'hidePopover', 'togglePopover', 'inert']],
  [HTMLInputElement.prototype, ['showPicker']],
  [URL, ['canParse', 'parse']],
  [URLSearchParams.prototype, ['size']],
  [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
  [Map, ['groupBy']],
  [Intl, ['Segmenter', 'DurationFormat']],
  [Navigator.prototype, ['userAgentData', 'wakeLock', 'serviceWorker', 'clipboard', 'share', 'locks', 'storage']],
]) for (const name of names) if (owner) delete owner[name];
for (const name of ['at', 'findLast', 'toSorted']) delete Object.getPrototypeOf(Int8Array.prototype)[name];
"""
"""Takes away what came after Chrome 80."""

NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {
  get() { throw new DOMException('The operation is insecure.', 'SecurityError'); }
});
"""
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
NO_EVENTS = "delete window.EventSource;"
ANCIENT = "delete window.fetch; delete window.URLSearchParams;"
"""Too old for the script: it leaves the page as forms and links."""


async def old_phone(hand: Stagehand, script: str) -> Page:
    """A phone whose browser is made poorer before the page's own script runs."""
    context = await hand.context()
    await context.add_init_script(script)
    page = await context.new_page()
    page.on("pageerror", lambda error: hand.problems.append(str(error)))
    page.on("console", lambda line: hand._note(line.text))
    await page.goto(hand.address)
    return page


async def take_part(hand: Stagehand, page: Page) -> None:
    """Write, edit, change the language with a text in the field, vote, promise; steps come by themselves."""
    await expect(page.locator("html")).to_have_class("js")
    await hand.walk_to("ideas", "open")
    await page.fill(FIELD, "Soitan ennen kirjettä")
    await page.click(SEND)
    await expect(page.locator("#own li")).to_have_count(1)
    await expect(page.locator(FIELD)).to_have_value("")
    await page.get_by_text("Muokkaa").click()
    await expect(page.locator(FIELD)).to_have_value("Soitan ennen kirjettä")
    await page.fill(FIELD, "Soitan aina")
    await page.click(SEND)
    await expect(page.locator("#own .said")).to_have_text("Soitan aina")
    await page.fill(FIELD, "kesken jäi")
    await page.get_by_text("Svenska").click()
    await expect(page.locator("html")).to_have_attribute("lang", "sv")
    await expect(page.locator(FIELD)).to_have_value("kesken jäi")
    await page.click(SEND)
    await expect(page.locator("#own li")).to_have_count(2)
    for number in range(4):
        await hand.do("add", text=f"Från papper {number}")
    await hand.walk_to("vote", "open")
    await page.locator("#task input[type=checkbox]").nth(1).check()
    await expect(page.locator("#status")).to_have_text("Din röst är sparad")
    await hand.walk_to("commit", "open")
    await page.fill(FIELD, "Jag berättar tiden")
    await page.click(SEND)
    await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(NEWER, id="newer functions missing"),
        pytest.param(NO_STORAGE, id="storage refused"),
        pytest.param(FULL_STORAGE, id="storage full"),
    ],
)
async def test_a_poorer_browser_can_do_all_there_is(tmp_path: Path, script: str) -> None:
    async with stage(tmp_path) as hand:
        page = await old_phone(hand, script)
        assert await page.evaluate("typeof crypto.randomUUID + typeof navigator.serviceWorker") == "undefinedundefined"
        await take_part(hand, page)


async def test_what_is_taken_away_is_really_gone(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await old_phone(hand, NEWER)
        still = await page.evaluate(
            "[typeof structuredClone, typeof [].at, typeof ''.replaceAll, typeof Object.hasOwn, typeof Promise.any,"
            " typeof AbortSignal.timeout, typeof document.body.replaceChildren].filter(kind => kind !== 'undefined')"
        )
        assert still == []


async def test_without_a_stream_of_events_the_page_asks_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await old_phone(hand, NO_EVENTS)
        await hand.walk_to("ideas", "open")
        await expect(page.locator("#top")).to_have_attribute("data-step", "ideas")
        await page.fill(FIELD, "Soitan aina")
        await page.click(SEND)
        await expect(page.locator("#own li")).to_have_count(1)
        await hand.walk_to("pick", "open")
        await expect(page.locator("#top")).to_have_attribute("data-step", "pick")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script is one that cannot be read, as new syntax is for an old browser."""
    add = Assets._add

    def add_broken(self: Assets, name: str, text: str) -> None:
        add(self, name, f"{text}\nif (;" if name.endswith(".js") else text)

    monkeypatch.setattr(Assets, "_add", add_broken)


@pytest.mark.usefixtures("broken")
async def test_with_a_script_that_cannot_be_read_the_forms_still_work(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await (await hand.context()).new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(hand.address)
        assert len(errors) == 1
        await use_forms(hand, page)


async def test_a_browser_too_old_for_the_script_has_forms_that_work(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await use_forms(hand, await old_phone(hand, ANCIENT))


async def use_forms(hand: Stagehand, page: Page) -> None:
    """As without JavaScript."""
    assert await page.evaluate("typeof window.phone") == "undefined"
    await expect(page.locator("html")).not_to_have_class("js")
    await hand.walk_to("pulse_in", "open")
    await page.get_by_text("Päivitä sivu").click()
    await page.locator("label.choice").nth(3).click()
    await page.click("#task button")
    await expect(page.locator("#status")).to_have_text("Tallennettu")
    await hand.walk_to("ideas", "open")
    await page.get_by_text("Päivitä sivu").click()
    await page.fill(FIELD, "Soitan aina")
    await page.click(SEND)
    await expect(page.locator("#own li")).to_have_count(1)
    await page.get_by_text("Svenska").click()
    await expect(page.locator("#own .said")).to_have_text("Soitan aina")


async def test_nothing_is_asked_of_the_browser_that_plain_http_does_not_have(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await hand.phone()
        assert await page.evaluate("window.isSecureContext") is False
        (cookie,) = await page.context.cookies()
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (False, True, "Strict")
        await hand.walk_to("ideas", "open")
        await expect(page.locator("#top")).to_have_attribute("data-step", "ideas")
        (cookie,) = await page.context.cookies()
        assert (cookie["name"], cookie["secure"], cookie["path"]) == (hand.room.cookie_name, False, "/")
