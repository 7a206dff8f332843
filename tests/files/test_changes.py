"""Changes of an open session: at once in memory, later on disk, all of it or nothing."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from statistics import correlation

import pytest
from assertions import every, none
from store_fixtures import SlowDisk, files, idea, new_session, put
from tinydb import TinyDB

from store.errors import StoreError, UncleanText
from store.records import Ballot, Change, Idea, Receipt, Seat, Session, Step, Theme, replace
from store.sessions import open_session


def test_a_change_shows_at_once_and_is_promised_only_after_fsync(tmp_path: Path) -> None:
    disk = SlowDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        disk.go.clear()
        saved = kept.commit(put(1))
        assert kept.ideas["i1"].text == "Soitetaan asiakkaalle heti"
        assert kept.version == 1
        assert not saved.done()
        disk.go.set()
        assert saved.result(20) == 1


def test_changes_that_wait_share_one_fsync(tmp_path: Path) -> None:
    disk = SlowDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        disk.go.clear()
        before = disk.done.count("fsync")
        saved = [kept.commit(put(number)) for number in range(1, 101)]
        disk.go.set()
        assert [each.result(20) for each in saved] == list(range(1, 101))
        assert disk.done.count("fsync") - before <= 2


def test_nobody_can_call_back_a_change_that_is_on_its_way(tmp_path: Path) -> None:
    disk = SlowDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        disk.go.clear()
        saved = kept.commit(put(1))
        assert not saved.cancel()
        disk.go.set()
        assert saved.result(20) == 1
        assert kept.commit(put(2)).result(20) == 2


def test_the_file_opens_in_stock_tinydb_after_close(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        kept.commit(put(1, "Käydään läpi äänet"))
        kept.commit(put(2))
        kept.commit(Change(put=(replace(kept.ideas["i1"], theme="t1"), Theme(id="t1", name="Teema"))))
        kept.commit(Change(remove=(kept.ideas["i2"],)))
    assert sorted(files(tmp_path)) == ["session.json", "session.json.previous"]
    with TinyDB(path, encoding="utf-8") as db:
        assert {"session", "steps", "seats", "ideas", "themes", "ballots", "answers"} <= db.tables()
        assert {"promises", "actions", "events"} <= db.tables()
        (found,) = db.table("ideas").all()
        assert found == {
            "id": "i1", "step": "ideas", "seat": "p1", "text": "Käydään läpi äänet", "lang": "fi", "tag": "",
            "theme": "t1", "hidden": False, "paper": False, "raised": False, "waits": False,
        }  # fmt: skip
        assert every(document["id"] for name in db.tables() for document in db.table(name))
    assert "Käydään läpi äänet" in path.read_text("utf-8")


def test_everything_is_as_it_was_when_opened_again(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        kept.commit(Change(put=(Seat(id="p1", token="aa", voted=("vote/1",)), Ballot(id="b1", votes={"t1": 3}))))
        kept.commit(put(1))
        steps, seats, ballots, ideas = (dict(each) for each in (kept.steps, kept.seats, kept.ballots, kept.ideas))
    with open_session(path) as kept:
        assert (kept.steps, kept.seats, kept.ballots, kept.ideas) == (steps, seats, ballots, ideas)
        assert kept.session == Session(id="s1", title={"fi": "Työpaja"}, seat_key="ab" * 32, code="4829")
        assert kept.version == 2
        assert kept.commit(put(2)).result(20) == 3


def test_where_something_stands_in_the_file_does_not_tell_who_came_first(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        for number in range(40):
            seat, text = Seat(id=f"p{number}", token=f"{number:02x}"), Idea(id=f"i{number}", text="Soitan")
            kept.commit(Change(put=(seat, text)))
    for _ in range(2):
        with TinyDB(path, encoding="utf-8") as db:
            for table in ("seats", "ideas"):
                found = db.table(table).all()
                came = [int(document["id"][1:]) for document in found]
                by_number = [int(d["id"][1:]) for d in sorted(found, key=lambda document: document.doc_id)]
                assert sorted(came) == list(range(40))
                assert abs(correlation(range(40), came)) < 0.75
                assert abs(correlation(range(40), by_number)) < 0.75
        with open_session(path) as kept:
            kept.commit(Change(put=(replace(kept.session, page=1),)))


def test_a_journal_that_was_left_behind_is_read_and_cut(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    kept = open_session(path)
    for number in range(1, 6):
        kept.commit(put(number)).result(20)
    kept.commit(Change(remove=(kept.ideas["i3"],))).result(20)
    left = files(tmp_path)
    kept.close()
    for name in ("session.json", "session.json.journal"):
        (tmp_path / name).write_bytes(left[name])
    with open_session(path) as again:
        assert sorted(again.ideas) == ["i1", "i2", "i4", "i5"]
        assert again.version == 6
        assert (tmp_path / "session.json.journal").read_bytes() == b""


@pytest.mark.parametrize(
    "wrong",
    [
        Step(id="x", settings={"labels": ["a\x1b[2J"]}),
        Seat(id="x", token="\u202e"),
        Idea(id="", text="no id"),
        Idea(id="x", theme=5),  # type: ignore[arg-type]
        Idea(id="x", lang="xx"),  # type: ignore[arg-type]
        Session(id="another"),
        Session(id="s1", timer_ends=float("nan")),
        Idea(id="x", text="y" * 20_000),
    ],
)
def test_a_change_that_could_not_be_read_again_changes_nothing(
    tmp_path: Path, wrong: Step | Seat | Idea | Session
) -> None:
    with open_session(new_session(tmp_path)) as kept:
        kept.commit(put(1)).result(20)
        before = files(tmp_path)
        with pytest.raises(ValueError):  # noqa: PT011  # UncleanText is one, and others are as good
            kept.commit(Change(put=(idea(2), wrong), remove=(kept.ideas["i1"],)))
        assert sorted(kept.ideas) == ["i1"]
        assert kept.session.id == "s1"
        assert kept.version == 1
        assert files(tmp_path) == before
        assert kept.commit(put(3)).result(20) == 2


def test_the_sessions_own_record_is_never_removed(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept, pytest.raises(ValueError, match="session"):
        kept.commit(Change(remove=(kept.session,)))


def test_an_empty_change_waits_for_those_before_it(tmp_path: Path) -> None:
    disk = SlowDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        disk.go.clear()
        saved = kept.commit(put(1))
        waited = kept.commit(Change())
        assert kept.version == 1
        disk.go.set()
        assert waited.result(20) == 1
        assert saved.done()


def test_what_the_caller_does_to_its_record_later_changes_nothing(tmp_path: Path) -> None:
    votes = {"t1": 1}
    with open_session(new_session(tmp_path)) as kept:
        kept.commit(Change(put=(Ballot(id="b1", seat="p1", votes=votes),)))
        votes["t2"] = 9
        assert kept.ballots["b1"].votes == {"t1": 1}


def test_readers_cannot_change_the_tables(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept, pytest.raises(TypeError):
        kept.ideas["i1"] = idea(1)  # type: ignore[index]


def test_the_journal_says_the_key_of_the_answer(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept:
        kept.commit(put(7)).result(20)
        line = (tmp_path / "session.json.journal").read_bytes()
        assert json.loads(line[line.index(b"{") :])["key"] == "key-7"


def test_a_checkpoint_writes_the_file_keeps_the_one_before_and_cuts_the_journal(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        before = path.read_bytes()
        kept.commit(put(1))
        kept.checkpoint()
        assert [each["id"] for each in json.loads(path.read_bytes())["ideas"].values()] == ["i1"]
        assert (tmp_path / "session.json.previous").read_bytes() == before
        assert (tmp_path / "session.json.journal").read_bytes() == b""
        assert kept.commit(put(2)).result(20) == 2


def test_after_forgetting_no_file_knows_who_voted_for_what(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        open_ballot = Ballot(id="openballot", step="vote", seat="someseat", votes={"t1": 2})
        kept.commit(Change(put=(open_ballot, Receipt(id="somereceipt", step="vote", reply="openballot"))))
        kept.checkpoint()
        closed = replace(open_ballot, id="closedballot", seat="")
        kept.commit(Change(put=(closed,), remove=(open_ballot, kept.receipts["somereceipt"])))
        assert any(b"someseat" in content for content in files(tmp_path).values())
        kept.checkpoint(forget=True)
        for word in (b"someseat", b"openballot", b"somereceipt"):
            assert none(word in content for content in files(tmp_path).values())
        assert sum(b"closedballot" in content for content in files(tmp_path).values()) == 2


def test_a_forgetting_that_a_crash_cut_short_is_done_at_the_next_start(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    kept = open_session(path)
    ballot = Ballot(id="openballot", step="vote", seat="someseat", votes={"t1": 2})
    kept.commit(Change(put=(ballot,)))
    kept.checkpoint()
    kept.commit(Change(put=(replace(ballot, id="closedballot", seat=""),), remove=(ballot,))).result(20)
    crashed = files(tmp_path)
    kept.close()
    for name, content in crashed.items():
        (tmp_path / name).write_bytes(content)
    with open_session(path):
        assert none(b"someseat" in content for content in files(tmp_path).values())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_folder_and_all_files_are_the_owners_alone(tmp_path: Path) -> None:
    path = new_session(tmp_path / "made" / "here")
    with open_session(path) as kept:
        kept.commit(put(1))
        kept.checkpoint()
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}


def test_a_session_opened_for_reading_shows_the_journal_and_takes_no_change(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        kept.commit(put(1)).result(20)
        before = files(tmp_path)
        with open_session(path, read_only=True) as reader:
            assert sorted(reader.ideas) == ["i1"]
            with pytest.raises(StoreError, match="read_only"):
                reader.commit(put(2))
        assert files(tmp_path) == before


def test_unclean_text_in_a_change_is_called_that(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept, pytest.raises(UncleanText):
        kept.commit(Change(put=(Seat(id="x", token="\x1b"),)))
