"""What the user has chosen, kept in the settings file: language, theme, room profiles, keys, the last session."""

from __future__ import annotations

from pathlib import Path

import msgspec

from facilitator.i18n.messages import language_of, terminal_language
from facilitator.system import settings


class Preferences:
    """The settings file in memory. ``language``: from the command line; it goes before the one in the file."""

    def __init__(self, home: Path, language: str = "") -> None:
        self._file = home / settings.SETTINGS_FILE
        self._language = language
        self._settings = settings.load(self._file)

    @property
    def language(self) -> str:
        """Language of the user interface: from the command line, else the settings, else the terminal, else Finnish."""
        return language_of(self._language) or language_of(self._settings.language) or terminal_language()

    @language.setter
    def language(self, code: str) -> None:
        self._language = code
        self._save(msgspec.structs.replace(self._settings, language=code))

    @property
    def theme(self) -> str:
        """Name of the chosen colour theme; empty for the program's own."""
        return self._settings.theme

    @theme.setter
    def theme(self, name: str) -> None:
        self._save(msgspec.structs.replace(self._settings, theme=name))

    @property
    def profile(self) -> settings.RoomProfile:
        """Profile of the room that was checked last; a default one if none was."""
        found = (room for room in self._settings.rooms if room.name == self._settings.room)
        return next(found, settings.RoomProfile())

    @property
    def rooms(self) -> tuple[settings.RoomProfile, ...]:
        """The remembered room profiles, the one checked last first."""
        return self._settings.rooms

    def remember_room(self, profile: settings.RoomProfile) -> None:
        """Remember a room profile under its name, as the one checked last."""
        others = tuple(room for room in self._settings.rooms if room.name != profile.name)
        self._save(msgspec.structs.replace(self._settings, room=profile.name, rooms=(profile, *others)))

    @property
    def keys(self) -> object:
        """The unchecked ``keys`` entry of the settings file; None if there is none."""
        return self._settings.keys

    @property
    def last_session(self) -> Path | None:
        """The file of the session that was open last; None before any was. It may have been deleted since."""
        return Path(self._settings.last) if self._settings.last else None

    @last_session.setter
    def last_session(self, path: Path | None) -> None:
        self._save(msgspec.structs.replace(self._settings, last=str(path.resolve()) if path else ""))

    def _save(self, changed: settings.UserSettings) -> None:
        # A setting that cannot be written applies to this run: a full disk must not stop a workshop.
        self._settings = changed
        try:
            settings.save(self._file, changed)
        except OSError:
            return
