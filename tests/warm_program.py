"""Starts the real command line quickly: one process imports the program once, and each start is a fork of it.

``start("serve", session, stdin=..., ...)`` gives a ``Copy``, which is waited for, signalled and killed as any process.
A copy has the input, the output and the environment that it is given and runs ``facilitator.cli.entry.main``. In the
end it waits for its threads, calls what is registered for the exit and writes what it still has to write, as an
interpreter does; it does not free its memory piece by piece, which takes longer than all the rest. What only the start
of an interpreter can show, imports above all, wants a fresh one. Forks are of Unix; namespaces are of Linux.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENTRY = "facilitator.cli.entry"
IMPORTED = (
    ENTRY, "facilitator.cli.main", "facilitator.cli.running", "facilitator.cli.sessions", "facilitator.cli.doctor",
    "facilitator.room.room", "facilitator.serve.service", "facilitator.workspace.workspace", "screens.app",
    "screens.live.live", "screens.plain.run", "uvicorn.lifespan.off", "uvloop",
)  # fmt: skip
"""What the commands of the tests import, some of it only when it is needed."""

NEW_MOUNTS, NEW_NETWORK = 0x20000, 0x40000000
SLAVE, RECURSIVE = 1 << 19, 1 << 14
DETACH = 2
"""Numbers of Linux, for what ``ip netns exec`` does."""


@dataclass
class Copy:
    """One running program. ``result`` tells its exit code when it has ended."""

    pid: int
    result: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.wait(0) if self.returncode is None and self._told(0) else self.returncode

    def wait(self, seconds: float) -> int:
        """The exit code, once it has ended. Raises ``TimeoutError``."""
        if self.returncode is None:
            if not self._told(seconds):
                raise TimeoutError(f"the program {self.pid} runs on")
            self.returncode = int(os.read(self.result, 100))
            os.close(self.result)
        return self.returncode

    def _told(self, seconds: float) -> bool:
        return bool(select.select([self.result], [], [], seconds)[0])

    def send_signal(self, number: int) -> None:
        """Nothing when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def clear(self) -> None:
        """Make sure that nothing of it is left."""
        self.send_signal(signal.SIGKILL)
        self.wait(10)


@dataclass
class Order:
    """What a copy is to be."""

    words: list[str]
    environment: dict[str, str]
    before: str = ""
    """Statements that it executes first."""
    own_session: bool = False
    terminal: bool = False
    """Its input is the terminal of its session."""
    network: str = ""
    """The network namespace that it runs in."""


def start(
    *words: str,
    stdin: int,
    stdout: int,
    stderr: int,
    environment: Mapping[str, str],
    before: str = "",
    own_session: bool = False,
    terminal: bool = False,
    network: str = "",
) -> Copy:
    """Start the program with these words. The files remain the caller's to close."""
    hear, tell = os.pipe()
    order = Order([*words], dict(environment), before, own_session, terminal, network)
    socket.send_fds(_orders(), [json.dumps(vars(order)).encode()], [stdin, stdout, stderr, tell])
    os.close(tell)
    # The files are closed in the other process before it answers: from then on only the copy has them.
    pid = b""
    while not pid.endswith(b"\n"):  # byte for byte: a copy that has ended already has told its exit code too
        if not (byte := os.read(hear, 1)):
            raise ChildProcessError("the process that makes the copies has ended")
        pid += byte
    return Copy(int(pid), hear)


