"""Suggested themes: minimum quality, independent of input order, and ideas that people have placed stay in place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from assertions import every
from msgspec.structs import replace
from sorted_ideas import full, groups, meetings, placed, saved, together, written

from facilitator.grouping import vectors
from facilitator.grouping.suggest import Resources, suggest
from facilitator.suggestions.resources import load_resources as with_what


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_most_of_the_sorting_is_saved_in_each_language(language: str) -> None:
    ideas = meetings(language)
    assert saved(ideas, placed([idea.text for idea in ideas])) >= 0.65


def test_without_meanings_most_of_it_is_saved_too() -> None:
    ideas = meetings("fi")
    assert saved(ideas, placed([idea.text for idea in ideas], Resources())) >= 0.65


def test_without_the_file_of_vectors_all_works_by_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "DATA", tmp_path)
    vectors.shipped_vectors.cache_clear()
    try:
        helps = with_what()
        assert helps.embedder is None
        assert groups(placed([idea.text for idea in meetings()], helps))
    finally:
        vectors.shipped_vectors.cache_clear()


def test_languages_come_together_where_the_theme_is_one() -> None:
    ideas = meetings()
    found = placed([idea.text for idea in ideas])
    assert saved(ideas, found) >= 0.6
    mixed = [places for places in groups(found).values() if len({ideas[place].lang for place in places}) > 1]
    assert len(mixed) >= len(groups(found)) / 2
    right = wrong = 0
    for places in groups(found).values():
        for a in places:
            for b in places:
                if ideas[a].lang < ideas[b].lang:
                    right += ideas[a].label == ideas[b].label
                    wrong += ideas[a].label != ideas[b].label
    assert right > wrong


def test_a_mixed_group_is_named_in_more_than_one_language() -> None:
    ideas = meetings()
    found = placed([idea.text for idea in ideas])
    about = {group: sum(ideas[p].label == "technology" for p in places) for group, places in groups(found).items()}
    technology = groups(found)[max(about, key=lambda group: about[group])]
    name = found[technology[0]].name.lower()
    assert "mikrofoni" in name or "kamera" in name or "video" in name
    assert "microphone" in name or "camera" in name or "kameran" in name or "mikrofon " in f"{name} "


def test_the_same_ideas_in_another_order_make_the_same_groups() -> None:
    ideas = written([idea.text for idea in meetings()])
    first = suggest(ideas, full()).ideas
    for seed in range(3):
        shuffled = random.Random(seed).sample(ideas, len(ideas))
        again = suggest(shuffled, full()).ideas
        assert together(again) == together(first)
        names = {each.id: each.name for each in again}
        assert names == {each.id: each.name for each in first}


def test_what_people_have_placed_stays_and_new_ideas_join() -> None:
    ideas = meetings()
    half = len(ideas) // 2
    before = placed([idea.text for idea in ideas[:half]])
    told = [
        replace(idea, group=each.group or "", name=each.name)
        for idea, each in zip(written([idea.text for idea in ideas[:half]]), before, strict=True)
    ]
    later = suggest([*told, *written([idea.text for idea in ideas])[half:]], full()).ideas
    for idea, each in zip(told, later, strict=False):
        if idea.group:
            assert (each.group, each.conf) == (idea.group, 1.0)
    joined = [each for each in later[half:] if each.group in {idea.group for idea in told}]
    assert len(joined) > len(later[half:]) / 2
    assert all(each.name == next(t.name for t in told if t.group == each.group) for each in joined)


def test_a_group_by_hand_is_never_split_even_when_nothing_ties_it() -> None:
    texts = [idea.text for idea in meetings("fi")]
    mine = {0: "oma", 9: "oma", 17: "oma", 25: "oma", 3: "toinen"}
    ideas = [replace(idea, group=mine.get(place, "")) for place, idea in enumerate(written(texts))]
    found = suggest(ideas, full()).ideas
    assert {place: found[place].group for place in mine} == mine


def test_with_few_ideas_nothing_is_grouped_but_near_duplicates_are_told() -> None:
    texts = [idea.text for idea in meetings("fi")][:20]
    found = placed([*texts, texts[4] + "!", texts[7].lower()])
    assert groups(found) == {}
    assert found[4].dup == found[20].dup is not None
    assert found[7].dup == found[21].dup is not None
    assert found[4].dup != found[7].dup


def test_few_new_ideas_still_join_the_themes_that_there_are() -> None:
    ideas = meetings("fi")
    known = [i for i, idea in enumerate(ideas) if idea.label in ("technology", "minutes")]
    texts = [ideas[i].text for i in known]
    marked = [replace(idea, group=ideas[i].label) for i, idea in zip(known, written(texts), strict=True)]
    new = replace(marked[0], id="new", text="Uusi mikrofoni kokoushuoneeseen", group="")
    assert suggest([*marked, new], full()).ideas[-1].group == "technology"


def test_names_are_of_words_that_tie_and_none_is_there_twice() -> None:
    ideas = meetings("fi")
    found = placed([idea.text for idea in ideas])
    names = [found[places[0]].name for places in groups(found).values()]
    assert len(set(names)) == len(names)
    assert every(each.why for each in found if each.group)
    technology = next(g for g in groups(found).values() if sum(ideas[p].label == "technology" for p in g) >= 3)
    assert {"mikrofoni", "kamera"} & set(found[technology[0]].why)


def test_a_deed_is_the_own_wording_of_an_idea_and_short_enough_for_a_stage() -> None:
    texts = [idea.text for idea in meetings()]
    deeds = {each.deed for each in placed(texts) if each.deed}
    assert deeds
    assert all(deed in texts and len(deed) <= 40 for deed in deeds)


def test_the_questions_own_words_tie_nothing() -> None:
    texts = [idea.text for idea in meetings("fi")]
    helps = Resources(question=("Miten teemme kokouksesta paremman kokouksen?",))
    assert every("kokous" not in each.why for each in placed(texts, helps))
    assert any("kokous" in each.why for each in placed(texts, Resources()))


def test_the_surer_half_is_more_often_right() -> None:
    ideas = meetings()
    found = placed([idea.text for idea in ideas])
    middle = sorted(each.conf for each in found)[len(found) // 2]

    def right(sure: bool) -> float:
        pairs = [
            ideas[a].label == ideas[b].label
            for places in groups(found).values()
            for a in places
            for b in places
            if a < b and (found[a].conf >= middle) == sure == (found[b].conf >= middle)
        ]
        return sum(pairs) / len(pairs)

    assert right(sure=True) > right(sure=False)


def test_a_group_falls_into_two_halves_of_its_own_ideas() -> None:
    suggestion = suggest(written([idea.text for idea in meetings()]), full())
    assert suggestion.halves
    inside = {group: {suggestion.ideas[p].id for p in places} for group, places in groups(suggestion.ideas).items()}
    for group, (first, second) in suggestion.halves.items():
        assert first
        assert second
        assert set(first) | set(second) == inside[group]
        assert not set(first) & set(second)
