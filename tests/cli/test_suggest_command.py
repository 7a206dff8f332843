"""``facilitator suggest``: JSON lines in, JSON lines out, one sentence when a line is not an idea."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from assertions import every

from facilitator.workspace.workspace import sample_folder

IDEAS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parents[1] / "grouping" / "meetings.jsonl").read_text("utf-8").splitlines()
]


def run(home: Path, lines: Sequence[Any], *options: str | Path) -> subprocess.CompletedProcess[str]:
    """The command with these lines on its stdin; what is no text is written as JSON."""
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    return subprocess.run(
        [sys.executable, "-m", "facilitator", "suggest", *options, "--language", "en"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"FACILITATOR_HOME": str(home)},
    )


def answers(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What it answered."""
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_idea_is_answered_with_all_that_was_promised(tmp_path: Path) -> None:
    found = answers(run(tmp_path, [{"id": n, "text": text} for n, text in enumerate(IDEAS)]))
    assert [each["id"] for each in found] == list(range(len(IDEAS)))
    assert every(set(each) == {"id", "group", "name", "deed", "why", "conf", "dup"} for each in found)
    grouped = [each for each in found if each["group"] is not None]
    assert len(grouped) > len(IDEAS) / 2
    assert all(each["name"] and each["why"] and 0 < each["conf"] <= 1 for each in grouped)
    assert run(tmp_path, [{"id": n, "text": text} for n, text in enumerate(IDEAS)]).stdout.count("\n") == len(IDEAS)


def test_a_group_that_came_with_an_idea_goes_out_with_it_whatever_it_is(tmp_path: Path) -> None:
    given: list[Any] = ["mine", 7, True, 2.5, None, "", -1]
    lines = [
        {"id": f"x{n}", "text": text, "lang": "fi", **({"group": given[n]} if n < len(given) else {})}
        for n, text in enumerate(IDEAS)
    ]
    found = answers(run(tmp_path, lines))
    assert [each["group"] for each in found[:4]] == given[:4]
    assert [each["conf"] for each in found[:4]] == [1.0] * 4
    assert every(each["group"] not in (0, "", -1) for each in found)


def test_no_lines_are_answered_by_no_lines(tmp_path: Path) -> None:
    assert answers(run(tmp_path, [])) == []
    assert answers(run(tmp_path, ["", "  "])) == []


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"text": "no id"}', '{"id": "1"}', '{"id": "1", "text": 5}', "\udcff", "[" * 9999]
)
def test_a_line_that_is_no_idea_is_named_and_nothing_is_answered(tmp_path: Path, line: str) -> None:
    text = b'{"id": "1", "text": "a"}\n' + line.encode("utf-8", "surrogateescape") + b"\n"
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", "suggest", "--language", "en"],
        input=text,
        capture_output=True,
        check=False,
        env=os.environ | {"FACILITATOR_HOME": str(tmp_path)},
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith("Line 2 is not an idea.")
    assert done.stderr.count(b"\n") == 1


def test_packs_and_models_that_do_not_fit_are_told_in_one_sentence(tmp_path: Path) -> None:
    lines = [{"id": "1", "text": "Kello seinälle"}]
    for options, word in (
        (("--pack", "nowhere"), "nowhere"),
        (("--pack", tmp_path / "none.toml"), "none.toml"),
        (("--pack", sample_folder() / "negative-decision.json"), "themes"),
        (("--model", tmp_path), "model.safetensors"),
    ):
        done = run(tmp_path, lines, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert word in done.stderr
        assert "Traceback" not in done.stderr


def test_a_sorted_workshop_and_a_question_may_be_named(tmp_path: Path) -> None:
    lines = [{"id": n, "text": text} for n, text in enumerate(IDEAS)]
    options = ("--pack", "cx-what-can-i-do", "--question", "Miten kokouksista parempia?", "--words-only")
    assert len(answers(run(tmp_path, lines, *options))) == len(IDEAS)
