"""A template of one's own with 25/10 and 1-2-4-All, from a file to the exports: twelve phones through ``serve``."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

from assertions import every
from serve_process import ServedHere

from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.templates.new_session import new_session
from facilitator.templates.user_templates import read_template
from store.sessions import create

PEOPLE = 12
OWN = """
languages = ["fi"]
title = "Rohkeat teot"

[[steps]]
id = "join"
kind = "info"
minutes = 2
title = "Tervetuloa"
question = "Lue koodi."
answer.join = true

[[steps]]
id = "circle"
kind = "onetwofour"
minutes = 12
title = "Yksin, kaksin, neljästään"
question = "Mitä voisimme lopettaa tekemästä?"

[[steps]]
id = "ideas"
kind = "text"
minutes = 5
title = "Rohkein teko"
question = "Mitä tekisit, jos mikään ei estäisi?"
answer.max_per_person = 1

[[steps]]
id = "crowd"
kind = "crowd"
minutes = 8
title = "25/10"
question = "Kuinka rohkea ja hyvä teko on?"

[[steps]]
id = "talk"
kind = "talk"
minutes = 5
title = "Mitä näemme?"
question = "Mikä yllätti?"

[[steps]]
id = "close"
kind = "close"
minutes = 1
title = "Kiitos"
question = "Seuraavaksi"
"""


async def answers(people: list[tuple[SimulatedPerson, SimulatedPhone]]) -> int:
    """Everybody answers what is open, as in a rehearsal but at once; how many answers were saved."""

    async def one(person: SimulatedPerson, phone: SimulatedPhone) -> int:
        glance = await phone.read_state()
        assert glance.stage.step is not None
        sayings = list(person.answers(glance.stage, glance.mine))
        for saying in sayings:
            reply = await phone.send(glance.stage.step.id, **saying.fields)
            assert reply.status_code == 201, reply.text
        return len(sayings)

    return sum(await asyncio.gather(*(one(person, phone) for person, phone in people)))


async def test_a_template_of_ones_own_with_both_ways_of_working_runs_to_its_files(tmp_path: Path) -> None:
    file = tmp_path / "rohkeat.toml"
    file.write_text(OWN, "utf-8")
    session = tmp_path / "workshop.json"
    create(session, *new_session(read_template(file)))
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(ServedHere(session, tmp_path))
        people = []
        for n in range(PEOPLE):
            person = SimulatedPerson(n)
            phone = await stack.enter_async_context(SimulatedPhone(served.address, person.language))
            await phone.join()
            people.append((person, phone))
        await served.walk_to("circle", "open")
        assert await answers(people) == 0
        await served.execute("next")
        await served.execute("next")
        assert await answers(people) == 3
        await served.walk_to("ideas", "open")
        assert await answers(people) == PEOPLE
        await served.walk_to("crowd", "open")
        assert await answers(people) == PEOPLE * 5
        await served.walk_to("crowd", "revealed")
        shown = (await served.execute("state"))["state"]["public"]["body"]
        assert {item["voters"] for item in shown["items"]} == {5}
        await served.walk_to("talk", "open")
        assert (await served.execute("state"))["state"]["public"]["body"]["results"]["total"] == shown["total"]
        await served.walk_to("close", "open")
        made = (await served.execute("export", out=str(tmp_path / "out")))["files"]
    files = {Path(name).name: Path(name) for name in made}
    assert served.exit_code == 0
    said, copy = files["summary.md"].read_text("utf-8"), json.loads(files["session.json"].read_text("utf-8"))
    ballots = copy["ballots"].values()
    assert len(ballots) == PEOPLE
    assert [ballot["seat"] for ballot in ballots] == [""] * PEOPLE
    assert sum(sum(ballot["votes"].values()) for ballot in ballots) == shown["total"]
    assert len([idea for idea in copy["ideas"].values() if idea["step"] == "circle"]) == 3
    best = shown["items"][0]
    assert f"| {best['votes']} (5/5 arviota) |" in said
    assert every(idea["text"] in said.replace("\\", "") for idea in copy["ideas"].values())
