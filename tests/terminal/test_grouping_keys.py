"""Grouping by number keys: one press places one idea, on the stage and on the console alike."""

from __future__ import annotations

from fake_room import console_of, grouping
from headless_terminal import Open, Terminal

from facilitator.view import GroupBody
from screens.stage.samples import samples


def placed(terminal: Terminal) -> dict[int, list[str]]:
    """Theme number -> ids of its ideas."""
    body = terminal.room.public.body
    assert isinstance(body, GroupBody)
    return {theme.number: [text.id for text in theme.texts] for theme in body.themes}


async def test_number_keys_place_one_idea_after_the_other_on_the_stage(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.pilot.press("1", "2", "1", "1")
        await terminal.until(lambda: len(terminal.room.done) == 4)
        assert placed(terminal) == {1: ["i0", "i2", "i3"], 2: ["i1"]}


async def test_keys_typed_ahead_place_the_following_ideas_and_never_one_twice(opened: Open) -> None:
    async with opened(grouping(40)) as terminal:
        await terminal.open_console()
        await terminal.pilot.press(*"1212121212")
        await terminal.until(lambda: len(terminal.room.done) == 10)
        moved = [arguments["idea"] for _, arguments in terminal.room.done]
        assert moved == [f"i{n}" for n in range(10)]


async def test_the_console_places_the_idea_under_its_cursor_and_goes_on(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.open_console()
        await terminal.press("down", "down", "1")
        await terminal.until(lambda: "move" in terminal.room.verbs)
        assert placed(terminal)[1] == ["i2"]
        await terminal.press("2")
        await terminal.until(lambda: terminal.room.verbs.count("move") == 2)
        assert placed(terminal)[2] == ["i0"]


async def test_the_stage_follows_where_the_cursor_rests(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.open_console()
        await terminal.press("down", "down")
        await terminal.until(lambda: ("focus", {"idea": "i2"}) in terminal.room.done)


async def test_a_number_without_a_theme_says_so_and_changes_nothing(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.press("7")
        await terminal.until(lambda: "Teemaa 7 ei ole" in terminal.text)
        assert terminal.room.done == []


async def test_zero_asks_the_name_and_places_the_idea_in_the_new_theme(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.press("0", *"Soitamme", "enter")
        await terminal.until(lambda: terminal.room.done == [("theme", {"name": "Soitamme", "idea": "i0"})])
        await terminal.press("0", "escape")
        assert terminal.room.verbs == ["theme"]


async def test_backspace_takes_the_ideas_back_one_by_one(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.press("1", "2", "backspace")
        await terminal.until(lambda: terminal.room.verbs == ["move", "move", "move", "focus"])
        assert placed(terminal) == {1: ["i0"], 2: []}
        assert terminal.room.done[-1] == ("focus", {"idea": "i1"})
        await terminal.press("backspace", "backspace")
        await terminal.until(lambda: "Takaisin otettavaa ei ole" in terminal.text)
        assert placed(terminal) == {1: [], 2: []}


async def test_after_undo_the_next_idea_without_a_theme_is_placed(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.press("1")
        await terminal.until(lambda: terminal.room.verbs == ["move"])
        await terminal.room.execute("focus", idea="i0")
        await terminal.press("u")
        await terminal.until(lambda: terminal.room.done[-1] == ("focus", {"idea": ""}))


async def test_number_keys_do_nothing_outside_grouping(opened: Open) -> None:
    for name in ("text-open", "vote-open", "lobby"):
        async with opened(console_of(samples()[name])) as terminal:
            await terminal.press("1", "0", "backspace", "9")
            assert terminal.room.done == []
            assert terminal.app.screen is terminal.live


async def test_themes_are_renamed_merged_and_removed_from_the_list(opened: Open) -> None:
    async with opened(grouping(1)) as terminal:
        await terminal.open_console()
        await terminal.press("end", "c", "end", *" heti", "enter")
        await terminal.until(lambda: "rename" in terminal.room.verbs)
        await terminal.press("end", "m", "enter")
        await terminal.until(lambda: "merge" in terminal.room.verbs)
        await terminal.press("end", "delete", "tab", "enter")
        await terminal.until(lambda: "remove_theme" in terminal.room.verbs)
        body = terminal.room.public.body
        assert isinstance(body, GroupBody)
        first, second = body.themes
        assert terminal.room.done == [
            ("rename", {"theme": second.id, "name": f"{second.name} heti"}),
            ("merge", {"from": second.id, "into": first.id}),
            ("remove_theme", {"theme": second.id}),
        ]


async def test_an_idea_is_placed_by_mouse_alone(opened: Open) -> None:
    async with opened(grouping(), size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.pilot.click("#themes .acts ConsoleButton")
        await terminal.pilot.pause()
        await terminal.pilot.click("#list", offset=(3, 1))
        await terminal.until(lambda: bool(terminal.room.done))
        assert placed(terminal)[2] == ["i0"]
