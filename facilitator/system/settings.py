"""The settings of the facilitator on this computer, in a JSON file in the data folder, and the folders of the user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
from msgspec import Struct

from facilitator.i18n.messages import LANGUAGES

HOME_VARIABLE = "FACILITATOR_HOME"
"""Environment variable that names another folder for everything the program stores."""

SETTINGS_FILE = "settings.json"


class RoomProfile(Struct, frozen=True, kw_only=True):
    """The results of the room check for one room. Nothing about its Wi-Fi is stored."""

    name: str = ""
    height: float = 0.0
    """Height of the projected image, in metres; 0 when it is not known."""
    distance: float = 8.0
    """Distance to the back row, in metres."""
    qr: str = "auto"
    """How the join code is drawn in this room: auto, half or full."""
    letters: str = "auto"
    """How finely large letters are drawn: auto, or into halves, quarters or sixths of a cell.

    Files of older versions hold coarse or fine.
    """
    read: int = 0
    """Number, from 1, of the smallest of the five test lines that was readable from the back row; 0 when not tested."""
    ticked: tuple[str, ...] = ()
    """Items of the checklist that were done."""


class UserSettings(Struct, frozen=True, kw_only=True):
    """The settings as stored. An empty string means that the user has not chosen and the program decides."""

    language: str = ""
    theme: str = ""
    last: str = ""
    """Path of the session that was open last; empty before the first."""
    room: str = ""
    """Name of the room that was checked last; empty before the first."""
    rooms: tuple[RoomProfile, ...] = ()
    keys: Any = None
    """The user's own keys, by action; ``screens.keymap`` reads them and reports those that cannot be used."""


def data_folder() -> Path:
    """The folder for sessions and settings: the user's data folder unless FACILITATOR_HOME names another."""
    moved = os.environ.get(HOME_VARIABLE, "")
    return Path(moved).expanduser() if moved else platformdirs.user_data_path("facilitator", appauthor=False)


def config_folder() -> Path:
    """The folder for files that the user writes: their configuration folder unless FACILITATOR_HOME names another."""
    moved = os.environ.get(HOME_VARIABLE, "")
    return Path(moved).expanduser() if moved else platformdirs.user_config_path("facilitator", appauthor=False)


def templates_folder(home: Path | None = None) -> Path:
    """The folder of the user's own templates; ``home`` replaces the configuration folder."""
    return (home or config_folder()) / "templates"


def packs_folder(home: Path | None = None) -> Path:
    """The folder of the user's own theme packs, one file each; ``home`` replaces the configuration folder."""
    return (home or config_folder()) / "packs"


def model_folder(home: Path | None = None) -> Path | None:
    """The folder of the language model that the user has installed for suggested themes; None when there is none."""
    folder = (home or config_folder()) / "model"
    return folder if folder.is_dir() else None


def load(path: Path) -> UserSettings:
    """The settings in ``path``; the defaults when the file is missing or unreadable.

    A broken settings file must never keep a workshop from starting, so it is treated as absent.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=UserSettings)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return UserSettings()
    return found if found.language in ("", *LANGUAGES) else msgspec.structs.replace(found, language="")


def save(path: Path, settings: UserSettings) -> None:
    """Replace the settings file as a whole, by renaming a new file over it. Raises: ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
    os.replace(fresh, path)
