"""Commands of the facilitator: themes, moderation, undo and redo, and actions."""

from __future__ import annotations

import msgspec
import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.view import ActionBody, GroupBody


def grouping(ideas: int = 5) -> tuple[Play, list[str]]:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat = play.join()
    for n in range(ideas):
        play.answer(seat, text=f"Idea numero {n}")
    play.walk_to("group")
    return play, sorted(play.memory.ideas)


def body(play: Play) -> GroupBody:
    found = play.public.body
    assert isinstance(found, GroupBody)
    return found


def test_ideas_are_placed_one_by_one_and_the_focus_moves_on() -> None:
    play, ideas = grouping()
    assert body(play).focus == ideas[0]
    theme = play.do("theme", name="Kerromme aikataulun heti", idea=ideas[0])["id"]
    assert body(play).focus == ideas[1]
    play.do("move", idea=ideas[1], theme=theme)
    assert body(play).focus == ideas[2]
    assert [text.id for text in body(play).themes[0].texts] == ideas[:2]
    assert [text.id for text in body(play).loose] == ideas[2:]


def test_an_idea_can_be_brought_back_into_focus() -> None:
    play, ideas = grouping()
    play.do("theme", name="Teko", idea=ideas[0])
    play.do("focus", idea=ideas[0])
    assert body(play).focus == ideas[0]


def test_numbers_of_removed_themes_are_given_again() -> None:
    play, _ = grouping()
    for name in ("Yksi", "Kaksi", "Kolme"):
        play.do("theme", name=name)
    second = body(play).themes[1]
    assert second.number == 2
    play.do("remove_theme", theme=second.id)
    play.do("theme", name="Uusi kakkonen")
    assert [(theme.number, theme.name) for theme in body(play).themes] == [
        (1, "Yksi"),
        (2, "Uusi kakkonen"),
        (3, "Kolme"),
    ]


def test_merging_moves_all_ideas_and_undo_brings_both_themes_back() -> None:
    play, ideas = grouping()
    a = play.do("theme", name="A-teko", idea=ideas[0])["id"]
    b = play.do("theme", name="B-teko", idea=ideas[1])["id"]
    play.do("merge", **{"from": a, "into": b})
    assert [theme.id for theme in body(play).themes] == [b]
    assert len(body(play).themes[0].texts) == 2
    assert play.do("undo")["what"] == "merge"
    assert {theme.id: [t.id for t in theme.texts] for theme in body(play).themes} == {a: [ideas[0]], b: [ideas[1]]}
    play.do("redo")
    assert [theme.id for theme in body(play).themes] == [b]


def test_undo_goes_back_step_by_step_and_redo_forward_until_something_new_is_done() -> None:
    play, ideas = grouping()
    theme = play.do("theme", name="Vanha nimi")["id"]
    play.do("rename", theme=theme, name="Uusi nimi")
    play.do("move", idea=ideas[0], theme=theme)
    play.do("undo")
    play.do("undo")
    assert body(play).themes[0].name == "Vanha nimi"
    assert play.console.redo == "rename"
    play.do("redo")
    assert body(play).themes[0].name == "Uusi nimi"
    play.do("theme", name="Toinen")
    with pytest.raises(RuleBroken, match="nothing_to_redo"):
        play.do("redo")


def test_undo_never_takes_back_what_a_participant_wrote_meanwhile() -> None:
    play = Play()
    play.walk_to("ideas")
    seat = play.join()
    idea = play.answer(seat, text="Ruma teksti").id
    play.do("hide", idea=idea)
    play.answer(seat, text="Siisti teksti", replaces=idea)
    play.do("undo")
    assert play.memory.ideas[idea].text == "Siisti teksti"
    assert not play.memory.ideas[idea].hidden


def test_a_hidden_text_is_on_no_public_view_and_its_writer_is_told() -> None:
    play = Play()
    play.walk_to("ideas")
    seat = play.join()
    hidden = play.answer(seat, text="Tätä ei näytetä").id
    play.answer(seat, text="Tämä näytetään")
    play.do("hide", idea=hidden)
    play.do("close")
    play.do("reveal")
    assert "Tätä ei" not in encoded(play)
    assert [mine.hidden for mine in play.mine(seat).ideas] == [True, False]
    assert any(text.hidden for text in play.console.texts)


