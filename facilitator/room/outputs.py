"""What a running workshop does beside its own file: it writes results, handouts, templates and packs of themes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.files.ledger import Ledger
from facilitator.files.result_folder import safe_name, save
from facilitator.i18n.messages import pick, say
from facilitator.network import only_here
from facilitator.ports.protocols import Reply
from facilitator.ports.remote_control import Steering
from facilitator.suggestions.pack_file import sorted_ideas, write_pack
from facilitator.templates.folder import Folder
from store.contents import collector_at_rest
from store.records import Session
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


async def handed_out(
    kept: Kept, address: str, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]
) -> Reply:
    """Verb ``handouts {"out"?}``: a poster and table cards that say ``address``, into the folder of the results.

    Drawing them takes most of a second, so it is done beside the room. Raises ``RuleBroken``, also for an address
    that no phone can reach.
    """
    out = arguments.get("out")
    if set(arguments) - {"out"} or not isinstance(out, str | None):
        raise RuleBroken("bad_arguments", 400, verb="handouts", problem="out")
    version, folder = kept.version, Path(out) if out else usual
    made = await beside(write_handouts, kept.session, kept.path, address, folder, ledger)
    return {"version": version, "files": [str(path) for path in made], "folder": str(made[0].parent)}


def write_handouts(
    session: Session, path: Path, address: str, folder: Path, ledger: Path | None, untitled: str = ""
) -> list[Path]:
    """Draw and write them, and note in the ledger where they lie. ``untitled``: what the folder of a workshop is called
    whose title is no name. Raises ``RuleBroken``."""
    files = printed(session, address)
    named = safe_name(pick(session.title, session.language))
    title = named or untitled or say("export.untitled", session.language)
    made = save(folder, f"{date.today().isoformat()} {title}", session.id, files)
    if ledger is not None:
        Ledger(ledger).exported(session.id, path, made[0].parent)
    return made


def printed(session: Session, address: str) -> dict[str, bytes]:
    """Poster and cards of a workshop. Raises ``RuleBroken`` for an address that leads no further than here."""
    from facilitator.handouts import Facts, handouts  # late: it brings Pillow

    if only_here(address):
        raise RuleBroken("handouts_no_address", 409)
    title = pick(session.title, session.language)
    return handouts(Facts(title=title, address=address, code=session.code, language=session.language))


async def saved_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_template {"name"}``: the steps without anybody's answers. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_template", problem="name")
    path = await asyncio.to_thread(Folder(folder).save, kept.session, tuple(kept.steps.values()), name)
    return {"version": kept.version, "file": str(path), "id": path.stem}


async def packed_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_pack {"name"}``: the ideas under their themes, for later suggestions. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_pack", problem="name")
    title = kept.session.title.get(kept.session.language, "")
    path = await asyncio.to_thread(write_pack, sorted_ideas(kept), title, folder, name)
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


def switched(steering: Steering, address: str, arguments: Mapping[str, Any]) -> Mapping[str, str]:
    """Verb ``remote {"on"}``: the PIN and where to type it, told this once. Raises ``RuleBroken``."""
    if set(arguments) != {"on"} or not isinstance(arguments["on"], bool):
        raise RuleBroken("bad_arguments", 400, verb="remote", problem="on")
    if not arguments["on"]:
        steering.switch_off()
        return {}
    return {"pin": steering.switch_on(), "address": f"{address.rpartition('/')[0]}/remote"}


OUTPUTS: Mapping[str, Callable[[Kept, Path, Mapping[str, Any]], Awaitable[Reply]]] = {
    "save_template": saved_as,
    "save_pack": packed_as,
}
"""Verb -> what writes its files, in a thread: building the text takes tomlkit long enough to make phones wait.
Takes the folder where none is named."""
