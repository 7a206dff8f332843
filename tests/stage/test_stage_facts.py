"""What must be on the stage, how large, and what must never be there."""

from __future__ import annotations

import msgspec
import pytest
from assertions import every
from stage_pictures import SIZES, shot
from text_sizes import rows_of

from facilitator.scene.shown_view import format_time_left
from facilitator.view import (
    BodyPart,
    CommitBody,
    GroupBody,
    NextPress,
    PickBody,
    PublicView,
    Text,
    TextBody,
    Timer,
    VoteBody,
)
from screens import letters
from screens.letters import SIZES as SIZES_OF_LETTERS
from screens.stage.sample_words import NAMES, TEXTS
from screens.stage.samples import NOW, TIMER_OFF, samples
from screens.steps import draw_function

replace = msgspec.structs.replace
SAMPLES = samples()


def with_session(shown: PublicView, **changes: object) -> PublicView:
    return replace(shown, session=replace(shown.session, **changes))


@pytest.mark.parametrize("body", BodyPart.__subclasses__(), ids=lambda body: body.__name__)
def test_every_kind_of_step_has_a_module_that_draws_it(body: type[BodyPart]) -> None:
    sample = next(shown.body for shown in SAMPLES.values() if isinstance(shown.body, body))
    assert callable(draw_function(sample))


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", ["text-open", "vote-open", "scale-open", "talk-open", "group-open", "commit-open"])
def test_the_timer_takes_an_eighth_of_the_height(name: str, width: int, height: int) -> None:
    left = format_time_left(SAMPLES[name].timer.left_at(NOW))
    assert rows_of(shot(SAMPLES[name], width, height), left) >= 0.12 * height


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(("name", "count"), [("text-open", "34"), ("vote-open", "31/40"), ("pick-closed", "28/40")])
def test_counts_take_a_twelfth_of_the_height(name: str, count: str, width: int, height: int) -> None:
    assert rows_of(shot(SAMPLES[name], width, height), count) >= 0.08 * height


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_next_press_is_always_written_at_the_bottom(width: int, height: int) -> None:
    for name, shown in SAMPLES.items():
        if name != "text-black":
            last = shot(shown, width, height).text().split("\n")[-1]
            assert last.startswith(" ▸ Seuraava: "), name
            assert last.endswith("F5 koodi   F1 ohje"), name


def test_the_page_of_a_list_is_told_where_the_list_is_seen_and_not_during_a_break() -> None:
    listed = SAMPLES["text-revealed"]
    assert "Sivu" in shot(listed, 80, 24).text()
    assert "Sivu" not in shot(with_session(listed, state="break"), 80, 24).text()
    assert "Sivu" not in shot(with_session(listed, overlay=True), 80, 24).text()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("start", "aloita – Tervetuloa"),
        ("open", "avaa äänestys"),
        ("close", "sulje äänestys"),
        ("reveal", "näytä tulokset"),
        ("page", "seuraava sivu"),
        ("step", "Tervetuloa"),
        ("forward", "takaisin nykyiseen vaiheeseen"),
        ("last", "tämä on viimeinen vaihe"),
    ],
)
def test_each_act_is_said_in_words(act: str, words: str) -> None:
    coming = NextPress(act=act, title={"fi": "Tervetuloa", "sv": "Välkommen"})
    assert f"▸ Seuraava: {words} " in shot(replace(SAMPLES["vote-open"], next=coming)).text()


def test_a_step_before_its_reveal_shows_no_word_of_the_answers() -> None:
    for name, shown in SAMPLES.items():
        if name.endswith(("-ready", "-open", "-closed")) and isinstance(shown.body, TextBody | PickBody | VoteBody):
            seen = shot(shown, 120, 40).text()
            assert not [text.text for text in TEXTS if text.text[:12] in seen], name
            assert not [label for label, _ in NAMES if label in seen], name


def test_at_most_six_texts_are_shown_at_once() -> None:
    many = tuple(Text(id=str(n), text=f"Idea numero {n}", lang="fi") for n in range(9))
    body = TextBody(count=9, writers=5, texts=many, pages=2)
    seen = shot(replace(SAMPLES["text-revealed"], body=body), 160, 50).text()
    assert seen.count("Idea numero") == 6


def test_what_has_no_room_is_counted_in_words() -> None:
    long = tuple(Text(id=str(n), text=f"Idea {n}", lang="fi") for n in range(6))
    body = CommitBody(count=34, small=29, large=5, sizes=(), shared=long)
    seen = shot(replace(SAMPLES["commit-open"], body=body), 60, 20).text()
    shown = sum(f"Idea {n}" in seen for n in range(6))
    assert shown == 6 or f"{6 - shown} muuta puhelimessa" in seen


def test_a_page_says_which_it_is_only_once_there_is_something_to_page() -> None:
    assert "Sivu 2/2" in shot(SAMPLES["vote-pages"]).text()
    assert "Sivu" not in shot(SAMPLES["vote-open"]).text()


