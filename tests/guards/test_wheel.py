"""What is shipped is whole: the wheel holds every file, and a workshop runs from it where the sources are not."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from assertions import every

from facilitator.export import FORMATS
from facilitator.i18n.messages import catalogue
from facilitator.rehearsal.phone import SimulatedPhone

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("facilitator", "screens", "store")
ONLY_IN_A_CHECKOUT = ("facilitator/i18n/catalogue/", "facilitator/i18n/build_hook.py", "facilitator/i18n/po")
"""Beginnings of the paths of what a wheel has in a compiled form, or has no use for."""

SHOW_HOME = """
import asyncio, pathlib
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp

async def show():
    app = FacilitatorApp(Workspace())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert app.screen.query("*")

asyncio.run(show())
"""


def run(words: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run something that has to succeed; its stdout."""
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is here now."""
    out = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT])
    (built,) = out.glob("*.whl")
    return built


class Installed:
    """An environment with the wheel and what it depends on, far from the sources."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder / "venv", with_pip=False)
        scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / "python"
        self.command = scripts / "facilitator"
        self.home = folder / "home"
        self.folder = folder
        run([sys.executable, "-m", "pip", "--python", self.python, "install", "-q", "--no-deps", "--no-index", wheel])
        (site,) = (folder / "venv").rglob("site-packages")
        # A path that a .pth file names is searched last, and .pth files in it are not read: so this brings the
        # dependencies, and neither an editable nor another install of the project.
        (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")

    @property
    def surroundings(self) -> dict[str, str]:
        """Environment variables without a trace of the sources."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "COV"))}
        return kept | {"FACILITATOR_HOME": str(self.home), "LANG": "C.UTF-8"}

    def facilitator(self, *words: str) -> str:
        """One command; its stdout."""
        return run([self.command, *words], cwd=self.folder, env=self.surroundings)

    def code(self, text: str) -> str:
        """Run some Python; its stdout."""
        return run([self.python, "-c", text], cwd=self.folder, env=self.surroundings)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed where nothing else of the project is."""
    return Installed(tmp_path_factory.mktemp("installed"), wheel)


def test_the_wheel_holds_every_file_of_the_packages_and_the_samples(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in file.relative_to(ROOT).parts)
    }
    wanted = {name for name in wanted if not name.startswith(ONLY_IN_A_CHECKOUT)}
    samples = {f"facilitator/sample_sessions/{file.name}" for file in (ROOT / "sample_sessions").glob("*.json")}
    assert samples
    kinds = {Path(name).suffix for name in wanted}
    assert kinds >= {".py", ".tcss", ".html", ".css", ".js", ".toml", ".json", ".typed"}
    assert wanted | samples <= inside


def test_the_wheel_holds_the_compiled_catalogue_and_not_its_sources(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    assert json.loads(archive.read("facilitator/i18n/catalogue.json")) == catalogue()
    assert not [name for name in archive.namelist() if name.startswith(ONLY_IN_A_CHECKOUT)]


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    strange = [name for name in names if name.split("/")[0] not in PACKAGES and ".dist-info/" not in name]
    assert not strange
    assert not [name for name in names if "test" in name.lower() or name.endswith((".pyc", ".lock", ".journal"))]


def test_what_runs_is_what_was_installed(installed: Installed) -> None:
    told = installed.code(
        "import facilitator, screens, store\nfor m in (facilitator, screens, store): print(m.__file__)"
    )
    assert every(Path(line).is_relative_to(installed.folder) for line in told.splitlines())


def test_the_home_screen_opens_with_its_style_sheets(installed: Installed) -> None:
    installed.code(SHOW_HOME)


def test_the_samples_are_found_by_name(installed: Installed) -> None:
    for sample in (ROOT / "sample_sessions").glob("*.json"):
        found = json.loads(installed.facilitator("check", sample.stem, "--json"))
        assert found["sound"] is True
        assert Path(found["session"]).is_relative_to(installed.folder)


@pytest.fixture
def serving(installed: Installed) -> Iterator[subprocess.Popen[str]]:
    """A new session, served from the installed wheel."""
    session = installed.facilitator("new", "--minutes", "60").strip()
    process = subprocess.Popen(
        [installed.command, "serve", session, "--host", "127.0.0.1", "--port", "0"],
        cwd=installed.folder,
        env=installed.surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    yield process
    process.kill()
    process.communicate()


def ask(process: subprocess.Popen[str], do: str, **fields: object) -> dict[str, Any]:
    """One command to ``serve``; its reply."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"n": 1, "do": do, **fields}) + "\n")
    process.stdin.flush()
    while "n" not in (found := json.loads(process.stdout.readline())):
        pass
    reply: dict[str, Any] = found
    return reply


async def phone_takes_part(address: str, serving: subprocess.Popen[str]) -> None:
    """A Swedish phone joins, answers a question and finds its answer on its page."""
    async with SimulatedPhone(address, "sv") as phone:
        assert 'lang="sv"' in await phone.join()
        while (ask(serving, "state")["state"]["public"]["step"] or {}).get("kind") != "text":
            ask(serving, "next")
        ask(serving, "open")
        assert (await phone.send("ideas", text="Jag ringer upp genast")).status_code == 201
        page = await phone.join()
        assert "Jag ringer upp genast" in page
        assert (await phone.get("/health")).json() == {"ok": True}


def test_a_workshop_runs_from_it(serving: subprocess.Popen[str], installed: Installed) -> None:
    assert serving.stdout is not None
    ready = json.loads(serving.stdout.readline())
    asyncio.run(phone_takes_part(ready["url"], serving))
    written = ask(serving, "export", out=str(installed.folder / "results"))
    assert {Path(file).name for file in written["files"]} == set(FORMATS)
    assert [Path(file).name for file in written["files"] if not Path(file).stat().st_size] == ["tasks-lines.txt"]
    assert ask(serving, "stop")["ok"] is True
    assert serving.wait(10) == 0
