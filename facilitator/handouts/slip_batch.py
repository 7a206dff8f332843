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

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.files.ledger import SessionLedger
from facilitator.files.result_folder import remove, safe_name, save
from facilitator.i18n.messages import pick, say
from facilitator.network.address_choice import is_local_only
from facilitator.rules.voting.slips import new_codes
from store.records import Session


class SlipRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"slips": N, "void"?: bool, "out"?: folder}``. ``void``: earlier unused slips become invalid."""

    slips: int
    void: bool = False
    out: str | None = None


@dataclass(frozen=True)
class SlipBatch:
    """Slips to be made: the session, the join address, the codes, and how many slips were issued before them."""

    session: Session
    address: str
    codes: tuple[str, ...]
    already_issued: int

    @staticmethod
    def create(session: Session, address: str, number: int, before: int, rng: random.Random) -> SlipBatch:
        """A batch of ``number`` new codes. Raises ``RuleBroken`` (409) for an address that is local only."""
        if is_local_only(address):
            raise RuleBroken("handouts_no_address", 409)
        return SlipBatch(session, address, tuple(new_codes(number, rng)), before)

    def write(self, default_folder: Path, path: Path, ledger: Path | None) -> SlipSheets:
        """Draw the sheets and write them, readable by the current user only. Slow: call it in a thread.

        ``default_folder``: parent of the folder to write. ``path``: the session file. Raises ``RuleBroken``.
        """
        from facilitator.handouts import HandoutFacts  # imported late, because it loads Pillow
        from facilitator.handouts.slips import slip_files

        session, language = self.session, self.session.language
        title = pick(session.title, language)
        facts = HandoutFacts(title=title, address=self.address, code=session.code, language=language)
        name = f"{self.already_issued + 1:03}-{self.already_issued + len(self.codes):03}"
        files = slip_files(facts, self.codes, f"slips-{name}")
        called = safe_name(title) or say("export.untitled", language)
        # Not the results folder: that is forwarded as a whole, and codes must not be.
        folder = f"{date.today().isoformat()} {called} - {say('slips.folder', language)}"
        made = save(default_folder, folder, session.id, files)
        for file in made:
            # Some file systems have no such permissions; the sheets are needed all the same.
            with contextlib.suppress(OSError):
                file.chmod(0o600)
        if ledger is not None:
            SessionLedger(ledger).add_export(session.id, path, made[0].parent)
        return SlipSheets(tuple(made), session.id)


@dataclass(frozen=True)
class SlipSheets:
    """The sheets as written: their files, and the id of the session."""

    files: tuple[Path, ...]
    session: str

    @property
    def folder(self) -> Path:
        """The folder that holds the files."""
        return self.files[0].parent

    def delete(self) -> None:
        """Delete the sheets again: saving their hashes failed."""
        remove(self.folder, self.session, [file.name for file in self.files])
