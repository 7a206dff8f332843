"""``facilitator handouts``: writes a poster and table cards, or join slips, for a session that is not running."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from facilitator.cli.arguments import DONE, Asked
from facilitator.cli.doctor import PORT
from facilitator.cli.output import line, tell
from facilitator.errors import RuleBroken
from facilitator.files.opening import open_sound
from facilitator.handouts.slip_batch import Batch
from facilitator.network import choose
from facilitator.room.outputs import write_handouts
from facilitator.rules.core.context import Here
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import Book
from facilitator.rules.verbs.slips import allowed
from facilitator.rules.workshop import Workshop
from facilitator.workspace.workspace import House
from store.errors import StoreError
from store.records import Change, Session, replace
from store.sessions import Kept


def handouts(house: House, asked: Asked) -> int:
    """Write the handouts and print the path of each file on stdout. Only join slips change the session.

    Raises: ``RuleBroken`` or ``StoreError``.
    """
    path: Path = house.find(asked.session)
    with open_sound(path, read_only=not asked.slips) as kept:
        session = kept.session
        address = _address(session, asked)
        if asked.slips:
            written = _slips(kept, address, house, asked)
        else:
            folder = asked.out or house.exports
            written = write_handouts(session, path, address, folder, house.ledger_file, untitled=path.stem)
    for file in written:
        line(str(file))
    if not asked.url:
        tell("cli.handouts.guess", house.language, address=address)
    if asked.slips:
        tell("cli.handouts.slips", house.language, n=asked.slips)
    return DONE


def _address(session: Session, asked: Asked) -> str:
    port = asked.port or session.port or PORT
    return choose(asked.host, asked.url, port, session.code, asked.cert is not None)


def _slips(kept: Kept, address: str, house: House, asked: Asked) -> Sequence[Path]:
    """Write sheets of new slip codes, and store the hashes of the codes in the session.

    Raises: ``RuleBroken`` or ``StoreError``; the sheets are then deleted again, because their codes are not valid.
    """
    if not kept.session.seat_key:  # a copy that has never been run
        kept.save(Change(put=(replace(kept.session, seat_key=secrets.token_hex(32)),)))
    here = Here(book=Book(kept), now=time.time(), new_id=new_id, chance=random.SystemRandom())
    allowed(here, asked.slips)
    batch = Batch.of(kept.session, address, asked.slips, len(kept.slips), here.chance)
    sheets = batch.written(asked.out or house.exports, kept.path, None)
    try:
        kept.save(Workshop().slips(here, batch.codes, asked.void).change())
    except (RuleBroken, StoreError):
        sheets.unwritten()
        raise
    house.exported(kept.session.id, kept.path, sheets.folder)
    return sheets.files
