"""Helpers of the scripted checks: record messages to screen readers, and operate pages by keyboard only."""

from __future__ import annotations

from playwright.async_api import Page
from probes import ask

LISTEN = """where => {
  window.heard = [];
  document.querySelectorAll(where).forEach(region => {
    let last = region.textContent.trim();
    new MutationObserver(() => {
      const now = region.textContent.trim();
      if (now && now !== last && region.isConnected) window.heard.push(now);
      last = now;
    }).observe(region, {childList: true, characterData: true, subtree: true});
  });
}"""

FOCUSED = "document.activeElement.id || document.activeElement.localName"


async def heed(page: Page, where: str = "[role=status]") -> None:
    """Listen from now on to every place whose changes a screen reader says."""
    await page.evaluate(LISTEN, where)


async def heard(page: Page) -> list[str]:
    """All messages to screen readers since the last call, with repetitions."""
    found: list[str] = await page.evaluate("window.heard.splice(0)")
    return found


async def ring(page: Page) -> list[str]:
    """2.4.7, 2.4.11, 1.4.11: what is wrong with how the focus shows."""
    return await ask(page, "ring")


async def rings(page: Page, most: int = 80) -> list[str]:
    """Tab from the start of the page to its end: everything that has the focus shows it. Complaints."""
    await page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    wrong: list[str] = []
    for reached in range(most):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement === document.body"):
            return wrong if reached > 3 else [*wrong, f"Tab reaches {reached} things only"]
        wrong += await ring(page)
    return [*wrong, "Tab never comes to an end"]


async def key_to(page: Page, reached: str, back: bool = False) -> None:
    """Press Tab until ``reached`` (a selector) has the focus; the focus shows all the way."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        assert await ring(page) == []
        if await page.evaluate("what => document.activeElement.matches(what)", reached):
            return
    raise AssertionError(f"Tab never came to {reached}")
