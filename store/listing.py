"""Lists the sessions in a folder: fast, without trusting the files, without locking or writing them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from store import contents, journal, snapshot
from store.contents import Contents
from store.disk import DISK, Disk, unreadable_error
from store.errors import StoreError
from store.records import FORMAT, OPEN_STATUSES, Language, SessionState, Translations
from store.text import tidy
from store.value_limits import exceeds_value_limits

PATTERN = "*.json"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Summary of one session file."""

    path: Path
    title: Translations = field(default_factory=dict)
    state: SessionState = "draft"
    template: str = ""
    language: Language = "fi"
    minutes: int = 0
    created: str = ""
    """ISO date, local."""
    changed: float = 0.0
    """Time of the last save, in seconds since the epoch. Only a hint: clocks can be wrong."""
    steps: int = 0
    seats: int = 0
    ideas: int = 0
    promises: int = 0
    actions: int = 0
    id: str = ""
    follows: str = ""
    """Id of the session that it follows up; empty for none."""
    dues: tuple[str, ...] = ()
    """Due date (ISO, or empty) of each action that is not done, dropped or passed on."""
    trouble: str = ""
    """Code of the ``StoreError`` that opening it would raise, or empty. With a code, the other fields are defaults."""


class _SessionOutline(msgspec.Struct):
    """The part of a session's document that a listing needs."""

    id: str
    format: int
    title: dict[str, str] = {}
    state: SessionState = "draft"
    template: str = ""
    language: Language = "fi"
    minutes: int = 0
    created: str = ""
    earlier: _EarlierOutline | None = None


class _EarlierOutline(msgspec.Struct):
    """The part of the earlier workshop that a listing needs."""

    session: str


class _ActionOutline(msgspec.Struct):
    """The part of an action that a listing needs."""

    status: str = ""
    due: str = ""


class _Document(msgspec.Struct):
    """A document that is only counted. It must be an object: very many small values would take much memory."""


_Counted = dict[str, _Document]


class _Outline(msgspec.Struct):
    """A session file, decoded as far as a listing needs: the other documents are counted and not decoded."""

    session: dict[str, _SessionOutline]
    steps: _Counted = {}
    seats: _Counted = {}
    ideas: _Counted = {}
    promises: _Counted = {}
    actions: dict[str, _ActionOutline] = {}


def list_sessions(folder: Path, disk: Disk = DISK) -> list[Listing]:
    """Every session in the folder, the last saved first. A missing folder counts as empty."""
    try:
        paths = [path for path in folder.glob(PATTERN) if not path.name.startswith(".")]
    except OSError:
        return []
    return sorted((_listing(path, disk) for path in paths), key=lambda each: each.changed, reverse=True)


def read_listing(path: Path, disk: Disk = DISK) -> Listing:
    """The listing of one session file. Never raises for a bad file: see ``Listing.trouble``."""
    return _listing(path, disk)


def _listing(path: Path, disk: Disk) -> Listing:
    changed = max(_modified_at(path), _modified_at(journal.journal_path(path)))
    try:
        # With a journal the session file alone is out of date, so the session must be read fully.
        if journal.journal_path(path).exists():
            return _from_contents(path, contents.read(path, disk), changed)
        return _from_outline(path, disk.read(path, snapshot.MAX_BYTES), changed)
    except StoreError as refused:
        return Listing(path=path, changed=changed, trouble=refused.code)


def _modified_at(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _from_outline(path: Path, data: bytes, changed: float) -> Listing:
    if exceeds_value_limits(data):
        raise unreadable_error(path)
    try:
        outline = msgspec.json.decode(data.removeprefix(contents.BYTE_ORDER_MARK), type=_Outline)
        (head,) = outline.session.values()
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise unreadable_error(path) from wrong
    if head.format > FORMAT:
        raise StoreError("newer_format", file=path.name, have=head.format, know=FORMAT)
    return Listing(
        path=path,
        title={language: tidy(text) for language, text in head.title.items()},
        state=head.state,
        template=tidy(head.template),
        language=head.language,
        minutes=head.minutes,
        created=tidy(head.created),
        changed=changed,
        steps=len(outline.steps),
        seats=len(outline.seats),
        ideas=len(outline.ideas),
        promises=len(outline.promises),
        actions=len(outline.actions),
        id=head.id,
        follows=head.earlier.session if head.earlier else "",
        dues=tuple(deed.due for deed in outline.actions.values() if deed.status in OPEN_STATUSES),
    )


def _from_contents(path: Path, found: Contents, changed: float) -> Listing:
    session = found.session
    return Listing(
        path=path,
        title=session.title,
        state=session.state,
        template=session.template,
        language=session.language,
        minutes=session.minutes,
        created=session.created,
        changed=changed,
        steps=len(found.tables["steps"]),
        seats=len(found.tables["seats"]),
        ideas=len(found.tables["ideas"]),
        promises=len(found.tables["promises"]),
        actions=len(found.tables["actions"]),
        id=session.id,
        follows=session.earlier.session if session.earlier else "",
        dues=tuple(each["due"] for each in found.tables["actions"].values() if each["status"] in OPEN_STATUSES),
    )
