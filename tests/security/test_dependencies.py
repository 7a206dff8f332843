"""Direct dependencies: few, newer than all known advisories, and each listed in the documentation."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from requirements import direct, needed

MOST = 19
FIXED = {
    "starlette": "1.3.0", "python-multipart": "0.0.31", "uvicorn": "0.11.7", "h11": "0.16.0", "jinja2": "3.1.6",
    "pillow": "11.3.0", "idna": "3.7",
}  # fmt: skip
"""Package -> the version in which the last of its advisories that touches us was mended, as far as was known."""

ROOT = Path(__file__).resolve().parents[2]


def test_direct_packages_are_few() -> None:
    assert 8 <= len({canonicalize_name(one.name) for one in direct()}) <= MOST


def test_what_is_asked_for_and_what_is_installed_is_above_known_advisories() -> None:
    for one in direct():
        fixed = FIXED.get(canonicalize_name(one.name))
        floors = [spec.version for spec in one.specifier if spec.operator == ">="]
        assert floors, f"{one.name} has no floor"
        assert fixed is None or Version(floors[0]) >= Version(fixed), one.name
    old = {name: version for name, version in needed().items() if Version(version) < Version(FIXED.get(name, "0"))}
    assert not old


def test_what_is_used_deeply_has_a_ceiling_that_the_installed_version_keeps() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"]:
        one = Requirement(line)
        (ceiling,) = [Version(spec.version) for spec in one.specifier if spec.operator == "<"]
        # The upper bound is the next release that may break: a major one, or a minor one for packages before 1.0.
        assert ceiling.release[0] > 0 or len(ceiling.release) == 2, line
        assert one.specifier.contains(version(one.name)), line


def test_the_list_for_auditors_names_versions_and_no_addresses() -> None:
    found = needed()
    assert found.keys() >= {"starlette", "uvicorn", "h11", "textual", "tinydb", "msgspec", "httptools"}
    assert "facilitator" not in found
    assert not [line for line in map("==".join, found.items()) if "/" in line or "@" in line]


def test_the_fast_parts_are_no_part_of_what_is_needed() -> None:
    assert not {canonicalize_name(one.name) for one in direct()} & {"uvloop", "httptools"}
    assert {canonicalize_name(one.name) for one in direct(frozenset({"fast"}))} >= {"httptools"}
