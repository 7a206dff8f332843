"""Makes join slips: the sheets with the codes on paper, hashes of them in the session, and the codes nowhere else.

The sheets are written first. If the session then cannot be saved they are removed again: nobody is handed a code that
is not good, and none is good that nobody can be handed.
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
from facilitator.files.ledger import Ledger
from facilitator.files.result_folder import remove, safe_name, save
from facilitator.i18n.messages import pick, say
from facilitator.network import only_here
from facilitator.rules.voting.slips import fresh
from store.records import Session


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """``handouts {"slips": N, "void"?: bool, "out"?: folder}``. ``void``: those not used yet are good no more."""

    slips: int
    void: bool = False
    out: str | None = None


def wished(arguments: object) -> Wish:
    """What is wanted. Raises ``RuleBroken``."""
    try:
        return msgspec.convert(arguments, Wish, strict=True)
    except msgspec.ValidationError as wrong:
        raise RuleBroken("bad_arguments", 400, verb="handouts", problem=str(wrong)) from wrong


@dataclass(frozen=True)
class Batch:
    """Slips that are to be made: whose they are, their codes, and how many were given out before them."""

    session: Session
    address: str
    codes: tuple[str, ...]
    before: int

    @staticmethod
    def of(session: Session, address: str, number: int, before: int, chance: random.Random) -> Batch:
        """New codes. Raises ``RuleBroken`` for an address that leads no further than here."""
        if only_here(address):
            raise RuleBroken("handouts_no_address", 409)
        return Batch(session, address, tuple(fresh(number, chance)), before)

    def written(self, usual: Path, path: Path, ledger: Path | None) -> Sheets:
        """Draw and write the sheets, for their owner alone. Takes a while. Raises ``RuleBroken``."""
        from facilitator.handouts import Facts  # late: it brings Pillow
        from facilitator.handouts.slips import sheets

        session, language = self.session, self.session.language
        title = pick(session.title, language)
        facts = Facts(title=title, address=self.address, code=session.code, language=language)
        name = f"{self.before + 1:03}-{self.before + len(self.codes):03}"
        files = sheets(facts, self.codes, f"slips-{name}")
        called = safe_name(title) or say("export.untitled", language)
        # A folder of their own: that of the results is passed on whole.
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
    """The files that were written."""

    files: tuple[Path, ...]
    session: str

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.files[0].parent

    def unwritten(self) -> None:
        """Away with them: their codes did not become good."""
        remove(self.folder, self.session, [file.name for file in self.files])
