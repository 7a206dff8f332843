"""Makes a batch of join slips: printable sheets with codes. The session stores only keyed hashes of the codes.

The sheets are written first, then the hashes are saved. If saving fails, the sheets are deleted again. So no printed
code is invalid, and no code is valid that was not printed.
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.export.folder import remove, safe_name, save
from facilitator.house.ledger import Ledger
from facilitator.network import only_here
from facilitator.voting.slips import fresh
from facilitator.words import pick, say
from store.records import Session


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """Arguments of ``handouts {"slips": N, "void"?: bool, "out"?: folder}``. ``void``: invalidate unused slips."""

    slips: int
    void: bool = False
    out: str | None = None


def wished(arguments: object) -> Wish:
    """Parse the arguments of the command. Raises ``RuleBroken`` (400)."""
    try:
        return msgspec.convert(arguments, Wish, strict=True)
    except msgspec.ValidationError as wrong:
        raise RuleBroken("bad_arguments", 400, verb="handouts", problem=str(wrong)) from wrong


@dataclass(frozen=True)
class Batch:
    """Slips to be made: the session, the join address, the codes, and how many slips were issued before them."""

    session: Session
    address: str
    codes: tuple[str, ...]
    before: int

    @staticmethod
    def of(session: Session, address: str, number: int, before: int, chance: random.Random) -> Batch:
        """A batch of ``number`` new codes. Raises ``RuleBroken`` (409) for an address that is local only."""
        if only_here(address):
            raise RuleBroken("handouts_no_address", 409)
        return Batch(session, address, tuple(fresh(number, chance)), before)

    def written(self, usual: Path, path: Path, ledger: Path | None) -> Sheets:
        """Draw the sheets and write them, readable by the current user only. Slow: call it in a thread.

        ``default_folder``: parent of the folder to write. ``path``: the session file. Raises ``RuleBroken``.
        """
        from facilitator.handouts import Facts  # imported late, because it loads Pillow
        from facilitator.handouts.slips import sheets

        session, language = self.session, self.session.language
        title = pick(session.title, language)
        facts = Facts(title=title, address=self.address, code=session.code, language=language)
        name = f"{self.before + 1:03}-{self.before + len(self.codes):03}"
        files = sheets(facts, self.codes, f"slips-{name}")
        called = safe_name(title) or say("export.untitled", language)
        # Not the results folder: that is forwarded as a whole, and codes must not be.
        folder = f"{date.today().isoformat()} {called} - {say('slips.folder', language)}"
        made = save(usual, folder, session.id, files)
        for file in made:
            with contextlib.suppress(OSError):
                file.chmod(0o600)
        if ledger is not None:
            Ledger(ledger).exported(session.id, path, made[0].parent)
        return Sheets(tuple(made), session.id)


@dataclass(frozen=True)
class Sheets:
    """The sheets as written: their files, and the id of the session."""

    files: tuple[Path, ...]
    session: str

    @property
    def folder(self) -> Path:
        """The folder that holds the files."""
        return self.files[0].parent

    def unwritten(self) -> None:
        """Delete the sheets again: saving their hashes failed."""
        remove(self.folder, self.session, [file.name for file in self.files])
