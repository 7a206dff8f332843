"""Choices and grids in ``summary.md``: counts beside means, nothing from too few, words that stay words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from finished_workshop import HOSTILE, kept
from markdown_it import MarkdownIt

from facilitator.export import markdown
from facilitator.export.build_report import build_report
from facilitator.rules.policy.disclosure import seen_value
from facilitator.rules.steps.choice import visible_row
from facilitator.templates.shipped import plan
from store.records import Answer, Record, Seat, Session, Step, StepState, replace

TODAY = date(2027, 3, 8)


def summary(
    template: str,
    records: Iterable[Record],
    state: StepState = "done",
    language: str = "fi",
    seen: Mapping[str, Any] | None = None,
) -> str:
    """The file of a workshop whose steps all are in ``state``; ``seen``: what the room saw of its choices."""
    steps: Sequence[Step] = [
        replace(step, state=state, seen=(seen or {}) if step.kind == "choice" else {}) for step in plan(template)
    ]
    session = Session(id="s", template=template, title={"fi": "Työpaja"}, created="2027-03-05", seat_key="ab" * 32)
    return markdown.write(build_report(kept(session, *steps, *records), TODAY), language).decode()


def choosing(step: str, *each: Sequence[str], others: Sequence[str] = ()) -> list[Record]:
    """One answer per person; the first ones name something else besides."""
    named = [*others, *[""] * (len(each) - len(others))]
    return [
        Answer(id=f"{step}{n}", step=step, seat=f"p{n}", options=tuple(options), text=other)
        for n, (options, other) in enumerate(zip(each, named, strict=True))
    ]


def rating(step: str, row: str, *values: int | None) -> list[Record]:
    """One person's answer each to a row."""
    return [Answer(id=f"{step}{row}{n}", step=step, seat=f"p{n}", item=row, value=v) for n, v in enumerate(values)]


def people(number: int) -> list[Record]:
    return [Seat(id=f"p{n}", token=f"{n:064}") for n in range(number)]


def test_options_are_told_with_their_counts_most_first() -> None:
    said = summary("motivators-pulse", [*people(6), *choosing("important", *[["pay", "trust"]] * 4, *[["pay"]] * 2)])
    rows = [line for line in said.split("\n") if line.startswith("| ") and "%" in line]
    assert rows[:3] == ["| Palkka ja palkitseminen | 6 (100 %) |", "| Luottamus | 4 (67 %) |", "| Arvostus | 0 (0 %) |"]
    assert "6 vastaajaa." in said


def test_what_is_named_besides_is_told_from_ten_answers_on() -> None:
    few = choosing("important", *[["pay"]] * 9, others=["Huumori"])
    assert "| Jokin muu | 1 (11 %) |" in summary("motivators-pulse", few)
    assert "Huumori" not in summary("motivators-pulse", few)
    assert "- Huumori" in summary("motivators-pulse", choosing("important", *[["pay"]] * 10, others=["Huumori"]))


def test_what_one_late_answer_names_is_told_no_more_than_its_choice() -> None:
    early = choosing("important", *[["pay"]] * 10, others=["Huumori"])
    (step,) = (step for step in plan("motivators-pulse") if step.kind == "choice")
    row = visible_row(step, [answer for answer in early if isinstance(answer, Answer)])
    assert row is not None
    seen = seen_value({"": row})
    late = Answer(id="late", step="important", seat="p10", options=("trust",), text="Oma työhuone")
    before = summary("motivators-pulse", early, seen=seen)
    after = summary("motivators-pulse", [*early, late], seen=seen)
    assert "- Huumori" in before
    assert "Huumori" not in after
    assert "Oma työhuone" not in after


def test_under_five_answers_no_option_and_no_row_has_a_number() -> None:
    records = [*choosing("important", *[["pay"]] * 4), *rating("state", "trust", 1, 2, 3, 4)]
    said = summary("motivators-pulse", records)
    assert "Vastauksia: 4. Tulos kerrotaan, kun vastauksia on vähintään 5." in said
    assert "%" not in said
    assert "Rivin tulos näytetään, kun rivillä on vähintään 5 vastausta." in said
    assert "| Luottamus" not in said


@pytest.mark.parametrize("state", ["ready", "open"])
def test_an_open_choice_or_grid_is_not_told_at_all(state: StepState) -> None:
    records = [*choosing("important", *[["pay"]] * 6), *rating("state", "trust", *[3] * 6)]
    assert "Valinnat ja arviot" not in summary("motivators-pulse", records, state)


def test_rows_are_told_with_counts_means_and_importance_the_widest_gap_first() -> None:
    records = [
        *choosing("expect", *[["care", "trust"]] * 5, *[["care", "clarity"]] * 5),
        *rating("state", "care", *[1, 2, 2, 2, 2, 2, 3, 3, 3, 4]),
        *rating("state", "trust", *[5] * 10),
        *rating("state", "clarity", *[4] * 4),
    ]
    rows = [line for line in summary("leadership-expectations", records).split("\n") if line.count("|") > 8]
    assert rows[0] == "| Kohta | 1 | 2 | 3 | 4 | 5 | Keskiarvo | Määrä | Tärkeä |"
    assert rows[2] == "| Huolehtii jaksamisesta ja hyvinvoinnista | 1 | 5 | 3 | 1 | 0 | 2,4 | 10 | 10/10 |"
    assert rows[3] == "| Luottaa, on reilu ja kohtelee tasapuolisesti | 0 | 0 | 0 | 0 | 10 | 5,0 | 10 | 5/10 |"
    assert "| Kertoo tavoitteet ja odotukset selkeästi |  |  |  |  |  |  | alle 5 vastausta |  |" in rows


@pytest.mark.parametrize(("rated", "told"), [(12, True), (9, False), (7, True)])
def test_how_many_answered_is_left_out_where_it_tells_of_fewer_than_five(rated: int, told: bool) -> None:
    records = rating("curve", "apply", *[3] * rated, *[None] * (12 - rated))
    assert ("12 vastaajaa." in summary("employee-lifecycle", records)) == told


def test_the_words_are_there_in_every_language() -> None:
    records = [*choosing("expect", *[["care"]] * 6), *rating("state", "care", *[3] * 6)]
    assert "| Looks after wellbeing | 0 | 0 | 6 | 0 | 0 | 3.0 | 6 | 6/6 |" in summary(
        "leadership-expectations", records, language="en"
    )
    assert "## Val och bedömningar" in summary("leadership-expectations", records, language="sv")


def test_what_people_name_cannot_become_markup() -> None:
    named = [text for text in HOSTILE if len(text) <= 80]
    said = summary("motivators-pulse", choosing("important", *[["pay"]] * len(named), others=named))
    kinds = {token.type for token in MarkdownIt("gfm-like").parse(said)}
    inline = {child.type for token in MarkdownIt("gfm-like").parse(said) for child in token.children or ()}
    assert not kinds & {"html_block", "fence", "code_block", "hr", "blockquote_open"}
    assert not inline & {"link_open", "image", "html_inline"}
