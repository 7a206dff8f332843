"""Accepting suggested themes: one act, within the limits, and undone as one."""

from __future__ import annotations

from typing import Any

import pytest
from test_themes import body
from workshop_in_memory import Play

from facilitator.errors import RuleBroken


def grouping(ideas: int = 5) -> tuple[Play, list[str]]:
    """A grouping under way, and the ids of its ideas, each from a phone of its own."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    for n in range(ideas):
        play.answer(play.join(), text=f"Idea numero {n}")
    play.walk_to("group")
    return play, sorted(play.memory.ideas)


def suggested(ideas: list[str], *sizes: int, **fields: Any) -> list[dict[str, Any]]:
    """Groups of the first ideas, as ``suggest`` gives them."""
    groups, at = [], 0
    for number, size in enumerate(sizes, 1):
        inside = ideas[at : at + size]
        groups.append({"name": f"Sana {number}", "ideas": inside, "why": ["sana"], "conf": 0.5, **fields})
        at += size
    return groups


def names(play: Play) -> list[tuple[str, int]]:
    """Names of the themes and how many ideas they have."""
    return [(theme.name, len(theme.texts)) for theme in body(play).themes]


def test_all_accepted_suggestions_are_themes_and_one_undo_takes_them_back() -> None:
    play, ideas = grouping(6)
    made = play.do("accept", groups=suggested(ideas, 3, 2))
    assert len(made["ids"]) == 2
    assert names(play) == [("Sana 1", 3), ("Sana 2", 2)]
    assert [text.id for text in body(play).loose] == ideas[5:]
    assert play.do("undo")["what"] == "accept"
    assert names(play) == []
    assert len(body(play).loose) == 6
    play.do("redo")
    assert names(play) == [("Sana 1", 3), ("Sana 2", 2)]


def test_a_deed_is_the_name_where_there_is_one() -> None:
    play, ideas = grouping()
    play.do("accept", groups=suggested(ideas, 2, deed="Vastaamme heti"))
    assert names(play) == [("Vastaamme heti", 2)]


def test_a_name_too_long_for_a_stage_loses_its_last_words() -> None:
    play, ideas = grouping()
    groups = suggested(ideas, 2, 2)
    groups[0]["name"] = "Asiakaspalvelu · Verkkoasiointi · Puhelinneuvonta"
    groups[1]["name"] = "x" * 60
    play.do("accept", groups=groups)
    assert names(play)[0] == ("Asiakaspalvelu · Verkkoasiointi", 2)
    assert len(names(play)[1][0]) == 40


def test_ideas_join_a_theme_that_is_there() -> None:
    play, ideas = grouping()
    theme = play.do("theme", name="Teko", idea=ideas[0])["id"]
    play.do("accept", groups=suggested(ideas[1:], 2, theme=theme))
    assert names(play) == [("Teko", 3)]


def test_an_idea_that_was_placed_meanwhile_stays_where_it_is() -> None:
    play, ideas = grouping()
    groups = suggested(ideas, 3)
    play.do("theme", name="Oma", idea=ideas[1])
    play.do("accept", groups=groups)
    assert names(play) == [("Oma", 1), ("Sana 1", 2)]
    with pytest.raises(RuleBroken) as refused:
        play.do("accept", groups=groups)
    assert refused.value.code == "accept_nothing"


def test_no_more_themes_are_made_than_there_may_be_and_the_rest_is_told() -> None:
    play, ideas = grouping(14)
    made = play.do("accept", groups=suggested(ideas, *([1] * 14)))
    assert len(names(play)) == 12
    assert made["left"] == 2
    with pytest.raises(RuleBroken) as refused:
        play.do("accept", groups=suggested(ideas[12:], 1))
    assert refused.value.code == "enough_themes"


@pytest.mark.parametrize(
    "groups",
    [
        [{"name": "", "ideas": ["idea"]}],
        [{"name": "  ", "ideas": ["idea"]}],
        [{"name": "Nimi", "ideas": ["idea"], "theme": "nowhere"}],
        [{"name": 3, "ideas": ["idea"]}],
        [{"name": "Nimi"}],
        "groups",
    ],
)
def test_what_is_no_suggestion_is_refused_and_nothing_changes(groups: Any) -> None:
    play, ideas = grouping()
    if isinstance(groups, list):
        groups = [{**group, "ideas": [ideas[0]]} if "ideas" in group else group for group in groups]
    with pytest.raises(RuleBroken):
        play.do("accept", groups=groups)
    assert names(play) == []


def test_nothing_is_accepted_while_people_vote_on_the_themes() -> None:
    play, ideas = grouping()
    play.do("accept", groups=suggested(ideas, 2, 2))
    play.walk_to("vote")
    with pytest.raises(RuleBroken) as refused:
        play.do("accept", groups=suggested(ideas[4:], 1))
    assert refused.value.code == "themes_frozen"
