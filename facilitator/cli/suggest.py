"""``facilitator suggest``: reads ideas as JSON lines and writes the suggested group of each as JSON lines."""

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
"""File name extension of a theme pack."""
EXAMPLE = '{"id": "1", "text": "..."}'


class In(Struct, frozen=True):
    """One idea of the input. ``group`` is the group it is already in; null, absent, empty or -1 when it is in none."""

    id: str | int
    text: str
    lang: str | None = None
    group: str | int | float | bool | None = None
    name: str | None = None


class Out(Struct, frozen=True):
    """The suggestion for one idea.

    ``group`` is null when the idea is left alone; ``name`` and ``deed`` name the group, by its common words and by one
    of its texts; ``why`` holds the words that the idea shares with it; ``conf`` is a confidence from 0 to 1; ``dup`` is
    the id of a set of near-duplicates.
    """

    id: str | int
    group: str | int | float | bool | None
    name: str | None
    deed: str | None
    why: tuple[str, ...]
    conf: float
    dup: str | None


def suggest(house: House, asked: Asked) -> int:
    """Read all ideas from stdin, then print a suggestion for each; a suggestion depends on all ideas.

    Raises: ``RuleBroken`` ``suggest_bad_line`` for an invalid line, or for an unknown pack.
    """
    ideas = list(_read(sys.stdin.buffer))
    packs = [_pack(house, name) for name in asked.pack]
    if settings.own_packs().is_dir():
        packs.append(settings.own_packs())
    for out in _placed(ideas, asked, packs):
        data(out)
    return DONE


def _pack(house: House, name: str) -> Path:
    """The path of a pack: a ``.toml`` file, or a session named as in other commands."""
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
    """The suggestions, in the order of the ideas."""
    from facilitator.grouping.idea import Written
    from facilitator.grouping.suggest import suggest as suggested
    from facilitator.suggestions.resources import helps  # imported late: loads numpy and the dictionaries

    # The algorithm knows groups as texts; a group of the input is returned as the JSON value that it was given as.
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
    """A text that identifies a group, whatever JSON type it has; empty for none."""
    if group is None or group in ("", -1, "-1"):
        return ""
    return group if isinstance(group, str) else msgspec.json.encode(group).decode()
