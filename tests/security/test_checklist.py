"""The checklist in ``README.md`` is true: no item lost, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
WANTED = """
1.1.1 1.1.2 1.2.1 1.2.2 1.2.3 1.2.5 1.2.9 1.3.2 1.3.3 1.3.5 1.3.7 1.3.10 1.5.1 1.5.2 2.1.1 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1
2.3.2 2.3.3 2.3.4 2.4.1 3.2.1 3.2.2 3.3.2 3.3.4 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.2 3.5.3 3.7.1 3.7.2 4.1.1 4.1.3
4.2.1 5.1.1 5.2.1 5.2.2 5.3.2 5.4.1 5.4.2 6.3.1 6.3.2 7.2.1 7.2.2 7.2.3 7.3.1 7.3.2 7.4.1 7.4.5 8.1.1 8.2.1 8.2.2 8.2.3
8.3.1 12.1.1 13.1.1 13.2.4 13.3.1 13.4.2 13.4.3 13.4.4 13.4.5 14.1.1 14.1.2 14.2.1 14.2.3 14.3.1 14.3.2 14.3.3 15.1.1
15.1.2 15.1.3 15.2.1 15.2.2 15.2.3 15.3.1 15.3.3 15.3.5 15.3.6 15.3.7 16.1.1
16.2.1 16.2.2 16.2.3 16.2.4 16.2.5 16.3.2 16.3.3 16.4.1 16.5.1
16.5.2 16.5.3
"""
DEVIATIONS = "3.3.1 3.3.3 3.4.1 12.2.1 12.2.2 12.3.1 4.4.1"


def rows() -> dict[str, list[str]]:
    """Item -> the tests that it names."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "README.md").read_text("utf-8").splitlines():
        if line.startswith("| ") and (item := re.match(r"\| (\d+\.\d+\.\d+) \|", line)):
            found[item[1]] = re.findall(r"`(test_\w+)`", line)
    return found


def test_every_item_is_there_with_at_least_one_test() -> None:
    found = rows()
    assert not [item for item in WANTED.split() if not found.get(item)]


def test_every_test_that_is_named_exists() -> None:
    written = "\n".join(path.read_text("utf-8") for path in HERE.parent.rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)", written, re.MULTILINE))
    assert not sorted({name for names in rows().values() for name in names} - there)


def test_what_plain_http_cannot_meet_is_said() -> None:
    text = (HERE / "README.md").read_text("utf-8").partition("## What plain http")[2]
    assert not [item for item in DEVIATIONS.split() if item not in text]