def test_ties_share_their_ranks_and_the_cut_line_stands_below_those_who_go_on() -> None:
    rows = shot(SAMPLES["vote-revealed"]).text().split("\n")
    line = next(y for y, row in enumerate(rows) if "jatkoon 3" in row)
    assert sum("2.–3." in row for row in rows[:line]) == 2
    assert "Yksi ohje" in "".join(rows[:line])
    assert "Puhumme ilman" in "".join(rows[line:])


def test_bars_are_as_long_as_their_numbers_say() -> None:
    rows = shot(SAMPLES["vote-revealed"]).text().split("\n")
    lengths = {int(row.split()[-1]): row.count("█") for row in rows if "█" in row}
    assert sorted(lengths) == [6, 7, 9, 15, 21]
    assert every(abs(lengths[n] / lengths[21] - n / 21) < 0.02 for n in lengths)


def test_a_bar_on_the_last_page_is_measured_against_the_best() -> None:
    rows = shot(SAMPLES["vote-pages"]).text().split("\n")
    assert 0 < max(row.count("█") for row in rows) < 10


def test_a_scale_shows_its_numbers_or_says_why_not() -> None:
    seen = shot(SAMPLES["scale-revealed"]).text()
    assert all(f"█  {count}" in seen for count in (1, 4, 12, 16, 3))
    few = shot(SAMPLES["scale-too-few"])
    assert "vähintään 5" in few.text() or rows_of(few, "vähintään") > 1
    assert not [run for row in few.rows for run in row if run.style.startswith("bar")]


def test_missing_parts_of_an_action_are_said_in_words() -> None:
    seen = shot(SAMPLES["action-open"]).text()
    assert "PUUTTUU: vastuuhenkilö" in seen
    assert "Ilman nimeä ja päivää tämä jää ideaksi." in seen


def test_the_grouping_shows_the_idea_in_hand_and_counts_what_is_left() -> None:
    body, seen = SAMPLES["group-open"].body, shot(SAMPLES["group-open"]).text()
    assert isinstance(body, GroupBody)
    assert "Soitan asiakkaalle" in seen
    assert "♥ Tunne" in seen
    assert rows_of(shot(SAMPLES["group-open"]), str(len(body.loose))) == 3
    assert "7  Kysymme" in seen


def test_a_black_screen_is_nothing_but_black() -> None:
    picture = shot(SAMPLES["text-black"])
    assert not picture.text().strip()
    assert {run.style for row in picture.rows for run in row} == {"black"}


def test_looking_back_and_a_lock_are_said_on_every_kind() -> None:
    for name, shown in SAMPLES.items():
        if shown.step and shown.step.state == "open" and not name.startswith("info-join") and name != "text-black":
            back = replace(shown, looking_back=True)
            locked = with_session(shown, locked=True, overlay=False)
            assert "◂ Katsomme aiempaa vaihetta" in shot(with_session(back, overlay=False)).text(), name
            assert "■ Vastaaminen on lukittu" in shot(locked).text(), name


def test_while_looking_back_no_clock_of_another_step_is_shown() -> None:
    assert "aikaa jäljellä" not in shot(SAMPLES["text-back"]).text()


def test_time_over_is_said_in_words_and_with_a_plus() -> None:
    over = replace(SAMPLES["text-open"], timer=Timer(state="running", ends=NOW - 35))
    picture = shot(over)
    assert "aika on täynnä" in picture.text()
    assert any(run.style == "alarm" for row in picture.rows for run in row)


def test_no_clock_is_shown_for_a_step_without_one() -> None:
    assert "aikaa" not in shot(replace(SAMPLES["text-open"], timer=TIMER_OFF)).text()


def test_a_terminal_that_is_too_small_is_told_what_it_needs() -> None:
    for width, height in ((59, 24), (80, 19), (40, 12)):
        seen = " ".join(shot(SAMPLES["text-open"], width, height).text().split())
        assert f"vähintään 60 × 20 merkkiä. Nyt on {width} × {height}." in seen


def test_two_languages_show_swedish_under_the_finnish() -> None:
    rows = shot(SAMPLES["text-open"], language="two").text().split("\n")
    finnish = next(y for y, row in enumerate(rows) if "Mitä minä voin" in row)
    swedish = next(y for y, row in enumerate(rows) if "Vad kan jag göra" in row)
    assert finnish < swedish


def test_texts_stay_in_the_language_they_were_written_in() -> None:
    for language in ("fi", "sv", "en"):
        assert "Jag rensar bort" in shot(SAMPLES["text-revealed"], language=language).text()


def test_the_number_of_those_who_joined_is_in_the_lobby() -> None:
    seen = shot(replace(SAMPLES["lobby"], joined=137)).text()
    assert every(row.strip() in seen for row in letters.draw("137", SIZES_OF_LETTERS[0]))
    assert not all(row.strip() in seen for row in letters.draw("40", SIZES_OF_LETTERS[0]))
