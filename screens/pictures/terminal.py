"""What pictures a terminal can show, found out by asking it before Textual starts.

Every terminal answers ``CSI c``, so its answer is the end mark of what is asked. Nobody but those that are known for it
gets a question of another kind, so nothing can be printed as garbage (docs/domain.md 7.6).
"""

from __future__ import annotations

import os
import re
import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

PictureProtocol: TypeAlias = Literal["", "sixel", "kitty"]
SETTING = "FACILITATOR_PICTURES"
"""Environment variable: ``on``, ``off``; anything else is ``auto``."""

LOCAL_SECONDS, REMOTE_SECONDS = 0.3, 1.5
"""How long an answer may take, on this computer and over SSH."""
FEWEST_REGISTERS = 128
SIXEL = "4"
"""The attribute of ``CSI c`` for sixel."""

_ATTRIBUTES = re.compile(rb"\x1b\[\?([0-9;]*)c")
_CELL = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_REGISTERS = re.compile(rb"\x1b\[\?1;0;(\d+)S")
_KITTY = re.compile(rb"\x1b_Gi=31;OK\x1b\\")
_ANSWERS = (_ATTRIBUTES, _CELL, _REGISTERS, re.compile(rb"\x1b_G[^\x1b]*\x1b\\"), re.compile(rb"\x1b\[\?1;\d*;?\d*S"))

KITTY_PROGRAMS = ("kitty", "ghostty", "WezTerm", "konsole")


@dataclass(frozen=True)
class TerminalPictures:
    """What a terminal can show. ``protocol`` is empty for none."""

    protocol: PictureProtocol = ""
    cell: tuple[int, int] = (0, 0)
    """Width and height of a cell in pixels, as the terminal has said; (0, 0) if it has not."""


NONE = TerminalPictures()


def detect(
    environment: Mapping[str, str],
    ask: Callable[[bytes, float], bytes],
    mode: str = "auto",
) -> TerminalPictures:
    """Find out what the terminal shows. ``ask`` writes a question and returns all that came up to the end mark.

    ``mode`` is the setting: ``off`` asks nothing. With ``on`` sixel is used even where the terminal does not say so.
    """
    if mode == "off" or environment.get("TERM", "") in ("", "dumb", "linux") or "NO_COLOR" in environment:
        return NONE
    timeout = REMOTE_SECONDS if "SSH_CONNECTION" in environment else LOCAL_SECONDS
    found = _ATTRIBUTES.search(ask(b"\x1b[c", timeout))
    if found is None:
        return NONE
    attributes = found[1].decode().split(";")[1:]
    cell, registers = (0, 0), 0
    if SIXEL in attributes or mode == "on":
        more = ask(b"\x1b[16t\x1b[?1;1;0S\x1b[c", timeout)
        if size := _CELL.search(more):
            cell = (int(size[2]), int(size[1]))
        if count := _REGISTERS.search(more):
            registers = int(count[1])
        if mode == "on" or registers == 0 or registers >= FEWEST_REGISTERS:
            return TerminalPictures("sixel", cell)
    if not _may_speak_kitty(environment):
        return NONE
    more = ask(b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c", timeout)
    if size := _CELL.search(more):
        cell = (int(size[2]), int(size[1]))
    return TerminalPictures("kitty", cell) if _KITTY.search(more) else NONE


def _may_speak_kitty(environment: Mapping[str, str]) -> bool:
    if "TMUX" in environment:
        return False
    said = " ".join((environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")))
    return "KONSOLE_VERSION" in environment or any(name.lower() in said.lower() for name in KITTY_PROGRAMS)


def ask_terminal() -> tuple[TerminalPictures, bytes]:
    """Ask the terminal of this process; also return the keys that were pressed meanwhile.

    Returns ``NONE`` where standard input or error is no terminal, and on systems without ``termios``.
    """
    try:
        import termios
        import tty
    except ImportError:
        return NONE, b""
    read_from, write_to = 0, 2
    mode = os.environ.get(SETTING, "auto")
    if mode == "off" or not (os.isatty(read_from) and os.isatty(write_to)):
        return NONE, b""
    before = termios.tcgetattr(read_from)
    keys = bytearray()

    def ask(question: bytes, timeout: float) -> bytes:
        os.write(write_to, question)
        said = read_answer(lambda left: _read(read_from, left), timeout)
        keys.extend(without_answers(said))
        return said

    try:
        tty.setcbreak(read_from, termios.TCSANOW)
        return detect(os.environ, ask, mode), bytes(keys)
    except (OSError, termios.error):
        return NONE, bytes(keys)
    finally:
        termios.tcsetattr(read_from, termios.TCSANOW, before)


def _read(descriptor: int, seconds: float) -> bytes:
    ready, _, _ = select.select([descriptor], [], [], seconds)
    return os.read(descriptor, 4096) if ready else b""


def read_answer(read: Callable[[float], bytes], timeout: float) -> bytes:
    """Read until the answer to ``CSI c`` or for ``timeout`` seconds; ``read`` takes the seconds to wait."""
    said, deadline = b"", time.monotonic() + timeout
    while not _ATTRIBUTES.search(said):
        left = deadline - time.monotonic()
        if left <= 0 or not (more := read(left)):
            break
        said += more
    return said


def without_answers(said: bytes) -> bytes:
    """Return what is no answer of the terminal: keys that were pressed meanwhile."""
    for answer in _ANSWERS:
        said = answer.sub(b"", said)
    return said


def cell_size(known: tuple[int, int], descriptor: int = 2) -> tuple[int, int]:
    """Return the pixels of a cell now: by the system where it says, else what the terminal has said.

    The size of a window includes the border of some terminals, so the division is rounded down.
    """
    try:
        import fcntl
        import struct
        import termios

        packed = fcntl.ioctl(descriptor, termios.TIOCGWINSZ, b"\0" * 8)
        high, wide, across, down = struct.unpack("HHHH", packed)
    except (ImportError, OSError):
        return known
    if across and down and wide and high:
        return across // wide, down // high
    return known
