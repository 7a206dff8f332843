"""From a workshop that agreed on actions to its follow-up and the files of that, all through the command line and HTTP.

Every figure is recomputed from the session file, opened with stock TinyDB.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from serve_process import Served, ServedHere
from test_flagship_run import by_id, facilitator, new_flagship, send
from tinydb import TinyDB

from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.view import ChoiceBody, InfoBody, ReviewBody

PEOPLE = 9
OWN = ["done"] * 4 + ["partly"] * 3 + ["not", "none"]
REPORTS = ["done"] * 5 + ["in_progress"] * 2
"""What seven phones say of the first action; the others say nothing."""


async def agreed(tmp_path: Path) -> Path:
    """A workshop in which three actions and two promises were made; the path of its file."""
    session = tmp_path / "keväällä.json"
    new_flagship(60, session)
    async with ServedHere(session, tmp_path) as served, AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(SimulatedPhone(served.address, language)) for language in ("fi", "sv")
        ]
        for phone in phones:
            await phone.join()
        await served.walk_to("commit", "open")
        await send(phones[0], "commit", text="Tätä en jaa", share=False)
        await send(phones[1], "commit", text="Jag ringer först", share=True)
        await served.walk_to("actions", "open")
        for what, owner, due in (
            ("Kerromme ajan", "Anna", "2020-01-07"),
            ("Yksi ohje, yksi paikka", "Bo", "2099-12-31"),
            ("Soitamme ensin", "Cecilia", "2099-11-30"),
        ):
            await served.execute("action", what=what, owner=owner, due=due, first_step="Tekstipohja")
        await served.walk_to("close", "open")
        await served.execute("close")
    return session


async def play(served: Served, phones: list[SimulatedPhone]) -> dict[str, str]:
    """The follow-up from lobby to close; returns the ids of the actions by name."""
    await served.walk_to("recap", "open")
    recap = (await phones[0].read_state()).stage.body
    assert isinstance(recap, InfoBody)
    assert recap.recap is not None
    assert (recap.recap.promises, len(recap.recap.actions)) == (2, 3)
    await served.walk_to("own", "open")
    for phone, option in zip(phones, OWN, strict=True):
        await send(phone, "own", options=[option])
    await served.walk_to("status", "open")
    body = (await phones[0].read_state()).stage.body
    assert isinstance(body, ReviewBody)
    ids = {item.action.what: item.action.id for item in body.items}
    first, second, third = (ids[name] for name in ("Kerromme ajan", "Yksi ohje, yksi paikka", "Soitamme ensin"))
    for phone, status in zip(phones, REPORTS, strict=False):
        await send(phone, "status", action=first, status=status)
    await send(phones[0], "status", action=second, status="dropped", note="=Aika ei riittänyt")
    assert (await phones[1].send("status", action=third, status="passed_on")).json()["error"] == "whom_missing"
    await served.execute("edit_action", action=first, status="done", notices="Kysymykset vähenivät")
    (line,) = (await served.execute("state"))["state"]["reports"]
    await served.execute("edit_action", action=line["action"], status=line["status"], note=line["text"])
    await served.execute("edit_action", action=third, status="in_progress", due="2099-12-24")
    await served.walk_to("status", "revealed")
    body = (await phones[0].read_state()).stage.body
    assert isinstance(body, ReviewBody)
    assert dict(body.items[0].counts or {}) == {"not_started": 0, **Counter(REPORTS), "dropped": 0, "passed_on": 0}
    assert body.items[1].counts is None
    await served.walk_to("effect", "open")
    await send(phones[0], "effect", text="Samaa kysytään harvemmin")
    await served.walk_to("commit", "open")
    await send(phones[0], "commit", text="Jatkan", share=False)
    await served.walk_to("close", "open")
    return ids


async def test_a_follow_up_runs_from_the_earlier_file_to_its_own_report(tmp_path: Path) -> None:
    before = await agreed(tmp_path)
    unchanged = before.read_bytes()
    session = tmp_path / "seuranta.json"
    made = facilitator(tmp_path, "new", "--template", "follow-up", "--from", str(before), "--out", str(session))
    assert (made.returncode, made.stdout.strip()) == (0, str(session)), made.stderr
    async with Served(session, tmp_path, "--port", "0") as served, AsyncExitStack() as stack:
        phones = []
        for n in range(PEOPLE):
            phones.append(await stack.enter_async_context(SimulatedPhone(served.address, ("fi", "sv", "en")[n % 3])))
            await phones[-1].join()
        ids = await play(served, phones)
        files = (await served.execute("export", out=str(tmp_path / "out"), language="fi"))["files"]
        await served.execute("close")
    assert served.exit_code == 0
    assert before.read_bytes() == unchanged
    made_files = {Path(file).name: Path(file) for file in files}
    with TinyDB(session) as database:
        check_session(database, ids)
    check_summary(made_files["summary.md"].read_text("utf-8"))
    check_list(made_files["actions.csv"])
    async with ServedHere(made_files["session.json"], tmp_path) as again:
        state = (await again.execute("state"))["state"]["public"]
        assert [(action["what"], action["status"]) for action in state["body"]["actions"]] == [
            ("Soitamme ensin", "in_progress")
        ]


def check_session(database: TinyDB, ids: Mapping[str, str]) -> None:
    """What the phones and the facilitator said, against the file."""
    answers = list(by_id(database, "answers").values())
    assert Counter(o for a in answers if a["step"] == "own" for o in a["options"]) == Counter(OWN)
    said = [a for a in answers if a["step"] == "status"]
    assert Counter(a["options"][0] for a in said if a["item"] == ids["Kerromme ajan"]) == Counter(REPORTS)
    assert len(said) == len(REPORTS) + 1
    actions = by_id(database, "actions")
    assert {key: actions[value]["status"] for key, value in ids.items()} == {
        "Kerromme ajan": "done",
        "Yksi ohje, yksi paikka": "dropped",
        "Soitamme ensin": "in_progress",
    }
    (session,) = database.table("session").all()
    assert session["earlier"]["promises"] == 2
    assert "Tätä en jaa" not in json.dumps(session, ensure_ascii=False)


def check_summary(summary: str) -> None:
    """The one section of the report."""
    assert "## Mitä toimenpiteille tapahtui" in summary
    section = summary.split("## Mitä toimenpiteille tapahtui")[1].split("\n## ")[0]
    assert "| Valmis | 1 | 0 |" in section
    assert "| Ei aloitettu | 0 | 3 |" in section
    assert "syy: =Aika ei riittänyt" in section.replace("\\", "")
    assert "viimeistään 24.12.2099, aiemmin 30.11.2099" in section
    assert "7 puhelinta kertoi: käynnissä 2, valmis 5" in section
    assert "annettiin 2 omaa lupausta" in section
    going_on = summary.split("## Toimenpiteet, jotka jatkuvat")[1].split("\n## ")[0]
    assert "Soitamme ensin" in going_on
    assert "Kerromme ajan" not in going_on


def check_list(path: Path) -> None:
    """The action list carries the new states."""
    rows: list[dict[str, Any]] = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["Tila"] for row in rows] == ["Valmis", "Luovuttu", "Käynnissä"]
    assert rows[1]["Huomio"] == "'=Aika ei riittänyt"


async def test_what_became_of_ones_own_promise_is_told_from_five_answers_on(tmp_path: Path) -> None:
    session = tmp_path / "seuranta.json"
    made = facilitator(tmp_path, "new", "--template", "follow-up", "--out", str(session))
    assert made.returncode == 0, made.stderr
    async with ServedHere(session, tmp_path) as served, AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(SimulatedPhone(served.address, "fi")) for _ in range(5)]
        for phone in phones:
            await phone.join()
        await served.walk_to("own", "open")
        for phone in phones[:4]:
            await send(phone, "own", options=["done"])
        await served.walk_to("own", "revealed")
        few = (await phones[0].read_state()).stage.body
        assert isinstance(few, ChoiceBody)
        assert few.too_few
        assert [option.count for option in few.options] == [None] * 5
        await served.execute("reopen")
        await send(phones[4], "own", options=["not"])
        await served.walk_to("own", "revealed")
        enough = (await phones[0].read_state()).stage.body
        assert isinstance(enough, ChoiceBody)
        assert {option.id: option.count for option in enough.options if option.count} == {"done": 4, "not": 1}
