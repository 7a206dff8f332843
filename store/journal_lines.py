"""The journal's lines: how one change is written, and how what is whole is told from a torn tail and from damage.

A line is ``SEQUENCE FIRST LENGTH CHECK HEADCHECK BODY`` and a line feed; the head has a fixed size. FIRST is the
sequence number of the first line of the same write, and a write begins only when the one before is on the disk.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

_HEAD = re.compile(rb"(\d{10}) (\d{10}) (\d{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ")
_LINE_FEED = re.compile(rb"\n(?=\d)")
_HEAD_SIZE = 49
_CHECKED_SIZE = 40
"""Bytes of the head that its own check covers, so that a damaged length is not taken for a torn tail."""

_HOLE = b"\0\0"
"""A block that never reached the disk reads as zeros; JSON has none, and one flipped bit cannot make two."""


MOST_IN_VAIN = 4
"""How many times the size of a damaged journal is read for lines that turn out not to be whole: heads that were made
to trick us may each claim all the rest of it."""


class Line(NamedTuple):
    """One whole line: its number and what it says."""

    sequence: int
    body: bytes


class Damaged(Exception):
    """The journal holds something that no interrupted write explains; ``record`` counts lines from 1."""

    def __init__(self, record: int) -> None:
        super().__init__(record)
        self.record = record


class _Head(NamedTuple):
    sequence: int
    first: int
    length: int
    check: int


def write(sequence: int, first: int, body: bytes, seed: int) -> bytes:
    """One line. ``seed`` ties it to its session, so that another session's journal is not taken for this one's."""
    head = b"%010d %010d %08d %08x" % (sequence, first, len(body), crc32(body, seed))
    return b"%b %08x %b\n" % (head, crc32(head + b" ", seed), body)


def read(data: bytes, seed: int, start: int) -> tuple[list[Line], int]:
    """All whole lines and the bytes they take; what follows those bytes is a torn tail.

    ``start`` is the number that the first line has after a cut. Raises ``Damaged`` for anything else than a
    torn tail: a line may have been acknowledged, so it is never dropped on a guess.
    """
    lines: list[Line] = []
    place = 0
    while place < len(data):
        head = _head(data, place, seed)
        line = _line(data, place, head, seed) if head else None
        expected = lines[-1].sequence + 1 if lines else head.sequence if head else start
        if line and line.sequence == expected:
            lines.append(line)
            place += _HEAD_SIZE + len(line.body) + 1
        elif line is None and _torn(data, place, head, expected, seed):
            break
        else:
            raise Damaged(len(lines) + 1)
    return lines, place


def whole(data: bytes, seed: int) -> tuple[list[Line], int]:
    """Every whole line in ascending order, whatever lies between, and which line (from 1) is the first that is not.

    That number is 0 when there is none. For saving what can be saved; what is left out may have been acknowledged.
    """
    lines: list[Line] = []
    place = first = spent = 0
    while place < len(data):
        head = _head(data, place, seed)
        line = _line(data, place, head, seed) if head and spent <= MOST_IN_VAIN * len(data) else None
        spent += head.length if head and not line else 0
        if line and (not lines or line.sequence > lines[-1].sequence):
            lines.append(line)
            place += _HEAD_SIZE + len(line.body) + 1
        else:
            first = first or len(lines) + 1
            # Texts hold no line feed as such, so a line that somebody wrote into an answer does not begin here.
            place = data.find(b"\n", place) + 1 or len(data)
    return lines, first


def _head(data: bytes, place: int, seed: int) -> _Head | None:
    """The head that stands here, if it is one and says what it said when it was written."""
    found = _HEAD.match(data, place)
    if not found or crc32(data[place : place + _CHECKED_SIZE], seed) != int(found[5], 16):
        return None
    return _Head(int(found[1]), int(found[2]), int(found[3]), int(found[4], 16))


def _line(data: bytes, place: int, head: _Head, seed: int) -> Line | None:
    """The line with this head, if all of it is there and as it was written."""
    body = data[place + _HEAD_SIZE : place + _HEAD_SIZE + head.length]
    end = place + _HEAD_SIZE + head.length
    ended = data[end : end + 1] == b"\n"
    return Line(head.sequence, body) if ended and crc32(body, seed) == head.check else None


def _torn(data: bytes, place: int, head: _Head | None, number: int, seed: int) -> bool:
    """Whether a write that was cut short explains what stands from line ``number`` to the end."""
    there = len(data[place:].rstrip(b"\0"))  # some file systems fill the tail with zeros after a power cut
    if there < _HEAD_SIZE or (head is not None and there <= _HEAD_SIZE + head.length):
        return True
    # A hole of a single byte can only be the first one of a write, a digit, which one flipped bit cannot make zero.
    if data[place] and _HOLE not in data[place:]:
        return False
    # The blocks of one write can reach the disk in any order. A later write means that this one was whole.
    later = (_head(data, found.end(), seed) for found in _LINE_FEED.finditer(data, place))
    return all(other is None or other.first <= number for other in later)
