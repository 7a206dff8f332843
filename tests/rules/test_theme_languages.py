"""Theme names in a second language: optional, seen by those who read it, gone with the name they translate."""

from __future__ import annotations

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.view import GroupBody, VoteBody


def grouping() -> tuple[Play, str]:
    """A grouping with two themes; the first one's id."""
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    ideas = [play.answer(seat, text=text).id for text in ("Soitan heti", "Kerron ajan")]
    play.walk_to("group")
    first = play.do("theme", name="Soitamme", idea=ideas[0])["id"]
    play.do("theme", name="Kerromme", idea=ideas[1])
    return play, str(first)


def test_a_theme_gets_a_name_in_another_language() -> None:
    play, theme = grouping()
    play.do("rename", theme=theme, name="Vi ringer", lang="sv")
    body = play.public.body
    assert isinstance(body, GroupBody)
    assert (body.themes[0].name, body.themes[0].lang, body.themes[0].also) == ("Soitamme", "fi", {"sv": "Vi ringer"})


def test_what_is_voted_on_has_both_names() -> None:
    play, theme = grouping()
    play.do("rename", theme=theme, name="Vi ringer", lang="sv")
    play.walk_to("vote")
    body = play.public.body
    assert isinstance(body, VoteBody)
    labels = {item.id: dict(item.label) for item in body.items}
    assert labels[theme] == {"fi": "Soitamme", "sv": "Vi ringer"}
    assert [set(label) for item, label in labels.items() if item != theme] == [{"fi"}]


def test_the_name_of_what_has_been_voted_on_stays_whatever_is_renamed_or_undone() -> None:
    play, theme = grouping()
    play.do("rename", theme=theme, name="Soitamme takaisin")
    play.do("rename", theme=theme, name="Vi ringer", lang="sv")
    seat = play.join()
    play.walk_to("vote")
    play.answer(seat, item=theme, votes=1)
    play.do("close")
    for fields in ({"name": "Emme soita"}, {"name": "Vi ringer inte", "lang": "sv"}, {"name": "", "lang": "sv"}):
        with pytest.raises(RuleBroken, match="theme_name_voted"):
            play.do("rename", theme=theme, **fields)
    said = []
    while play.console.undo:
        said.append(play.do("undo"))
    assert {"what": "rename", "note": "stays"} in said
    assert not [past for past in said if past["what"] == "rename" and past.get("note") != "stays"]
    kept = play.memory.themes[theme]
    assert (kept.name, kept.also) == ("Soitamme takaisin", {"sv": "Vi ringer"})


def test_a_new_name_takes_the_old_translations_with_it_and_undo_brings_them_back() -> None:
    play, theme = grouping()
    play.do("rename", theme=theme, name="Vi ringer", lang="sv")
    play.do("rename", theme=theme, name="Kuuntelemme")
    assert play.memory.themes[theme].also == {}
    play.do("undo")
    assert (play.memory.themes[theme].name, play.memory.themes[theme].also) == ("Soitamme", {"sv": "Vi ringer"})


def test_an_empty_name_takes_a_translation_away_but_never_the_name_itself() -> None:
    play, theme = grouping()
    play.do("rename", theme=theme, name="Vi ringer", lang="sv")
    play.do("rename", theme=theme, name=" ", lang="sv")
    assert play.memory.themes[theme].also == {}
    for fields in ({"name": ""}, {"name": "", "lang": "fi"}, {"name": "x" * 41, "lang": "sv"}):
        with pytest.raises(RuleBroken):
            play.do("rename", theme=theme, **fields)
    with pytest.raises(RuleBroken, match="bad_arguments"):
        play.do("rename", theme=theme, name="Wir", lang="de")
