"""The script and the style sheet that phones are served hold nothing that a browser of early 2020 chokes on."""

from __future__ import annotations

import pytest
from fake_phones import CODE, FakePhones, serving
from old_browser_syntax import newer_script, newer_styles

from facilitator.web.assets import Assets

HARMLESS = {
    "accent-color": "boxes are in the browser's own colour without it",
    "color-scheme": "fields are light in the dark without it, and readable",
    "field-sizing": "a field has a handle to make it larger without it",
    "text-wrap": "a heading breaks where it breaks without it",
    "forced-color-adjust": "a browser that forces colours knows it",
    "@media forced-colors": "a browser that forces colours knows it",
    ":focus-visible": "the browser's own outline shows where the focus is; only what makes it finer is lost",
    ":has": "a chosen box has its mark and bold words without its tint; the code stands above the text on a projector",
}
"""What is newer than the oldest browser, and why nobody misses anything without it."""


def served(ending: str) -> list[str]:
    """Names of what is served, of one kind."""
    return [name for name in Assets().inline if name.endswith(ending)]


@pytest.mark.parametrize("name", served(".js"))
def test_the_script_has_no_syntax_and_no_function_that_is_too_new(name: str) -> None:
    assert newer_script(Assets().inline[name]) == []


@pytest.mark.parametrize("name", served(".css"))
def test_what_is_newer_in_the_style_sheet_is_only_an_enhancement(name: str) -> None:
    found = newer_styles(Assets().inline[name])
    assert [each for each in found if each not in HARMLESS] == []


async def test_the_pages_have_no_other_scripts_and_styles() -> None:
    async with serving(FakePhones()) as web:
        web.client.cookies.clear()
        assets = Assets()
        for path in (f"/{CODE}", f"/{CODE}", f"/{CODE}/screen", "/privacy", "/?code=0"):
            page = (await web.client.get(path, headers={"Accept": "text/html"})).text
            for name in assets.inline:
                page = page.replace(assets.inline[name], "").replace(assets.paths[name], "")
            assert "<script>" not in page.replace("<script></script>", "")
            assert "<style>" not in page.replace("<style></style>", "")
            assert " style=" not in page
            assert " on" not in {attribute[:3] for attribute in page.split("<")}
            assert 'type="module"' not in page


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("a ||= b", "||="),
        ("a ??= b", "??="),
        ("class A { static { b() } }", "class_static_block"),
        ("class A { #b() {} }", "private method"),
        ("/x/v.test(y)", "regex flag v"),
        ("await x()", "await outside"),
        ("[1].at(-1)", "at"),
        ("'a'.replaceAll('a', 'b')", "replaceAll"),
        ("const copy = structuredClone(a)", "structuredClone"),
        ("crypto.randomUUID()", "randomUUID"),
        ("Object.hasOwn(a, 'b')", "hasOwn"),
        ("AbortSignal.timeout(1)", "timeout"),
        ("navigator.wakeLock.request()", "wakeLock"),
        ("navigator.serviceWorker.register('a')", "serviceWorker"),
        ("const a = = 1", "ERROR"),
    ],
)
def test_what_is_too_new_in_a_script_is_found(code: str, found: str) -> None:
    assert found in newer_script(code)
    assert newer_script("const a = b?.c ?? [...d]; async () => { try { await e } catch { } finally { } }") == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (".a { display: flex; gap: 1rem }", "gap in flex"),
        (".a { gap: 1rem }", "gap in flex"),
        (".a { inset: 0 }", "inset"),
        (".a { aspect-ratio: 1 }", "aspect-ratio"),
        (".a:has(b) { color: red }", ":has"),
        (":is(a, b) { color: red }", ":is"),
        ("a, b:focus-visible { color: red }", "mixed:a, b:focus-visible"),
        ("@container (width > 1px) { a { color: red } }", "@container"),
        ("@media (width >= 400px) { a { color: red } }", "@media range"),
        ("@media (min-width: 1px) { a { inset: 0 } }", "inset"),
        (".a { & b { color: red } }", "nesting"),
        (".a { height: 100dvh }", "unit dvh"),
        (".a { color: color-mix(in srgb, red, blue) }", "color-mix()"),
        ("a:not(b, c) { color: red }", ":not list"),
        (".a { overflow: clip }", "overflow: clip"),
        (".a { appearance: none }", "appearance"),
    ],
)
def test_what_is_too_new_in_a_style_sheet_is_found(code: str, found: str) -> None:
    assert found in newer_styles(code)
    assert newer_styles(".a { display: grid; gap: 1rem; width: clamp(1px, 2vw, 3px); clip-path: inset(0) }") == []
    assert newer_styles(".a { -webkit-appearance: none; appearance: none } .b:not(c)::before { color: red }") == []
