"""Starts ``facilitator serve`` quickly and kills it at a chosen operation: imports everything once, then only forks.

``python zygote.py FD`` takes orders and reports events as JSON through the socket FD, one copy at a time. A copy runs
the real command line with its own input and output. The only addition is a pipe, to which it writes a lower-case letter
when a disk operation begins and a capital when it ends. The reader of the pipe kills the copy.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from facilitator.cli import main, running
from facilitator.cli import sessions as saved
from facilitator.cli.parser import parse
from facilitator.room import room
from facilitator.serve import service
from facilitator.workspace.workspace import Workspace
from store import sessions
from store.disk import DISK

P = ParamSpec("P")
T = TypeVar("T")

IMPORTED = (main, saved, running, room, service, Workspace)
LATE = ("uvicorn.lifespan.off", "uvloop")
"""What a command imports only when it is needed, had before the first copy is made."""

OPERATIONS = {
    "o": "open", "a": "append", "s": "fsync", "t": "truncate", "r": "replace", "d": "remove", "n": "fsync_dir",
}  # fmt: skip
OPENING, OPENED = "(", ")"
MARKS = f".{OPENING}{OPENED}"
"""Alive; around the opening of the session file."""


class Copy:
    """One forked ``serve``, seen from the outside."""

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid, self.pipe = pid, pipe
        self.last = ""
        """What it told last."""
        self.killed = False
        self._letters, self._left, self._wait = "", 0, 0.0

    def aim(self, letters: str, count: int, wait: float) -> None:
        """Kill it ``wait`` seconds after it begins the ``count``-th operation of these letters; 0 for not at all."""
        self._letters, self._left, self._wait = letters, count, wait

    def kill(self) -> None:
        """At once."""
        self.killed = True
        os.kill(self.pid, signal.SIGKILL)

    def heard(self, told: str) -> None:
        """Count; kill when it is time."""
        self.last = told[-1]
        if self._left:
            self._left -= min(self._left, sum(told.count(letter) for letter in self._letters))
            if not self._left:
                if self._wait:
                    time.sleep(self._wait)
                self.kill()


class Zygote:
    """Forks copies on request."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders

    def run(self) -> None:
        """Until the other side is gone."""
        for late in LATE:
            importlib.import_module(late)
        parse(["serve", ""], "fi")  # reads the catalogue, which every copy then has
        while True:
            data, files, _, _ = socket.recv_fds(self._orders, 1 << 16, 1)
            if not data:
                return
            order = json.loads(data)
            if order["do"] == "start":
                self._watch(self._fork(order, files[0]), order)

    def _fork(self, order: Mapping[str, Any], talk: int) -> Copy:
        hear, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(hear)
            self._orders.close()
            become(order, talk, tell)
        os.close(tell)
        os.close(talk)
        return Copy(pid, hear)

    def _watch(self, copy: Copy, order: Mapping[str, Any]) -> None:
        copy.aim(*order["aim"])
        self._tell(event="pid", pid=copy.pid)
        while True:
            ready, _, _ = select.select([copy.pipe, self._orders.fileno()], [], [])
            if copy.pipe in ready:
                told = os.read(copy.pipe, 1 << 16).decode()
                if not told:
                    break
                copy.heard(told)
                for mark in told:
                    if mark in MARKS:
                        self._tell(event="mark", mark=mark, at=time.monotonic())
            elif not self._obey(copy):
                copy.kill()
        os.close(copy.pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(copy.pid, 0)[1])
        self._tell(event="ended", code=code, last=copy.last)

    def _obey(self, copy: Copy) -> bool:
        """Execute one order about the copy. Returns False when the other side has closed the socket."""
        data = self._orders.recv(1 << 16)
        order = json.loads(data or b'{"do": ""}')
        if order["do"] == "aim":
            copy.aim(*order["aim"])
            self._tell(event="aimed", killed=copy.killed)
        elif order["do"] == "kill":
            copy.kill()
        return bool(data)

    def _tell(self, **event: object) -> None:
        self._orders.send(json.dumps(event).encode())


def become(order: Mapping[str, Any], talk: int, tell: int) -> None:
    """Be ``facilitator serve`` from here to the end of this process, its input and output at ``talk``."""
    for number in (0, 1):
        os.dup2(talk, number)
    os.close(talk)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    os.environ["FACILITATOR_HOME"] = order["home"]
    os.write(tell, b".")
    for letter, name in OPERATIONS.items():
        setattr(DISK, name, telling(getattr(DISK, name), tell, letter, letter.upper()))
    opening = telling(sessions.open_session, tell, OPENING, OPENED)
    users = [each for each in sys.modules.values() if vars(each).get("open_session") is sessions.open_session]
    for module in users:
        vars(module)["open_session"] = opening
    os._exit(main.main(order["words"]))


def telling(work: Callable[P, T], pipe: int, begin: str, end: str) -> Callable[P, T]:
    """Wrap ``work`` so that it writes ``begin`` before and ``end`` after the call to the pipe."""

    def marked_work(*arguments: P.args, **named: P.kwargs) -> T:
        os.write(pipe, begin.encode())
        try:
            return work(*arguments, **named)
        finally:
            os.write(pipe, end.encode())

    return marked_work


if __name__ == "__main__":
    Zygote(socket.socket(fileno=int(sys.argv[1]))).run()
