"""``facilitator handouts``: writes a poster and table cards, or join slips, for a session that is not running."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from facilitator.cli.arguments import DONE, Arguments
from facilitator.cli.doctor import DEFAULT_PORT
from facilitator.cli.output import print_line, print_message_to_stderr
from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.handouts.slip_batch import SlipBatch
from facilitator.network.address_choice import choose_join_address
from facilitator.room.outputs import write_handouts
from facilitator.rules.core.context import Context
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.verbs.slips import require_slips_possible
from facilitator.rules.workshop import Workshop
from facilitator.workspace.workspace import Workspace
from store.errors import StoreError
from store.records import Change, Session, replace
from store.sessions import OpenSession


def handouts(workspace: Workspace, args: Arguments) -> int:
    """Write the handouts and print the path of each file on stdout. Only join slips change the session.

    Raises: ``RuleBroken`` or ``StoreError``.
    """
    path: Path = workspace.library.find(args.session)
    with open_valid_session(path, read_only=not args.slips) as kept:
        session = kept.session
        address = _join_address(session, args)
        if args.slips:
            written = _write_slips(kept, address, workspace, args)
        else:
            folder = args.out or workspace.library.exports
            written = write_handouts(
                session, path, address, folder, workspace.library.ledger_file, fallback_title=path.stem
            )
    for file in written:
        print_line(str(file))
    if not args.url:
        print_message_to_stderr("cli.handouts.guess", workspace.preferences.language, address=address)
    if args.slips:
        print_message_to_stderr("cli.handouts.slips", workspace.preferences.language, n=args.slips)
    return DONE


def _join_address(session: Session, args: Arguments) -> str:
    port = args.port or session.port or DEFAULT_PORT
    return choose_join_address(args.host, args.url, port, session.code, args.cert is not None)


def _write_slips(store: OpenSession, address: str, workspace: Workspace, args: Arguments) -> Sequence[Path]:
    """Write sheets of new slip codes, and store the hashes of the codes in the session.

    Raises: ``RuleBroken`` or ``StoreError``; the sheets are then deleted again, because their codes are not valid.
    """
    if not store.session.seat_key:  # a copy that has never been run
        store.save(Change(put=(replace(store.session, seat_key=secrets.token_hex(32)),)))
    here = Context(index=RecordIndex(store), now=time.time(), new_id=new_id, rng=random.SystemRandom())
    require_slips_possible(here, args.slips)
    batch = SlipBatch.create(store.session, address, args.slips, len(store.slips), here.rng)
    sheets = batch.write(args.out or workspace.library.exports, store.path, None)
    try:
        store.save(Workshop().make_slips(here, batch.codes, args.void).change())
    except (RuleBroken, StoreError):
        sheets.delete()
        raise
    workspace.library.note_export(store.session.id, store.path, sheets.folder)
    return sheets.files
