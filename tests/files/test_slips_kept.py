"""Join slips in the session file: older files have none, and what is kept of new ones is kept whole."""

from __future__ import annotations

import json
from pathlib import Path

from assertions import every, none
from tinydb import TinyDB

from facilitator.templates.new_session import new_session
from store.records import Change, Seat, Slip, replace
from store.salvage import salvage
from store.sessions import create, open_session


def with_slips(path: Path) -> None:
    """A workshop with two slips, one of them used by one of two seats."""
    create(path, *new_session("cx-what-can-i-do", 60))
    with open_session(path) as kept:
        slips = (Slip(id="a" * 24, spent=True), Slip(id="b" * 24))
        seats = (Seat(id="seat1", token="t1", slip=True), Seat(id="seat2", token="t2"))
        kept.save(Change(put=(*slips, *seats, replace(kept.session, slips=True))))


def test_a_file_from_before_there_were_slips_opens_with_votes_open_to_all(tmp_path: Path) -> None:
    path = tmp_path / "workshop.json"
    with_slips(path)
    tables = json.loads(path.read_text("utf-8"))
    del tables["slips"]
    for table in ("session", "seats"):
        for document in tables[table].values():
            del document["slips" if table == "session" else "slip"]
    path.write_text(json.dumps(tables), "utf-8")
    with open_session(path) as kept:
        assert not kept.session.slips
        assert not kept.slips
        assert none(seat.slip for seat in kept.seats.values())


def test_slips_are_there_again_for_us_and_for_stock_tinydb(tmp_path: Path) -> None:
    path = tmp_path / "workshop.json"
    with_slips(path)
    with open_session(path, read_only=True) as kept:
        assert [slip.spent for slip in sorted(kept.slips.values(), key=lambda slip: slip.id)] == [True, False]
        assert kept.seats["seat1"].slip
    with TinyDB(path, access_mode="r") as database:
        assert {(each["id"][0], each["spent"]) for each in database.table("slips")} == {("a", True), ("b", False)}
        assert every(set(each) == {"id", "spent"} for each in database.table("slips"))


def test_a_copy_of_what_is_whole_in_a_damaged_file_keeps_them(tmp_path: Path) -> None:
    path, copy = tmp_path / "workshop.json", tmp_path / "copy.json"
    with_slips(path)
    tables = json.loads(path.read_text("utf-8"))
    next(iter(tables["steps"].values()))["position"] = "nowhere"
    path.write_text(json.dumps(tables), "utf-8")
    salvage(path, copy)
    with open_session(copy, read_only=True) as kept:
        assert {slip.id[0]: slip.spent for slip in kept.slips.values()} == {"a": True, "b": False}
