"""``facilitator suggest``: ideas as JSON lines in, where each would go as JSON lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from facilitator.cli.arguments import DONE, Asked
from facilitator.cli.output import data
from facilitator.errors import RuleBroken
from facilitator.system import settings

if TYPE_CHECKING:
    from facilitator.workspace.workspace import House

PACK = ".toml"
EXAMPLE = '{"id": "1", "text": "..."}'


class In(Struct, frozen=True):
    """One idea. ``group`` is where it has been placed; null, nothing or -1 for one without a place."""

    id: str | int
    text: str
    lang: str | None = None
    group: str | int | float | bool | None = None
    name: str | None = None


class Out(Struct, frozen=True):
    """Where it would go."""

    id: str | int
    group: str | int | float | bool | None
    name: str | None
    deed: str | None
    why: tuple[str, ...]
    conf: float
    dup: str | None


def suggest(house: House, asked: Asked) -> int:
    """All ideas are read before the first is answered: each depends on the others."""
    ideas = list(_read(sys.stdin.buffer))
    packs = [_pack(house, name) for name in asked.pack]
    if settings.own_packs().is_dir():
        packs.append(settings.own_packs())
    for out in _placed(ideas, asked, packs):
        data(out)
    return DONE


def _pack(house: House, name: str) -> Path:
    """A pack is a file of its own, or a workshop as SESSION anywhere else."""
    return Path(name).expanduser() if name.endswith(PACK) else house.find(name)


def _read(lines: Iterable[bytes]) -> Iterable[In]:
    decoder = msgspec.json.Decoder(In)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
                raise RuleBroken("suggest_bad_line", 400, number=number, example=EXAMPLE) from wrong


def _placed(ideas: list[In], asked: Asked, packs: list[Path]) -> Iterable[Out]:
    from facilitator.grouping.idea import Written
    from facilitator.grouping.suggest import suggest as suggested
    from facilitator.suggestions.resources import helps  # late: numpy and the dictionaries

    came = {_key(idea.group): idea.group for idea in ideas}
    model = asked.model or settings.own_model()
    with_what = helps(asked.question, packs, model, asked.words_only)
    written = [
        Written(str(place), idea.text, idea.lang or "", _key(idea.group), idea.name or "")
        for place, idea in enumerate(ideas)
    ]
    for idea, found in zip(ideas, suggested(written, with_what).ideas, strict=True):
        group = came.get(found.group, found.group) if found.group else None
        yield Out(idea.id, group, found.name or None, found.deed or None, found.why, found.conf, found.dup)


def _key(group: str | int | float | bool | None) -> str:
    """A group as a text of its own; empty for none."""
    if group is None or group in ("", -1, "-1"):
        return ""
    return group if isinstance(group, str) else msgspec.json.encode(group).decode()
