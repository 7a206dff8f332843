"""Keeping time, hands counted in the room, and texts that wait: what the console offers, and its one key each."""

from __future__ import annotations

import time

import pytest
from fake_room import console_of, writing
from headless_terminal import Open
from msgspec.structs import replace
from textual.widgets import Input

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.view import ConsoleView, Cut, ModeratedText, Nudge, PlanLine, Timer, VoteBody
from screens.dialogs.paper_votes import PaperVotesForm
from screens.stage.samples import samples

CUTS = (
    Cut(cut="rate", step="size", title={"fi": "Pieni vai suuri?", "sv": "Litet eller stort?", "en": "Size"}, won=8),
    Cut(cut="talk", step="discuss", title={"fi": "Mitä näemme?"}, won=4),
)
WAITING = (
    ModeratedText(id="w1", text="Tämä odottaa", lang="fi", hidden=True, waits=True),
    ModeratedText(id="ok", text="Tämä ei odota", lang="fi"),
)


def late(minutes: int) -> ConsoleView:
    """The flagship's idea step, so many minutes behind its plan."""
    started = time.time() - 60 * (8 + minutes)
    line = PlanLine(id="now", kind="text", state="open", title={"fi": "Ideointi"}, minutes=8, opened=started, ended=0.0)
    public = replace(samples()["text-open"], current="now")
    return console_of(public, plan=(line,), cuts=CUTS)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_behind_the_plan_the_first_cut_is_offered_and_one_key_makes_it(
    opened: Open, size: tuple[int, int]
) -> None:
    async with opened(late(4), size=size) as terminal:
        terminal.room.replies["cut"] = {"won": 8}
        await terminal.open_console()
        assert "4 min jäljessä" in terminal.text
        assert "x: jätä pois ”Pieni vai suuri?” (−8 min)" in " ".join(terminal.text.split())
        await terminal.press("x")
        await terminal.until(lambda: terminal.room.done == [("cut", {"cut": "rate"})])
        await terminal.until(lambda: "Lyhennetty 8 min" in terminal.text)


async def test_on_time_nothing_is_offered_and_the_key_asks_again(opened: Open) -> None:
    async with opened(late(0)) as terminal:
        await terminal.open_console()
        assert "jätä pois" not in terminal.text
        await terminal.press("x")
        assert terminal.room.done == []
        assert "Aikataulu pitää vielä" in terminal.text
        terminal.clock.now += 1.0
        await terminal.press("x")
        await terminal.until(lambda: terminal.room.done == [("cut", {"cut": "rate"})])


async def test_on_the_stage_the_key_cuts_nothing_and_says_where_cuts_are(opened: Open) -> None:
    async with opened(late(9)) as terminal:
        await terminal.press("x")
        assert terminal.room.done == []
        assert "Lyhennykset ovat ohjausnäkymässä" in terminal.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_at_half_time_the_line_is_offered_and_one_key_shows_it(opened: Open, language: str) -> None:
    public = samples()["text-open"]
    assert public.step is not None
    public = replace(
        public, current=public.step.id, timer=Timer(state="running", ends=time.time() + public.step.minutes * 30 - 5)
    )
    line = {code: say("nudge.text", code) for code in LANGUAGES}
    async with opened(console_of(public, nudge=line), language=language, size=(120, 40)) as terminal:
        await terminal.open_console()
        assert line[language] in " ".join(terminal.text.split())
        await terminal.press("k")
        await terminal.until(lambda: terminal.room.done == [("nudge", {"on": True})])


async def test_the_stage_shows_the_line_until_its_time_is_over(opened: Open) -> None:
    public = samples()["text-open"]
    line = Nudge(text={"fi": "Vielä yksi pieni teko."}, until=time.time() + 60)
    async with opened(console_of(replace(public, nudge=line))) as terminal:
        assert "» Vielä yksi pieni teko." in terminal.text
        terminal.room.show(console_of(replace(public, nudge=replace(line, until=time.time() - 1))))
        await terminal.until(lambda: "pieni teko" not in terminal.text)


