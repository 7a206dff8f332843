"""The flagship run: twelve phones, the 60-minute workshop, from lobby to exported files, all through ``serve``.

Every figure is recomputed from the session file, opened with stock TinyDB.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from serve_process import Served, ServedHere
from tinydb import TinyDB

from facilitator.export import FORMATS
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.templates.new_session import new_session
from store.sessions import create

LANGUAGES = ("fi", "sv", "en")
TEXTS = {
    "fi": ("Soitan ennen ikävää kirjettä", "Kerron käsittelyajan heti", "Kysyn, tuliko asia selväksi"),
    "sv": ("Jag ringer före ett tråkigt brev", "Jag berättar tiden genast", "Jag frågar om allt är klart"),
    "en": ("I call before a sad letter", "I tell the time at once", "I ask whether all is clear"),
}
PEOPLE = 12


def facilitator(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command line, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "facilitator", *arguments],
        env={**os.environ, "FACILITATOR_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def new_flagship(minutes: int, session: Path) -> None:
    """A new flagship workshop in a file, as ``facilitator new`` makes it."""
    create(session, *new_session("cx-what-can-i-do", minutes))


def new_by_command(home: Path, minutes: str, session: Path) -> None:
    """A new flagship workshop in a file, made by the command."""
    options = ("--template", "cx-what-can-i-do", "--minutes", minutes, "--language", "fi", "--out", str(session))
    made = facilitator(home, "new", *options)
    assert made.returncode == 0, made.stderr


@asynccontextmanager
async def room(
    tmp_path: Path, *, here: bool = False, by_command: bool = False
) -> AsyncIterator[tuple[Served, list[SimulatedPhone], Path]]:
    """A new flagship workshop of 60 minutes with twelve phones in it."""
    session = tmp_path / "työpaja.json"
    if by_command:
        new_by_command(tmp_path, "60", session)
    else:
        new_flagship(60, session)
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(
            ServedHere(session, tmp_path) if here else Served(session, tmp_path, "--port", "0")
        )
        phones = []
        for n in range(PEOPLE):
            phone = await stack.enter_async_context(SimulatedPhone(served.address, LANGUAGES[n % 3]))
            await phone.join()
            phones.append(phone)
        yield served, phones, session


async def send(phone: SimulatedPhone, step: str, **fields: object) -> str:
    """One answer that has to be saved; returns its id."""
    reply = await phone.send(step, **fields)
    assert reply.status_code == 201, reply.text
    assert reply.json()["saved"] is True
    return str(reply.json()["id"])


async def play(served: Served, phones: list[SimulatedPhone]) -> dict[str, Any]:
    """The whole workshop; returns what the phones sent, as they remember it."""
    sent: dict[str, Any] = {"pulse": [], "ideas": {}, "raised": set(), "votes": Counter(), "promises": {}}
    await served.walk_to("pulse_in", "open")
    for n, phone in enumerate(phones):
        value = n % 5 + 1
        await send(phone, "pulse_in", value=value)
        sent["pulse"].append(value)
    await served.walk_to("ideas", "open")
    for n, phone in enumerate(phones):
        language = LANGUAGES[n % 3]
        for text in TEXTS[language]:
            sent["ideas"][await send(phone, "ideas", text=f"{text} {n}", tag="feeling")] = (f"{text} {n}", language)
    await withdraw_and_edit(phones[0], sent)
    await served.walk_to("pick", "open")
    for phone in phones:
        mine = (await phone.read_state()).mine.ideas
        for idea in mine[:2]:
            await send(phone, "pick", answer=idea.id)
            sent["raised"].add(idea.id)
    await group(served)
    await vote(served, phones, sent)
    await served.walk_to("commit", "open")
    for n, phone in enumerate(phones):
        await send(phone, "commit", text=f"Lupaus {n}", size="small" if n % 2 else "large", share=n == 0)
        sent["promises"][f"Lupaus {n}"] = n == 0
    await served.walk_to("actions", "open")
    full = await served.execute(
        "action", what="=Kerromme ajan", due="2027-04-05", first_step="Tekstipohja", decision_from="Johtoryhmä"
    )
    await served.execute("action", what="Yksi ohje, yksi paikka")
    assert (await phones[3].send("actions", action=full["id"], owner="Anna")).status_code == 201
    await served.walk_to("pulse_out", "open")
    for phone in phones:
        await send(phone, "pulse_out", value=4)
    await served.walk_to("close", "open")
    return sent


async def withdraw_and_edit(phone: SimulatedPhone, sent: dict[str, Any]) -> None:
    """One phone changes its mind: one idea away, one reworded, one sent twice under the same key."""
    first, second, _ = [idea.id for idea in (await phone.read_state()).mine.ideas]
    assert (await phone.withdraw(first)).status_code in (200, 204)
    del sent["ideas"][first]
    await send(phone, "ideas", text="Sanon sen paremmin", replaces=second, tag="ease")
    sent["ideas"][second] = ("Sanon sen paremmin", sent["ideas"][second][1])
    key = "same-key-" + "0" * 16
    once = await phone.send("ideas", key=key, text="Vain kerran")
    twice = await phone.send("ideas", key=key, text="Vain kerran")
    assert (once.status_code, twice.status_code) == (201, 200)
    assert once.json() == twice.json()
    assert (await phone.send("ideas", key=key, text="Muuta")).status_code == 409
    sent["ideas"][once.json()["id"]] = ("Vain kerran", "fi")


async def group(served: Served) -> None:
    """Two themes of a few ideas each, one merged away and brought back, the rest left alone."""
    await served.walk_to("group", "open")
    loose = (await served.execute("state"))["state"]["public"]["body"]["loose"]
    first = (await served.execute("theme", name="Soitamme ensin"))["id"]
    second = (await served.execute("theme", name="Kerromme ajan"))["id"]
    for n, idea in enumerate(loose[:8]):
        await served.execute("move", idea=idea["id"], theme=(first, second)[n % 2])
    await served.execute("merge", **{"from": first, "into": second})
    await served.execute("undo")
    themes = (await served.execute("state"))["state"]["public"]["body"]["themes"]
    assert [len(theme["texts"]) for theme in themes] == [4, 4]


async def vote(served: Served, phones: list[SimulatedPhone], sent: dict[str, Any]) -> None:
    """Everybody uses all votes; one too many is refused; nothing of it is seen before the reveal."""
    await served.walk_to("vote", "open")
    for phone in phones:
        mine = (await phone.read_state()).mine
        for item in mine.order[: mine.votes_left]:
            await send(phone, "vote", item=item, votes=1)
            sent["votes"][item] += 1
        refused = await phone.send("vote", item=mine.order[-1], votes=1)
        assert refused.status_code == 409
        assert refused.json()["error"] == "no_votes_left"
    state = json.dumps((await served.execute("state"))["state"])
    assert '"votes": null' in state
    await served.execute("close")
    assert (await phones[0].send("vote", item="x", votes=1)).json()["error"] == "step_closed"
    await served.execute("reveal")
    shown = (await phones[0].read_state()).stage.body
    assert {item.id: item.votes for item in shown.items if item.votes} == dict(sent["votes"])  # type: ignore[attr-defined]


def by_id(database: TinyDB, table: str) -> Mapping[str, Mapping[str, Any]]:
    """A table of the session file as stock TinyDB reads it."""
    return {document["id"]: document for document in database.table(table).all()}


async def test_the_flagship_runs_from_lobby_to_files_and_every_figure_is_in_the_session_file(tmp_path: Path) -> None:
    async with room(tmp_path, by_command=True) as (served, phones, session):
        sent = await play(served, phones)
        assert served.events[-1]["joined"] == PEOPLE
        out = tmp_path / "out"
        made = [Path(file) for file in (await served.execute("export", out=str(out)))["files"]]
        await served.execute("close")
        assert (await phones[0].read_state()).stage.session.state == "closed"
    assert served.exit_code == 0
    assert {file.name for file in made} == set(FORMATS)
    with TinyDB(session) as database:
        check_session(database, sent)
    check_files({file.name: file for file in made}, sent)


def check_session(database: TinyDB, sent: Mapping[str, Any]) -> None:
    """What the phones remember, against the file."""
    ideas = by_id(database, "ideas")
    assert {key: (idea["text"], idea["lang"]) for key, idea in ideas.items()} == sent["ideas"]
    assert {key for key, idea in ideas.items() if idea["raised"]} == sent["raised"]
    assert set(ideas[next(iter(ideas))]) >= {"id", "step", "text", "lang", "tag", "theme", "hidden", "paper", "raised"}
    answers = by_id(database, "answers").values()
    assert Counter(a["value"] for a in answers if a["step"] == "pulse_in") == Counter(sent["pulse"])
    ballots = by_id(database, "ballots").values()
    assert len(ballots) == PEOPLE
    assert sum((Counter(ballot["votes"]) for ballot in ballots), Counter()) == sent["votes"]
    assert not [ballot for ballot in ballots if ballot["seat"]]
    assert {p["text"]: p["share"] for p in by_id(database, "promises").values()} == sent["promises"]
    assert len(by_id(database, "seats")) == PEOPLE
    assert [step["state"] for step in by_id(database, "steps").values()].count("done") == 12


def check_files(made: Mapping[str, Path], sent: Mapping[str, Any]) -> None:
    """What a manager gets."""
    raw = made["actions.csv"].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["Toimenpide"] for row in rows] == ["'=Kerromme ajan", "Yksi ohje, yksi paikka"]
    assert [row["Vastuuhenkilö"] for row in rows] == ["Anna", ""]
    assert rows[0]["Viimeistään"] == "5.4.2027"
    summary = made["summary.md"].read_text("utf-8")
    assert "Lupaus 0" in summary
    assert "Lupaus 1" not in summary
    assert "Anna" in summary
    copy = json.loads(made["session.json"].read_text("utf-8"))
    assert {idea["text"] for idea in copy["ideas"].values()} == {text for text, _ in sent["ideas"].values()}
    assert not [ballot for ballot in copy["ballots"].values() if ballot.get("seat")]
    assert "seat_key" not in json.dumps(copy) or '"seat_key": ""' in json.dumps(copy)


async def test_the_exported_session_opens_again_with_the_same_content(tmp_path: Path) -> None:
    async with room(tmp_path, here=True) as (served, phones, _):
        await served.walk_to("ideas", "open")
        for n, phone in enumerate(phones):
            await send(phone, "ideas", text=f"Idea {n}")
        files = (await served.execute("export", format="session.json", out=str(tmp_path / "out")))["files"]
    async with ServedHere(Path(files[0]), tmp_path) as again:
        state = (await again.execute("state"))["state"]
        assert {text["text"] for text in state["texts"]} == {f"Idea {n}" for n in range(PEOPLE)}
        assert state["public"]["current"] == "ideas"
    assert again.exit_code == 0


async def test_a_killed_workshop_goes_on_at_the_same_step_and_port_with_the_same_seats(tmp_path: Path) -> None:
    async with room(tmp_path) as (served, phones, session):
        await served.walk_to("ideas", "open")
        saved = await send(phones[0], "ideas", text="Tämä säilyy")
        address = served.address
        await served.kill()
        async with Served(session, tmp_path) as again:
            assert again.address == address
            assert await again.step() == ("ideas", "open")
            assert [idea.id for idea in (await phones[0].read_state()).mine.ideas] == [saved]
            await send(phones[0], "ideas", text="Ja tämä tulee lisää")
            assert (await again.execute("state"))["state"]["public"]["joined"] == PEOPLE
    assert again.exit_code == 0


@pytest.mark.parametrize("minutes", [90, 120])
async def test_the_longer_lengths_run_to_the_end_too(tmp_path: Path, minutes: int) -> None:
    session = tmp_path / "pitkä.json"
    new_flagship(minutes, session)
    async with ServedHere(session, tmp_path) as served, SimulatedPhone(served.address, "sv") as phone:
        await phone.join()
        for _ in range(100):
            stage = (await phone.read_state()).stage
            if stage.next.act == "last":
                break
            await answer_as_asked(phone)
            await served.execute("next")
        assert stage.step is not None
        assert stage.step.kind == "close"
    assert served.exit_code == 0


async def answer_as_asked(phone: SimulatedPhone) -> None:
    """Answer whatever is open, once."""
    glance = await phone.read_state()
    step = glance.stage.step
    if step is None or step.state != "open":
        return
    match step.kind:
        case "text":
            await asyncio.gather(*(phone.send(step.id, text=f"En idé {n}") for n in range(3)))
        case "scale":
            await send(phone, step.id, value=3)
        case "pick":
            await send(phone, step.id, answer=glance.mine.ideas[0].id)
        case "commit":
            await send(phone, step.id, text="Jag ringer")
