"""The other ready workshops, each from lobby to files through ``serve``: eight simulated people answer every step.

What the phones were told is saved must be what the file and the exports hold, kind by kind. Eight people are more than
the five from which on results are shown.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from serve_process import Served, ServedHere

from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.templates.new_session import new_session
from store.sessions import create

PEOPLE = 8
PATIENT = {"text": "ideas", "commit": "promises", "vote": "votes"}
"""Kind of step -> where its answers are kept; all others are answers or change what is there."""

DEED = "Kokeilemme kahden viikon ajan"


@dataclass
class Run:
    """One workshop as it went: ``sent`` counts what was saved, by where it is kept."""

    steps: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    chosen: Counter[str] = field(default_factory=Counter)


async def answer(run: Run, person: SimulatedPerson, phone: SimulatedPhone) -> None:
    """One person answers the step that is open, as in a rehearsal but at once."""
    glance = await phone.read_state()
    step = glance.stage.step
    assert step is not None
    for saying in list(person.answers(glance.stage, glance.mine)):
        reply = await phone.send(step.id, **saying.fields)
        if step.kind == "action" and reply.status_code == 409:
            continue  # somebody else was quicker
        assert reply.status_code == 201, reply.text
        where = PATIENT.get(step.kind, "answers")
        if step.kind not in ("pick", "action"):
            run.sent[where] += 1
        if where == "ideas":
            run.texts.add(str(saying.fields["text"]))
        run.chosen.update(f"{step.id}/{option}" for option in saying.fields.get("options", ()))


async def facilitate(served: Served, state: Mapping[str, Any]) -> None:
    """What the facilitator does while a step is open."""
    body, kind = state["public"]["body"], state["public"]["step"]["kind"]
    if kind == "group":
        themes = [(await served.execute("theme", name=name))["id"] for name in ("Sovimme ajan heti", "Kysymme ensin")]
        for n, idea in enumerate(body["loose"]):
            await served.execute("move", idea=idea["id"], theme=themes[n % 2])
    elif kind == "action" and not body["actions"]:
        await served.execute("action", what=DEED, due="2027-04-05", first_step="Sovitaan päivä")


async def play(served: Served, run: Run, people: list[tuple[SimulatedPerson, SimulatedPhone]]) -> None:
    """Press next to the end; whenever a step is open, everybody answers it once."""
    for _ in range(200):
        state = (await served.execute("state"))["state"]
        public = state["public"]
        step = public["step"]
        if step is not None and (not run.steps or run.steps[-1] != step["id"]) and step["state"] == "open":
            run.steps.append(step["id"])
            await facilitate(served, state)
            await asyncio.gather(*(answer(run, person, phone) for person, phone in people))
        if public["next"]["act"] == "last":
            return
        await served.execute("next")
    raise AssertionError("never came to the end")


async def workshop(template: str, folder: Path) -> tuple[Run, dict[str, str]]:
    """Run one workshop; returns how it went and the files that came of it."""
    session = folder / "workshop.json"
    create(session, *new_session(template))
    run = Run()
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(ServedHere(session, folder))
        people = []
        for n in range(PEOPLE):
            person = SimulatedPerson(n)
            phone = await stack.enter_async_context(SimulatedPhone(served.address, person.language))
            await phone.join()
            people.append((person, phone))
        await play(served, run, people)
        files = (await served.execute("export", out=str(folder / "out")))["files"]
    assert served.exit_code == 0
    return run, read(files)


def read(files: list[str]) -> dict[str, str]:
    """File name -> text, of the files that are checked."""
    found = {Path(file).name: Path(file) for file in files}
    return {name: found[name].read_text("utf-8") for name in ("session.json", "summary.md")}


def exported(copy: Mapping[str, Any]) -> Counter[str]:
    """How much of what there is in ``session.json``."""
    counts = Counter({table: len(copy[table]) for table in ("ideas", "answers", "promises")})
    counts["votes"] = sum(sum(ballot["votes"].values()) for ballot in copy["ballots"].values())
    return counts


@pytest.mark.parametrize(
    "template",
    [
        "employee-path-obstacles",
        "motivators-pulse",
        "employee-lifecycle",
        "leadership-expectations",
        "workday-checkin",
        "negative-decision",
        "feeling-efficiency-ease",
        "values-in-daily-work",
    ],
)
async def test_every_answer_of_a_ready_workshop_is_in_its_files(template: str, tmp_path: Path) -> None:
    run, files = await workshop(template, tmp_path)
    copy = json.loads(files["session.json"])
    assert run.steps == [step["id"] for step in sorted(copy["steps"].values(), key=lambda step: step["position"])]
    assert exported(copy) == run.sent
    assert min(count for count in run.sent.values()) >= PEOPLE - 2
    said = files["summary.md"]
    assert [text for text in run.texts if text not in said.replace("\\", "")] == []
    check_choices(copy, run, said)
    assert (DEED in said) == any(step["kind"] == "action" for step in copy["steps"].values())


def check_choices(copy: Mapping[str, Any], run: Run, said: str) -> None:
    """Every option of every choice stands in the summary with its count, every row of every grid with its answers."""
    for step in copy["steps"].values():
        answers = [each for each in copy["answers"].values() if each["step"] == step["id"]]
        if step["kind"] == "choice":
            for option in step["settings"]["options"]:
                count = run.chosen[f"{step['id']}/{option['id']}"]
                assert f"| {option['label']['fi']} | {count} ({round(100 * count / PEOPLE)} %) |" in said
        if step["kind"] == "grid":
            for row in step["settings"]["rows"]:
                values = Counter(each["value"] for each in answers if (each["item"], each["scale"]) == (row["id"], ""))
                counts = " | ".join(str(values[point]) for point in range(1, 6))
                assert f"| {row['label']['fi']} | {counts} |" in said
