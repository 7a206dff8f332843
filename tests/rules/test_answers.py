"""Answers of phones: taken once, changed by their writer only, refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from assertions import every
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.view import CommitBody, PickBody, RateBody, ScaleBody, TextBody


def writing(people: int = 2) -> tuple[Play, list[str]]:
    play = Play()
    play.walk_to("ideas")
    return play, [play.join() for _ in range(people)]


def test_an_idea_is_kept_with_the_language_of_the_phone_and_its_tag() -> None:
    play = Play()
    play.walk_to("ideas")
    seat = play.join("sv")
    saved = play.answer(seat, text="  Jag ringer   först ", tag="feeling")
    idea = play.memory.ideas[saved.id]
    assert (idea.text, idea.lang, idea.tag, idea.seat) == ("Jag ringer först", "sv", "feeling", seat)


def test_the_same_key_again_changes_nothing_and_gets_the_same_reply() -> None:
    play, (seat, other) = writing()
    first = play.answer(seat, key="k" * 16, text="Kerran riittää")
    play.answer(other, text="Väliin")
    again = play.answer(seat, key="k" * 16, text="Kerran riittää")
    assert (again.id, again.version, again.repeated) == (first.id, first.version, True)
    assert len(play.memory.ideas) == 2


def test_the_same_key_with_other_content_is_refused() -> None:
    play, (seat, _) = writing()
    play.answer(seat, key="k" * 16, text="Ensimmäinen")
    with pytest.raises(RuleBroken, match="key_used") as refused:
        play.answer(seat, key="k" * 16, text="Toinen")
    assert refused.value.status == 409


def test_two_phones_may_happen_to_use_the_same_key() -> None:
    play, (seat, other) = writing()
    play.answer(seat, key="k" * 16, text="Minun")
    assert not play.answer(other, key="k" * 16, text="Sinun").repeated


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "\n" * 16, 16 * "\x00"])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    play, (seat, _) = writing()
    message = {"key": key, "step": "ideas", "text": "x" * 10}
    with pytest.raises(RuleBroken, match="bad_key"):
        play.workshop.answer(play.here, seat, message, 1)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "   "}, "empty"),
        ({"text": "ab"}, "too_short"),
        ({"text": "ö" * 201}, "too_long"),
        ({"text": 5}, "bad_answer"),
        ({"text": None}, "bad_answer"),
        ({}, "bad_answer"),
        ({"text": "hyvä idea", "tag": "nothing"}, "no_tag"),
        ({"text": "hyvä idea", "replaces": "id999999"}, "answer_gone"),
    ],
)
def test_a_bad_idea_is_refused_with_its_reason_and_nothing_is_stored(message: dict[str, Any], code: str) -> None:
    play, (seat, _) = writing()
    with pytest.raises(RuleBroken, match=code):
        play.answer(seat, **message)
    assert not play.memory.ideas
    assert not play.memory.receipts


def test_a_sixth_idea_is_refused_and_editing_is_not_a_new_one() -> None:
    play, (seat, _) = writing()
    ids = [play.answer(seat, text=f"Idea {n}").id for n in range(5)]
    with pytest.raises(RuleBroken, match="enough_ideas"):
        play.answer(seat, text="Kuudes idea")
    play.answer(seat, text="Parempi idea", replaces=ids[0])
    assert play.memory.ideas[ids[0]].text == "Parempi idea"


def test_nobody_edits_or_withdraws_anothers_idea() -> None:
    play, (seat, other) = writing()
    idea = play.answer(seat, text="Minun ideani").id
    with pytest.raises(RuleBroken, match="not_yours"):
        play.answer(other, text="Kaapattu", replaces=idea)
    with pytest.raises(RuleBroken, match="not_yours"):
        play.withdraw(other, idea)
    play.withdraw(seat, idea)
    assert not play.memory.ideas


@pytest.mark.parametrize("step", ["ideas", "pick", "vote", "commit"])
def test_a_removal_that_is_sent_again_finds_nothing_and_accuses_nobody(step: str) -> None:
    play = Play(minutes=90)
    seat, other = play.join(), play.join()
    play.walk_to("ideas")
    ideas = [play.answer(writer, text="Soitan ensin").id for writer in (seat, other)]
    made = {"ideas": ideas[0]}
    said: dict[str, dict[str, Any]] = {
        "pick": {"answer": ideas[0]},
        "vote": {"item": ideas[1], "votes": 1},
        "commit": {"text": "Lupaan"},
    }
    if step != "ideas":
        play.walk_to(step)
        made[step] = play.answer(seat, **said[step]).id
    with pytest.raises(RuleBroken, match="not_yours") as refused:
        play.withdraw(other, made[step])
    assert refused.value.status == 403
    play.withdraw(seat, made[step])
    with pytest.raises(RuleBroken, match="answer_gone") as refused:
        play.withdraw(seat, made[step])
    assert refused.value.status == 404


def test_others_texts_are_in_no_view_while_people_write() -> None:
    play, (seat, _) = writing()
    play.answer(seat, text="Salainen toistaiseksi")
    body = play.public.body
    assert isinstance(body, TextBody)
    assert (body.count, body.writers, body.texts) == (1, 1, ())


def test_an_answer_to_another_step_or_in_the_lobby_is_refused() -> None:
    play = Play()
    seat = play.join()
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, step="ideas", text="Liian aikaisin")
    with pytest.raises(RuleBroken, match="no_step"):
        play.answer(seat, step="nowhere", text="Ei minnekään")


def test_a_scale_is_shown_only_after_the_reveal_and_from_five_answers_on() -> None:
    play = Play()
    play.walk_to("pulse_in")
    seats = [play.join() for _ in range(5)]
    for seat in seats[:4]:
        play.answer(seat, value=4)
    play.do("close")
    play.do("reveal")
    few = play.public.body
    assert isinstance(few, ScaleBody)
    assert (few.counts, few.too_few, few.answers) == (None, True, 4)
    play.do("reopen")
    play.answer(seats[4], value=2)
    play.answer(seats[0], value=5)
    now = play.public.body
    assert isinstance(now, ScaleBody)
    assert now.counts is None
    play.do("close")
    play.do("reveal")
    many = play.public.body
    assert isinstance(many, ScaleBody)
    assert many.counts == (0, 1, 0, 3, 1)


def test_the_line_beside_a_number_stays_until_it_is_changed_or_emptied() -> None:
    play = Play(minutes=90)
    play.walk_to("pulse_out")
    seat = play.join()
    play.answer(seat, value=3, text="Tarvitsen tukea")
    play.answer(seat, value=4)
    assert (play.mine(seat).value, play.mine(seat).note) == (4, "Tarvitsen tukea")
    play.answer(seat, value=4, text="")
    assert play.mine(seat).note == ""


@pytest.mark.parametrize("value", [0, 6, -1, 10**9, "3", 2.5, True, None])
def test_a_value_off_the_scale_is_refused(value: object) -> None:
    play = Play()
    play.walk_to("pulse_in")
    with pytest.raises(RuleBroken):
        play.answer(play.join(), value=value)
    assert not play.memory.answers


def test_each_seat_raises_its_quota_of_its_own_ideas_and_may_polish_them() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat, other = play.join(), play.join()
    first, second = (play.answer(seat, text=f"Oma idea {n}").id for n in range(2))
    theirs = play.answer(other, text="Toisen idea").id
    play.walk_to("pick")
    play.answer(seat, answer=first)
    play.answer(seat, answer=second, text="Oma idea paremmin")
    assert [idea.id for idea in play.memory.ideas.values() if idea.raised] == [second]
    assert play.memory.ideas[second].text == "Oma idea paremmin"
    with pytest.raises(RuleBroken, match="not_yours"):
        play.answer(seat, answer=theirs)
    play.withdraw(seat, second)
    body = play.public.body
    assert isinstance(body, PickBody)
    assert (body.raised, body.pickers, body.quota) == (0, 0, 1)


def test_with_a_quota_of_two_a_third_is_refused() -> None:
    play = Play(minutes=60)
    play.walk_to("ideas")
    seat = play.join()
    ideas = [play.answer(seat, text=f"Idea {n}").id for n in range(3)]
    play.walk_to("pick")
    play.answer(seat, answer=ideas[0])
    play.answer(seat, answer=ideas[1])
    with pytest.raises(RuleBroken, match="raised_enough"):
        play.answer(seat, answer=ideas[2])


def test_a_promise_is_private_unless_shared_and_sending_again_changes_it() -> None:
    play = Play()
    play.walk_to("commit")
    seat, other = play.join(), play.join("sv")
    play.answer(seat, text="Kun asiakas kysyy, kerron päivän", size="small")
    play.answer(other, text="Jag ringer upp", share=True, size="large", when="på måndag")
    body = play.public.body
    assert isinstance(body, CommitBody)
    assert (body.count, body.sized) == (2, ())
    assert [text.text for text in body.shared] == ["Jag ringer upp"]
    assert [text.text for text in play.console.promises] == ["Jag ringer upp"]
    play.answer(seat, text="Kun asiakas kysyy, kerron kellonajan", share=True)
    assert len(play.memory.promises) == 2
    mine = play.mine(seat).promise
    assert mine is not None
    assert mine.text.endswith("kellonajan")


def test_rating_says_in_words_what_to_do_with_a_deed() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(3)]
    for seat in seats:
        play.answer(seat, text=f"Idea {seat}")
    play.walk_to("vote")
    items = list(play.mine(seats[0]).order)
    play.answer(seats[0], item=items[0], votes=1)
    play.walk_to("size")
    rated = play.public.body
    assert isinstance(rated, RateBody)
    assert rated.items[0].id == items[0]
    for seat in seats:
        play.answer(seat, item=items[0], scale="gain", value=3)
        play.answer(seat, item=items[0], scale="effort", value=1)
        play.answer(seat, item=items[1], scale="gain", value=3)
        play.answer(seat, item=items[1], scale="effort", value=3)
        play.answer(seat, item=items[2], scale="gain", value=1)
        play.answer(seat, item=items[2], scale="effort", value=2)
    assert every(item.verdict is None for item in rated.items)
    play.do("close")
    play.do("reveal")
    shown = play.public.body
    assert isinstance(shown, RateBody)
    assert {item.id: item.verdict for item in shown.items} == dict(zip(items, ("now", "decide", "leave"), strict=False))


def test_a_late_joiner_has_full_rights_in_the_current_step() -> None:
    play, _ = writing()
    late = play.join("en")
    assert play.answer(late, text="I came late").id in play.memory.ideas
