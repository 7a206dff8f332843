"""Suggested themes on the console: a key each to accept, accept all above, split, merge, rename and ignore; undone."""

from __future__ import annotations

from typing import Any

import pytest
from fake_room import grouping
from headless_terminal import Open, Terminal
from msgspec.structs import replace

from facilitator.errors import RuleBroken


def group(number: int, ideas: str, **fields: Any) -> dict[str, Any]:
    """A suggestion of the ideas with these numbers."""
    return {
        "id": f"s{number}",
        "theme": None,
        "name": f"Sana{number}",
        "deed": "",
        "why": [f"sana{number}", "toinen"],
        "conf": 0.9 - number / 10,
        "ideas": [f"i{n}" for n in ideas],
        "halves": [],
        **fields,
    }


GROUPS = [
    group(1, "024", deed="Vastaamme heti", halves=[["i0"], ["i2", "i4"]]),
    group(2, "13"),
    group(3, "567"),
]


async def asked(terminal: Terminal, groups: list[dict[str, Any]] | None = None) -> None:
    """Open the console and ask for suggestions."""
    alike = [["i8", "i9"]]
    terminal.room.replies["suggest"] = {"groups": GROUPS if groups is None else groups, "alike": alike}
    await terminal.open_console()
    await terminal.press("g")
    await terminal.until(lambda: bool(terminal.live.console.themes.review.draft.groups) or groups == [])


def shown(terminal: Terminal) -> list[tuple[str, tuple[str, ...]]]:
    """Names and ideas of the suggestions."""
    return [(each.deed or each.name, each.ideas) for each in terminal.live.console.themes.review.groups]


def accepts(terminal: Terminal) -> list[list[tuple[str, list[str]]]]:
    """What the room was asked to accept."""
    return [
        [(each["deed"] or each["name"], each["ideas"]) for each in arguments["groups"]]
        for verb, arguments in terminal.room.done
        if verb == "accept"
    ]


async def test_suggestions_stand_above_the_other_ideas_with_the_words_that_tie_them(opened: Open) -> None:
    async with opened(grouping(10), size=(120, 40)) as terminal:
        await asked(terminal)
        ids = [line.id for line in terminal.live.console.themes.line_list.lines]
        assert ids[:6] == ["group/s1", "idea/i0", "idea/i2", "idea/i4", "group/s2", "idea/i1"]
        assert ids[10:13] == ["idea/i7", "idea/i8", "idea/i9"]
        assert "Sitovat sanat: sana1, toinen" in terminal.text
        assert "Vastaamme heti" in terminal.text
        assert "+1 samanlainen" in terminal.text
        assert "f hyväksy" in terminal.text


