"""The record index after incremental updates equals an index rebuilt from all records."""

from __future__ import annotations

import random

from workshop_in_memory import Play

from facilitator.rules.core.record_index import RecordIndex
from store.records import Change, Idea, replace


def drawn(idea: Idea) -> str:
    return f"{idea.text} {idea.hidden}"


def test_counts_rows_and_hidden_ones_stay_right_through_many_changes() -> None:
    play, chance = Play(minutes=60), random.Random(4)
    book, ideas = play.book, play.memory.ideas
    for number in range(600):
        known = sorted(ideas)
        if known and chance.random() < 0.3:
            old = ideas.pop(chance.choice(known))
            book.apply(Change(remove=(old,)))
        else:
            before = ideas[chance.choice(known)] if known and chance.random() < 0.5 else None
            changed = replace(before, hidden=not before.hidden, text=f"muutos {number}") if before else None
            new = changed or written(number, chance)
            ideas[new.id] = new
            book.apply(Change(put=(new,)))
        if number % 50 == 0:
            assert_same(book, RecordIndex(play.memory))
    assert_same(book, RecordIndex(play.memory))


def written(number: int, chance: random.Random) -> Idea:
    seat = chance.choice(["a", "b", "c", ""])
    step = chance.choice(["ideas", "lens"])
    return Idea(id=f"{chance.getrandbits(40):010x}", step=step, seat=seat, text=f"Idea {number}", lang="fi")


def assert_same(kept: RecordIndex, fresh: RecordIndex) -> None:
    for step in ("ideas", "lens"):
        assert kept.projection(Idea, step, drawn) == fresh.projection(Idea, step, drawn)
        assert kept.count(Idea, step) == fresh.count(Idea, step)
        assert kept.count_seats(Idea, step) == fresh.count_seats(Idea, step)
        found = {idea.seat for idea in fresh.records_in(Idea, step) if idea.seat}
        assert kept.count_seats(Idea, step) == len(found)
    assert {idea.id for idea in kept.hidden_records(Idea)} == {idea.id for idea in fresh.hidden_records(Idea)}


def test_what_was_made_is_made_anew_only_after_a_change_of_its_kind() -> None:
    book, made = Play(minutes=60).book, list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [book.cached_value("x", (Idea,), make) for _ in range(3)] == [1, 1, 1]
    book.apply(Change(put=(Idea(id="i1", step="ideas", text="Idea"),)))
    assert book.cached_value("x", (Idea,), make) == 2
