"""What verbs write besides the session: results, handouts, templates, theme packs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.files.ledger import SessionLedger
from facilitator.files.result_folder import safe_name, save
from facilitator.i18n.messages import pick, say
from facilitator.network.address_choice import is_local_only
from facilitator.ports.protocols import Reply
from facilitator.suggestions.pack_file import ideas_by_theme, write_pack
from facilitator.templates.folder import TemplateFolder
from store.contents import gc_paused
from store.records import Session
from store.sessions import OpenSession, SessionSnapshot, session_snapshot

T = TypeVar("T")


class ExportArguments(Struct, frozen=True):
    """``{"format"?, "out"?, "language"?, "also"?}``; unknown fields are ignored.

    ``format`` and ``also`` are one name or several; ``also`` lists further languages.
    """

    format: str | tuple[str, ...] | None = None
    out: str | None = None
    language: str | None = None
    also: str | tuple[str, ...] | None = None
    progress: Any = None
    """A function of this process, called in another thread as the work goes on; anything else is ignored."""


class HandoutArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"out"?: folder}``"""

    out: str | None = None


class NameArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"name": text}``"""

    name: str


async def run_export(
    store: OpenSession, default_folder: Path, ledger: Path | None, arguments: ExportArguments
) -> Reply:
    """Verb ``export``; ``default_folder`` is used when ``out`` is missing. Raises ``RuleBroken``.

    The files are made in another thread from a snapshot of the session, so the room goes on meanwhile.
    """
    return await run_in_thread(write_files, session_snapshot(store), store.path, default_folder, ledger, arguments)


def write_files(
    store: SessionSnapshot, path: Path, default_folder: Path, ledger: Path | None, arguments: ExportArguments
) -> Reply:
    """Make the export files, write them, and record their folder in the ledger. ``path``: the session file.

    Raises ``RuleBroken``.
    """
    names, others = _names(arguments.format), _names(arguments.also)
    folder = Path(arguments.out) if arguments.out else default_folder
    language = arguments.language or store.session.language
    progress = arguments.progress if callable(arguments.progress) else None
    # A full garbage collection stops every thread, the room's too, and these objects are short-lived anyway.
    with gc_paused():
        made = export(store, folder, names, language, date.today(), more_languages=others, progress=progress)
    if ledger is not None:
        SessionLedger(ledger).add_export(store.session.id, path, made[0].parent)
    return {"version": store.version, "files": [str(each) for each in made], "folder": str(made[0].parent)}


def _names(given: str | tuple[str, ...] | None) -> list[str]:
    """One name, several or none, as a list."""
    if not given:
        return []
    return [given] if isinstance(given, str) else list(given)


async def run_handouts(
    store: OpenSession, address: str, default_folder: Path, ledger: Path | None, arguments: HandoutArguments
) -> Reply:
    """Verb ``handouts`` without slips: write a poster and table cards with the join ``address``.

    Drawing takes most of a second, so it runs in another thread. Raises ``RuleBroken``, also for an address that no
    phone can reach.
    """
    version, folder = store.version, Path(arguments.out) if arguments.out else default_folder
    made = await run_in_thread(write_handouts, store.session, store.path, address, folder, ledger)
    return {"version": version, "files": [str(path) for path in made], "folder": str(made[0].parent)}


def write_handouts(
    session: Session, path: Path, address: str, folder: Path, ledger: Path | None, fallback_title: str = ""
) -> list[Path]:
    """Draw the handouts, write them, and record their folder in the ledger; the paths of the files.

    ``fallback_title`` names the folder if the session's title has no characters that a file name may have; empty for a
    text from the catalogue. Raises ``RuleBroken``.
    """
    files = render_handouts(session, address)
    named = safe_name(pick(session.title, session.language))
    title = named or fallback_title or say("export.untitled", session.language)
    made = save(folder, f"{date.today().isoformat()} {title}", session.id, files)
    if ledger is not None:
        SessionLedger(ledger).add_export(session.id, path, made[0].parent)
    return made


def render_handouts(session: Session, address: str) -> dict[str, bytes]:
    """Poster and table cards, as file name -> content. Raises ``RuleBroken`` for an address that is local only."""
    from facilitator.handouts import HandoutFacts, make_handouts  # imported late, because it loads Pillow

    if is_local_only(address):
        raise RuleBroken("handouts_no_address", 409)
    title = pick(session.title, session.language)
    return make_handouts(HandoutFacts(title=title, address=address, code=session.code, language=session.language))


async def save_template(store: OpenSession, folder: Path, name: str) -> Reply:
    """Save the steps, without any answers, as a template called ``name``. Raises ``RuleBroken``."""
    # In a thread: tomlkit would hold up the event loop for some 20 ms, with its import for 70.
    path = await run_in_thread(TemplateFolder(folder).save, store.session, tuple(store.steps.values()), name)
    return {"version": store.version, "file": str(path), "id": path.stem}


async def save_theme_pack(store: OpenSession, folder: Path, name: str) -> Reply:
    """Save the ideas with their themes as a pack called ``name``, for later suggestions. Raises ``RuleBroken``."""
    title = store.session.title.get(store.session.language, "")
    path = await run_in_thread(write_pack, ideas_by_theme(store), title, folder, name)  # tomlkit, as above
    return {"version": store.version, "file": str(path)}


async def run_in_thread(work: Callable[..., T], *arguments: object) -> T:
    """Run ``work(*arguments)`` in a daemon thread and await its result; exceptions are passed on.

    A daemon thread, because a workshop that is stopped does not wait for files: they are written atomically, so an
    interrupted one is either complete or absent.
    """
    # Not ``asyncio.to_thread``: its executor is joined when the loop closes and when the interpreter exits.
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, fault: BaseException | None) -> None:
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
            loop.call_soon_threadsafe(deliver, result, fault)

    threading.Thread(target=run, name="export", daemon=True).start()
    return await done
