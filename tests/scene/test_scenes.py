"""The scene of every kind and state of step: what is on it, where, and how large. No font and no terminal is opened."""

from __future__ import annotations

from itertools import pairwise

import pytest
from assertions import every, nonempty
from msgspec.structs import replace
from scene_table import NARROW, SAMPLES, WIDE, by_id, measure, scene_of, words_of

from facilitator.i18n.messages import pick, say
from facilitator.scene.boxes import HEIGHT, Bar, Code, Panel
from facilitator.scene.compose import draw_of
from facilitator.scene.context import TURN_SECONDS
from facilitator.scene.prompt import draw as draw_prompt
from facilitator.view import CommitBody, ScaleBody, TextBody, VoteBody
from screens.stage.samples import NOW

LANGUAGES = ("fi", "sv", "en", "two")
FRAME = ("step", "step:chip", "title", "time", "joined", "joined:word", "code", "address", "code:number")
COVERED = {"lobby", "lobby-longest", "info-join", "text-overlay", "text-black", "close"}
"""Samples that are drawn without the frame, or with a part of it in another place."""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_box_leaves_the_picture_and_no_id_stands_twice(language: str, width: float) -> None:
    for name, view in nonempty(SAMPLES.items()):
        scene = scene_of(view, language, width=width)
        ids = [box.id for box in scene.boxes]
        assert len(ids) == len(set(ids)), (name, [each for each in ids if ids.count(each) > 1])
        assert every(box.x >= -5 and box.y >= -1 for box in scene.boxes), name
        outside = [box.id for box in scene.boxes if box.right > width + 1 or box.bottom > HEIGHT + 1]
        assert outside == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_smaller_than_the_label_and_none_is_wider_than_its_box(language: str) -> None:
    for name, view in nonempty(SAMPLES.items()):
        for box in words_of(scene_of(view, language)):
            assert box.size >= 38, (name, box.id, box.size)
            if not box.turned:
                wide = [line for line in box.lines if measure(line, box.size, box.weight) > box.w + 3]
                assert wide == [], (name, box.id)


def test_what_a_renderer_cannot_show_small_is_larger_and_less() -> None:
    view = SAMPLES["text-revealed"]
    fine, coarse = scene_of(view), scene_of(view, smallest=64.0)
    assert min(box.size for box in nonempty(words_of(coarse)) if box.id.startswith("idea:")) >= 64
    assert len(words_of(coarse)) <= len(words_of(fine))


