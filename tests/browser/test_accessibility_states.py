"""Every state of the phones' pages: axe-core in three languages, light, dark and in forced colours; then the probes.

One walk through all states, for it is the walk that takes time. The probes look at every state. Axe, which is slow,
looks at what it has not seen: at structure when a page has another shape than all before it, at the colours of elements
that stand in surroundings that are new in that look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from axe import Finding, Report, axe
from page_state_tour import Scene, Tour, tour_file
from playwright.async_api import Page
from probes import PROBES, ask, ask_everything
from room_in_browser import stage

from facilitator.i18n.messages import LANGUAGES

Look = Literal["light", "dark", "forced"]
LOOKS: tuple[Look, ...] = ("forced", "dark")
OTHERS = {0: ("sv",), 1: ("en",)}
"""By the number of a scene among those of its kind: the languages it is also seen in."""

EXPLAINED = {
    ("color-contrast", "nonBmp"): "a lone symbol; it has the colour of the word beside it, which axe does judge",
    ("th-has-data-cells", "th-has-data-cells"): "a heading of a row group, which axe does not know: one whole row, so"
    " that seven columns of numbers fit a narrow phone",
}
"""What axe cannot decide (rule and reason it gives), each with why a person can."""


@dataclass
class Walk:
    """What one walk through all states has found."""

    scenes: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    axe: list[tuple[str, Finding]] = field(default_factory=list)
    probes: dict[str, list[str]] = field(default_factory=lambda: {probe.__name__: [] for probe in PROBES})
    shapes: set[str] = field(default_factory=set)
    """Shapes of pages whose structure axe has judged."""
    coloured: dict[Look, set[str]] = field(default_factory=lambda: {look: set() for look in ("light", *LOOKS)})
    """By look: what axe has judged the colours of."""

    async def judge(self, page: Page, name: str, look: Look | None, *, rest: bool) -> None:
        """Let axe judge what is new.

        ``look``: what the page looks like, where its colours are to be judged. ``rest``: everything but colours is.
        """
        shapes = set(await ask(page, "shape")) - self.shapes if rest else set()
        if shapes:
            self.note(name, await axe(page, colours=False))
            self.shapes |= shapes
        coloured = await ask(page, "fresh", sorted(self.coloured[look])) if look else []
        if look and coloured:
            self.note(name, await axe(page, rest=False, where="fresh"))
            self.coloured[look].update(coloured)

    def note(self, name: str, report: Report) -> None:
        """Note every violation, and every "incomplete" that nobody has explained."""
        assert report.passes or report.violations or report.incomplete, f"{name}: axe had nothing to look at"
        unexplained = [found for found in report.incomplete if (found.rule, found.why) not in EXPLAINED]
        self.axe += [(name, found) for found in (*report.violations, *unexplained)]

    async def look_at(self, page: Page, scene: Scene, address: str) -> None:
        """One scene in Finnish, and where it is one of the first two of its kind, in Swedish or English before that.

        Words depend on the language and colours on the look: what can change is judged again, and only that.
        """
        kind = scene.name.partition("-")[0]
        number = sum(name.partition("-")[0] == kind for name in self.scenes)
        self.scenes.append(scene.name)
        for language in (*OTHERS.get(number, ()), "fi"):
            self.languages.add(language)
            await enter(page, scene, address, language)
            await self.judge(page, f"{scene.name} {language}", "light" if language == "fi" else None, rest=True)
            if language == "fi":
                await self._closely(page, scene.name)
            if scene.after:
                await scene.after(page)
        await page.unroute_all()

    async def _closely(self, page: Page, name: str) -> None:
        # A page in light has been judged whole. Dark and forced colours take turns; nothing may move in either.
        look = LOOKS[len(self.scenes) % 2]
        await dress(page, look, still=True)
        await self.judge(page, f"{name} {look}", look, rest=False)
        found = {"restless": await ask(page, "restless")}
        await dress(page, "light")
        for probe, complaints in {**found, **await ask_everything(page)}.items():
            self.probes[probe] += [f"{name}: {complaint}" for complaint in complaints]


async def dress(page: Page, look: Look, *, still: bool = False) -> None:
    """Light, dark, or the colours of a system that forces its own; ``still`` for those who asked for no movement."""
    await page.emulate_media(
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
        reduced_motion="reduce" if still else "null",
    )


async def enter(page: Page, scene: Scene, address: str, language: str) -> None:
    """Open a scene as a phone that speaks a language."""
    path, _, query = scene.path.partition("?")
    await page.goto(f"{address}{path}?lang={language}" + (f"&{query}" if path == "/" else ""))
    if query and path != "/":
        await page.goto(f"{address}{scene.path}")
    if scene.before:
        await scene.before(page)


async def walk(folder: Path) -> Walk:
    """All states, once."""
    found = Walk()
    async with stage(folder, file=tour_file) as hand:
        writer, newcomer = await (await hand.context()).new_page(), await (await hand.context()).new_page()
        address = hand.address.removesuffix(f"/{hand.code}")
        async for scene in Tour(hand).scenes(writer, newcomer):
            await found.look_at(newcomer if scene.newcomer else writer, scene, address)
        # A reply that is cut off on purpose is a line on the browser's console.
        hand.problems = [line for line in hand.problems if "net::ERR_FAILED" not in line]
    return found


async def test_nobody_finds_a_fault_in_any_state_language_or_look(tmp_path: Path) -> None:
    walked = await walk(tmp_path)
    comes_to_every_state(walked)
    assert not walked.axe, "\n".join(f"{name}: {found}" for name, found in walked.axe)
    faults = [f"{probe}: {found}" for probe, every in walked.probes.items() for found in every]
    assert not faults, "\n".join(faults)


def comes_to_every_state(walked: Walk) -> None:
    """The walk has been everywhere: what follows is said of every state."""
    assert len(set(walked.scenes)) >= 80
    assert walked.languages == set(LANGUAGES)
    assert set(walked.probes) == {probe.__name__ for probe in PROBES}
    states: Mapping[str, tuple[str, ...]] = {
        "scale": ("ready", "open-empty", "open-answered", "closed", "closed-newcomer", "revealed"),
        "text": ("ready", "open-empty", "too-long", "refused-plainly", "offline", "editing", "removed", "hidden"),
        "vote": ("ready", "open-empty", "one-too-many", "open-answered", "closed", "revealed", "revealed-screen"),
        "commit": ("open-empty", "open-answered", "closed-newcomer"),
        "action": ("open-empty",),
    }
    assert {f"{kind}-{state}" for kind, names in states.items() for state in names} <= set(walked.scenes)
    assert {"lobby", "wrong-code", "trouble", "privacy", "banner", "looking-back", "over"} <= set(walked.scenes)
