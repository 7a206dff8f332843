"""Unique markers that a phone sends, every encoding of them, and a search for them in stored files."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import ipaddress
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import numpy.typing as npt


def spellings(mark: str) -> dict[str, bytes]:
    """A text in every spelling that a program might keep it in."""
    raw = mark.encode()
    found = {
        "plain": raw,
        "utf-16": mark.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "url": quote(mark, safe="").encode(),
        "reversed": raw[::-1],
        **{f"base64 at {shift}": base64_at(raw, shift) for shift in range(3)},
        **{name: hashlib.new(name, raw).hexdigest().encode() for name in ("md5", "sha1", "sha256", "blake2b")},
        **{f"{name} raw": hashlib.new(name, raw).digest() for name in ("md5", "sha1", "sha256", "blake2b")},
        "sha256 base64": base64.b64encode(hashlib.sha256(raw).digest())[:40],
    }
    return found


def base64_at(raw: bytes, shift: int) -> bytes:
    """The part of ``raw`` in base64 that is the same whatever stands before and after it."""
    text = base64.b64encode(b"\0" * shift + raw)
    return text[4 * -(-shift // 3) : (len(raw) + shift) // 3 * 4]


def address_spellings(address: str) -> dict[str, bytes]:
    """An IPv4 address, also as numbers and packed."""
    number = int(ipaddress.IPv4Address(address))
    packed = ipaddress.IPv4Address(address).packed
    return {
        **spellings(address),
        "number": str(number).encode(),
        "packed as hex": packed.hex().encode(),
        "dashes": address.replace(".", "-").encode(),
        "mapped": f"::ffff:{address}".encode(),
    }


def token_spellings(token: str) -> dict[str, bytes]:
    """A token, also as the bytes that it stands for."""
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return {
        **spellings(token),
        "bytes": raw,
        "bytes as hex": raw.hex().encode(),
        "bytes as base64": base64.b64encode(raw).rstrip(b"="),
        "sha256 of bytes": hashlib.sha256(raw).hexdigest().encode(),
    }


def contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, its name as well, and what is inside of zipped ones."""
    for path in sorted(place.rglob("*")):
        yield f"name of {path}", str(path.relative_to(place)).encode()
        if path.is_file():
            yield from unpacked(str(path), path.read_bytes())


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The data, and what it holds when it is an archive or a picture."""
    yield name, data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield f"{name}!{member.filename}", member.comment + member.extra
                yield from unpacked(f"{name}!{member.filename}", archive.read(member))
    elif data[:2] == b"\x1f\x8b":
        yield from unpacked(f"{name}!gzip", gzip.decompress(data))
    elif data[:4] == b"\x89PNG":
        yield f"{name}!chunks", b"".join(inflated(data))


def inflated(picture: bytes) -> Iterator[bytes]:
    """The text chunks of a PNG, compressed ones opened."""
    at = 8
    while at + 8 <= len(picture):
        size, kind = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        body = picture[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iTXt"):
            start = body.find(b"x\x9c")
            yield zlib.decompress(body[start:]) if start >= 0 else body
        elif kind != b"IDAT":
            yield body
        at += 12 + size


HEAD = 8
"""Bytes at the beginning of a spelling that are looked for in all places of the data at once."""


def hits(pieces: list[tuple[str, bytes]], marks: dict[str, dict[str, bytes]]) -> list[str]:
    """``what in which spelling, where`` for every mark that is found.

    There are thousands of spellings. Each piece is therefore read once for the beginnings of all of them, and then
    searched only for those whose beginning it has, and for those that are shorter than a beginning.
    """
    ways = [(f"{mark} ({spelling})", form) for mark, forms in marks.items() for spelling, form in forms.items()]
    beginnings = np.unique(np.array([number_of(form) for _, form in ways if len(form) >= HEAD], dtype="<u8"))
    found = []
    for name, data in pieces:
        present = beginnings_in(data, beginnings)
        found += [
            f"{label} in {name}"
            for label, form in ways
            if (len(form) < HEAD or number_of(form) in present) and form in data
        ]
    return found


def number_of(form: bytes) -> int:
    """The beginning of a spelling as a number."""
    return int.from_bytes(form[:HEAD], "little")


def beginnings_in(data: bytes, beginnings: npt.NDArray[np.uint64]) -> set[int]:
    """Which of the sorted beginnings stand anywhere in the data."""
    found: set[int] = set()
    for offset in range(min(HEAD, len(data) - HEAD + 1) if len(beginnings) else 0):
        windows = np.frombuffer(data, dtype="<u8", offset=offset, count=(len(data) - offset) // HEAD)
        places = np.searchsorted(beginnings, windows) % len(beginnings)
        found.update(windows[beginnings[places] == windows].tolist())
    return found
