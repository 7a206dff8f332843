"""The facilitator's things on this computer: saved workshops, samples, results, settings, and the one that is open."""

from __future__ import annotations

import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from facilitator import network
from facilitator.errors import RuleBroken
from facilitator.files.deletion import Erased, erase, erase_due
from facilitator.files.ledger import FILE as LEDGER
from facilitator.files.ledger import Ledger
from facilitator.files.opening import mend, open_sound
from facilitator.files.rescue import WayOn, way_on
from facilitator.i18n.messages import language_of, pick, terminal_language
from facilitator.rules.steps import kinds
from facilitator.system import settings
from facilitator.templates import TemplateCard, cards
from facilitator.templates.folder import Folder
from facilitator.templates.follow_up import FOLLOW_UP, following
from facilitator.templates.new_session import draft
from store import salvage
from store import sessions as saved
from store.errors import StoreError
from store.listing import outlined
from store.records import Language, Session

if TYPE_CHECKING:
    from facilitator.room.options import RoomOptions
    from facilitator.room.read_only import Reading
    from facilitator.room.room import Room

FLAGSHIP = "cx-what-can-i-do"
SUFFIX = ".json"
LONGEST_NAME = 60
CALM = 3.0
"""Seconds."""
LATER = 30
"""Days until a workshop is deleted that is to be deleted later."""


