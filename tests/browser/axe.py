"""Runs axe-core in a page: its own rules for WCAG 2.2 A and AA and best practice, without a network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from playwright.async_api import Page

SOURCE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours: the dear ones, and the only ones to which light or dark matters."""

RUN = """([where, options]) => axe.run(where ? {include: window[where]} : document, options).then(found => {
  const short = rules => rules.map(rule => ({
    id: rule.id,
    nodes: rule.nodes.map(node => ({
      target: node.target.join(' '),
      why: node.any.concat(node.all, node.none)
        .map(check => (check.data && check.data.messageKey) || check.id).join(' '),
      html: node.html.slice(0, 160),
    })),
  }));
  return {violations: short(found.violations), incomplete: short(found.incomplete), passes: found.passes.length};
})"""


@dataclass(frozen=True)
class Finding:
    """One element that breaks a rule, or of which axe cannot say whether it does."""

    rule: str
    target: str
    why: str
    html: str


@dataclass(frozen=True)
class Report:
    """What axe said of one page. ``passes``: how many rules had something to look at and were content."""

    violations: tuple[Finding, ...]
    incomplete: tuple[Finding, ...]
    passes: int


async def axe(page: Page, *, colours: bool = True, rest: bool = True, where: str = "") -> Report:
    """Look at the page as it is now, with all rules or with some; axe is put into it unless it is there.

    ``where``: the variable of the page that holds the elements to look at; without it, all of them.
    """
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(SOURCE)
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"]}
    options["runOnly"] = {"type": "tag", "values": list(TAGS)} if rest else {"type": "rule", "values": list(COLOURS)}
    if not colours:
        options["rules"] = {rule: {"enabled": False} for rule in COLOURS}
    found = await page.evaluate(RUN, [where, options])
    return Report(findings(found["violations"]), findings(found["incomplete"]), found["passes"])


def findings(rules: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """Flat, one for each element."""
    return tuple(
        Finding(rule["id"], node["target"], node["why"], node["html"]) for rule in rules for node in rule["nodes"]
    )
