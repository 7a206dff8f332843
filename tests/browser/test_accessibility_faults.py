"""The accessibility checks detect faults: each fault is injected into a page alone and must be reported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import probes
from axe import axe
from page_operations import heard, heed, rings
from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage

Check = Callable[[Stagehand, Page], Awaitable[list[str]]]


def probed(probe: probes.Probe) -> Check:
    """A probe as a check: it needs no room."""

    async def check(_: Stagehand, page: Page) -> list[str]:
        return await probe(page)

    return check


async def by_axe(_: Stagehand, page: Page) -> list[str]:
    """What axe breaks on."""
    return [f"{found.rule}: {found.target}" for found in (await axe(page)).violations]


async def by_focus(_: Stagehand, page: Page) -> list[str]:
    """Whether the focus can be seen on its way through the page."""
    return await rings(page)


async def by_ear(hand: Stagehand, page: Page) -> list[str]:
    """Check that closing and opening are announced once each, and the seconds of the clock never."""
    await heed(page)
    await hand.do("lock")
    await expect(page.locator("#top")).to_have_attribute("data-look", "locked")
    await page.evaluate("new Promise(done => setTimeout(done, 1100))")
    said = await heard(page)
    await hand.do("unlock")
    await expect(page.locator("#top")).to_have_attribute("data-look", "open")
    return [] if len(said) == 1 else [f"said: {said}"]


async def by_writing_on(hand: Stagehand, page: Page) -> list[str]:
    """Check that a text field keeps focus and text while the page is refreshed."""
    await page.fill("#text", "kesken")
    await page.focus("#text")
    await hand.do("add", text="Paperilta")
    await expect(page.locator("#now .count")).to_contain_text("idea")
    await page.evaluate("phone.refresh().then(() => 0)")
    kept = await page.evaluate("[document.activeElement.id, (document.querySelector('#text') || {}).value]")
    return [] if kept == ["text", "kesken"] else [f"focus and text: {kept}"]


async def by_error(_: Stagehand, page: Page) -> list[str]:
    """Whether a refused text is explained where it is."""
    await page.fill("#text", "x" * 230)
    await page.click("#task form button")
    await expect(page.locator("#why")).to_be_visible()
    return await probes.untied_errors(page)


@dataclass(frozen=True)
class Fault:
    """A typical fault of a page, and the check that detects it. ``style`` is added to the page, ``script`` is run."""

    name: str
    check: Check
    style: str = ""
    script: str = ""


FAULTS = (
    Fault("a label is taken away", probed(probes.unlabelled), script="one('label[for=text]').remove()"),
    Fault("the placeholder is the label", probed(probes.unlabelled), style="label[for=text] { display: none }"),
    Fault("a legend is taken away", probed(probes.ungrouped), script="one('fieldset legend').remove()"),
    Fault("grey on grey", by_axe, style=".help, .count { color: #a5aaa8 !important }"),
    Fault("the edge of a field is faint", probed(probes.faint), style="textarea { border-color: #ddd !important }"),
    Fault("no ring around the focus", by_focus, style="* { outline: none !important }"),
    Fault(
        "a button that is none",
        probed(probes.out_of_reach),
        script="one('#task form button').outerHTML = '<div class=button onclick=\"1\">Lähetä</div>'",
    ),
    Fault("the language of a text is lost", probed(probes.untold_languages), script="one('.said').lang = ''"),
    Fault("messages are not said", by_ear, script="one('#status').removeAttribute('role')"),
    Fault("the place for messages comes too late", by_ear, script="renewed('#status')"),
    Fault("the seconds are said", by_ear, script="one('.timer').setAttribute('role', 'status')"),
    Fault("wider than the phone", probed(probes.narrow), style=".help { width: 500px }"),
    Fault("text that does not grow", probed(probes.doubled), style="h1 { font-size: 24px !important }"),
    Fault("text that is cut off", probed(probes.spaced), style=".help { height: 4.4em; overflow: hidden }"),
    Fault("the focus is stolen", by_writing_on, script="whenever(() => { one('summary').focus(); })"),
    Fault("a field is wiped", by_writing_on, script="whenever(() => { one('#text').value = ''; })"),
    Fault("an error that belongs to nothing", by_error, script="never('aria-describedby')"),
    Fault("chosen by colour alone", probed(probes.by_colour_alone), style=".choice input { appearance: none }"),
    Fault("links by colour alone", probed(probes.by_colour_alone), style="a { text-decoration: none !important }"),
    Fault("a small thing to touch", probed(probes.small_targets), style=".quiet { all: unset !important }"),
    Fault("the page jumps to the field", probed(probes.jumpy), script="one('#text').autofocus = true"),
    Fault("it moves all the same", probed(probes.restless), style="button { transition: all 1s !important }"),
    Fault("it cannot be enlarged", probed(probes.jumpy), script="one('[name=viewport]').content += ',user-scalable=0'"),
    Fault("a heading is left out", probed(probes.headings), script="one('#own h2').outerHTML = '<h4>Omat</h4>'"),
)  # fmt: skip

TOOLS = """const one = what => document.querySelector(what);
const whenever = act => new MutationObserver(act)
  .observe(one('main'), {subtree: true, childList: true, characterData: true});
const renewed = what => whenever(() => {
  const old = one(what);
  if (!old.textContent || old.renewed) return;
  const fresh = old.cloneNode(true);
  fresh.renewed = true;
  old.replaceWith(fresh);
});
const never = name => {
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (what, value) { if (what !== name) set.call(this, what, value); };
  document.querySelectorAll('[' + name + ']').forEach(each => each.removeAttribute(name));
};"""


async def prepared(hand: Stagehand) -> Page:
    """A phone in the step of ideas that has sent one."""
    page = await hand.phone(bypass_csp=True)
    await page.fill("#text", "Soitan ensin")
    await page.click("#task form button")
    await expect(page.locator("#own .said")).to_have_count(1)
    await expect(page.locator("#text")).to_be_focused()
    return page


async def test_every_seeded_fault_is_caught_and_a_whole_page_is_not_blamed(tmp_path: Path) -> None:
    missed: list[str] = []
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await prepared(hand)
        for check in {fault.check for fault in FAULTS}:
            assert await check(hand, page) == []
            await page.reload()
            await page.fill("#text", "")
        for fault in FAULTS:
            await page.reload()
            await page.fill("#text", "")
            if fault.style:
                await page.add_style_tag(content=fault.style)
            if fault.script:
                await page.evaluate(f"(() => {{ {TOOLS} {fault.script} }})()")
            if not await fault.check(hand, page):
                missed.append(fault.name)
        hand.problems.clear()
    assert missed == []
