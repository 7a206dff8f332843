"""Generated texts, a million of them by hand, through everything that shows or keeps a text:
``python tests/security/many_texts.py --texts 1000000``.

Clean, then the terminal's cells, the phone's page, every export, and the session file written and read again. Whatever
is wrong stops the run and is shown.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from assertions import every

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[0:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "web")]

from fake_phones import open_step  # noqa: E402
from msgspec import structs  # noqa: E402
from rich.cells import cell_len  # noqa: E402

from facilitator.export import FORMATS, render  # noqa: E402
from facilitator.rules.core.ids import new_id  # noqa: E402
from facilitator.templates.new_session import new_session  # noqa: E402
from facilitator.view import Text, TextBody  # noqa: E402
from facilitator.web.assets import Assets  # noqa: E402
from facilitator.web.page_context import PageContext  # noqa: E402
from facilitator.web.render import Renderer  # noqa: E402
from screens.canvas import Canvas, wrap  # noqa: E402
from screens.terminal_text import literal_cell, literal_content  # noqa: E402
from store.errors import TextRefused  # noqa: E402
from store.records import Change, Idea, Step  # noqa: E402
from store.sessions import create, open_session  # noqa: E402
from store.text import LIMIT, clean, one_line, tidy  # noqa: E402

INPUTS = ROOT / "tests" / "data" / "hostile_inputs.jsonl"
BATCH = 2000
COLUMNS = 60
LIST = 100
"""Texts in one list of a phone's page; of more it says only how many."""

OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""What a terminal or a browser could take for more than text; a line feed may be part of a text."""

GOOD = (
    "Älä pelkää, kysy ensin", "Öljy ja åäö ÅÄÖ", "Čáhput ŋuŋŋi", "नमस्ते दुनिया", "สวัสดีครับ", "שלום עולם",
    "مرحبا بالعالم", "سلام\u200cدنیا", "Tiếng Việt rất đẹp", "👨‍👩‍👧‍👦 perhe", "🇫🇮 🇸🇪 🇬🇧", "1️⃣ ensin",
    "❤️ kiitos", "👍🏽", "日本語のテキスト", "한국어", "Ελληνικά", "Кириллица", "rivi\nja toinen", "½ € – ”lainaus” …",
    "[b]kirjain kirjaimelta[/b]", "=1+1", "<b>&amp;</b>", "100 % {n} \\ `x`",
)  # fmt: skip
"""Texts of many scripts that come out as they went in."""

PIECES = (
    "\x1b[2J", "\x1b]52;c;eA==\x1b\\", "\x1b]0;x", "\x9b31m", "\x9d0;t\x9c", "\x07", "\x00", "\x7f", "\r", "\n",
    "\n\n\n", "\t", "\v", "\x85", "\u2028", "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u200c",
    "\u2060", "\ufeff", "\u034f", "\u3164", "\u2800", "\u115f", "\u0301", "\u0323\u0301", "\u0334" * 30,
    "\ufe0f", "\ufe0e", "\u20e3", "\ud800", "\udfff", "\ufffe", "\uffff", "\ue000", "\U000e0068", "\U0001f468",
    "\u200d\U0001f469", "\U0001f3fd", "\U0001f1eb", "\U0001f1ee", "[@click=app.quit]", "[/]", "[$x]",
    "[type=x, v={'a[0]'}]", "<script>", "</p>", "&lt;", "&#0;", "]]>", "=HYPERLINK(\"x\")", "+1", "-1",
    "@SUM(A1)", "|", "`", "```", "# ", "![x](http://x)", "\\", "{{7*7}}", "{n}", "%s", "%00", "漢字", "ค", "ा",
    "ﷺ", "a", "ä", " ", "  ", "\u00a0", "\u3000", "ö" * 90, "W" * 130, "DROP TABLE", ";", '"', "'",
)  # fmt: skip


def texts(seed: int) -> Iterator[str]:
    """Texts without end: those collected, those that are good, and mixtures of everything."""
    chance = random.Random(seed)
    # A phone can send 16 KiB; the request guard refuses longer bodies.
    known = [each[:2000] for line in INPUTS.read_text("utf-8").splitlines() for each in collected(json.loads(line))]
    pool = [*PIECES, *GOOD, *(text[:300] for text in known)]
    while True:
        kind = chance.random()
        if kind < 0.1:
            yield chance.choice(GOOD)
        elif kind < 0.2:
            yield chance.choice(known)
        elif kind < 0.8:
            yield "".join(chance.choice(pool) for _ in range(chance.randint(1, 8)))
        else:
            yield "".join(anything(chance) for _ in range(chance.randint(1, 40)))


def collected(case: dict[str, object]) -> Iterator[str]:
    """The texts of one line of the collection."""
    payload = case["payload"]
    for text in payload if isinstance(payload, list) else [payload]:
        if isinstance(text, str):
            repeat = case.get("repeat")
            yield text.replace("{R}", repeat["unit"] * repeat["times"]) if isinstance(repeat, dict) else text


def anything(chance: random.Random) -> str:
    """One character of Unicode, those that steer more often than by chance."""
    low = chance.choice((0, 0x80, 0x300, 0x600, 0x900, 0x2000, 0xFE00, 0x1F300, 0xE0000))
    return chr(chance.randrange(0x110000) if chance.random() < 0.3 else low + chance.randrange(0x100))


def cleaned(found: Sequence[str]) -> list[str]:
    """What is kept of them, each proved to be harmless and stable."""
    kept = []
    for text in found:
        try:
            clear = clean(text)
        except TextRefused:
            assert len(text) > LIMIT or not tidy(text), repr(text)
            continue
        assert clean(clear) == tidy(clear) == clear, repr(text)
        assert not OBEYED.search(clear), repr(text)
        clear.encode("utf-8")
        if text in GOOD:
            assert clear == text, repr(text)
        kept.append(clear)
    return kept


def on_terminal(kept: Sequence[str]) -> None:
    """In cells: as wide as the terminal thinks, and nothing to obey, in every form that a widget takes."""
    for text in kept:
        lines = wrap(text, COLUMNS)
        canvas = Canvas(COLUMNS, len(lines) + 1)
        for row, line in enumerate(lines):
            canvas.region().put(0, row, line)
        for runs in canvas.picture().rows:
            row_text = "".join(run.text for run in runs)
            assert cell_len(row_text) == COLUMNS, repr(text)
            assert not OBEYED.search(row_text), repr(text)
        for shown in (literal_content(text).plain, literal_cell(text).plain):
            assert not OBEYED.search(shown), repr(text)
            assert "\n" not in shown, repr(text)


class Said(HTMLParser):
    """The texts of people in a page; raises for an element that is none of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self._inside, tag
        self._inside = tag == "span" and ("class", "said") in attrs
        if self._inside:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def on_phone(kept: Sequence[str], renderer: Renderer) -> None:
    """As a page: letter for letter, and no element more."""
    for first in range(0, len(kept), LIST):
        as_page(kept[first : first + LIST], renderer)


