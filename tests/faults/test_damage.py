"""Damage anywhere in a journal is detected and reported; only an incomplete last line counts as a torn write.

``DAMAGE_STEP=1`` in the environment tries every byte and every bit; by default every bit of some of the lines is tried.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recording_disk import MemoryDisk
from scripted_workshop import NAME, make

from store import contents, journal
from store.errors import StoreError
from store.records import Change, Idea
from store.sessions import open_session

LINES = 105
STEP = int(os.environ.get("DAMAGE_STEP", "75"))
"""Lines from one that is tried to the next."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal of many changes, some alone and some in groups that were written together."""
    folder = tmp_path_factory.mktemp("written")
    with open_session(make(folder)) as kept:
        for number in range(LINES):
            saving = kept.commit(Change(put=(Idea(id=f"i{number}", text="Hei"),), key=f"k{number}"))
            if number % 3:
                saving.result(60)
        kept.commit(Change()).result(60)
        return (folder / f"{NAME}.journal").read_bytes()


def ends(data: bytes) -> list[int]:
    """Where each line ends."""
    return [place + 1 for place, byte in enumerate(data) if byte == ord("\n")]


def lines_of(data: bytes) -> int:
    """How many lines are read. Raises ``StoreError``."""
    found, _, _ = journal.read(Path(NAME), "s1", 1, MemoryDisk({f"{NAME}.journal": data}))
    return len(found)


def damaged_record(data: bytes) -> int:
    """Which record reading it names as damaged; 0 when it is read."""
    try:
        lines_of(data)
    except StoreError as refused:
        return int(str(refused.fields["record"])) if refused.code == "damaged" else -1
    return 0


def chosen(data: bytes) -> list[tuple[int, int]]:
    """The lines that are tried: where each starts and ends."""
    spans = list(zip([0, *ends(data)], ends(data), strict=False))
    return [*spans[::STEP], spans[-1]]


def test_the_journal_is_read_whole(written: bytes) -> None:
    assert lines_of(written) == LINES


def test_a_cut_at_any_byte_drops_the_line_it_is_in_and_no_other(written: bytes) -> None:
    for number, (start, end) in enumerate(zip([0, *ends(written)], ends(written), strict=False)):
        if number % STEP == 0:
            assert {lines_of(written[:size]) for size in range(start, end)} == {number}


def test_every_flipped_bit_is_named_with_its_record(written: bytes) -> None:
    numbers = {start: number for number, start in enumerate([0, *ends(written)], 1)}
    tried = 0
    for start, end in chosen(written):
        for place in range(start, end):
            for bit in range(8):
                broken = bytearray(written)
                broken[place] ^= 1 << bit
                assert damaged_record(bytes(broken)) == numbers[start], (place, bit)
                tried += 1
    print(f"{tried} bits")


@pytest.mark.parametrize("byte", [b"\0", b"\n", b"0", b"{", b"\xff"])
def test_every_byte_that_became_another_is_named(written: bytes, byte: bytes) -> None:
    starts = [0, *ends(written)]
    for start, end in chosen(written):
        for place in range(start, end):
            if written[place : place + 1] == byte or (byte == b"\0" and place in (start, end - 1)):
                continue
            broken = written[:place] + byte + written[place + 1 :]
            assert damaged_record(broken) == starts.index(start) + 1, place


def test_a_line_that_is_missing_doubled_or_moved_is_named(written: bytes) -> None:
    lines = [written[start:end] for start, end in zip([0, *ends(written)], ends(written), strict=False)]
    for number in range(0, LINES - 1, 10):
        for wrong in (
            lines[:number] + lines[number + 1 :],
            [*lines[:number], lines[number], *lines[number:]],
            [*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]],
        ):
            # A journal may begin with any number, so that is compared with what the file says.
            with pytest.raises(StoreError, match="damaged"):
                _opened(b"".join(wrong))


def _opened(data: bytes) -> None:
    file = b'{"session": {"1": {"id": "s1", "format": 1}}}'
    contents.read(Path(NAME), MemoryDisk({NAME: file, f"{NAME}.journal": data}))
