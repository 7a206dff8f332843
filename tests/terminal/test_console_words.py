"""What the console says, in three languages, and its buttons."""

from __future__ import annotations

import pytest
from assertions import nonempty
from fake_room import console_of
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.view import PlanLine, Timer
from facilitator.view.next_label import next_label
from screens.console.console_button import ConsoleButton
from screens.console.literal_static import LiteralStatic
from screens.console.phrases import clock_words, minutes_words, people_words, step_words
from screens.console.plan_lines import plan_lines
from screens.stage.samples import samples

LINE = PlanLine(id="a", kind="text", state="open", title={"fi": "Ideat"}, minutes=8, opened=600.0, ended=0.0)


@pytest.mark.parametrize(
    ("behind", "language", "words"),
    [(3, "fi", "3 min jäljessä"), (3, "sv", "3 min efter"), (-2, "en", "2 min ahead"), (0, "fi", "")],
)
def test_the_plan_is_compared_in_words(behind: int, language: str, words: str) -> None:
    view = console_of(samples()["lobby"], behind=behind)
    assert clock_words(view, 0.0, language) == words


def test_the_clock_goes_past_zero_and_says_when_it_stands() -> None:
    view = console_of(samples()["text-open"])
    late = replace(view, public=replace(view.public, timer=Timer(state="running", ends=100.0)))
    assert clock_words(late, 165.0, "fi") == "-1:05"
    paused = replace(view, public=replace(view.public, timer=Timer(state="paused", left=65.0)))
    assert clock_words(paused, 0.0, "fi") == "1:05 (kello seis)"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (replace(LINE, opened=0.0), "8 min"),
        (LINE, "5/8 min"),
        (replace(LINE, ended=1200.0), "10/8 min"),
        (replace(LINE, opened=0.0, minutes=0), ""),
    ],
)
def test_planned_and_actual_minutes_stand_side_by_side(line: PlanLine, words: str) -> None:
    assert minutes_words(line, 900.0, "fi") == words


def test_the_run_of_show_marks_what_is_done_now_coming_and_skipped() -> None:
    states = ("done", "skipped", "open", "ready")
    plan = tuple(replace(LINE, id="now" if state == "open" else state, state=state) for state in states)
    view = console_of(samples()["text-open"], plan=plan)
    lines = plan_lines(view, 900.0, "fi")
    assert [line.mark for line in lines] == ["✓", "–", "▸", "·"]
    assert lines[1].tail == "ohitettu"
    assert [line.look for line in lines] == ["", "", "head", ""]


def test_people_are_counted_by_language_and_never_named() -> None:
    view = console_of(samples()["text-open"], languages={"sv": 5, "fi": 30})
    assert people_words(view, "fi") == "40 mukana · 0 vastannut · Suomi 30, Svenska 5"


@pytest.mark.parametrize("sample", ["talk-open", "group-open", "action-open", "close"])
def test_where_nobody_answers_nothing_is_said_of_answers(sample: str) -> None:
    assert people_words(console_of(samples()[sample]), "fi") == "40 mukana"


def test_a_break_is_told_in_the_place_of_the_step_s_state() -> None:
    view = samples()["text-revealed"]
    resting = replace(view, session=replace(view.session, state="break"))
    assert step_words(view, "fi").endswith("tulokset näkyvissä")
    assert step_words(resting, "fi").endswith("– tauko")


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("lobby", "Seuraava: aloita"),
        ("text-open", "Seuraava: sulje vastaaminen"),
        ("text-closed", "Seuraava: näytä tulokset"),
    ],
)
def test_the_next_act_is_said_in_words(sample: str, words: str) -> None:
    assert next_label(samples()[sample], "fi") == words


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_sample_has_its_words_in_every_language(language: str) -> None:
    for sample in nonempty(samples().values()):
        assert step_words(sample, language)
        assert next_label(sample, language)


async def test_a_button_does_what_its_key_does(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        await terminal.open_console()
        for button in ("back", "overlay", "more", "less", "pause", "lock"):
            await terminal.pilot.click(f"#deck-{button}")
        await terminal.until(lambda: terminal.room.verbs == ["back", "overlay", "extend", "extend", "pause", "lock"])


async def test_the_main_button_is_guarded_like_the_clicker(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        await terminal.open_console()
        for _ in range(3):
            await terminal.pilot.click("#deck-next")
            await terminal.pilot.pause()
        assert terminal.room.verbs == ["next"]


async def test_at_the_end_the_main_button_closes_the_workshop_after_a_question(opened: Open) -> None:
    async with opened(console_of(samples()["close"]), size=(100, 30)) as terminal:
        await terminal.open_console()
        await terminal.pilot.click("#deck-next")
        await terminal.until(lambda: "Päätetäänkö työpaja" in terminal.text)
        await terminal.press("enter")
        assert terminal.room.done == []
        terminal.clock.now += 1.0  # right after a dialog, "next" is held back
        button = terminal.live.query_one("#deck-next")
        await terminal.until(lambda: not button.has_class("-active"))  # a button that is pressed takes no click
        await terminal.pilot.click("#deck-next")
        await terminal.press("tab", "enter")
        await terminal.until(lambda: terminal.room.done == [("close", {})])


async def test_what_cannot_be_done_cannot_be_clicked(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        await terminal.open_console()
        for button in ("reveal", "reopen", "undo"):
            await terminal.pilot.click(f"#deck-{button}")
            await terminal.pilot.pause()
        assert terminal.room.done == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_all_buttons_fit_on_the_smallest_usual_terminal(opened: Open, language: str) -> None:
    async with opened(size=(80, 24), language=language) as terminal:
        await terminal.open_console()
        for button in nonempty(terminal.live.query("#deck ConsoleButton")):
            assert button.region.right <= 80, button.id
            assert button.region.bottom <= 24


async def test_the_files_are_exported_and_their_folder_is_told_on_the_console_only(opened: Open) -> None:
    async with opened(size=(120, 40)) as terminal:
        await terminal.press("e")
        assert terminal.room.done == []
        await terminal.open_console()
        terminal.room.replies["export"] = {"files": ["a", "b", "c"], "folder": "/koti/viedyt"}
        await terminal.press("e")
        await terminal.until(lambda: "3 tiedostoa on kansiossa /koti/viedyt" in terminal.text)
        await terminal.press("tab")
        assert "/koti" not in terminal.text


async def test_a_text_that_is_the_same_as_before_is_not_laid_out_again(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        console, now = terminal.live.console, terminal.live.context.now()
        console.show(terminal.room.console, frozenset({"next"}), now)
        await terminal.pilot.pause()
        console.show(terminal.room.console, frozenset({"next"}), now)
        assert not [text.id for text in console.query(LiteralStatic) if text._layout_required]
        console.tell("Jotain uutta")
        assert [text.id for text in console.query(LiteralStatic) if text._layout_required] == ["console-status"]
        await terminal.pilot.pause()
        assert "Jotain uutta" in terminal.text


async def test_a_button_is_styled_when_it_is_mounted_and_again_when_its_look_changes(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        plain, main = ConsoleButton("Tavallinen", "next"), ConsoleButton("Tärkein", "next", main=True)
        assert not plain.styles.base.has_rule("background")
        await terminal.live.console.button_bar.mount(plain, main)
        assert plain.styles.background != main.styles.background
        plain.variant = "primary"
        assert plain.styles.background == main.styles.background
