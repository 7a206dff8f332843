"""Texts that nobody should type: every widget shows them literally, and nothing they ask for happens."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_room import FakeWorkspace, Ready, Saved, console_of
from headless_terminal import Open, Terminal
from msgspec.structs import replace

from facilitator.errors import RuleBroken
from facilitator.view import (
    ActionBody,
    CommitBody,
    ConsoleView,
    GroupBody,
    ModeratedText,
    PublicAction,
    PublicTheme,
    RateBody,
    Text,
    VoteBody,
)
from screens.dialogs.action import ActionForm
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.dialog import Dialog
from screens.dialogs.start import StartForm, StartOptions
from screens.stage.samples import samples
from screens.terminal_text import literal_text

DATA = Path(__file__).parents[1] / "data" / "hostile_inputs.jsonl"
LONGEST = 500
MARKUP = ("[/]", "[/b]", "[@click=app.exit]paina[/]", "[link=https://evil.example]x", "[ ] tehty? [x] kyllä", "\\[x")


def hostile() -> Iterator[str]:
    """Every hostile input that is a text, shortened to what a record can hold."""
    for line in DATA.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] == "text":
            yield case["payload"][:LONGEST]
    yield from MARKUP


TEXTS = tuple(hostile())


def one_view(kind: str, text: str) -> ConsoleView:
    """A console view of ``kind`` in which every human text is ``text``."""
    name = {"text": "text-revealed", "vote": "vote-revealed", "rate": "rate-revealed"}.get(kind, f"{kind}-open")
    public = samples()[name]
    words, body = {"fi": text}, public.body
    match body:
        case GroupBody():
            theme = PublicTheme(id="t", number=1, name=text, lang="fi", texts=(Text(id="b", text=text, lang="fi"),))
            body = replace(body, themes=(theme,), loose=(Text(id="a", text=text, lang="fi"),), focus="a")
        case ActionBody():
            face = PublicAction(id="x", number=1, what=text, owner=text, due="2027-04-05", first_step=text, lang="fi")
            body = replace(body, actions=(replace(face, decision_from=text, theme=text, notices=text),))
        case VoteBody():
            body = replace(body, items=tuple(replace(item, label=words) for item in body.items))
        case RateBody():
            body = replace(body, items=tuple(replace(item, label=words) for item in body.items))
        case CommitBody():
            body = replace(body, shared=(Text(id="p", text=text, lang="fi"),))
    assert public.step is not None
    step = replace(public.step, title=words, question=words, help=words)
    face_of = replace(public.session, title=words, address=text, code=text)
    public = replace(public, body=body, step=step, session=face_of, next=replace(public.next, title=words))
    view = console_of(public, [ModeratedText(id="m", text=text, lang="fi", tag=text)], notes=words)
    plan = tuple(replace(line, title=words) for line in view.plan)
    return replace(view, plan=plan, promises=(Text(id="p", text=text, lang="fi"),))


def assert_harmless(terminal: Terminal, text: str) -> None:
    """No control character on the screen, and the program still runs."""
    bad = [character for character in terminal.text if forbidden(character)]
    assert not bad, (text, bad)
    assert terminal.app.return_value is None
    assert terminal.app.fault is None


def forbidden(character: str) -> bool:
    """Whether a terminal could obey, hide or reorder by this character."""
    category = unicodedata.category(character)
    return character not in "\n\u200c\u200d" and category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("text", TEXTS),
        ("group", TEXTS[::8]),
        ("action", TEXTS[1::8]),
        *((kind, TEXTS[n::16]) for n, kind in enumerate(("vote", "rate", "commit"))),
    ],
)
async def test_the_console_shows_hostile_texts_literally(opened: Open, kind: str, texts: tuple[str, ...]) -> None:
    async with opened(one_view(kind, "alku"), size=(120, 40)) as terminal:
        await terminal.open_console()
        for text in (*texts, *MARKUP[:3]):
            terminal.room.show(one_view(kind, text))
            await terminal.pilot.pause()
            assert_harmless(terminal, text)
            start = literal_text(text).strip()[:8].rstrip()
            if start.isascii():
                assert start in terminal.text, text
        assert terminal.room.done == []


async def test_a_click_on_a_hostile_text_runs_nothing(opened: Open) -> None:
    view = one_view("text", "[@click=app.exit]paina tästä[/]")
    async with opened(view, size=(120, 40)) as terminal:
        await terminal.open_console()
        for selector in ("#texts-wall", "#notes-text", "#console-head", "#plan-wall", "#texts-whole", "#plan-address"):
            await terminal.pilot.click(selector, offset=(4, 0))
            await terminal.pilot.pause()
            assert_harmless(terminal, selector)
        assert terminal.room.done == []


def a_dialog(turn: int, text: str) -> Dialog[str] | Dialog[bool] | Dialog[StartOptions] | Dialog[dict[str, str]]:
    """Each kind of dialog in its turn, ``text`` wherever a text can stand."""
    face = PublicAction(id="x", number=1, what=text, owner=text, due="", first_step=text, lang="fi", decision_from=text)
    match turn % 5:
        case 0:
            return AskText("fi", text, 200, text, text)
        case 1:
            return Choose("fi", text, [("a", text), ("b", text)])
        case 2:
            return Confirm("fi", text, text, text)
        case 3:
            return ActionForm("fi", face)
        case _:
            return StartForm("fi", text, text, (60,), 60)


async def test_dialogs_and_sentences_show_hostile_texts_literally(opened: Open) -> None:
    async with opened(size=(120, 40)) as terminal:
        await terminal.open_console()
        for turn, text in enumerate((*TEXTS[::8], *MARKUP)):
            dialog = a_dialog(turn, text)
            terminal.app.push_screen(dialog)
            await terminal.pilot.pause()
            dialog.show_error(text)
            await terminal.pilot.pause()
            assert_harmless(terminal, text)
            dialog.action_leave()
            terminal.live.context.tell(text, text)
            await terminal.pilot.pause()
            assert_harmless(terminal, text)


async def test_an_error_that_quotes_a_hostile_text_is_shown_literally(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        for text in TEXTS[::6]:
            terminal.room.fails["pause"] = RuleBroken("no_kind", kind=text)
            await terminal.press("p")
            assert_harmless(terminal, text)


async def test_the_palette_shows_hostile_step_titles_literally(opened: Open) -> None:
    for text in ("[/]", "\x1b[2J[@click=app.exit]x[/]"):
        async with opened(one_view("text", text), size=(120, 40)) as terminal:
            await terminal.open_console()
            await terminal.press("ctrl+p", *"siirry")
            await terminal.until(lambda: "Siirry vaiheeseen" in terminal.text)
            assert literal_text(text) in terminal.text
            assert_harmless(terminal, text)


async def test_home_shows_hostile_titles_literally(at_home: Open) -> None:
    saved = [Saved(title={"fi": text}, created=text, path=Path("x.json")) for text in TEXTS[:5]]
    for text in (TEXTS[0], *MARKUP[:2]):
        words = {"fi": text}
        house = FakeWorkspace(recent=saved, cards=[Ready(title=words, subtitle=words, purpose=words)])
        async with at_home(house, size=(120, 40)) as terminal:
            await terminal.press(*["down"] * 5)
            assert_harmless(terminal, text)
            await terminal.press("n")
            assert_harmless(terminal, text)
