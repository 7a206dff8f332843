"""``facilitator suggest``: JSON lines in, JSON lines out, one sentence when a line is not an idea."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from assertions import every

from facilitator.cli.main import main
from facilitator.workspace.library import sample_folder

IDEAS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parents[1] / "grouping" / "meetings.jsonl").read_text("utf-8").splitlines()
]


@dataclass(frozen=True)
class Done:
    """What the command left: its exit code and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Command:
    """The command in this process, on a stdin of the test."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self._patch, self._capture = patch, capture
        patch.setenv("FACILITATOR_HOME", str(home))

    def __call__(self, lines: Sequence[Any], *options: str | Path) -> Done:
        """Run it with these lines; what is no text is written as JSON."""
        return self.on("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), *options)

    def on(self, text: str, *options: str | Path) -> Done:
        """Run it with this input. What is no valid text in it is taken for bytes."""
        with self._patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape"))))
            code = main(["suggest", *map(str, options), "--language", "en"])
        out, err = self._capture.readouterr()
        return Done(code, out.decode("utf-8"), err.decode("utf-8"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    return Command(tmp_path, monkeypatch, capfdbinary)


def answers(done: Done) -> list[dict[str, Any]]:
    """What it answered."""
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_as_a_process_it_reads_its_stdin_and_writes_to_its_stdout(tmp_path: Path) -> None:
    lines = "".join(f"{json.dumps({'id': n, 'text': text})}\n" for n, text in enumerate(IDEAS))
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", "suggest", "--language", "en"],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"FACILITATOR_HOME": str(tmp_path)},
    )
    assert len(answers(Done(done.returncode, done.stdout, done.stderr))) == len(IDEAS)


def test_every_idea_is_answered_with_all_that_was_promised(run: Command) -> None:
    found = answers(run([{"id": n, "text": text} for n, text in enumerate(IDEAS)]))
    assert [each["id"] for each in found] == list(range(len(IDEAS)))
    assert every(set(each) == {"id", "group", "name", "deed", "why", "conf", "dup"} for each in found)
    grouped = [each for each in found if each["group"] is not None]
    assert len(grouped) > len(IDEAS) / 2
    assert all(each["name"] and each["why"] and 0 < each["conf"] <= 1 for each in grouped)


def test_a_group_that_came_with_an_idea_goes_out_with_it_whatever_it_is(run: Command) -> None:
    given: list[Any] = ["mine", 7, True, 2.5, None, "", -1]
    lines = [
        {"id": f"x{n}", "text": text, "lang": "fi", **({"group": given[n]} if n < len(given) else {})}
        for n, text in enumerate(IDEAS)
    ]
    found = answers(run(lines))
    assert [each["group"] for each in found[:4]] == given[:4]
    assert [each["conf"] for each in found[:4]] == [1.0] * 4
    assert every(each["group"] not in (0, "", -1) for each in found)


def test_no_lines_are_answered_by_no_lines(run: Command) -> None:
    assert answers(run([])) == []
    assert answers(run(["", "  "])) == []


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"text": "no id"}', '{"id": "1"}', '{"id": "1", "text": 5}', "\udcff", "[" * 9999]
)
def test_a_line_that_is_no_idea_is_named_and_nothing_is_answered(run: Command, line: str) -> None:
    done = run.on(f'{{"id": "1", "text": "a"}}\n{line}\n')
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Line 2 is not an idea.")
    assert done.stderr.count("\n") == 1


def test_packs_and_models_that_do_not_fit_are_told_in_one_sentence(run: Command, tmp_path: Path) -> None:
    lines = [{"id": "1", "text": "Kello seinälle"}]
    for options, word in (
        (("--pack", "nowhere"), "nowhere"),
        (("--pack", tmp_path / "none.toml"), "none.toml"),
        (("--pack", sample_folder() / "negative-decision.json"), "themes"),
        (("--model", tmp_path), "model.safetensors"),
    ):
        done = run(lines, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert word in done.stderr
        assert "Traceback" not in done.stderr


def test_a_sorted_workshop_and_a_question_may_be_named(run: Command) -> None:
    lines = [{"id": n, "text": text} for n, text in enumerate(IDEAS)]
    options = ("--pack", "cx-what-can-i-do", "--question", "Miten kokouksista parempia?", "--words-only")
    assert len(answers(run(lines, *options))) == len(IDEAS)