KINDS = {
    "text": ("text-ready", "text-open", "text-closed"),
    "vote": ("vote-ready", "vote-open", "vote-closed"),
    "scale": ("scale-ready", "scale-open", "scale-closed"),
    "choice": ("choice-ready", "choice-open", "choice-closed"),
    "grid": ("grid-ready", "grid-open", "grid-closed"),
    "crowd": ("crowd-ready", "crowd-open", "crowd-closed"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_has_one_size_in_all_states_of_a_step(kind: str, language: str) -> None:
    settings = {
        (box.size, box.lines, box.y)
        for name in KINDS[kind]
        for box in words_of(scene_of(SAMPLES[name], language))
        if box.id == "question"
    }
    assert len(settings) == 1


def test_the_frame_is_in_one_place_in_every_kind_and_state() -> None:
    places: dict[str, set[tuple[float, float]]] = {}
    for name, view in SAMPLES.items():
        if name in COVERED or view.wifi is not None:
            continue
        boxes = by_id(scene_of(view))
        for key in ("step:chip", "time", "code", "joined"):
            places.setdefault(key, set()).add((boxes[key].x, boxes[key].y))
    assert every(len(found) == 1 for found in places.values()), places


def test_every_text_that_the_view_shows_is_on_the_wall_or_counted_as_more() -> None:
    for name in ("text-revealed", "pick-revealed", "group-start"):
        view = SAMPLES[name]
        words = " ".join(scene_of(view).words())
        first_words = [text.text.split()[0] for text in view.body.shown_texts()]
        assert every(word in words for word in first_words), name


def test_every_shared_promise_has_its_turn_on_the_wall_once_nobody_promises_any_more() -> None:
    view = SAMPLES["commit-closed"]
    assert isinstance(view.body, CommitBody)
    wanted = {promise.text for promise in view.body.shared}
    assert len(wanted) > 1
    times = [NOW + TURN_SECONDS * number for number in range(len(view.body.shared))]
    turns = [[box.text for box in words_of(scene_of(view, now=now)) if box.id.startswith("promise:")] for now in times]
    assert {text for turn in turns for text in turn} >= wanted
    assert every(sum(text in wanted for text in turn) == 1 for turn in turns)


def test_a_vote_says_in_its_own_words_how_many_votes_there_are_and_what_the_bars_do_not_show() -> None:
    for name, words in (
        ("vote-open", "3 ääntä kullakin"),
        ("vote-stars", "tähteä"),
        ("vote-points", "pistettä"),
        ("vote-tied", say("stage.vote.tied", "fi", n=2).split()[-1]),
    ):
        assert words in " ".join(scene_of(SAMPLES[name]).words()), name
    runoff = SAMPLES["vote-runoff"].body
    assert isinstance(runoff, VoteBody)
    assert every(
        pick(item.label, "fi") in " ".join(scene_of(SAMPLES["vote-runoff"]).words()) for item in runoff.through
    )


def test_answers_that_came_late_are_told_beside_the_result() -> None:
    body = SAMPLES["scale-late"].body
    assert isinstance(body, ScaleBody)
    (note,) = [box.text for box in words_of(scene_of(SAMPLES["scale-late"])) if box.id == "note"]
    assert say("stage.scale.late", "fi", n=body.late) in note


def test_ideas_that_are_written_are_cards_without_words_and_of_one_colour() -> None:
    view = SAMPLES["text-open"]
    scene = scene_of(view)
    cards = [
        box for box in scene.boxes if isinstance(box, Panel) and box.id.startswith("card:") and box.id.count(":") == 1
    ]
    assert cards
    assert {box.fill for box in cards} == {"accent", "accent_soft"}
    assert sum(box.fill == "accent" for box in cards) == 1


def test_another_idea_changes_one_card_and_the_numbers() -> None:
    view = SAMPLES["text-open"]
    assert isinstance(view.body, TextBody)
    more = replace(view, body=replace(view.body, count=view.body.count + 1))
    before, after = by_id(scene_of(view)), by_id(scene_of(more))
    moved = [key for key, box in after.items() if key in before and (box.x, box.y) != (before[key].x, before[key].y)]
    assert moved == []


def test_an_open_vote_shows_its_options_and_never_a_count_of_one() -> None:
    view = SAMPLES["vote-open"]
    boxes = by_id(scene_of(view))
    assert every(f"option:{item.id}" in boxes for item in view.body.items)  # type: ignore[attr-defined]
    assert not [key for key in boxes if key.startswith("row:")]


def test_a_result_has_the_label_above_its_bar_and_the_cut_in_a_gap_of_its_own() -> None:
    scene = scene_of(SAMPLES["vote-revealed"])
    boxes = by_id(scene)
    bars = [box for box in scene.boxes if isinstance(box, Bar) and box.id.startswith("row:")]
    for bar in nonempty(bars):
        label = boxes[bar.id.removesuffix(":bar")]
        assert label.bottom <= bar.y + 1
    cut = boxes["cut:chip"]
    rows = sorted((boxes[bar.id.removesuffix(":bar")].y, bar.bottom) for bar in bars)
    above = max(bottom for _, bottom in rows if bottom <= cut.y + cut.h)
    below = min(top for top, _ in rows if top >= above)
    assert above <= cut.y + 12
    assert cut.bottom <= below + 12


def test_rows_of_a_ranking_never_overlap() -> None:
    for name in ("vote-revealed", "choice-revealed", "crowd-revealed", "talk-results"):
        bars = [box for box in scene_of(SAMPLES[name]).boxes if isinstance(box, Bar) and box.id.startswith("row:")]
        assert len(bars) > 2
        assert every(upper.bottom < lower.y for upper, lower in pairwise(bars)), name


def test_too_few_answers_are_told_calmly_in_reading_size() -> None:
    for name in ("scale-too-few", "choice-too-few", "grid-too-few"):
        (said,) = [box for box in words_of(scene_of(SAMPLES[name])) if box.id == "empty"]
        assert said.size <= 54
        assert said.role == "ink2"


def test_an_action_shows_what_it_lacks() -> None:
    view = SAMPLES["action-open"]
    boxes = by_id(scene_of(view))
    for action in nonempty(view.body.actions):  # type: ignore[attr-defined]
        for part in action.missing:
            slot = boxes[f"action:{action.id}:{part}:slot"]
            assert isinstance(slot, Panel)
            assert slot.dashed


def test_the_codes_hold_the_address_of_the_workshop() -> None:
    for name in ("lobby", "text-open", "close", "text-overlay"):
        view = SAMPLES[name]
        codes = [box for box in scene_of(view).boxes if isinstance(box, Code)]
        assert [box.data for box in codes] == [view.session.address], name


def test_a_black_wall_is_one_black_box() -> None:
    scene = scene_of(SAMPLES["text-black"])
    assert [box.id for box in scene.boxes] == ["black"]
    assert scene.ground == "code"


def test_what_looks_back_or_is_locked_says_so_in_the_header() -> None:
    for name in ("text-back", "text-locked"):
        boxes = by_id(scene_of(SAMPLES[name]))
        assert "banner" in boxes
        assert "title" not in boxes


def test_a_kind_without_a_scene_of_its_own_is_drawn_as_its_question() -> None:
    assert draw_of("toss") is draw_prompt


def test_a_spotlit_text_is_large_over_the_wall() -> None:
    view = SAMPLES["text-revealed"]
    text = view.body.shown_texts()[0]
    (lit,) = [box for box in words_of(scene_of(view, spotlight=text.id)) if box.id == f"spotlight:{text.id}"]
    assert lit.size >= 54
    assert " ".join(lit.lines) == text.text
