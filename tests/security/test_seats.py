"""What a seat's token is made of, where it is kept, and how it travels when the workshop has a certificate."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.async_api import async_playwright
from running_room import running

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store.sessions import create

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs that are looked for in turn. The first draws no windows of its own, which saves half a processor."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


async def test_a_token_has_128_bits_and_only_its_keyed_hash_is_kept(tmp_path: Path) -> None:
    tokens = set()
    async with running(tmp_path) as run:
        for _ in range(20):
            (token,) = dict((await run.phone()).client.cookies).values()
            tokens.add(token)
        assert len(tokens) == 20
        assert {len(base64.urlsafe_b64decode(token + "==")) for token in tokens} == {16}
    assert not [token for token in tokens for data in files(tmp_path) if token.encode() in data]


def files(folder: Path) -> list[bytes]:
    """What is in every file."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of our own and its key."""
    if (shutil.which("openssl") is None or CHROMIUM is None) and not os.environ.get("CI"):
        pytest.skip("openssl or a browser is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    wish = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=room.test"]
    subprocess.run([*wish, "-keyout", str(key), "-out", str(cert)], capture_output=True, check=True)
    return cert, key


async def test_over_tls_a_real_browser_takes_part_and_its_cookie_is_for_tls_only(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    path = tmp_path / "workshop.json"
    create(path, *new_session("cx-what-can-i-do", 60))
    cert, key = certificate
    room = Room(path, RoomOptions(host="127.0.0.1", port=0, cert=cert, key=key)).start()
    try:
        assert room.address.startswith("https://")
        while not (room.public.step and (room.public.step.id, room.public.step.state) == ("ideas", "open")):
            await room.execute("next")
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM)
            context = await browser.new_context(ignore_https_errors=True, locale="fi-FI")
            page = await context.new_page()
            await page.goto(f"https://127.0.0.1:{room.port}/{room.public.session.code}")
            await page.fill("#text", "Soitan TLS:n yli")
            await page.click("#ask form button")
            await page.wait_for_selector("#own .own >> text=Soitan TLS:n yli")
            cookies = await context.cookies()
            left = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
            await browser.close()
        assert "Soitan" not in left, "a draft stays no longer than it is needed"
        assert cookies
        assert {(each["secure"], each["httpOnly"], each["sameSite"]) for each in cookies} == {(True, True, "Strict")}
        assert [text.text for text in room.console.texts] == ["Soitan TLS:n yli"]
    finally:
        room.stop()
