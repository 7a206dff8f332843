"""Prints what an installed copy of the program runs on, one ``name==version`` a line, for auditors:
``python tests/security/requirements.py > requirements.txt`` and then ``pip-audit --no-deps -r requirements.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def needed(extras: frozenset[str] = frozenset({"fast"})) -> dict[str, str]:
    """Name -> installed version of everything that is needed at run time, directly or not."""
    found: dict[str, str] = {}
    waiting = [*direct(extras)]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found:
            continue
        try:
            there = distribution(one.name)
        except PackageNotFoundError:
            continue
        found[name] = there.version
        waiting += _of(there.requires or [], frozenset(one.extras))
    return dict(sorted(found.items()))


def direct(extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """What the program itself asks for; those of ``extras`` too."""
    yield from _of(distribution("facilitator").requires or [], extras)


def _of(lines: list[str], extras: frozenset[str]) -> Iterator[Requirement]:
    for line in lines:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            yield one


if __name__ == "__main__":
    for name, version in needed().items():
        print(f"{name}=={version}")
