"""The line format of the journal, and how an interrupted write (torn tail) is distinguished from damage.

A line is ``SEQUENCE FIRST LENGTH CHECK HEADCHECK BODY`` and a line feed; the head has a fixed size. FIRST is the
sequence number of the first line of the same write, and a write begins only when the one before is on the disk. CHECK
is the CRC-32 of the body, HEADCHECK that of the head's first 40 bytes.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

_HEAD = re.compile(rb"(\d{10}) (\d{10}) (\d{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ")
_LINE_FEED = re.compile(rb"\n(?=\d)")
_HEAD_SIZE = 49
_CHECKED_SIZE = 40
"""Bytes of the head that its own checksum covers, so that a damaged length is not mistaken for a torn tail."""

_HOLE = b"\0\0"
"""A block that never reached the disk reads as zeros. JSON contains none, and one flipped bit cannot produce two."""


MAX_WASTED_READS = 4
"""Limit on checking incomplete lines in a damaged journal, as a multiple of its size. In a manipulated file, every head
may claim all the rest as its body, which would make salvaging quadratic."""


class JournalLine(NamedTuple):
    """One complete line: its sequence number and its body."""

    sequence: int
    body: bytes


class DamagedJournal(Exception):
    """The journal is damaged: an interrupted write does not explain it. ``record``: number of the line, from 1."""

    def __init__(self, record: int) -> None:
        super().__init__(record)
        self.record = record


class _Head(NamedTuple):
    sequence: int
    first: int
    length: int
    check: int


def write(sequence: int, first: int, body: bytes, seed: int) -> bytes:
    """Encode one line. ``seed`` ties it to its session, so that another session's journal is not accepted."""
    head = b"%010d %010d %08d %08x" % (sequence, first, len(body), crc32(body, seed))
    return b"%b %08x %b\n" % (head, crc32(head + b" ", seed), body)


def read(data: bytes, seed: int, start: int) -> tuple[list[JournalLine], int]:
    """All complete lines, and the number of bytes they take; what follows those bytes is a torn tail.

    ``start``: sequence number that the first line has in a journal that was just emptied. Raises ``DamagedJournal`` for
    anything but a torn tail: a line may have been acknowledged, so it is never dropped on a guess.
    """
    lines: list[JournalLine] = []
    place = 0
    while place < len(data):
        head = _parse_head(data, place, seed)
        line = _parse_line(data, place, head, seed) if head else None
        expected = lines[-1].sequence + 1 if lines else head.sequence if head else start
        if line and line.sequence == expected:
            lines.append(line)
            place += _HEAD_SIZE + len(line.body) + 1
        elif line is None and _is_torn_tail(data, place, head, expected, seed):
            break
        else:
            raise DamagedJournal(len(lines) + 1)
    return lines, place


def salvage_lines(data: bytes, seed: int) -> tuple[list[JournalLine], int]:
    """Salvage a damaged journal: every complete line in ascending order, and the number (from 1) of the first bad one.

    That number is 0 if there is none. Lines that are left out may have been acknowledged.
    """
    lines: list[JournalLine] = []
    place = first = spent = 0
    while place < len(data):
        head = _parse_head(data, place, seed)
        line = _parse_line(data, place, head, seed) if head and spent <= MAX_WASTED_READS * len(data) else None
        spent += head.length if head and not line else 0
        if line and (not lines or line.sequence > lines[-1].sequence):
            lines.append(line)
            place += _HEAD_SIZE + len(line.body) + 1
        else:
            first = first or len(lines) + 1
            # Resume at the next line feed. JSON escapes line feeds in texts, so a line that somebody typed into an
            # answer cannot start there.
            place = data.find(b"\n", place) + 1 or len(data)
    return lines, first


def _parse_head(data: bytes, place: int, seed: int) -> _Head | None:
    """The head at this offset; None if there is none or its checksum is wrong."""
    found = _HEAD.match(data, place)
    if not found or crc32(data[place : place + _CHECKED_SIZE], seed) != int(found[5], 16):
        return None
    return _Head(int(found[1]), int(found[2]), int(found[3]), int(found[4], 16))


def _parse_line(data: bytes, place: int, head: _Head, seed: int) -> JournalLine | None:
    """The line with this head; None if it is incomplete or its checksum is wrong."""
    body = data[place + _HEAD_SIZE : place + _HEAD_SIZE + head.length]
    end = place + _HEAD_SIZE + head.length
    ended = data[end : end + 1] == b"\n"
    return JournalLine(head.sequence, body) if ended and crc32(body, seed) == head.check else None


def _is_torn_tail(data: bytes, place: int, head: _Head | None, number: int, seed: int) -> bool:
    """Whether an interrupted write explains the bytes from line ``number`` (at ``place``) to the end."""
    there = len(data[place:].rstrip(b"\0"))  # some file systems fill the tail with zeros after a power failure
    # The data ends within the line: a plain truncated write.
    if there < _HEAD_SIZE or (head is not None and there <= _HEAD_SIZE + head.length):
        return True
    # Otherwise the line is long enough, and wrong. Without a hole that is damage. A hole of a single byte can only be
    # the first byte of a write: a digit, which one flipped bit cannot turn into zero.
    if data[place] and _HOLE not in data[place:]:
        return False
    # The blocks of one write can reach the disk in any order. But if a later write began, this one was durable, and the
    # hole is damage: every head that follows must belong to the same write or an earlier one.
    later = (_parse_head(data, found.end(), seed) for found in _LINE_FEED.finditer(data, place))
    return all(other is None or other.first <= number for other in later)
