"""What the command line says of the phones' server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
