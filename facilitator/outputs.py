"""What a running workshop writes besides its own file: the results, its steps as a template, its themes as a pack."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.grouping.saved import save_pack
from facilitator.ledger import Ledger
from facilitator.seam import Reply
from facilitator.templates.folder import Folder
from store.contents import collector_at_rest
from store.sessions import Kept, Still, still

T = TypeVar("T")


async def exported(kept: Kept, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``export {"format"?, "out"?, "language"?, "also"?}``; ``usual`` is the folder where none is named.

    The files are made in a thread of their own, from the session as it is now, so that the room goes on meanwhile.
    From within this process, ``progress`` may be a function that is told how it goes, in that thread.
    """
    return await beside(write_files, still(kept), kept.path, usual, ledger, arguments)


def write_files(kept: Still, path: Path, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]) -> Reply:
    """Make and write the files, and note in the ledger where they lie. Raises ``RuleBroken``."""
    names, others, out = _several(arguments, "format"), _several(arguments, "also"), arguments.get("out")
    folder = Path(out) if isinstance(out, str) and out else usual
    language = arguments.get("language") or kept.session.language
    told = arguments.get("progress")
    progress = told if callable(told) else None
    # A full collection holds up every thread, also the room's, and what is made here is gone in a moment anyway.
    with collector_at_rest():
        made = export(kept, folder, names, language, date.today(), also=others, progress=progress)
    if ledger is not None:
        Ledger(ledger).exported(kept.session.id, path, made[0].parent)
    return {"version": kept.version, "files": [str(each) for each in made], "folder": str(made[0].parent)}


def _several(arguments: Mapping[str, Any], name: str) -> list[str]:
    """One name or several; none where none is given. Raises ``RuleBroken`` for anything else."""
    given = arguments.get(name) or ()
    several = (given,) if isinstance(given, str) else given
    if not isinstance(several, list | tuple) or not all(isinstance(each, str) for each in several):
        raise RuleBroken("bad_arguments", 400, verb="export", problem=name)
    return list(several)


def saved_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_template {"name"}``: the steps without anybody's answers. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_template", problem="name")
    path = Folder(folder).save(kept.session, kept.steps.values(), name)
    return {"version": kept.version, "file": str(path), "id": path.stem}


def packed_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_pack {"name"}``: the ideas under their themes, for later suggestions. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_pack", problem="name")
    path = save_pack(kept, folder, name)
    return {"version": kept.version, "file": str(path)}


async def beside(work: Callable[..., T], *arguments: object) -> T:
    """Run ``work`` in a thread that nobody waits for at the end: a workshop that is stopped does not wait for files,
    and those that are being written are whole or not there."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def hand(result: T | None, fault: BaseException | None) -> None:
        if done.cancelled():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, fault = None, None
        try:
            result = work(*arguments)
        except Exception as wrong:  # whatever it is, whoever waits is told
            fault = wrong
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand, result, fault)

    threading.Thread(target=run, name="export", daemon=True).start()
    return await done


OUTPUTS: Mapping[str, Callable[[Kept, Path, Mapping[str, Any]], Reply]] = {
    "save_template": saved_as,
    "save_pack": packed_as,
}
"""Verb -> what writes its files; takes the folder where none is named."""
