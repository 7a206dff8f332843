"""The public view contains no private and no secret data."""

from __future__ import annotations

import msgspec
import pytest
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.rules.steps import decode_body
from facilitator.templates.user_templates import build_template
from facilitator.view import CloseBody, PublicView, ScaleBody

SECRETS = ("seat_key", "token", "notes", "created")


def whole(play: Play) -> str:
    """The public view as it goes over the wire."""
    return msgspec.json.encode(play.public).decode()


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_no_seat_no_key_and_no_note_is_in_the_public_view_of_any_step(minutes: int) -> None:
    play = Play(minutes=minutes)
    seats = [play.join(language) for language in ("fi", "sv", "en", "fi", "sv", "fi")]
    notes = [text for step in play.memory.steps.values() for text in step.notes.values()]
    assert notes
    for _ in range(100):
        wire = whole(play)
        assert not [seat for seat in seats if f'"{seat}"' in wire]
        assert play.memory.session.seat_key not in wire
        assert not [note for note in notes if note in wire]
        assert not [name for name in SECRETS if f'"{name}":' in wire]
        if play.public.next.act == "last":
            break
        answer_something(play, seats)
        play.do("next")
    assert play.step.kind == "close"


def answer_something(play: Play, seats: list[str]) -> None:
    """Every seat answers what the open step asks."""
    if not play.memory.session.step or play.state() != "open":
        return
    for seat in seats:
        mine = play.mine(seat)
        match play.step.kind:
            case "scale":
                play.answer(seat, value=3)
            case "text":
                play.answer(seat, text=f"Kirjoitan hyvän idean {len(play.memory.ideas)}")
            case "pick":
                play.answer(seat, answer=mine.ideas[0].id)
            case "vote":
                play.answer(seat, item=mine.order[0], votes=1)
            case "rate":
                play.answer(seat, item=play.step.frame["items"][0], scale="gain", value=2)
            case "commit":
                play.answer(seat, text="Oma salainen lupaukseni")


def test_a_private_promise_is_in_no_view_but_its_writers() -> None:
    play = Play()
    play.walk_to("commit")
    seat, other = play.join(), play.join()
    play.answer(seat, text="Oma salainen lupaukseni")
    for _ in range(3):
        assert "salainen" not in whole(play)
        assert "salainen" not in msgspec.json.encode(play.console).decode()
        assert "salainen" not in msgspec.json.encode(play.mine(other)).decode()
        play.do("next")
    assert "salainen" in msgspec.json.encode(play.mine(seat)).decode()


def test_a_public_view_comes_back_whole_from_the_wire() -> None:
    play = Play()
    for _ in range(40):
        view = play.public
        assert msgspec.json.decode(msgspec.json.encode(view), type=PublicView, dec_hook=decode_body) == view
        if view.next.act == "last":
            break
        play.do("next")
    assert play.step.kind == "close"


def test_the_closing_pulse_is_shown_beside_the_opening_one_once_both_are_public() -> None:
    steps = [
        step("join", "info"),
        step("before", "scale"),
        step("after", "scale", answer={"compare_with": "before"}),
        step("end", "close"),
    ]
    play = Play(build_template({"title": words("Oma"), "steps": steps}, "oma.toml", "oma"), None)
    seats = [play.join() for _ in range(6)]
    for name, value in (("before", 2), ("after", 4)):
        play.walk_to(name)
        for seat in seats:
            play.answer(seat, value=value)
        body = play.public.body
        assert isinstance(body, ScaleBody)
        assert (body.counts, body.before) == (None, ())
        play.do("close")
        play.do("reveal")
    body = play.public.body
    assert isinstance(body, ScaleBody)
    assert (body.before, body.counts) == ((0, 6, 0, 0, 0), (0, 0, 0, 6, 0))
    assert play.do("undo")["what"] == "reveal"
    body = play.public.body
    assert isinstance(body, ScaleBody)
    assert (body.counts, body.before) == (None, ())


def test_the_end_tells_what_the_hour_has_brought_and_nothing_that_was_hidden() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    written = [play.answer(seat, text=f"Soitan {n}").id for n in range(3)]
    play.do("hide", idea=written[0])
    play.do("goto", step="group")
    play.do("theme", name="Soitamme", idea=written[1])
    play.do("goto", step="close")
    body = play.public.body
    assert isinstance(body, CloseBody)
    assert body.totals == {"ideas": 2, "themes": 1}