class House:
    """Everything the home screen and the commands need. Opens at most one workshop at a time."""

    def __init__(self, home: Path | None = None, language: str = "") -> None:
        self.home = home or settings.data_folder()
        self.templates = Folder(settings.own_templates(home))
        """Templates of the user's own."""
        self._packs = settings.own_packs(home)
        self.options: RoomOptions | None = None
        """What the command line said about the phones' server; holds for every workshop opened in this run."""
        self.room: Room | None = None
        """The workshop that is running now. It outlives a terminal view that fails."""
        self.reading: Reading | None = None
        """The workshop that is running in another window and read in this one."""
        self._language = language
        self._settings = settings.load(self.home / settings.FILE)
        self._ledger = Ledger(self.ledger_file)

    # --- where things lie -----------------------------------------------------------------------------------

    @property
    def sessions(self) -> Path:
        """Folder of the saved workshops."""
        return self.home / "sessions"

    @property
    def exports(self) -> Path:
        """Folder that results are written in unless another is named."""
        return self.home / "exports"

    @property
    def ledger_file(self) -> Path:
        """File that notes where results were written and what is to be deleted when."""
        return self.home / LEDGER

    @property
    def log(self) -> Path:
        """File for what a person need not see: tracebacks of our own mistakes."""
        return self.home / "log" / "facilitator.log"

    def calm(self) -> bool:
        """Whether nothing has changed in the workshop for a while."""
        return self.room is None or self.room.still > CALM

    # --- what was chosen once and for all -------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Said on the command line, else chosen once, else the terminal's, else Finnish."""
        return language_of(self._language) or language_of(self._settings.language) or terminal_language()

    @language.setter
    def language(self, code: str) -> None:
        self._language = code
        self._keep(msgspec.structs.replace(self._settings, language=code))

    @property
    def theme(self) -> str:
        """Name of the chosen appearance; empty for the program's own."""
        return self._settings.theme

    @theme.setter
    def theme(self, name: str) -> None:
        self._keep(msgspec.structs.replace(self._settings, theme=name))

    @property
    def profile(self) -> settings.Profile:
        """The room that was checked last; an unknown one before the first."""
        found = (room for room in self._settings.rooms if room.name == self._settings.room)
        return next(found, settings.Profile())

    @property
    def rooms(self) -> tuple[settings.Profile, ...]:
        """The rooms that are remembered, the one checked last first."""
        return self._settings.rooms

    def keep_room(self, profile: settings.Profile) -> None:
        """Remember a room under its name."""
        others = tuple(room for room in self._settings.rooms if room.name != profile.name)
        self._keep(msgspec.structs.replace(self._settings, room=profile.name, rooms=(profile, *others)))

    @property
    def keys(self) -> object:
        """What the settings file says of keys, whatever it is; None for nothing."""
        return self._settings.keys

    def _keep(self, changed: settings.Settings) -> None:
        # A choice that cannot be written holds for this run: a full disk must not stop a workshop.
        self._settings = changed
        try:
            settings.save(self.home / settings.FILE, changed)
        except OSError:
            return

    # --- workshops ------------------------------------------------------------------------------------------

    def recent(self) -> list[saved.Listing]:
        """The saved workshops, latest first."""
        return saved.listed(self.sessions)

    def samples(self) -> list[saved.Listing]:
        """The finished workshops that come with the program."""
        return saved.listed(sample_folder())

    def cards(self) -> list[TemplateCard]:
        """The ready workshops, and after them the user's own."""
        return [*cards(kinds()), *self.templates.cards()]

    def create(
        self,
        template: str = FLAGSHIP,
        minutes: int | None = None,
        title: str | None = None,
        language: str = "",
        out: Path | None = None,
        given: Sequence[str] = (),
    ) -> Path:
        """A new workshop on disk; the path of its file. Raises ``RuleBroken`` or ``StoreError``.

        ``template``: the id of a ready one or of one's own, or a file. ``given``: names for what it asks.
        """
        spoken = cast(Language, language_of(language) or self.language)
        ready = self.templates.find(template)
        session, steps = draft(ready, minutes, title, spoken, given=given)
        named = slug(pick(session.title, spoken)) or ready.id
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, steps)
        return path

    def follow_up(
        self,
        earlier: Path,
        template: str = FOLLOW_UP,
        minutes: int | None = None,
        title: str | None = None,
        language: str = "",
        out: Path | None = None,
    ) -> Path:
        """A new follow-up of a saved workshop, in that one's language unless another is named; the path of its file.

        The earlier one is only read. Raises ``RuleBroken`` or ``StoreError``.
        """
        spoken = cast(Language | None, language_of(language))
        with open_sound(earlier, read_only=True) as kept:
            session, steps, actions = following(kept, template, minutes, title, spoken)
        named = slug(pick(session.title, session.language)) or template
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, (*steps, *actions))
        return path

    def save_template(self, session: Path, name: str) -> Path:
        """Save the steps of a workshop as a template called ``name``; its file. The workshop is only read.

        Raises ``RuleBroken`` or ``StoreError``.
        """
        with saved.open_session(session, read_only=True) as kept:
            return self.templates.save(kept.session, kept.steps.values(), name)

    def find(self, name: str) -> Path:
        """The file that SESSION on the command line means: a path, or a saved workshop or sample by its name."""
        path = Path(name).expanduser()
        if path.is_file():
            return path
        for folder in (self.sessions, sample_folder()):
            for found in (folder / name, folder / f"{name}{SUFFIX}"):
                if Path(name).name == name and found.is_file():
                    return found
        raise RuleBroken("no_such_session", name=name)

    def last(self) -> Path:
        """The workshop that was open last. Raises ``RuleBroken`` when there is none."""
        path = Path(self._settings.last)
        if not self._settings.last or not path.is_file():
            raise RuleBroken("nothing_to_resume")
        return path

    # --- how long a workshop is kept --------------------------------------------------------------------------

    def delete(self, path: Path, results: bool = True) -> Erased:
        """Remove a workshop, everything beside it and (unless ``results`` is False) what was exported of it.

        Raises ``StoreError``; nothing of it is gone then.
        """
        erased = erase(path, self.home, self._ledger, results)
        if self._settings.last == str(path.resolve()):
            self._keep(msgspec.structs.replace(self._settings, last=""))
        return erased

    def delete_later(self, path: Path, days: int | None = LATER) -> date | None:
        """Delete a workshop by itself after so many days, or (None) keep it; the day. Raises ``RuleBroken``."""
        day = date.today() + timedelta(days=days) if days is not None else None
        try:
            self._ledger.delete_on(outlined(path).id, path, day)
        except OSError as refused:
            raise RuleBroken("cannot_write", path=self.ledger_file) from refused
        return day

    def delete_due(self) -> list[saved.Listing]:
        """Delete the workshops whose day has come; gives them, so that they are told of."""
        return list(erase_due(date.today(), self.home, self._ledger))

    def deleted_on(self, path: Path) -> date | None:
        """The day on which a workshop is to be deleted; None for one that is kept."""
        return self._ledger.day(path)

    def exported(self, session: str, path: Path, folder: Path) -> None:
        """Note that results of a workshop were written in a folder."""
        self._ledger.exported(session, path, folder)

    @property
    def running(self) -> Path:
        """The file of the workshop that is running."""
        assert self.room is not None
        return self.room.path

    def keep_open(self, days: int | None) -> date | None:
        """As ``delete_later``, for the workshop that is running."""
        return self.delete_later(self.running, days)

    def delete_open(self) -> Erased:
        """Stop the workshop that is running and delete it; what was exported stays. Raises ``StoreError``."""
        path = self.running
        self.close()
        return self.delete(path, results=False)

    # --- the one that is running ----------------------------------------------------------------------------

    def open(self, path: Path) -> Room:
        """Start a workshop: its file is locked, its phones' server listens. Closes the one before it.

        A sample is copied among the saved workshops first, so that samples stay as they are. Raises ``StoreError``
        or ``RuleBroken``; nothing is left open then.
        """
        from facilitator.room.options import RoomOptions
        from facilitator.room.room import Room  # the web server: a second of imports that lists don't need

        self.close()
        if path.resolve().parent == sample_folder().resolve():
            path = self._copy(path)
        options = self.options or RoomOptions()
        mine = replace(options, exports=options.exports or self.exports, templates=self.templates.path)
        room = Room(path, replace(mine, packs=self._packs, ledger=self.ledger_file))
        room.start()
        self.room = room
        if network.only_here(room.address) and options.host in network.ANYWHERE:
            room.notices.append(("only_here", {}))
        self._keep(msgspec.structs.replace(self._settings, last=str(path.resolve())))
        return room

    def way_on(self, fault: StoreError, path: Path) -> WayOn | None:
        """What to do instead of opening this workshop, which was refused: ``rescue`` or ``read`` it, or nothing."""
        return way_on(fault, path, self.language)

    def rescue(self, path: Path) -> Room:
        """Copy what is whole of a damaged workshop among the saved ones, and open the copy. Raises as ``open``."""
        copy = free_path(self.sessions, f"{path.stem}-copy")
        salvage.salvage(path, copy)
        mend(copy)
        room = self.open(copy)
        room.notices.append(("rescued", {"file": path.name, "copy": copy.name}))
        return room

    def read(self, path: Path) -> Reading:
        """Look at a workshop that is open in another window. Raises ``StoreError``."""
        from facilitator.room.options import RoomOptions
        from facilitator.room.read_only import Reading

        self.close()
        asked = self.options or RoomOptions()

        def address(session: Session) -> str:
            return network.choose(asked.host, asked.url, session.port, session.code, asked.cert is not None)

        usual = asked.exports or self.exports
        self.reading = Reading(path, address, usual, self.ledger_file, [("reading", {})]).start()
        return self.reading

    def close(self) -> None:
        """Stop the running workshop, if any: saved, streams ended, file unlocked."""
        if self.reading is not None:
            self.reading.stop()
            self.reading = None
        if (room := self.room) is not None:
            # Forgotten only afterwards: whoever calls this meanwhile, from another thread, waits as well.
            room.stop()
            self.room = None

    def _copy(self, sample: Path) -> Path:
        copy = free_path(self.sessions, sample.stem)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sample, copy)
        except OSError as wrong:
            raise RuleBroken("cannot_write", path=copy) from wrong
        return copy


def sample_folder() -> Path:
    """The samples: inside the package when installed from a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "sample_sessions"
    return inside if inside.is_dir() else package.parent / "sample_sessions"


def slug(text: str) -> str:
    """``text`` as a name for a file that every system and every shell takes: small letters, digits and ``-``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")


def free_path(folder: Path, name: str) -> Path:
    """A path in ``folder`` that no file has yet: ``name.json``, ``name-2.json`` ..."""
    return next(path for path in _paths(folder, name) if not path.exists())


def _paths(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{SUFFIX}"
    for number in itertools.count(2):
        yield folder / f"{name}-{number}{SUFFIX}"
