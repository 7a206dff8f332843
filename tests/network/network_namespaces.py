"""Real computers in network namespaces: their own interfaces, addresses and routes, and a phone beside them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import warm_program

SECONDS = 20.0
_numbers = itertools.count()


def available() -> bool:
    """Whether namespaces can be made here: Linux, the tools, and the right to."""
    if sys.platform != "linux" or not (shutil.which("ip") and shutil.which("unshare")):
        return False
    name = f"try{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return made.returncode == 0


class Net:
    """One namespace. Use as a context manager."""

    def __init__(self) -> None:
        self.name = f"room{os.getpid()}n{next(_numbers)}"

    def __enter__(self) -> Net:
        run("ip", "netns", "add", self.name)
        self.ip("link set lo up")
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, check=False)

    def ip(self, *commands: str) -> None:
        """Run some ``ip`` commands inside."""
        for command in commands:
            run("ip", "-n", self.name, *command.split())

    def words(self, *words: str) -> list[str]:
        """A command line that runs inside."""
        return ["ip", "netns", "exec", self.name, *words]

    def program(self, home: Path, *words: str, fresh: bool = False) -> warm_program.Piped:
        """The program inside; ``fresh``: an interpreter that ``ip netns exec`` starts."""
        around = {**os.environ, "FACILITATOR_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        if fresh:
            return warm_program.Piped(*words, environment=around, fresh=True, starter=self.words())
        return warm_program.Piped(*words, environment=around, network=self.name)

    def doctor(self, home: Path) -> dict[str, Any]:
        """What ``facilitator doctor --json`` says there."""
        program = self.program(home, "doctor", "--json")
        said, errors = program.stdout.read(), program.stderr.read()
        code = program.process.wait(60)
        program.clear()
        assert code == 0, errors
        found: dict[str, Any] = json.loads(said)
        return found


def wire(one: Net, other: Net, name: str, at_other: str = "phone0") -> None:
    """A cable between two namespaces, called ``name`` in the first."""
    run("ip", "link", "add", name, "netns", one.name, "type", "veth", "peer", "name", at_other, "netns", other.name)


def run(*words: str) -> str:
    """Run to the end and return what was said; fails when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done.stdout


class Served:
    """``facilitator serve`` in a namespace."""

    def __init__(self, net: Net, home: Path, session: Path, *, fresh: bool = False) -> None:
        self._program = net.program(home, "serve", str(session), fresh=fresh)
        self._count = 0
        self.ready = self._line()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stdin.close()
        try:
            self._program.process.wait(10)
        finally:
            self._program.clear()

    def _line(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._program.stdout.readline())
        return found

    def execute(self, verb: str, **fields: object) -> dict[str, Any]:
        """One command and its answer."""
        self._count += 1
        self._program.stdin.write(json.dumps({"n": self._count, "do": verb, **fields}).encode() + b"\n")
        while (line := self._line()).get("n") != self._count:
            pass
        return line

    @property
    def network(self) -> dict[str, Any]:
        """What the console knows of the network."""
        found: dict[str, Any] = self.execute("state")["state"]["network"]
        return found

    @property
    def address(self) -> str:
        """What the join code says."""
        return str(self.execute("state")["state"]["public"]["session"]["address"])

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The network once it is as wished."""
        end = time.monotonic() + SECONDS
        while not holds(found := self.network):
            assert time.monotonic() < end, found
            time.sleep(0.2)
        return found
