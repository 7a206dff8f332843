"""A new kind of step is three files and its texts: nothing else names it, and everything knows what to do with it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from source_trees import PACKAGES, ROOT, modules, nodes

from facilitator.rules.steps import kinds, module_name

GIVEN = Path(__file__).with_name("new_kind")

FILES: Mapping[str, str] = {
    "energy_rules.py": "facilitator/rules/steps/energy.py",
    "energy_screen.py": "screens/steps/energy.py",
    "energy.html": "facilitator/web/templates/steps/energy.html",
    "energy_texts.toml": "facilitator/i18n/catalogue/energy.toml",
}
"""The three files of the new kind and its texts -> where they belong."""


def test_a_new_kind_of_step_is_three_files_and_its_texts(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tree / package, copy_function=os.symlink, ignore=ignored)
    for given, place in FILES.items():
        shutil.copy(GIVEN / given, tree / place)
    for given in ("workshop.toml", "run_new_kind.py"):
        shutil.copy(GIVEN / given, tmp_path / given)
    paths = os.pathsep.join(map(str, (tree, ROOT / "tests" / "web")))
    run = subprocess.run(
        [sys.executable, tmp_path / "run_new_kind.py", tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "held"


ORDINARY_WORDS = frozenset(("text", "close", "break", "action", "info"))
"""Kinds whose names are verbs, styles and fields as well. Of these only comparisons with a kind are looked for."""

SAMPLES = "screens/stage/sample"
"""Modules of this beginning hold sample views for the preview of the stage: data, such as the templates are."""

OTHER_MEANINGS: Mapping[str, Mapping[str, str]] = {
    "facilitator/cli/doctor.py": {"pick": "field of the report: the address to use"},
    "facilitator/export/shareable.py": {"scale": "field of an answer"},
    "facilitator/i18n/messages.py": {"pick": "name of a function"},
    "facilitator/rules/steps/grid.py": {"scale": "field of a template, and of a simulated answer"},
    "facilitator/rules/steps/rate.py": {"scale": "field of a simulated answer"},
    "facilitator/rules/verbs/cuts.py": dict.fromkeys(("rate", "talk", "group"), "argument of the verb cut"),
    "facilitator/templates/from_session.py": {"scale": "beginning of the name of a scale"},
    "facilitator/web/answers.py": {"grid": "field of a form"},
    "facilitator/web/form.py": {"grid": "field of a form", "scale": "field of an answer"},
    "screens/console/review.py": {"review": "name of a work pane"},
    "screens/console/suggestion_review.py": {"group": "beginning of the id of a line"},
    "screens/console/themes.py": {"group": "beginning of the id of a line"},
}
"""File -> a word in it that is also the name of a kind -> what it means there."""


def strings(file: Path) -> Iterator[tuple[str, bool]]:
    """Every text constant of a module, and whether it is compared with something that is called a kind."""
    compared = {
        id(inner)
        for node in nodes(file)
        if isinstance(node, ast.Compare) and re.search(r"(^|\.)kind$", ast.unparse(node.left))
        for right in node.comparators
        for inner in ast.walk(right)
    }
    for node in nodes(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, id(node) in compared


def named_kinds(file: Path) -> set[str]:
    """The kinds of step that a module names, apart from its own."""
    place = file.relative_to(ROOT).as_posix()
    own = {kind for kind in kinds() if place.endswith(f"steps/{module_name(kind)}.py")}
    known = set(kinds()) - own - set(OTHER_MEANINGS.get(place, {}))
    return {text for text, compared in strings(file) if text in known and (compared or text not in ORDINARY_WORDS)}


def test_no_module_lists_kinds_of_step() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): named
        for file in modules("facilitator", "screens")
        if (named := named_kinds(file))
    }
    # The tag of a body is the name of its kind, and the samples are data.
    left = {file: named for file, named in found.items() if not file.startswith(SAMPLES)}
    assert set(left) == {"facilitator/view/bodies.py"}


def test_no_page_asks_for_the_name_of_a_kind() -> None:
    pages = (ROOT / "facilitator" / "web" / "templates").rglob("*.html")
    asking = {page.name for page in pages if re.search(r"\bkind\s*(==|!=|not in|in)\s", page.read_text("utf-8"))}
    assert not asking


NAMES: Mapping[str, str] = {
    "crowd": r"\bcrowd(\b|_)|Crowd(Kind|Body|Answer|Frame)",
    "onetwofour": r"onetwofour|OneTwoFour",
}
"""Kind -> how it is named in code; simulated crowds of people are none."""


@pytest.mark.parametrize("kind", NAMES)
def test_a_kind_is_named_in_at_most_seven_files(kind: str) -> None:
    files = [
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for ending in ("*.py", "*.html")
        for file in sorted((ROOT / package).rglob(ending))
        if re.search(NAMES[kind], file.read_text("utf-8"))
    ]
    assert len(files) <= 7, files
