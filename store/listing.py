"""What is in a folder of sessions, cheaply and without trusting any of it. Never locks, never writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from store import contents, journal, snapshot
from store.contents import Contents
from store.disk import DISK, Disk, unreadable
from store.errors import StoreError
from store.records import FORMAT, UNDER_WAY, Language, SessionState, Words
from store.text import tidy
from store.value_limits import too_rich

PATTERN = "*.json"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One session file, as a list shows it."""

    path: Path
    title: Words = field(default_factory=dict)
    state: SessionState = "draft"
    template: str = ""
    language: Language = "fi"
    minutes: int = 0
    created: str = ""
    """ISO date, local."""
    changed: float = 0.0
    """When it was last saved, seconds since the epoch; a hint only, clocks jump."""
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
    """Code of the ``StoreError`` that opening it would raise; the rest says nothing then."""


class _Head(msgspec.Struct):
    """The part of a session's own document that a list needs."""

    id: str
    format: int
    title: dict[str, str] = {}
    state: SessionState = "draft"
    template: str = ""
    language: Language = "fi"
    minutes: int = 0
    created: str = ""
    earlier: _Link | None = None


class _Link(msgspec.Struct):
    """The one thing that a list tells of the workshop before."""

    session: str


class _Deed(msgspec.Struct):
    """The part of an action that a list needs."""

    status: str = ""
    due: str = ""


class _Document(msgspec.Struct):
    """One that is only counted. Anything but an object is refused, for very many small values take much memory."""


_Counted = dict[str, _Document]


class _Outline(msgspec.Struct):
    """A session file read as far as a list needs: the other documents are counted, not looked into."""

    session: dict[str, _Head]
    steps: _Counted = {}
    seats: _Counted = {}
    ideas: _Counted = {}
    promises: _Counted = {}
    actions: dict[str, _Deed] = {}


def listed(folder: Path, disk: Disk = DISK) -> list[Listing]:
    """Every session in the folder, the last saved first. A missing folder holds none."""
    try:
        paths = [path for path in folder.glob(PATTERN) if not path.name.startswith(".")]
    except OSError:
        return []
    return sorted((_listing(path, disk) for path in paths), key=lambda each: each.changed, reverse=True)


def outlined(path: Path, disk: Disk = DISK) -> Listing:
    """One session file, as a list shows it."""
    return _listing(path, disk)


def _listing(path: Path, disk: Disk) -> Listing:
    changed = max(_changed(path), _changed(journal.beside(path)))
    try:
        if journal.beside(path).exists():
            return _from_contents(path, contents.read(path, disk), changed)
        return _from_outline(path, disk.read(path, snapshot.MOST_BYTES), changed)
    except StoreError as refused:
        return Listing(path=path, changed=changed, trouble=refused.code)


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _from_outline(path: Path, data: bytes, changed: float) -> Listing:
    if too_rich(data):
        raise unreadable(path)
    try:
        outline = msgspec.json.decode(data.removeprefix(contents.BYTE_ORDER_MARK), type=_Outline)
        (head,) = outline.session.values()
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise unreadable(path) from wrong
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
        dues=tuple(deed.due for deed in outline.actions.values() if deed.status in UNDER_WAY),
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
        dues=tuple(each["due"] for each in found.tables["actions"].values() if each["status"] in UNDER_WAY),
    )
