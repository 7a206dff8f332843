"""Makes the pictures of the README from the running program: ``python tests/cli/pictures.py`` (wants Chromium).

Forty simulated people take part in the flagship over real HTTP; the terminal is drawn by Textual, the phone's page by
Chromium.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, ViewportSize, async_playwright
from rehearsal_driver import calm, grouped, opened, until
from textual.pilot import Pilot

from facilitator.network.address_choice import join_address
from facilitator.rehearsal.simulated_crowd import FAST, SimulatedCrowd
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp, TerminalExit

OUT = Path(__file__).resolve().parents[2] / ".readme"
SHOWN = "http://192.168.1.20:8000"
"""What the code says on the pictures."""

PEOPLE = 40
PHONE = ViewportSize(width=360, height=700)


class Photographer:
    """Takes pictures of the terminal and of a phone, and keeps them small."""

    def __init__(self, pilot: Pilot[TerminalExit], room: Room, browser: Browser) -> None:
        self._pilot, self._room, self._browser = pilot, room, browser

    async def press(self, *keys: str) -> None:
        """Press keys of the terminal."""
        await self._pilot.press(*keys)
        await self._pilot.pause(0.5)

    async def terminal(self, name: str) -> None:
        """The terminal as it is now."""
        await asyncio.sleep(0.5)  # one round of the feed, and its painting
        page = await self._browser.new_page(viewport={"width": 1280, "height": 800})
        # Textual draws for a font that is fetched from the net; ours is a little lower, which would leave seams.
        drawn = self._pilot.app.export_screenshot(title="facilitator").replace("font-size: 20px", "font-size: 22px")
        await page.set_content(f"<style>* {{ font-family: 'DejaVu Sans Mono' !important }}</style>{drawn}")
        keep(name, await page.locator("svg").screenshot(omit_background=True))
        await page.close()

    async def phone(self, name: str, text: str) -> None:
        """A phone on which somebody has just sent an idea."""
        page = await self._browser.new_page(viewport=PHONE, device_scale_factor=2, locale="fi-FI")
        room = self._room
        await page.goto(join_address("127.0.0.1", room.port, "", room.public.session.code))
        await page.locator("textarea").first.fill(text)
        await page.locator("form[action$=answers] button").first.click()
        await page.get_by_text(text).first.wait_for()
        keep(name, await page.screenshot())
        await page.close()


def keep(name: str, png: bytes) -> None:
    """Write a picture with as few colours as it needs."""
    small = Image.open(io.BytesIO(png)).convert("RGB").quantize(64)
    small.save(OUT / f"{name}.png", optimize=True)


async def workshop(room: Room, camera: Photographer) -> None:
    """From the lobby to the actions, with a picture where it is worth one."""
    await until(room, lambda view: view.public.joined == PEOPLE)
    await camera.terminal("lobby")
    await opened(room, "ideas")
    await camera.phone("phone", "Kerron heti, milloin asiakas saa vastauksen")
    await calm(room)
    await camera.terminal("ideas")
    await opened(room, "pick")
    await calm(room)
    await opened(room, "group")
    await grouped(room)
    await opened(room, "vote")
    await calm(room)
    await room.execute("close")
    await room.execute("reveal")
    await camera.terminal("vote")
    # On one screen, the console opens at the second press only: everybody would see it.
    await camera.press("f2")
    await camera.press("f2")
    await camera.terminal("console")


async def main() -> None:
    """Open a workshop in a folder of its own, take the pictures, leave nothing else."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        house = Workspace(Path(folder), "fi")
        house.options = RoomOptions(host="127.0.0.1", port=0, url=SHOWN)
        room = house.open(house.library.create())
        crowd = SimulatedCrowd(join_address("127.0.0.1", room.port, "", room.public.session.code), PEOPLE, FAST)
        crowd.start()
        try:
            app = FacilitatorApp(house, None, room)
            async with async_playwright() as player, app.run_test(size=(100, 30)) as pilot:
                browser = await player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                await workshop(room, Photographer(pilot, room, browser))
                await browser.close()
        finally:
            crowd.stop()
            house.close()


if __name__ == "__main__":
    asyncio.run(main())
