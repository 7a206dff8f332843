"""The sample sessions: real, whole, finished workshops that open again and say the same in every export."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from assertions import every
from make_samples import NAMES, SAMPLES, make
from tinydb import TinyDB

from facilitator.export import render
from facilitator.export.audit import audit
from facilitator.export.report import WorkshopReport
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from store.records import TABLES
from store.sessions import open_session

EACH = pytest.mark.parametrize("name", NAMES)
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The file as stock TinyDB reads it."""
    with TinyDB(path, access_mode="r") as database:
        return {table: [dict(document) for document in database.table(table)] for table in TABLES}


def by_id(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The file's documents in the order of their ids."""
    return {table: sorted(found, key=lambda document: str(document["id"])) for table, found in tables(path).items()}


def copied(name: str, folder: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copy(SAMPLES / f"{name}.json", folder))


@EACH
def test_running_its_script_makes_the_very_same_session(name: str, tmp_path: Path) -> None:
    # By id: what phones send has numbers that are drawn by lot.
    made, kept = (by_id(path) for path in (make(name, tmp_path), SAMPLES / f"{name}.json"))
    for table in TABLES:
        assert made[table] == kept[table], f"{table} differs: run tests/samples/make_samples.py"


@EACH
def test_it_is_a_finished_workshop_in_which_every_step_was_held(name: str) -> None:
    found = tables(SAMPLES / f"{name}.json")
    assert [session["state"] for session in found["session"]] == ["closed"]
    assert {step["state"] for step in found["steps"]} == {"done"}
    assert every(step["opened"] and step["ended"] >= step["opened"] for step in found["steps"])


@EACH
def test_it_checks_out_and_no_ballot_leads_to_a_seat(name: str) -> None:
    kept = open_session(SAMPLES / f"{name}.json", read_only=True)
    assert audit(kept).problems == ()
    assert {ballot.seat for ballot in kept.ballots.values()} <= {""}


@cache
def rendered(name: str) -> tuple[WorkshopReport, Mapping[str, bytes]]:
    """The report and all files of a sample in Finnish."""
    return render(open_session(SAMPLES / f"{name}.json", read_only=True), [], "fi", TODAY, now=NOON)


async def on_stage(room: Room) -> str:
    """Id of the step that the stage shows; for the room's own loop, where the view is never behind."""
    assert room.public.step is not None
    return room.public.step.id


@EACH
async def test_it_opens_in_a_room_and_every_step_can_be_looked_back_at(name: str, tmp_path: Path) -> None:
    room = Room(copied(name, tmp_path), RoomOptions(host="127.0.0.1", port=0)).start()
    try:
        assert room.public.session.state == "closed"
        steps = [line.id for line in room.console.plan]
        seen = []
        for _ in steps[1:]:
            await room.execute("back")
            seen.append(await asyncio.wrap_future(room.submit(on_stage(room))))
    finally:
        room.stop()
    assert seen == steps[-2::-1]


@EACH
def test_the_numbers_in_its_exports_are_those_in_the_file(name: str) -> None:
    found = tables(SAMPLES / f"{name}.json")
    report, files = rendered(name)
    votes = Counter[tuple[int, str]]()
    for ballot in found["ballots"]:
        votes.update({(ballot["round"], item): n for item, n in ballot["votes"].items()})
    told = {(poll.round, c.id): c.votes for poll in report.polls for c in poll.candidates if c.votes}
    assert told == votes
    assert report.participants == len(found["seats"])
    shown = [idea for idea in found["ideas"] if not idea["hidden"]]
    assert sum(len(section.texts) for section in report.sections) == len(shown)
    summary = files["summary.md"].decode()
    assert f"Osallistujia: {len(found['seats'])}\n" in summary
    shared = {promise["text"]: promise["share"] for promise in found["promises"]}
    plain = re.sub(r"\\(.)", r"\1", summary)
    assert every((text in plain) == share for text, share in shared.items())
    rows = list(csv.reader(io.StringIO(files["actions.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == [a["what"] for a in sorted(found["actions"], key=lambda a: a["number"])]


@EACH
def test_its_exported_copy_opens_again_and_says_the_same(name: str, tmp_path: Path) -> None:
    _, files = rendered(name)
    (tmp_path / "session.json").write_bytes(files["session.json"])
    with open_session(tmp_path / "session.json") as again:
        _, same = render(again, [], "fi", TODAY, now=NOON)
    assert same == files


@EACH
def test_its_exported_copy_leads_to_nobody_s_seat(name: str) -> None:
    kept = open_session(SAMPLES / f"{name}.json", read_only=True)
    _, files = render(kept, ["json"], "fi", TODAY)
    copy = json.loads(files["session.json"])
    assert copy["session"]["1"]["seat_key"] == ""
    assert {seat["token"] for seat in copy["seats"].values()} == {""}
    for table in ("ideas", "ballots", "answers", "promises"):
        assert {document["seat"] for document in copy.get(table, {}).values()} <= {""}
    assert "receipts" not in copy


def test_the_flagship_sample_is_a_room_of_three_languages_with_a_shared_place_and_a_hidden_text() -> None:
    kept = open_session(SAMPLES / "cx-what-can-i-do.json", read_only=True)
    assert len(kept.seats) == 24
    assert len(kept.ideas) == 69
    assert {idea.lang for idea in kept.ideas.values()} == {"fi", "sv", "en"}
    assert sum(idea.hidden for idea in kept.ideas.values()) == 1
    assert sum(idea.paper for idea in kept.ideas.values()) == 1
    report, _ = rendered("cx-what-can-i-do")
    assert [(c.rank, c.rank_to) for c in report.polls[0].candidates[:3]] == [(1, 1), (2, 3), (2, 3)]
    assert [deed.missing for deed in report.actions] == [(), (), ()]


def test_the_sample_about_decisions_settles_a_tie_with_a_second_round() -> None:
    report, _ = rendered("negative-decision")
    assert [(poll.round, poll.voters, poll.budget) for poll in report.polls] == [(1, 11, 3), (2, 11, 1)]
    assert [deed.owner for deed in report.actions] == ["Sari"] * 5
    before, after = report.pulses
    assert after.mean_before == before.mean
