"""Options of a running room: where its web server listens, and which folders it writes to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from facilitator.system.settings import packs_folder, templates_folder


@dataclass(frozen=True)
class RoomOptions:
    """Options from the command line and the workspace."""

    host: str = ""
    """Address to listen on; empty for all."""
    port: int | None = None
    """None: the session's last port, else 8000. 0: any free port. If the port is taken, the next free one is used."""
    url: str = ""
    """Address for the join code, for a tunnel or a proxy; empty for the computer's own address."""
    cert: Path | None = None
    """TLS certificate (PEM); None for plain HTTP."""
    key: Path | None = None
    """Private key of the certificate (PEM)."""
    exports: Path | None = None
    """Default folder of the ``export`` command; None for the session's own folder."""
    templates: Path | None = None
    """Folder of the user's own templates; None for the one in the data folder."""
    packs: Path | None = None
    """Folder of the user's own theme packs; None for the one in the data folder."""
    ledger: Path | None = None
    """File that records where results were written (``Ledger``); None for none."""

    def output_folder(self, verb: str, session: Path) -> Path:
        """Default folder of ``export``, ``save_template`` or (any other verb) ``save_pack``, for the session file
        ``session``."""
        match verb:
            case "export":
                return self.exports or session.parent
            case "save_template":
                return self.templates or templates_folder()
            case _:
                return self.packs or packs_folder()
