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

ROOT = Path(__file__).resolve().parents[2]
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

    def facilitator(self, *words: str) -> list[str]:
        """The program inside."""
        return self.words(sys.executable, "-m", "facilitator", *words)

    def doctor(self, home: Path) -> dict[str, Any]:
        """What ``facilitator doctor --json`` says there."""
        found: dict[str, Any] = json.loads(run(*self.facilitator("doctor", "--json"), env=environment(home)))
        return found


def wire(one: Net, other: Net, name: str, at_other: str = "phone0") -> None:
    """A cable between two namespaces, called ``name`` in the first."""
    run("ip", "link", "add", name, "netns", one.name, "type", "veth", "peer", "name", at_other, "netns", other.name)


def environment(home: Path) -> dict[str, str]:
    """Of the program."""
    return {**os.environ, "FACILITATOR_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def run(*words: str, env: dict[str, str] | None = None) -> str:
    """Run to the end and return what was said; fails when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, env=env, timeout=60, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done.stdout


class Served:
    """``facilitator serve`` in a namespace."""

    def __init__(self, net: Net, home: Path, session: Path) -> None:
        self._process = subprocess.Popen(
            net.facilitator("serve", str(session)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(home),
        )
        self._count = 0
        self.ready = self._line()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def execute(self, verb: str, **fields: object) -> dict[str, Any]:
        """One command and its answer."""
        self._count += 1
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"n": self._count, "do": verb, **fields}) + "\n")
        self._process.stdin.flush()
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
