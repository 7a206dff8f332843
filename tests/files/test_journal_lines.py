"""The journal's lines: what was written is read, a torn tail is dropped, damage is named."""

from __future__ import annotations

import pytest

from store import journal_lines
from store.journal_lines import DamagedJournal, JournalLine

SEED = 77
BODIES = [b'{"n":%d,"text":"%b"}' % (number, b"x" * (number * 37 % 90)) for number in range(12)]


def written(start: int = 1) -> bytes:
    """Twelve lines in five writes."""
    data, number = b"", 0
    for size in (1, 3, 1, 5, 2):
        first = start + number
        for _ in range(size):
            data += journal_lines.write(start + number, first, BODIES[number], SEED)
            number += 1
    return data


def ends(data: bytes) -> list[int]:
    """Where each line ends."""
    return [place + 1 for place, byte in enumerate(data) if byte == ord("\n")]


def test_what_was_written_is_read() -> None:
    data = written(40)
    assert journal_lines.read(data, SEED, 40) == (
        [JournalLine(40 + n, body) for n, body in enumerate(BODIES)],
        len(data),
    )
    assert journal_lines.read(b"", SEED, 1) == ([], 0)


def test_a_cut_at_any_byte_keeps_every_whole_line() -> None:
    data = written()
    for size in range(len(data)):
        found, whole = journal_lines.read(data[:size], SEED, 1)
        assert whole == max((end for end in ends(data) if end <= size), default=0)
        assert [line.body for line in found] == BODIES[: len(found)]


def test_every_flipped_bit_is_named_with_its_line() -> None:
    data = written()
    for place in range(len(data)):
        expected = sum(end <= place for end in ends(data)) + 1
        for bit in range(8):
            broken = bytearray(data)
            broken[place] ^= 1 << bit
            with pytest.raises(DamagedJournal) as damage:
                journal_lines.read(bytes(broken), SEED, 1)
            assert damage.value.record == expected


@pytest.mark.parametrize("kept", [0, 20, 60])
def test_a_tail_of_zeros_is_a_torn_tail(kept: int) -> None:
    data = written()
    last = ends(data)[-2]
    found, whole = journal_lines.read(data[: last + kept] + b"\0" * 4096, SEED, 1)
    assert (len(found), whole) == (11, last)


def test_a_hole_in_the_last_write_is_a_torn_tail() -> None:
    data = written()
    place = ends(data)[-3]
    broken = data[: place + 10] + b"\0" * 40 + data[place + 50 :]
    found, whole = journal_lines.read(broken, SEED, 1)
    assert (len(found), whole) == (10, place)


def test_a_hole_before_the_last_write_is_damage() -> None:
    data = written()
    place = ends(data)[5]
    with pytest.raises(DamagedJournal) as damage:
        journal_lines.read(data[: place + 10] + b"\0" * 40 + data[place + 50 :], SEED, 1)
    assert damage.value.record == 7


@pytest.mark.parametrize("order", [(0, 2, 1), (0, 0, 1), (0, 2), (1, 0)])
def test_lines_out_of_order_are_damage(order: tuple[int, ...]) -> None:
    whole = [journal_lines.write(n + 1, n + 1, body, SEED) for n, body in enumerate(BODIES)]
    with pytest.raises(DamagedJournal):
        journal_lines.read(b"".join(whole[number] for number in order), SEED, 1)


def test_another_sessions_lines_are_damage() -> None:
    with pytest.raises(DamagedJournal):
        journal_lines.read(written(), SEED + 1, 1)
