"""Commands of a running workshop that write files other than the session: results, handouts, templates, theme packs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.export.folder import safe_name, save
from facilitator.grouping.saved import save_pack
from facilitator.house.ledger import Ledger
from facilitator.network import only_here
from facilitator.seam import Reply
from facilitator.steering import Steering
from facilitator.templates.folder import Folder
from facilitator.words import pick, say
from store.contents import collector_at_rest
from store.records import Session
from store.sessions import Kept, Still, still

T = TypeVar("T")


async def exported(kept: Kept, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]) -> Reply:
    """Command ``export {"format"?, "out"?, "language"?, "also"?}``; ``default_folder`` is used when ``out`` is missing.

    The files are made in another thread from a snapshot of the session, so the room goes on meanwhile. Callers in this
    process may pass a function as ``progress``; it is called in that thread. Raises ``RuleBroken``.
    """
    return await beside(write_files, still(kept), kept.path, usual, ledger, arguments)


def write_files(kept: Still, path: Path, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]) -> Reply:
    """Make the export files, write them, and record their folder in the ledger. ``path``: the session file.

    Raises ``RuleBroken``.
    """
    names, others, out = _several(arguments, "format"), _several(arguments, "also"), arguments.get("out")
    folder = Path(out) if isinstance(out, str) and out else usual
    language = arguments.get("language") or kept.session.language
    told = arguments.get("progress")
    progress = told if callable(told) else None
    # A full garbage collection stops every thread, the room's too, and these objects are short-lived anyway.
    with collector_at_rest():
        made = export(kept, folder, names, language, date.today(), also=others, progress=progress)
    if ledger is not None:
        Ledger(ledger).exported(kept.session.id, path, made[0].parent)
    return {"version": kept.version, "files": [str(each) for each in made], "folder": str(made[0].parent)}


def _several(arguments: Mapping[str, Any], name: str) -> list[str]:
    """The argument as a list of strings: one string, a list of them, or nothing. Raises ``RuleBroken`` otherwise."""
    given = arguments.get(name) or ()
    several = (given,) if isinstance(given, str) else given
    if not isinstance(several, list | tuple) or not all(isinstance(each, str) for each in several):
        raise RuleBroken("bad_arguments", 400, verb="export", problem=name)
    return list(several)


async def handed_out(
    kept: Kept, address: str, usual: Path, ledger: Path | None, arguments: Mapping[str, Any]
) -> Reply:
    """Command ``handouts {"out"?}``: write a poster and table cards with the join ``address``.

    Drawing takes most of a second, so it runs in another thread. Raises ``RuleBroken``, also for an address that no
    phone can reach.
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
    """Draw the handouts, write them, and record their folder in the ledger; the paths of the files.

    ``fallback_title`` names the folder if the session's title has no characters that a file name may have; empty for a
    text from the catalogue. Raises ``RuleBroken``.
    """
    files = printed(session, address)
    named = safe_name(pick(session.title, session.language))
    title = named or untitled or say("export.untitled", session.language)
    made = save(folder, f"{date.today().isoformat()} {title}", session.id, files)
    if ledger is not None:
        Ledger(ledger).exported(session.id, path, made[0].parent)
    return made


def printed(session: Session, address: str) -> dict[str, bytes]:
    """Poster and table cards, as file name -> content. Raises ``RuleBroken`` for an address that is local only."""
    from facilitator.handouts import Facts, handouts  # imported late, because it loads Pillow

    if only_here(address):
        raise RuleBroken("handouts_no_address", 409)
    title = pick(session.title, session.language)
    return handouts(Facts(title=title, address=address, code=session.code, language=session.language))


def saved_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Command ``save_template {"name"}``: save the steps, without any answers, as a template. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_template", problem="name")
    path = Folder(folder).save(kept.session, kept.steps.values(), name)
    return {"version": kept.version, "file": str(path), "id": path.stem}


def packed_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Command ``save_pack {"name"}``: save the ideas with their themes as a pack for later suggestions.

    Raises ``RuleBroken``.
    """
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_pack", problem="name")
    path = save_pack(kept, folder, name)
    return {"version": kept.version, "file": str(path)}


async def beside(work: Callable[..., T], *arguments: object) -> T:
    """Run ``work(*arguments)`` in a daemon thread and await its result; exceptions are passed on.

    A daemon thread, because a workshop that is stopped does not wait for files: they are written atomically, so an
    interrupted one is either complete or absent.
    """
    # Not ``asyncio.to_thread``: its executor is joined when the loop closes and when the interpreter exits.
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
        except Exception as wrong:  # any fault is raised where the result is awaited
            fault = wrong
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand, result, fault)

    threading.Thread(target=run, name="export", daemon=True).start()
    return await done


def switched(steering: Steering, address: str, arguments: Mapping[str, Any]) -> Mapping[str, str]:
    """Command ``remote {"on"}``: switch the remote control on (reply: PIN and address, given only now) or off.

    Raises ``RuleBroken``.
    """
    if set(arguments) != {"on"} or not isinstance(arguments["on"], bool):
        raise RuleBroken("bad_arguments", 400, verb="remote", problem="on")
    if not arguments["on"]:
        steering.switch_off()
        return {}
    return {"pin": steering.switch_on(), "address": f"{address.rpartition('/')[0]}/remote"}


OUTPUTS: Mapping[str, Callable[[Kept, Path, Mapping[str, Any]], Reply]] = {
    "save_template": saved_as,
    "save_pack": packed_as,
}
"""Verb -> function ``(session, folder, arguments)`` that writes its file."""
