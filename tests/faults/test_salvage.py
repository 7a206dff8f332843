"""What is whole of a damaged session can be had as a copy; the damaged files stay as they are."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import pytest
from scripted_workshop import NAME, Ledger, Play, idea, make

from facilitator.i18n.messages import LANGUAGES, explain
from store import journal_lines
from store.errors import StoreError
from store.journal import seed_of
from store.records import replace
from store.salvage import salvage
from store.sessions import open_session

JOURNAL = f"{NAME}.journal"


def files(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, byte for byte."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def crashed(folder: Path) -> Path:
    """A session of ten ideas in the file and ten more in the journal, whose program was killed."""
    path = make(folder)
    with open_session(path) as kept:
        run = Play(kept, Ledger())
        for number in range(10):
            run.commit(idea(number))
        kept.checkpoint()
        for number in range(10, 20):
            run.commit(idea(number))
        left = files(folder)
    for name, content in left.items():
        if not name.endswith(".lock"):
            (folder / name).write_bytes(content)
    return path


def damage(path: Path, word: bytes) -> None:
    """Corrupt the first byte of the first occurrence of the word."""
    data = path.read_bytes()
    place = data.index(word)
    path.write_bytes(data[:place] + b"\x01" + data[place + 1 :])


def refused(path: Path) -> str:
    """The error code of the refusal; checks that its message formats in every language."""
    with pytest.raises(StoreError) as error:
        open_session(path)
    for language in LANGUAGES:
        assert "{" not in explain(error.value.code, language, **error.value.fields)
    return error.value.code


def test_a_damaged_record_is_left_out_and_all_others_are_there(tmp_path: Path) -> None:
    path = crashed(tmp_path)
    damage(tmp_path / JOURNAL, b"Idea 13 ")
    assert refused(path) == "damaged"
    before = files(tmp_path)
    saved = salvage(path, tmp_path / "copy.json")
    assert (saved.record, saved.changes_lost, saved.documents_lost, saved.older) == (4, 1, 0, False)
    assert saved.document_counts["ideas"] == 19
    assert {name: data for name, data in files(tmp_path).items() if name != "copy.json"} == before
    with open_session(tmp_path / "copy.json") as kept:
        assert set(kept.ideas) == {f"i{number}" for number in range(20)} - {"i13"}
        assert kept.session.title == {"fi": "Työpaja"}


def test_a_damaged_last_record_is_counted(tmp_path: Path) -> None:
    path = crashed(tmp_path)
    damage(tmp_path / JOURNAL, b"Idea 19 ")
    saved = salvage(path, tmp_path / "copy.json")
    assert (saved.record, saved.changes_lost, saved.document_counts["ideas"]) == (10, 1, 19)


@pytest.mark.parametrize("place", range(0, 3000, 97))
def test_whatever_byte_is_damaged_at_most_one_change_is_lost(tmp_path: Path, place: int) -> None:
    path = crashed(tmp_path)
    data = bytearray((tmp_path / JOURNAL).read_bytes())
    data[place % len(data)] ^= 4
    (tmp_path / JOURNAL).write_bytes(data)
    saved = salvage(path, tmp_path / "copy.json")
    assert saved.document_counts["ideas"] >= 18
    assert saved.changes_lost + saved.document_counts["ideas"] - 20 in (0, 1)
    assert saved.record
    open_session(tmp_path / "copy.json").close()


def test_a_bad_document_of_the_file_is_left_out(tmp_path: Path) -> None:
    path = crashed(tmp_path)
    data = json.loads(path.read_bytes())
    first, second, *_ = data["ideas"]
    data["ideas"][first]["text"] = "\x1b[2J"
    data["ideas"][second] = {"what": 1}
    data["mine"] = {"1": {"id": "x"}}
    path.write_text(json.dumps(data), "utf-8")
    assert refused(path) == "unreadable"
    saved = salvage(path, tmp_path / "copy.json")
    assert (saved.documents_lost, saved.changes_lost, saved.document_counts["ideas"]) == (3, 0, 18)
    open_session(tmp_path / "copy.json").close()


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 4096])
def test_when_the_file_is_gone_the_one_of_before_and_the_journal_serve(tmp_path: Path, content: bytes) -> None:
    path = crashed(tmp_path)
    path.write_bytes(content)
    assert refused(path) == "unreadable"
    saved = salvage(path, tmp_path / "copy.json")
    assert saved.older
    assert saved.changes_lost == 10
    assert saved.document_counts["ideas"] == 10
    open_session(tmp_path / "copy.json").close()


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    path = crashed(tmp_path)
    before = files(tmp_path)
    for target in (path, tmp_path / JOURNAL):
        with pytest.raises(StoreError, match="exists"):
            salvage(path, target)
    assert files(tmp_path) == before


def test_where_nothing_is_whole_the_refusal_stays(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"hello")
    with pytest.raises(StoreError, match="unreadable"):
        salvage(tmp_path / "x.json", tmp_path / "copy.json")
    (tmp_path / "new.json").write_text('{"session": {"1": {"id": "s1", "format": 7}}}')
    with pytest.raises(StoreError, match="newer_format"):
        salvage(tmp_path / "new.json", tmp_path / "copy.json")
    assert not (tmp_path / "copy.json").exists()


def test_a_whole_session_is_copied_whole(tmp_path: Path) -> None:
    path = crashed(tmp_path)
    saved = salvage(path, tmp_path / "copy.json")
    assert (saved.record, saved.changes_lost, saved.documents_lost, saved.document_counts["ideas"]) == (0, 0, 0, 20)


def test_a_line_written_into_an_answer_is_not_taken_for_a_record(tmp_path: Path) -> None:
    path = make(tmp_path)
    forged = journal_lines.write(900, 900, b"{}", seed_of("s1")).decode().strip()
    with open_session(path) as kept:
        run = Play(kept, Ledger())
        for number in range(3):
            run.commit(idea(number))
        run.commit(replace(idea(3), text=forged))
        run.commit(idea(4))
        left = files(tmp_path)
    for name in (NAME, JOURNAL):
        (tmp_path / name).write_bytes(left[name])
    damage(tmp_path / JOURNAL, b'"i3"')
    saved = salvage(path, tmp_path / "copy.json")
    assert (saved.record, saved.changes_lost, saved.document_counts["ideas"]) == (4, 1, 4)


def test_heads_that_claim_all_the_rest_are_not_read_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seed, count, size = seed_of("s1"), 2000, 50
    heads = []
    for number in range(1, count + 1):
        claimed = size * (count - number)
        head = b"%010d %010d %08d %08x" % (number, number, claimed, 0)
        heads.append(head + b" %08x \n" % crc32(head + b" ", seed))
    data, checked = b"".join(heads), [0]

    def counting(checked_data: bytes, value: int = 0) -> int:
        checked[0] += len(checked_data)
        return crc32(checked_data, value)

    monkeypatch.setattr(journal_lines, "crc32", counting)
    assert journal_lines.salvage_lines(data, seed) == ([], 1)
    assert checked[0] < 10 * len(data)
