"""``facilitator suggest``: reads ideas as JSON lines and writes the suggested group of each as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from facilitator.cli.arguments import DONE, Arguments
from facilitator.cli.output import print_json
from facilitator.errors import RuleBroken
from facilitator.system import settings

if TYPE_CHECKING:
    from facilitator.workspace.workspace import Workspace

PACK_SUFFIX = ".toml"
"""File name extension of a theme pack."""
EXAMPLE = '{"id": "1", "text": "..."}'


class IdeaInput(Struct, frozen=True):
    """One idea of the input. ``group`` is the group it is already in; null, absent, empty or -1 when it is in none."""

    id: str | int
    text: str
    lang: str | None = None
    group: str | int | float | bool | None = None
    name: str | None = None


class IdeaOutput(Struct, frozen=True):
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


def suggest(workspace: Workspace, args: Arguments) -> int:
    """Read all ideas from stdin, then print a suggestion for each; a suggestion depends on all ideas.

    Raises: ``RuleBroken`` ``suggest_bad_line`` for an invalid line, or for an unknown pack.
    """
    ideas = list(_read_ideas(sys.stdin.buffer))
    packs = [_pack_path(workspace, name) for name in args.pack]
    if settings.packs_folder().is_dir():
        packs.append(settings.packs_folder())
    for out in _suggest_places(ideas, args, packs):
        print_json(out)
    return DONE


def _pack_path(workspace: Workspace, name: str) -> Path:
    """The path of a pack: a ``.toml`` file, or a session named as in other commands."""
    return Path(name).expanduser() if name.endswith(PACK_SUFFIX) else workspace.library.find(name)


def _read_ideas(lines: Iterable[bytes]) -> Iterable[IdeaInput]:
    decoder = msgspec.json.Decoder(IdeaInput)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
                raise RuleBroken("suggest_bad_line", 400, number=number, example=EXAMPLE) from wrong


def _suggest_places(ideas: list[IdeaInput], args: Arguments, packs: list[Path]) -> Iterable[IdeaOutput]:
    """The suggestions, in the order of the ideas."""
    from facilitator.grouping.idea import WrittenIdea
    from facilitator.grouping.suggest import suggest as suggested
    from facilitator.suggestions.resources import load_resources  # imported late: loads numpy and the dictionaries

    # The algorithm identifies groups by strings; the output contains each group as the JSON value of the input.
    came = {_group_key(idea.group): idea.group for idea in ideas}
    model = args.model or settings.model_folder()
    with_what = load_resources(args.question, packs, model, args.words_only)
    written = [
        WrittenIdea(str(place), idea.text, idea.lang or "", _group_key(idea.group), idea.name or "")
        for place, idea in enumerate(ideas)
    ]
    for idea, found in zip(ideas, suggested(written, with_what).ideas, strict=True):
        group = came.get(found.group, found.group) if found.group else None
        yield IdeaOutput(idea.id, group, found.name or None, found.deed or None, found.why, found.conf, found.dup)


def _group_key(group: str | int | float | bool | None) -> str:
    """A text that identifies a group, whatever JSON type it has; empty for none."""
    if group is None or group in ("", -1, "-1"):
        return ""
    return group if isinstance(group, str) else msgspec.json.encode(group).decode()
