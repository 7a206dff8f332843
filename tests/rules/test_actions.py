"""Shared actions: what makes one complete, and the common checklist with one owner and one date."""

from __future__ import annotations

from typing import Any

import pytest
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.templates.user_templates import build_template
from facilitator.view import ActionBody


def acting(**answer: Any) -> Play:
    """A workshop at its open action step."""
    steps = [step("ideas", "text"), step("act", "action", answer=answer), step("close", "close")]
    play = Play(build_template({"title": words("Oma"), "steps": steps}, "oma.toml", "oma"), None)
    play.walk_to("act")
    return play


def body(play: Play) -> ActionBody:
    shown = play.public.body
    assert isinstance(shown, ActionBody)
    return shown


def test_an_action_lacks_the_parts_that_its_step_requires_until_it_has_them() -> None:
    play = acting(required=["owner", "due"])
    action = play.do("action", what="Soitamme ensin")["id"]
    assert body(play).actions[0].missing == ("owner", "due")
    play.do("edit_action", action=action, owner="Mikael")
    assert body(play).actions[0].missing == ("due",)
    play.do("edit_action", action=action, due="2027-03-01")
    assert body(play).actions[0].missing == ()


def test_on_a_checklist_the_owner_and_the_date_of_one_action_are_those_of_all() -> None:
    play = acting(checklist=True, required=["owner", "due"])
    play.do("action", what="Soitamme ensin", owner="Mikael", due="2027-03-01")
    play.do("action", what="Kysymme lopuksi")
    assert [(each.owner, each.due, each.missing) for each in body(play).actions] == [("Mikael", "2027-03-01", ())] * 2
    assert body(play).checklist


def test_only_so_many_actions_are_agreed_as_the_step_allows() -> None:
    play = acting(most=2)
    for what in ("Soitamme", "Kysymme"):
        play.do("action", what=what)
    with pytest.raises(RuleBroken, match="enough_actions") as refused:
        play.do("action", what="Kerromme")
    assert refused.value.fields == {"n": 2}
