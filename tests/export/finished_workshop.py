"""A small finished workshop as records, and the texts that people should never have typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from facilitator.rules.core.record_index import Tables
from facilitator.templates.shipped import plan, template
from store.errors import TextRefused
from store.records import (
    TABLE_OF,
    Action,
    Answer,
    Ballot,
    Event,
    HistoryEntry,
    Idea,
    Promise,
    Receipt,
    Record,
    Seat,
    Session,
    Slip,
    Step,
    Theme,
    replace,
)
from store.text import clean

INPUTS = Path(__file__).parents[1] / "data" / "hostile_inputs.jsonl"
HELD = datetime(2027, 3, 5, 13, 0).timestamp()


@dataclass
class Records:
    """Plain mappings of records, as the exports read them."""

    session: Session
    steps: Mapping[str, Step] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    slips: Mapping[str, Slip] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    history: Mapping[str, HistoryEntry] = field(default_factory=dict)


def kept(*records: Record) -> Tables:
    """A session of these records; a later one of the same id takes the place of an earlier one."""
    tables: dict[str, Any] = {part.name: {} for part in fields(Records)}
    for record in records:
        tables[TABLE_OF[type(record)]][record.id] = record
    (session,) = tables.pop("session").values()
    return Records(session=session, **tables)


def counted(step: str, round_: int, *votes: Iterable[str]) -> list[Ballot]:
    """Closed ballots: one per list of items."""
    return [
        Ballot(id=f"{step}{round_}b{n}", step=step, round=round_, votes=dict.fromkeys(items, 1))
        for n, items in enumerate(votes)
    ]


def pulse(step: str, *values: int) -> list[Answer]:
    """Answers to a scale, the first two with a line beside the number."""
    notes = ("Aikaa harjoitella", "Tukea tiimiltä")
    return [
        Answer(id=f"{step}{n}", step=step, seat=f"s{n}", value=value, text=notes[n] if n < len(notes) else "")
        for n, value in enumerate(values)
    ]


def steps() -> list[Step]:
    """The flagship's steps, all done."""
    frames: dict[str, Mapping[str, Any]] = {
        "vote": {"items": ("t1", "t2", "t3"), "budget": 2, "max": 1},
        "size": {"items": ("t1", "t2", "t3")},
    }
    planned = plan("cx-what-can-i-do", 90)
    return [
        replace(step, state="done", frame=frames.get(step.id, {}), opened=HELD + 60 * step.position) for step in planned
    ]


def _flagship() -> list[Record]:
    """The flagship workshop with six people: three themes, six ideas, votes, ratings, promises and two actions."""
    due = date(2027, 4, 5).isoformat()
    themes = ["Kerromme aikataulun heti", "Vi ringer tillbaka", "We write plainly"]
    ideas = [
        ("Kerron päivän enkä vain ”pian”.", "fi", "efficiency", "t1"),
        ("Ilmoitan heti, jos päivä siirtyy.", "fi", "efficiency", "t1"),
        ("Jag ringer upp samma dag.", "sv", "feeling", "t2"),
        ("I read my guidance aloud.", "en", "ease", "t3"),
        ("Siistin kahvihuoneen.", "fi", "", None),
        ("Kysyn, mitä asiakas toivoo.", "fi", "", None),
    ]
    return [
        Session(
            id="session1",
            title=template("cx-what-can-i-do").title,
            template="cx-what-can-i-do",
            created="2027-03-01",
            state="closed",
            seat_key="ab" * 32,
        ),
        *steps(),
        *(Seat(id=f"s{n}", token=f"{n:064}") for n in range(6)),
        *(Theme(id=f"t{n}", step="group", name=name, position=n) for n, name in enumerate(themes, 1)),
        *(
            Idea(id=f"i{n}", step="ideas", seat=f"s{n}", text=text, lang=lang, tag=tag, theme=theme)  # type: ignore[arg-type]
            for n, (text, lang, tag, theme) in enumerate(ideas)
        ),
        Idea(id="i9", step="ideas", text="Loukkaava teksti", hidden=True),
        *counted("vote", 1, ["t1", "t2"], ["t1", "t3"], ["t1", "t2"], ["t1"], ["t2", "t3"]),
        *pulse("pulse_in", 2, 3, 3, 4, 2, 3),
        *pulse("pulse_out", 4, 4, 3, 5),
        *(
            Answer(id=f"r{item}{scale}{n}", step="size", seat=f"s{n}", item=item, scale=scale, value=value)
            for item, gain, effort in (("t1", 3, 1), ("t2", 3, 2), ("t3", 2, 3))
            for scale, value in (("gain", gain), ("effort", effort))
            for n in range(5)
        ),
        Promise(id="p1", step="commit", seat="s1", text="Soitan ennen kirjettä.", size="small", share=True),
        Promise(id="p2", step="commit", seat="s2", text="Salainen lupaukseni.", size="small"),
        Promise(id="p3", step="commit", text="Jag skriver om mallen.", size="large", when="i mars", share=True),
        Action(
            id="a1",
            step="actions",
            number=1,
            what="Kerromme käsittelyajan heti",
            owner="Anna",
            due=due,
            first_step="Tekstipohja viestiin",
            first_step_due="2027-03-12",
            size="small",
            lens="efficiency",
            theme="t1",
            decision_from="johtoryhmältä",
        ),
        Action(id="a2", step="actions", number=2, what="Puhelinvuoro kahdeksi viikoksi", owner="Bo", theme="t2"),
    ]


def everywhere(text: str) -> list[Record]:
    """Records that put one text wherever people's words stand in a summary."""
    return [
        Session(id="session1", title={"fi": text}, created="2027-03-05"),
        Theme(id="t1", step="group", name=text, position=1),
        Idea(id="i0", step="ideas", text=text, tag="ease", theme="t1"),
        Idea(id="i4", step="ideas", text=text),
        Promise(id="p1", step="commit", text=text, when=text, share=True),
        *(Answer(id=f"extra{n}", step="pulse_out", value=3, text=text) for n in range(6)),
        Action(
            id="a1", step="actions", number=1, what=text, owner=text, first_step=text, decision_from=text, theme="t1"
        ),
        Action(id="a2", step="actions", number=2, what=text),
    ]


def payloads(line: Mapping[str, Any]) -> list[str]:
    """The texts of one line of the hostile inputs: one, or several, with repeats written out."""
    found = line["payload"] if line["kind"] == "list" else [line["payload"]]
    repeat = line.get("repeat", {"unit": "", "times": 0})
    return [text.replace("{R}", repeat["unit"] * repeat["times"]) for text in found]


def _hostile() -> list[str]:
    """Every hostile text that gets past ``clean``, as it comes out of it."""
    lines = [json.loads(line) for line in INPUTS.read_text("utf-8").splitlines() if line]
    texts = [text for line in lines if line["kind"] in ("text", "list") for text in payloads(line)]
    assert len(texts) > 60
    return [cleaned for text in texts if (cleaned := let_in(text))]


def let_in(text: str) -> str:
    """The text as it is kept; empty when it is refused."""
    try:
        return clean(text)
    except TextRefused:
        return ""


RECORDS = _flagship()
HOSTILE = _hostile()