async def test_one_key_starts_the_break_and_the_plan_says_when_it_is_due(opened: Open) -> None:
    async with opened(console_of(samples()["group-open"], rest=True)) as terminal:
        await terminal.open_console()
        assert "Ohjelmassa on tauko tässä" in terminal.text
        await terminal.press("t")
        await terminal.until(lambda: terminal.room.done == [("break", {})])


async def test_a_text_that_waits_is_marked_and_approved_by_one_key(opened: Open) -> None:
    async with opened(replace(writing(*WAITING), waiting=WAITING[:1])) as terminal:
        await terminal.open_console()
        assert "1 teksti odottaa hyväksyntääsi (y)" in terminal.text
        assert "1 odottaa hyväksyntää" in terminal.text
        await terminal.press("y")
        await terminal.until(lambda: terminal.room.done == [("approve", {"idea": "w1"})])


async def test_a_text_that_waits_is_hidden_by_the_key_that_hides(opened: Open) -> None:
    async with opened(replace(writing(*WAITING), waiting=WAITING[:1])) as terminal:
        await terminal.open_console()
        await terminal.press("h")
        await terminal.until(lambda: terminal.room.done == [("hide", {"idea": "w1"})])


async def test_where_no_texts_are_listed_one_that_waits_is_chosen_from_a_list(opened: Open) -> None:
    async with opened(console_of(samples()["vote-open"], waiting=WAITING[:1])) as terminal:
        await terminal.open_console()
        await terminal.press("y")
        await terminal.until(lambda: "Tämä odottaa" in terminal.text)
        await terminal.press("enter")
        await terminal.until(lambda: terminal.room.done == [("approve", {"idea": "w1"})])


async def test_hands_are_counted_in_a_form_that_says_what_cannot_be(opened: Open) -> None:
    async with opened(console_of(samples()["vote-open"])) as terminal:
        await terminal.open_console()
        await terminal.press("v")
        await terminal.until(lambda: isinstance(terminal.app.screen, PaperVotesForm))
        body = terminal.room.public.body
        assert isinstance(body, VoteBody)
        await terminal.press("4", "enter", "9", "enter")
        await terminal.pilot.click("#ok")
        await terminal.until(lambda: "0–4" in terminal.text)
        assert terminal.room.done == []
        terminal.app.screen.query_one("#for-0", Input).value = "3"
        # A second click on a button that still shows the first one is taken for a double click.
        await terminal.until(lambda: not terminal.app.screen.query_one("#ok").has_class("-active"))
        await terminal.pilot.click("#ok")
        wanted = {"voters": 4, "counts": {body.items[0].id: 3}}
        await terminal.until(lambda: terminal.room.done == [("paper_votes", wanted)])


async def test_after_the_reveal_hands_are_not_counted_any_more(opened: Open) -> None:
    async with opened(console_of(samples()["vote-revealed"])) as terminal:
        await terminal.open_console()
        await terminal.press("v")
        assert not isinstance(terminal.app.screen, PaperVotesForm)
        assert terminal.room.done == []


async def test_the_palette_switches_table_mode_and_approval(opened: Open) -> None:
    async with opened(size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p", *"pöytätila")
        await terminal.until(lambda: say("act.tables", "fi") in terminal.text)
        await terminal.press("enter")
        await terminal.until(lambda: terminal.room.done == [("tables", {"on": True})])


async def test_table_mode_counts_tables_on_stage_and_console(opened: Open) -> None:
    public = samples()["vote-open"]
    tables = replace(public, session=replace(public.session, tables=True))
    async with opened(console_of(tables), size=(120, 40)) as terminal:
        assert "pöytää äänestänyt" in terminal.text
        await terminal.open_console()
        assert "pöytää mukana" in terminal.text
        assert "Pöytätila" in terminal.text