def as_page(kept: Sequence[str], renderer: Renderer) -> None:
    """One list of them."""
    shown = tuple(Text(id=f"t{n}", text=text, lang="fi") for n, text in enumerate(kept))
    view = open_step(TextBody(count=len(kept), writers=1, texts=shown), state="revealed")
    view = structs.replace(view, looking_back=False)
    page = renderer.page("part", PageContext(view=view))
    assert not OBEYED.search(page)
    said = Said()
    said.feed(page)
    assert said.texts == list(kept)


def in_files(kept: Sequence[str], folder: Path) -> None:
    """Kept in a session, written in every format, and read again."""
    path = folder / "texts.json"
    session, steps = new_session("cx-what-can-i-do", 60)
    create(path, session, steps)
    ideas = [Idea(id=new_id(), step="ideas", text=text, lang="fi") for text in kept]
    reached: list[Step] = []
    with open_session(path) as opened:
        opened.save(Change(put=tuple(ideas)))
        reached += opened.steps.values()
        _, files = render(opened, (), "fi", date(2027, 3, 5))
        assert files.keys() == FORMATS.keys()
        for name, content in files.items():
            sound(name, content)
    with open_session(path) as again:
        assert {idea.id: idea.text for idea in again.ideas.values()} == {idea.id: idea.text for idea in ideas}
    path.unlink()


def sound(name: str, content: bytes) -> None:
    """Whether a file can be read by what reads such files, and holds nothing that steers."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            for part in file.namelist():
                if part.endswith((".xml", ".rels")):
                    root = ElementTree.fromstring(file.read(part))
                    assert not OBEYED.search("".join(root.itertext()).replace("\t", "")), (name, part)
    elif not content.startswith(b"\x89PNG"):
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        assert not OBEYED.search(text.replace("\t", "") if name.endswith((".html", ".json")) else text), name


def through(found: Sequence[str], folder: Path, renderer: Renderer) -> int:
    """All of it; how many of the texts were kept."""
    kept = cleaned(found)
    on_terminal(kept)
    on_phone(kept, renderer)
    in_files(kept, folder)
    assert every(one_line(text) for text in kept)
    return len(kept)


def main() -> None:
    """The long run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    source, renderer, begun, kept = texts(asked.seed), Renderer(Assets()), time.perf_counter(), 0
    with tempfile.TemporaryDirectory(prefix="texts-") as folder:
        for done in range(0, asked.texts, BATCH):
            batch = [next(source) for _ in range(min(BATCH, asked.texts - done))]
            kept += through(batch, Path(folder), renderer)
    print(f"{asked.texts} texts in {time.perf_counter() - begun:.0f} s: {kept} kept, {asked.texts - kept} refused, "
          f"through cells, page, {', '.join(FORMATS)} and the session file; nothing wrong")  # fmt: skip


if __name__ == "__main__":
    main()
