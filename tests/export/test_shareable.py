"""``session.json`` contains no private or secret data, because it is forwarded with the other files."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from msgspec import to_builtins

from facilitator.export.session_json import write
from store.records import TABLE_OF, TABLES, Answer, Ballot, Promise, Record, Session, Step

SCALE = {"visibility": {"min_answers": 5}}


def shareable_tables(*records: Record) -> dict[str, list[dict[str, object]]]:
    """Table -> what the file says of it."""
    copy: dict[str, dict[str, dict[str, object]]] = {table: {} for table in TABLES}
    for record in (Session(id="s"), *records):
        copy[TABLE_OF[type(record)]][str(len(copy[TABLE_OF[type(record)]]) + 1)] = to_builtins(record)
    return {table: list(found.values()) for table, found in json.loads(write(copy)).items()}


def answers(count: int, **fields: object) -> Iterable[Answer]:
    """Answers to the step ``asked``, one seat each."""
    return (Answer(id=f"a{n}", step="asked", value=3, text=f"Rivi {n}", **fields) for n in range(count))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["vote", "crowd"])
def test_votes_are_in_it_only_once_they_are_closed(kind: str) -> None:
    ballot = Ballot(id="b1", step="vote", seat="p1", votes={"t1": 1})
    assert shareable_tables(Step(id="vote", kind=kind, state="open"), ballot)["ballots"] == []
    assert len(shareable_tables(Step(id="vote", kind=kind, state="closed"), ballot)["ballots"]) == 1


def test_a_private_promise_counts_and_says_nothing() -> None:
    found = shareable_tables(
        Step(id="commit", kind="commit", state="done"),
        Promise(id="p1", step="commit", text="Salainen", when="maanantaina", size="small"),
        Promise(id="p2", step="commit", text="Jaettu", share=True),
    )["promises"]
    assert [(each["text"], each["when"], each["size"]) for each in found] == [("", "", "small"), ("Jaettu", "", "")]


@pytest.mark.parametrize("kind", ["scale", "grid", "choice", "review"])
def test_answers_about_people_are_in_it_from_five_on_and_their_lines_from_ten(kind: str) -> None:
    step = Step(id="asked", kind=kind, state="closed", settings=SCALE)
    assert shareable_tables(step, *answers(4))["answers"] == []
    assert [each["text"] for each in shareable_tables(step, *answers(5))["answers"]] == [""] * 5
    assert [each["text"] for each in shareable_tables(step, *answers(10))["answers"]] == [
        f"Rivi {n}" for n in range(10)
    ]


def test_answers_are_in_it_only_once_the_step_is_closed() -> None:
    assert shareable_tables(Step(id="asked", kind="scale", state="open", settings=SCALE), *answers(9))["answers"] == []


def test_each_row_of_a_grid_has_to_have_five_of_its_own() -> None:
    step = Step(id="asked", kind="grid", state="done", settings=SCALE)
    few = (Answer(id=f"f{n}", step="asked", item="few", value=2) for n in range(3))
    assert {each["item"] for each in shareable_tables(step, *answers(6, item="many"), *few)["answers"]} == {"many"}


def test_a_choice_that_is_not_about_people_is_told_however_few_answered() -> None:
    assert (
        len(shareable_tables(Step(id="asked", kind="choice", state="done", settings={}), *answers(2))["answers"]) == 2
    )
