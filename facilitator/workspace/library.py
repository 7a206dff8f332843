"""The saved sessions and templates on this computer: find, create, list and delete them."""

from __future__ import annotations

import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from facilitator.errors import RuleBroken
from facilitator.files.deletion import DeletionResult, delete_due_sessions, delete_session
from facilitator.files.ledger import FILE_NAME as LEDGER
from facilitator.files.ledger import SessionLedger
from facilitator.files.opening import open_valid_session
from facilitator.i18n.messages import language_of, pick
from facilitator.rules.steps import kinds
from facilitator.templates.folder import TemplateFolder
from facilitator.templates.follow_up import FOLLOW_UP_TEMPLATE, follow_up_session
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import TemplateCard, cards
from facilitator.workspace.preferences import Preferences
from store import sessions as saved
from store.listing import read_listing
from store.records import Language

FLAGSHIP = "cx-what-can-i-do"
"""Id of the default template."""
SUFFIX = ".json"
MAX_NAME_LENGTH = 60
"""Characters of a session's file name, without the date."""
DELETE_AFTER_DAYS = 30
"""Default number of days until a session is deleted."""


class Library:
    """Saved sessions, samples and templates. ``home``: folder of the data; ``templates``: the user's own templates."""

    def __init__(self, home: Path, templates: TemplateFolder, preferences: Preferences) -> None:
        self.home = home
        self.templates = templates
        self._preferences = preferences
        self._ledger = SessionLedger(self.ledger_file)

    # --- folders and files ----------------------------------------------------------------------------------

    @property
    def sessions(self) -> Path:
        """Folder of the saved sessions."""
        return self.home / "sessions"

    @property
    def exports(self) -> Path:
        """Default folder of exported results."""
        return self.home / "exports"

    @property
    def ledger_file(self) -> Path:
        """File of the ``Ledger``: where results were written, and when sessions are to be deleted."""
        return self.home / LEDGER

    # --- sessions and templates -----------------------------------------------------------------------------

    def saved_sessions(self) -> list[saved.Listing]:
        """The saved sessions, latest first."""
        return saved.list_sessions(self.sessions)

    def sample_sessions(self) -> list[saved.Listing]:
        """The sample sessions that are shipped with the program."""
        return saved.list_sessions(sample_folder())

    def template_cards(self) -> list[TemplateCard]:
        """The shipped templates, followed by the user's own."""
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
        """Create a session from a template; the path of its file. Raises ``RuleBroken`` or ``StoreError``.

        ``template``: the id of a shipped template or of the user's own, or a file. ``given``: the names that the
        template asks for. ``out``: the file to create; None for a new one in the sessions folder.
        """
        spoken = cast(Language, language_of(language) or self._preferences.language)
        ready = self.templates.find(template)
        session, steps = new_session(ready, minutes, title, spoken, given=given)
        named = slug(pick(session.title, spoken)) or ready.id
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, steps)
        return path

    def follow_up(
        self,
        earlier: Path,
        template: str = FOLLOW_UP_TEMPLATE,
        minutes: int | None = None,
        title: str | None = None,
        language: str = "",
        out: Path | None = None,
    ) -> Path:
        """Create a follow-up of a saved session; the path of its file. Its language is that of the earlier session,
        unless ``language`` names another.

        The earlier session is only read. Raises ``RuleBroken`` or ``StoreError``.
        """
        spoken = cast(Language | None, language_of(language))
        with open_valid_session(earlier, read_only=True) as kept:
            session, steps, actions = follow_up_session(kept, template, minutes, title, spoken)
        named = slug(pick(session.title, session.language)) or template
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, (*steps, *actions))
        return path

    def save_template(self, session: Path, name: str) -> Path:
        """Save the steps of a session as a template called ``name``; the path of its file. The session is only read.

        Raises ``RuleBroken`` or ``StoreError``.
        """
        with saved.open_session(session, read_only=True) as kept:
            return self.templates.save(kept.session, kept.steps.values(), name)

    def find(self, name: str) -> Path:
        """The file that SESSION on the command line names: a path, or the name of a saved session or a sample.

        Raises ``RuleBroken``: no_such_session.
        """
        path = Path(name).expanduser()
        if path.is_file():
            return path
        for folder in (self.sessions, sample_folder()):
            for found in (folder / name, folder / f"{name}{SUFFIX}"):
                if Path(name).name == name and found.is_file():
                    return found
        raise RuleBroken("no_such_session", name=name)

    def last_session(self) -> Path:
        """The file of the workshop that was open last. Raises ``RuleBroken`` if there is none."""
        path = self._preferences.last_session
        if path is None or not path.is_file():
            raise RuleBroken("nothing_to_resume")
        return path

    def working_copy(self, path: Path) -> Path:
        """The file to open instead of ``path``: for a sample, a copy among the saved sessions, so that samples never
        change; else the file itself. Raises ``RuleBroken``: cannot_write.
        """
        if path.resolve().parent != sample_folder().resolve():
            return path
        copy = free_path(self.sessions, path.stem)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        except OSError as wrong:
            raise RuleBroken("cannot_write", path=copy) from wrong
        return copy

    # --- deletion and retention -----------------------------------------------------------------------------

    def delete(self, path: Path, results: bool = True) -> DeletionResult:
        """Delete a session, the files beside it and, unless ``results`` is False, its exported results.

        Raises ``StoreError``; nothing is deleted then.
        """
        erased = delete_session(path, self.home, self._ledger, results)
        if self._preferences.last_session == path.resolve():
            self._preferences.last_session = None
        return erased

    def delete_later(self, path: Path, days: int | None = DELETE_AFTER_DAYS) -> date | None:
        """Have a session deleted automatically after so many days, or keep it (None); the day.

        Raises ``RuleBroken`` if that cannot be written.
        """
        day = date.today() + timedelta(days=days) if days is not None else None
        try:
            self._ledger.schedule_deletion(read_listing(path).id, path, day)
        except OSError as refused:
            raise RuleBroken("cannot_write", path=self.ledger_file) from refused
        return day

    def delete_due(self) -> list[saved.Listing]:
        """Delete the sessions that are due, and return them, so that the user can be told."""
        return list(delete_due_sessions(date.today(), self.home, self._ledger))

    def deletion_date(self, path: Path) -> date | None:
        """The day on which a session is to be deleted; None if it is kept."""
        return self._ledger.deletion_date(path)

    def note_export(self, session: str, path: Path, folder: Path) -> None:
        """Record in the ledger that results of a session were written to a folder."""
        self._ledger.add_export(session, path, folder)


def sample_folder() -> Path:
    """The folder of the sample sessions: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "sample_sessions"
    return inside if inside.is_dir() else package.parent / "sample_sessions"


def slug(text: str) -> str:
    """The text as a portable file name: lower-case ASCII letters, digits and ``-``; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_NAME_LENGTH].strip("-")


def free_path(folder: Path, name: str) -> Path:
    """A path in ``folder`` that does not exist yet: ``name.json``, ``name-2.json`` ..."""
    return next(path for path in _candidate_paths(folder, name) if not path.exists())


def _candidate_paths(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{SUFFIX}"
    for number in itertools.count(2):
        yield folder / f"{name}-{number}{SUFFIX}"
