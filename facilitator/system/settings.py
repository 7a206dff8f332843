"""What the facilitator has chosen once and for all on this computer: a small JSON file in the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
from msgspec import Struct

from facilitator.i18n.messages import LANGUAGES

HOME = "FACILITATOR_HOME"
"""Environment variable that moves everything the program keeps."""

FILE = "settings.json"


class Profile(Struct, frozen=True, kw_only=True):
    """A room as the room check found it. Nothing of its Wi-Fi is kept."""

    name: str = ""
    height: float = 0.0
    """Of the image, in metres; 0 when nobody has said."""
    distance: float = 8.0
    """To the back row, in metres."""
    qr: str = "auto"
    """How the join code is drawn there: auto, half or full."""
    letters: str = "auto"
    """How finely large letters are drawn there: auto, halves, quarters or sixths (of a cell); once coarse or fine."""
    read: int = 0
    """The smallest of the five lines that was read from the back, from 1; 0 when nobody has tried."""
    ticked: tuple[str, ...] = ()
    """What of the checklist was done."""


class Settings(Struct, frozen=True, kw_only=True):
    """The choices. An empty string means that nothing has been chosen and the program decides."""

    language: str = ""
    theme: str = ""
    last: str = ""
    """Path of the session that was open last; empty before the first."""
    room: str = ""
    """Name of the room that was checked last; empty before the first."""
    rooms: tuple[Profile, ...] = ()
    keys: Any = None
    """Keys of one's own, by act: see ``screens.keymap``, which also says what of it cannot be used."""


def data_folder() -> Path:
    """The user's data folder, unless FACILITATOR_HOME names another."""
    moved = os.environ.get(HOME, "")
    return Path(moved).expanduser() if moved else platformdirs.user_data_path("facilitator", appauthor=False)


def config_folder() -> Path:
    """The user's folder for what they write themselves, unless FACILITATOR_HOME names another."""
    moved = os.environ.get(HOME, "")
    return Path(moved).expanduser() if moved else platformdirs.user_config_path("facilitator", appauthor=False)


def own_templates(home: Path | None = None) -> Path:
    """Folder of the user's own templates; ``home`` moves it as FACILITATOR_HOME does."""
    return (home or config_folder()) / "templates"


def own_packs(home: Path | None = None) -> Path:
    """Folder of the user's own theme packs, each a file."""
    return (home or config_folder()) / "packs"


def own_model(home: Path | None = None) -> Path | None:
    """Folder of the model that the user has put there for suggested themes; None when there is none."""
    folder = (home or config_folder()) / "model"
    return folder if folder.is_dir() else None


def load(path: Path) -> Settings:
    """The settings in ``path``; the defaults when there are none, or none that can be read.

    A broken settings file must never keep a workshop from starting, so it counts as no choice at all.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Settings()
    return found if found.language in ("", *LANGUAGES) else msgspec.structs.replace(found, language="")


def save(path: Path, settings: Settings) -> None:
    """Write them whole or not at all. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
    os.replace(fresh, path)
