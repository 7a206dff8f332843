"""What the command line and the house say of a room: where its server listens, and where it writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from facilitator.system.settings import own_packs, own_templates


@dataclass(frozen=True)
class RoomOptions:
    """What the command line says of the phones' server."""

    host: str = ""
    """Address to listen on; empty for all."""
    port: int | None = None
    """None: the port of last time, else 8000; the next free one if it is taken. 0: any free port."""
    url: str = ""
    """What the join code says instead of our own address (a tunnel or a proxy)."""
    cert: Path | None = None
    key: Path | None = None
    exports: Path | None = None
    """Folder that ``export`` writes in when it names none."""
    templates: Path | None = None
    """Folder of the user's own templates; None for the usual one."""
    packs: Path | None = None
    """Folder of the user's own theme packs; likewise."""
    ledger: Path | None = None
    """File that notes where results were written; None for none."""

    def folder(self, verb: str, session: Path) -> Path:
        """Where ``export``, ``save_template`` or ``save_pack`` writes when it names no folder."""
        match verb:
            case "export":
                return self.exports or session.parent
            case "save_template":
                return self.templates or own_templates()
            case _:
                return self.packs or own_packs()