async def test_f_accepts_the_suggestion_under_the_cursor(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("f")
        await terminal.until(lambda: accepts(terminal) == [[("Vastaamme heti", ["i0", "i2", "i4"])]])
        await terminal.press("down", "down", "down", "down", "down", "f")
        await terminal.until(lambda: accepts(terminal)[1:] == [[("Sana2", ["i1", "i3"])]])


async def test_d_accepts_all_above_the_line_of_the_cursor(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press(*["down"] * 5, "d")
        await terminal.until(lambda: len(accepts(terminal)) == 1)
        assert [name for name, _ in accepts(terminal)[0]] == ["Vastaamme heti", "Sana2"]
        await terminal.press("end", "d")
        await terminal.until(lambda: len(accepts(terminal)) == 2)
        assert len(accepts(terminal)[1]) == 3


async def test_an_ignored_suggestion_is_gone_until_u_brings_it_back(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("i")
        assert [name for name, _ in shown(terminal)] == ["Sana2", "Sana3"]
        await terminal.press("u")
        assert [name for name, _ in shown(terminal)] == ["Vastaamme heti", "Sana2", "Sana3"]
        assert terminal.room.verbs == ["suggest"]


async def test_z_splits_where_the_group_would_fall_apart(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("z")
        assert shown(terminal)[:2] == [("Vastaamme heti", ("i0",)), ("Sana1 2", ("i2", "i4"))]
        await terminal.press("z")
        assert "vain yksi idea" in terminal.text
        await terminal.press("down", "down", "z")
        assert [ideas for _, ideas in shown(terminal)[:3]] == [("i0",), ("i2",), ("i4",)]
        await terminal.press("u", "u")
        assert shown(terminal)[0] == ("Vastaamme heti", ("i0", "i2", "i4"))


async def test_m_merges_two_suggestions_and_c_renames_one(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("m", "enter")
        assert shown(terminal) == [("Sana2", ("i1", "i3", "i0", "i2", "i4")), ("Sana3", ("i5", "i6", "i7"))]
        await terminal.press("c")
        await terminal.press(*["backspace"] * 5, *"Kerromme", "enter")
        assert shown(terminal)[0][0] == "Kerromme"
        await terminal.press("f")
        await terminal.until(lambda: accepts(terminal) == [[("Kerromme", ["i1", "i3", "i0", "i2", "i4"])]])
        assert terminal.room.verbs == ["suggest", "accept"]


async def test_m_puts_a_suggestion_into_a_theme_that_is_there(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal, [GROUPS[0]])
        await terminal.press("m", "enter")
        await terminal.until(lambda: "accept" in terminal.room.verbs)
        assert terminal.room.done[-1][1]["groups"][0]["theme"] is not None


async def test_u_takes_back_what_was_done_last_whether_in_the_room_or_here(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("i", "f")
        await terminal.until(lambda: "accept" in terminal.room.verbs)
        await terminal.press("u")
        await terminal.until(lambda: terminal.room.verbs[-1] == "undo")
        assert [name for name, _ in shown(terminal)] == ["Sana2", "Sana3"]
        await terminal.press("u")
        assert [name for name, _ in shown(terminal)] == ["Vastaamme heti", "Sana2", "Sana3"]


async def test_number_keys_place_the_ideas_of_a_suggestion_one_by_one(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("down", "1", "2")
        await terminal.until(lambda: terminal.room.verbs.count("move") == 2)
        assert [arguments["idea"] for verb, arguments in terminal.room.done if verb == "move"] == ["i0", "i2"]
        assert shown(terminal)[0] == ("Vastaamme heti", ("i4",))


async def test_without_suggestions_the_keys_say_how_to_get_them_and_do_nothing(opened: Open) -> None:
    async with opened(grouping(3)) as terminal:
        await terminal.open_console()
        for key in ("f", "d", "i", "z"):
            await terminal.press(key)
            assert "g pyytää niitä" in terminal.text
        assert terminal.room.done == []
        await asked_none(terminal)
        assert "Ei teemaehdotuksia" in terminal.text


async def asked_none(terminal: Terminal) -> None:
    """Ask where nothing is suggested."""
    terminal.room.replies["suggest"] = {"groups": [], "alike": []}
    await terminal.press("g")
    await terminal.until(lambda: "suggest" in terminal.room.verbs)
    await terminal.pilot.pause(0.05)


async def test_while_they_are_worked_out_it_says_how_far_and_g_calls_it_off(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await terminal.open_console()
        terminal.room.show(replace(terminal.room.console, suggesting=0.42))
        await terminal.until(lambda: "42 %" in terminal.text)
        await terminal.press("g")
        await terminal.until(lambda: terminal.room.done == [("suggest", {"stop": True})])


async def test_a_refusal_is_a_sentence_and_placing_goes_on_meanwhile(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await terminal.open_console()
        terminal.room.fails["suggest"] = RuleBroken("suggest_failed", 500)
        await terminal.press("g", "1")
        await terminal.until(lambda: "Ehdotuksia ei saatu" in terminal.text or "move" in terminal.room.verbs)
        await terminal.until(lambda: "move" in terminal.room.verbs)


@pytest.mark.parametrize(
    ("size", "language"), [((80, 24), "fi"), ((80, 24), "sv"), ((80, 24), "en"), ((160, 50), "fi")]
)
async def test_the_line_of_keys_fits_every_terminal(opened: Open, size: tuple[int, int], language: str) -> None:
    async with opened(grouping(10), size=size, language=language) as terminal:
        await asked(terminal)
        ends = {"fi": "u kumoa", "sv": "u ångra", "en": "u undo"}
        assert ends[language] in terminal.text


async def test_the_stage_shows_nothing_of_a_suggestion(opened: Open) -> None:
    async with opened(grouping(10)) as terminal:
        await asked(terminal)
        await terminal.press("tab")
        assert not terminal.live.console_shown
        assert "Vastaamme heti" not in terminal.text
        assert "Sana2" not in terminal.text
