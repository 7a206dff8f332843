"""The verbs about the running program, and the table of all verbs that a room carries out.

Verbs that change the session are rules (``facilitator.rules.verb_table``). Those here read the session, write other
files, or change what is not stored in it: the address, the Wi-Fi, the remote control, the suggestions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.handouts.slip_batch import SlipBatch, SlipRequest
from facilitator.network.addressing import AddressArguments
from facilitator.network.wifi import WifiArguments
from facilitator.ports.protocols import Reply
from facilitator.room import outputs
from facilitator.room.options import RoomOptions
from facilitator.room.session import Decision, LiveSession
from facilitator.room.views import RoomViews, ViewSources
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.verbs import Verb, VerbTable
from facilitator.rules.undo.history import AnyArguments
from facilitator.rules.verb_table import RULE_VERBS, VerbRule
from facilitator.rules.verbs.flow import NoArguments
from facilitator.rules.verbs.slips import require_slips_possible
from facilitator.rules.workshop import Workshop
from store.errors import StoreError


@dataclass(frozen=True)
class RoomParts:
    """The parts of a running workshop that verbs work with."""

    path: Path
    """The session file."""
    options: RoomOptions
    session: LiveSession
    views: RoomViews
    sources: ViewSources
    stopping: asyncio.Event
    """Set, it ends the room."""
    command_lock: asyncio.Lock
    """Held while a verb changes the session: one at a time."""

    @property
    def address(self) -> str:
        """The join address."""
        return self.sources.address.address

    def folder(self, verb: str) -> Path:
        """Default folder of a verb that writes files."""
        return self.options.output_folder(verb, self.path)


VerbHandler: TypeAlias = Callable[[RoomParts, Any], Coroutine[Any, Any, Reply]]
"""Carries out a verb on a room's loop: from its parts and the verb's arguments to the reply."""


class CancelArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"stop": true}``"""

    stop: bool


class SwitchOnArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on": bool}``"""

    on: bool


class HelpArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"about"?: verb}``; without it all verbs."""

    about: str = ""


async def apply_rule(rule: VerbRule, parts: RoomParts, arguments: Any) -> Reply:
    """Carry out a verb that changes the session; returns when its change is on disk and in the views."""

    def decide(context: Context) -> Decision[Outcome]:
        outcome = rule(context, arguments)
        return Decision(outcome, outcome)

    async with parts.command_lock:
        outcome, version = await parts.session.change(decide)
    # The caller must see the effect of its command in the view at once, without waiting for the feed.
    parts.views.refresh_console()
    parts.sources.suggestions.prepare(parts.views.public)
    return {"version": version, **outcome.reply}


async def report_state(parts: RoomParts, _: AnyArguments) -> Reply:
    """The console view as plain data."""
    parts.views.refresh_console()
    return {"version": parts.session.version, "state": msgspec.to_builtins(parts.views.console)}


async def list_verbs(parts: RoomParts, arguments: HelpArguments) -> Reply:
    """All verbs, or the variants of one, with their arguments. Raises ``RuleBroken`` (404): no_verb."""
    found = VERBS.variants(arguments.about) if arguments.about else VERBS
    rows = [{"do": verb.name, "arguments": list(verb.argument_names), "does": verb.sentence} for verb in found]
    return {"version": parts.session.version, "verbs": rows}


async def suggest(parts: RoomParts, _: NoArguments) -> Reply:
    """Have themes suggested for the ideas of the open grouping step. Raises ``RuleBroken``."""
    return await parts.sources.suggestions.run(parts.session.context(), parts.session.version)


async def cancel_suggestions(parts: RoomParts, arguments: CancelArguments) -> Reply:
    """Cancel the suggestions that are being computed, if any. Raises ``RuleBroken`` (400): bad_arguments."""
    if not arguments.stop:
        raise RuleBroken("bad_arguments", 400, verb="suggest", problem="stop")
    parts.sources.suggestions.cancel()
    return {"version": parts.session.version}


async def export(parts: RoomParts, arguments: outputs.ExportArguments) -> Reply:
    """Write the results. Raises ``RuleBroken``."""
    return await outputs.run_export(parts.session.store, parts.folder("export"), parts.options.ledger, arguments)


async def draw_handouts(parts: RoomParts, arguments: outputs.HandoutArguments) -> Reply:
    """Write a poster and table cards with the join address. Raises ``RuleBroken``."""
    store, folder = parts.session.store, parts.folder("export")
    return await outputs.run_handouts(store, parts.address, folder, parts.options.ledger, arguments)


async def make_slips(parts: RoomParts, wanted: SlipRequest) -> Reply:
    """Write sheets of join slips in another thread, then make their codes valid. Raises ``RuleBroken``."""
    session, context = parts.session, parts.session.context()
    require_slips_possible(context, wanted.slips)
    batch = SlipBatch.create(context.session, parts.address, wanted.slips, len(session.store.slips), session.rng)
    folder = Path(wanted.out) if wanted.out else parts.folder("export")
    sheets = await outputs.run_in_thread(batch.write, folder, parts.path, parts.options.ledger)
    workshop = Workshop()
    try:
        async with parts.command_lock:
            _, version = await session.change(
                lambda context: Decision(workshop.make_slips(context, batch.codes, wanted.void), None)
            )
    except (RuleBroken, StoreError):
        sheets.delete()
        raise
    parts.views.refresh_console()
    return {"version": version, "files": [str(file) for file in sheets.files], "folder": str(sheets.folder)}


async def save_template(parts: RoomParts, arguments: outputs.NameArguments) -> Reply:
    """Save the steps, without any answers, as a template. Raises ``RuleBroken``."""
    return await outputs.save_template(parts.session.store, parts.folder("save_template"), arguments.name)


async def save_pack(parts: RoomParts, arguments: outputs.NameArguments) -> Reply:
    """Save the ideas with their themes as a pack for later suggestions. Raises ``RuleBroken``."""
    return await outputs.save_theme_pack(parts.session.store, parts.folder("save_pack"), arguments.name)


async def set_address(parts: RoomParts, arguments: AddressArguments) -> Reply:
    """Show another join address. Raises ``RuleBroken``."""
    parts.sources.address.set_address(arguments.address)
    return _rebuilt(parts)


async def enter_wifi(parts: RoomParts, arguments: WifiArguments) -> Reply:
    """Enter the Wi-Fi of the room. Raises ``RuleBroken``."""
    parts.sources.wifi.enter(arguments)
    return _rebuilt(parts)


async def show_wifi(parts: RoomParts, arguments: SwitchOnArguments) -> Reply:
    """Show or hide the code of the Wi-Fi. Raises ``RuleBroken`` (409): no_wifi."""
    parts.sources.wifi.show(arguments.on)
    return _rebuilt(parts)


def _rebuilt(parts: RoomParts) -> Reply:
    parts.views.rebuild()
    return {"version": parts.session.version}


async def switch_remote(parts: RoomParts, arguments: SwitchOnArguments) -> Reply:
    """Switch the remote control on (reply: PIN and address, given only now) or off."""
    added: Reply = {}
    if arguments.on:
        page = f"{parts.address.rpartition('/')[0]}/remote"
        added = {"pin": parts.sources.remote_control.switch_on(), "address": page}
    else:
        parts.sources.remote_control.switch_off()
    parts.views.refresh_console()
    return {"version": parts.session.version, **added}


async def stop(parts: RoomParts, _: AnyArguments) -> Reply:
    """End the room; the reply comes before it has ended."""
    parts.stopping.set()
    return {"version": parts.session.version}


PROGRAM_VERBS: tuple[Verb[VerbHandler], ...] = (
    Verb("state", AnyArguments, report_state, "adds `state`: the console's view, with the public one in `public`"),
    Verb("suggest", NoArguments, suggest, "in an open grouping step; adds `groups` and `alike`, see below"),
    Verb(
        "suggest",
        CancelArguments,
        cancel_suggestions,
        "true: cancels the suggestions that are being computed",
        variant="stop",
    ),
    Verb(
        "export",
        outputs.ExportArguments,
        export,
        "writes the results; names or lists of names; adds `files` and `folder`",
        in_process=frozenset(("progress",)),
    ),
    Verb(
        "handouts",
        outputs.HandoutArguments,
        draw_handouts,
        "poster and table cards; adds `files` and `folder`",
    ),
    Verb(
        "handouts",
        SlipRequest,
        make_slips,
        "so many voting slips; `void`: those not used become invalid; adds `files` and `folder`",
        variant="slips",
    ),
    Verb(
        "save_template",
        outputs.NameArguments,
        save_template,
        "the steps as a template of your own; adds `file` and `id`",
    ),
    Verb("save_pack", outputs.NameArguments, save_pack, "the themes as a theme pack; adds `file`"),
    Verb(
        "address",
        AddressArguments,
        set_address,
        "the address that is shown: one of this computer's, or a whole one",
    ),
    Verb("wifi", WifiArguments, enter_wifi, "enters the Wi-Fi of the room"),
    Verb("wifi", SwitchOnArguments, show_wifi, "shows or hides its code", variant="on"),
    Verb(
        "remote",
        SwitchOnArguments,
        switch_remote,
        "the remote control; when on adds `pin` and `address`, this once",
    ),
    Verb("help", HelpArguments, list_verbs, "adds `verbs`: this table, or the rows of one verb"),
    Verb("stop", AnyArguments, stop, "saves and ends"),
)
"""The verbs about the running program."""


def _in_room(verb: Verb[VerbRule]) -> Verb[VerbHandler]:
    """A verb of the rules as one of the room: its outcome is saved and shown."""
    return verb.with_handler(partial(apply_rule, verb.handler))


VERBS: VerbTable[VerbHandler] = VerbTable((*map(_in_room, RULE_VERBS), *PROGRAM_VERBS))
"""All verbs of a running workshop."""