def test_a_theme_name_is_cleaned_and_has_at_most_forty_characters() -> None:
    play, _ = grouping()
    play.do("theme", name=" [/]\x1b[2J Teko ")
    assert body(play).themes[0].name == "[/][2J Teko"
    with pytest.raises(RuleBroken, match="too_long"):
        play.do("theme", name="x" * 41)
    with pytest.raises(RuleBroken, match="empty"):
        play.do("theme", name=" ")


def test_there_are_at_most_twelve_themes() -> None:
    play, _ = grouping()
    for n in range(12):
        play.do("theme", name=f"Teko {n}")
    with pytest.raises(RuleBroken, match="enough_themes"):
        play.do("theme", name="Kolmastoista")


def test_a_paper_idea_is_marked_and_comes_raised_into_the_grouping() -> None:
    play, _ = grouping()
    seat_ideas = len(play.memory.ideas)
    added = play.do("add", text="Lapulle kirjoitettu idea", tag="ease")["id"]
    idea = play.memory.ideas[added]
    assert (idea.paper, idea.raised, idea.seat, idea.step) == (True, True, "", "ideas")
    assert len(play.memory.ideas) == seat_ideas + 1
    play.do("undo")
    assert added not in play.memory.ideas


def acting() -> Play:
    play = Play()
    play.walk_to("actions")
    return play


def test_an_action_says_what_it_lacks_until_it_has_owner_date_and_first_step() -> None:
    play = acting()
    action = play.do("action", what="Kerromme käsittelyajan heti")["id"]
    shown = play.public.body
    assert isinstance(shown, ActionBody)
    assert shown.actions[0].missing == ("owner", "due", "first_step")
    play.do("edit_action", action=action, owner="Anna", due="2027-04-05", first_step="Tekstipohja")
    shown = play.public.body
    assert isinstance(shown, ActionBody)
    assert shown.actions[0].missing == ()
    assert shown.actions[0].number == 1


def test_a_phone_takes_an_action_that_has_no_owner_and_only_such_a_one() -> None:
    play = acting()
    action = play.do("action", what="Yksi ohje, yksi paikka")["id"]
    play.answer(play.join(), action=action, owner="Mikael")
    assert play.memory.actions[action].owner == "Mikael"
    with pytest.raises(RuleBroken, match="has_owner"):
        play.answer(play.join(), action=action, owner="Toinen")


@pytest.mark.parametrize("due", ["5.4.2027", "2027-13-01", "soon", "2027-02-30"])
def test_a_date_that_is_none_is_refused(due: str) -> None:
    play = acting()
    with pytest.raises(RuleBroken, match="bad_date"):
        play.do("action", what="Jotain", due=due)
    assert not play.memory.actions


def test_a_fourth_action_is_refused_and_removal_can_be_undone() -> None:
    play = acting()
    ids = [play.do("action", what=f"Toimenpide {n}")["id"] for n in range(3)]
    with pytest.raises(RuleBroken, match="enough_actions"):
        play.do("action", what="Neljäs")
    play.do("remove_action", action=ids[0])
    play.do("undo")
    assert set(play.memory.actions) == set(ids)


def encoded(play: Play) -> str:
    return msgspec.json.encode(play.public).decode()


def test_an_idea_written_after_the_grouping_is_in_none_of_its_themes() -> None:
    play = Play(minutes=120)
    seat = play.join()
    play.do("goto", step="group")
    theme = play.do("theme", name="Teko")["id"]
    play.walk_to("develop")
    later = play.answer(seat, text="Kehitimme tätä ajatusta eteenpäin").id
    with pytest.raises(RuleBroken, match="idea_came_later"):
        play.do("move", idea=later, theme=theme)
    assert play.memory.ideas[later].theme is None


def test_there_are_no_themes_before_the_workshop_has_started() -> None:
    play = Play()
    with pytest.raises(RuleBroken, match="not_started"):
        play.do("theme", name="Teko")
    assert not play.memory.themes