class Piped:
    """A running program at three pipes.

    It is a fresh interpreter where that is wished, and on Windows, which has no forks. ``starter``: the command that
    starts the interpreter.
    """

    def __init__(
        self,
        *words: str,
        environment: Mapping[str, str],
        network: str = "",
        fresh: bool = False,
        starter: Sequence[str] = (),
    ) -> None:
        self.process: Copy | subprocess.Popen[bytes]
        if fresh or sys.platform == "win32":
            command = [*starter, sys.executable, "-m", "facilitator", *words]
            around = {**environment, "PYTHONPATH": str(ROOT)}
            end = subprocess.PIPE
            self.process = process = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, env=around, bufsize=0)
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            self.stdin, self.stdout, self.stderr = process.stdin, process.stdout, process.stderr
            return
        (stdin, write), (read, stdout), (read_errors, stderr) = os.pipe(), os.pipe(), os.pipe()
        self.process = start(
            *words, stdin=stdin, stdout=stdout, stderr=stderr, environment=environment, network=network
        )
        for each in (stdin, stdout, stderr):
            os.close(each)
        self.stdin, self.stdout, self.stderr = (
            os.fdopen(write, "wb", 0),
            os.fdopen(read, "rb"),
            os.fdopen(read_errors, "rb"),
        )

    def clear(self) -> None:
        """Make sure that nothing of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            self.process.wait(10)
        for stream in (self.stdin, self.stdout, self.stderr):
            stream.close()


_warm: list[socket.socket] = []


def _orders() -> socket.socket:
    """The way to the process that has imported everything, which is started when it is first needed."""
    if not _warm:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        around = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
        process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            env={**around, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        )
        theirs.close()
        _warm.append(ours)
        atexit.register(_end, ours, process)
    return _warm[0]


def _end(orders: socket.socket, process: subprocess.Popen[bytes]) -> None:
    orders.close()
    process.wait(20)


# --- in the process that makes the copies ----------------------------------------------------------------------


class End(BaseException):
    """Nobody gives orders any more."""


@dataclass
class Warm:
    """Makes copies of itself, and tells when they have ended."""

    orders: socket.socket
    results: dict[int, int] = field(default_factory=dict)
    """Process id -> where its end is told."""

    def run(self) -> Order:
        """What this process is to be: returns in copies only. Raises ``End``."""
        ended, ring = socket.socketpair()
        ended.setblocking(False)
        ring.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(ring.fileno())
        while True:
            ready, _, _ = select.select([ended, self.orders], [], [])
            if ended in ready:
                ended.recv(1 << 12)
                self._tell_ends()
            elif (order := self._obey()) is not None:
                ended.close()
                ring.close()
                return order

    def _obey(self) -> Order | None:
        """Make a copy; the order in the copy, None here."""
        data, files, _, _ = socket.recv_fds(self.orders, 1 << 16, 4)
        if not data:
            for pid in self.results:
                os.kill(pid, signal.SIGKILL)
            while self.results:
                self._tell_ends()
                time.sleep(0.01)
            raise End
        *streams, result = files
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.orders.close()
            for each in (*self.results.values(), result):
                os.close(each)
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            return Order(**json.loads(data))
        self.results[pid] = result
        for stream in streams:
            os.close(stream)
        os.write(result, b"%d\n" % pid)
        return None

    def _tell_ends(self) -> None:
        while self.results and (found := os.waitpid(-1, os.WNOHANG))[0]:
            result = self.results.pop(found[0])
            os.write(result, b"%d\n" % os.waitstatus_to_exitcode(found[1]))
            os.close(result)


def become(order: Order) -> NoReturn:
    """Be the program from here on, to the end of this process."""
    try:
        code = _run(order)
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _run(order: Order) -> int:
    if order.own_session:
        os.setsid()
    if order.network:
        _enter(order.network)
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        buffering = 1 if number == 2 or os.isatty(number) else -1
        stream = open(number, mode, buffering=buffering, encoding="utf-8", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    if order.terminal:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(order.environment)
    sys.argv = ["facilitator", *order.words]
    exec(order.before, {"__name__": "before"})
    code: int = importlib.import_module(ENTRY).main()
    return code


def _enter(network: str) -> None:
    """As ``ip netns exec`` does: the interfaces of the namespace, and the view of them in ``/sys``."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = os.open(f"/run/netns/{network}", os.O_RDONLY)
    for done in (
        libc.setns(handle, NEW_NETWORK),
        libc.unshare(NEW_MOUNTS),
        libc.mount(b"", b"/", b"none", SLAVE | RECURSIVE, None),
        libc.umount2(b"/sys", DETACH),
        libc.mount(network.encode(), b"/sys", b"sysfs", 0, None),
    ):
        assert done == 0, os.strerror(ctypes.get_errno())
    os.close(handle)


def main() -> None:
    """Import everything, then make copies until nobody gives orders any more."""
    sys.path[0] = str(ROOT)  # as for a user: the folder of this file has packages of the tests
    for name in IMPORTED:
        importlib.import_module(name)
    from facilitator.cli.parser import parse

    parse(["serve", ""], "fi")  # reads the catalogue, which every copy then has
    warm = Warm(socket.socket(fileno=int(sys.argv[1])))
    try:
        order = warm.run()
    except End:
        return
    become(order)


if __name__ == "__main__":
    main()
