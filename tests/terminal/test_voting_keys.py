"""Votes, pulses and promises from the facilitator's side: what is said before opening, and what can be done."""

from __future__ import annotations

import pytest
from assertions import every
from fake_room import console_of
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.view import CommitBody, ConsoleView, ModeratedText, VoteBody, VoteRound
from screens.stage.samples import samples


def warned(sample: str, warning: str) -> ConsoleView:
    """A ready step with a warning that the facilitator sees before opening it."""
    public = samples()[sample]
    return console_of(replace(public, next=replace(public.next, warning=warning)))


@pytest.mark.parametrize(
    ("sample", "warning", "language"),
    [("scale-ready", "few_phones", "fi"), ("vote-ready", "many_items", "sv"), ("vote-ready", "hands", "en")],
)
async def test_what_to_think_of_is_said_once_and_the_next_press_opens(
    opened: Open, sample: str, warning: str, language: str
) -> None:
    async with opened(warned(sample, warning), language=language, size=(80, 24)) as terminal:
        await terminal.press("pagedown")
        # The sentence may be broken into rows.
        words = say(f"warning.{warning}", language, n=5).split()
        assert every(word in terminal.text for word in (*words, *say("warning.again", language).split()))
        assert terminal.room.done == []
        await terminal.press("pagedown")
        assert terminal.room.done == []  # a clicker that bounces
        terminal.clock.now += 30.0
        await terminal.press("pagedown")
        await terminal.until(lambda: terminal.room.done == [("next", {})])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_vote_on_too_much_is_passed_by_only_by_who_was_told(opened: Open, language: str) -> None:
    view = warned("vote-ready", "too_much_to_vote")
    view = replace(view, public=replace(view.public, next=replace(view.public.next, act="step")))
    async with opened(view, language=language, size=(80, 24)) as terminal:
        await terminal.press("pagedown")
        words = [*say("warning.too_much_to_vote", language).split(), *say("warning.past", language).split()]
        assert every(word in terminal.text for word in words)
        assert terminal.room.done == []
        terminal.clock.now += 30.0
        await terminal.press("pagedown")
        await terminal.until(lambda: terminal.room.done == [("next", {})])


async def test_the_console_says_it_beside_the_step(opened: Open) -> None:
    async with opened(warned("scale-ready", "few_phones"), size=(120, 40)) as terminal:
        await terminal.open_console()
        assert "mukana on alle 5" in terminal.text
        assert "puhelinta." in terminal.text


async def test_without_anything_to_think_of_the_first_press_opens(opened: Open) -> None:
    async with opened(console_of(samples()["scale-ready"])) as terminal:
        await terminal.press("pagedown")
        await terminal.until(lambda: terminal.room.done == [("next", {})])


async def test_an_open_vote_offers_one_more_vote_each_and_shows_no_count(opened: Open) -> None:
    async with opened(console_of(samples()["vote-open"]), size=(120, 40)) as terminal:
        await terminal.open_console()
        assert "Anna yksi ääni lisää" in terminal.text
        assert "Kerromme aikataulun heti" not in terminal.text
        await terminal.pilot.click("#results-votes")
        await terminal.until(lambda: terminal.room.done == [("votes", {"each": 4})])


@pytest.mark.parametrize("sample", ["vote-ready", "vote-closed", "vote-revealed"])
async def test_votes_are_raised_only_while_people_vote(opened: Open, sample: str) -> None:
    async with opened(console_of(samples()[sample])) as terminal:
        await terminal.open_console()
        assert say("act.votes", "fi") not in {command.label for command in terminal.live.commands()}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_console_shows_votes_voters_ties_and_earlier_rounds(opened: Open, size: tuple[int, int]) -> None:
    public = samples()["vote-runoff"]
    first = samples()["vote-tied"].body
    assert isinstance(public.body, VoteBody)
    assert isinstance(first, VoteBody)
    before = VoteRound(number=1, voters=36, total=96, budget=3, cut=1, items=first.items)
    async with opened(console_of(replace(public, body=replace(public.body, earlier=(before,)))), size=size) as terminal:
        await terminal.open_console()
        assert "Ääniä 36, äänestäjiä 36" in terminal.text
        assert "Jo jatkossa: Kerromme aikataulun" in terminal.text
        await terminal.press("end")
        assert "2.–6." in terminal.text


async def test_votes_against_are_said_in_words_and_with_their_sign(opened: Open) -> None:
    async with opened(console_of(samples()["vote-plus-minus"]), size=(120, 40)) as terminal:
        await terminal.open_console()
        assert "-3 · 6 puolesta, 9 vastaan" in terminal.text


PROMISES = (
    ModeratedText(id="p1", text="Soitan asiakkaalle ensin", lang="fi"),
    ModeratedText(id="p2", text="Tätä ei ollut tarkoitus näyttää", lang="fi", hidden=True),
)


async def test_a_shared_promise_is_hidden_with_the_key_that_hides_ideas(opened: Open) -> None:
    async with opened(console_of(samples()["commit-open"], PROMISES)) as terminal:
        await terminal.open_console()
        assert "34 lupausta · 2 jaettu" in terminal.text
        await terminal.press("h")
        await terminal.until(lambda: terminal.room.done == [("hide", {"idea": "p1"})])
        await terminal.press("down", "h")
        await terminal.until(lambda: terminal.room.done[-1] == ("show", {"idea": "p2"}))


async def test_promises_offer_nothing_to_add_since_they_are_their_writers_own(opened: Open) -> None:
    async with opened(console_of(samples()["commit-open"], PROMISES)) as terminal:
        await terminal.open_console()
        labels = {command.label for command in terminal.live.commands()}
        assert say("act.hide", "fi") in labels
        assert say("act.add", "fi") not in labels
        await terminal.press("a")
        assert terminal.room.done == []


def test_the_samples_tell_no_size_while_promises_are_made() -> None:
    body = samples()["commit-open"].body
    assert isinstance(body, CommitBody)
    assert body.sized == ()
