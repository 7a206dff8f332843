"""A very large command in chunks: same result as in one, also with changes in between, and undone as one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from assertions import nonempty
from workshop_in_memory import Play

from facilitator.room.chunks import CHUNK_SIZE, chunks
from facilitator.rules.core.context import Outcome
from store.records import Change, Idea, replace

MANY = 2 * CHUNK_SIZE + 300


def grouping() -> Play:
    """A grouping under way, of very many ideas."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat = play.join()
    play.answer(seat, text="Ensimmäinen idea")
    (first,) = play.memory.ideas.values()
    more = tuple(replace(first, id=f"many{n:06}", text=f"Idea numero {n}", paper=True, seat="") for n in range(MANY))
    play._commit(Outcome(put=more))
    play.walk_to("group")
    return play


def carried_out(play: Play, verb: str, **fields: object) -> Iterator[Change]:
    """One verb, part by part: each is in the book before it is given."""
    act = play.workshop.execute(play.here, verb, fields)
    for change in chunks(play.book, act, ""):
        play._commit(Outcome(put=change.put, remove=change.remove))
        yield change


def accepted(play: Play) -> dict[str, object]:
    ideas = sorted(play.memory.ideas)
    half = len(ideas) // 2
    return {"groups": [{"name": "Soitan", "ideas": ideas[:half]}, {"name": "Kirjoitan", "ideas": ideas[half:]}]}


def placed(play: Play) -> int:
    return sum(idea.theme is not None for idea in play.memory.ideas.values())


def test_a_usual_act_is_one_change() -> None:
    play = grouping()
    act = play.workshop.execute(play.here, "theme", {"name": "Soitan"})
    assert list(chunks(play.book, act, "key")) == [act.change("key")]


def test_a_very_large_act_is_carried_out_in_parts_and_taken_back_as_one() -> None:
    play = grouping()
    acts = len(play.memory.history)
    sizes = [len(change.put) for change in carried_out(play, "accept", **accepted(play))]
    assert sizes[0] == 0
    assert max(sizes) <= CHUNK_SIZE
    assert placed(play) == MANY + 1
    assert {theme.name for theme in play.memory.themes.values()} == {"Soitan", "Kirjoitan"}
    before = dict(play.memory.ideas)
    assert len(play.memory.history) == acts + 1
    list(carried_out(play, "undo"))
    assert placed(play) == 0
    assert not play.memory.themes
    list(carried_out(play, "redo"))
    assert play.memory.ideas == before


@pytest.mark.parametrize("after", range(4))
def test_an_act_that_was_cut_short_can_be_taken_back(after: int) -> None:
    play = grouping()
    begun = carried_out(play, "accept", **accepted(play))
    for _ in range(2 + after):
        next(begun)
    assert placed(play) == min(after * CHUNK_SIZE, MANY + 1)
    list(carried_out(play, "undo"))
    assert placed(play) == 0
    assert not play.memory.themes


def test_themes_that_go_do_so_once_nothing_is_in_them_any_more() -> None:
    play = grouping()
    list(carried_out(play, "accept", **accepted(play)))
    for _ in nonempty(carried_out(play, "undo")):
        assert {idea.theme for idea in play.memory.ideas.values()} - {None} <= play.memory.themes.keys()
    assert not play.memory.themes


def test_what_phones_change_between_two_parts_is_theirs() -> None:
    play = grouping()
    named = sorted(play.memory.ideas)
    begun = carried_out(play, "accept", **accepted(play))
    next(begun)
    next(begun)
    changed, gone = play.memory.ideas[named[-1]], play.memory.ideas[named[-2]]
    play._commit(Outcome(put=(replace(changed, text="Kirjoitin tämän uudelleen", hidden=True),), remove=(gone,)))
    list(begun)
    found = play.memory.ideas[changed.id]
    assert (found.text, found.hidden, found.theme is not None) == ("Kirjoitin tämän uudelleen", True, True)
    list(carried_out(play, "undo"))
    assert play.memory.ideas[changed.id].text == "Kirjoitin tämän uudelleen"
    assert placed(play) == 0
    assert play.book.get(Idea, gone.id) is None
