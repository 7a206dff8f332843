"""Fakes of the room and the workspace, without disk, phones or threads. They record the calls of the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from facilitator.errors import RuleBroken
from facilitator.files.rescue import OpeningAlternative
from facilitator.ports.protocols import Reply
from facilitator.room.verbs import VERBS
from facilitator.rules.core.verbs import VerbTable
from facilitator.rules.steps import kind_named
from facilitator.system.settings import RoomProfile
from facilitator.templates.source import NameRequest
from facilitator.view import ConsoleView, GracePeriod, GroupBody, ModeratedText, PlanLine, PublicView, Text, Words
from screens.stage.samples import samples
from store.errors import StoreError


def console_of(public: PublicView, texts: Sequence[ModeratedText] = (), **changes: Any) -> ConsoleView:
    """The console's view around a public one."""
    plan = (
        PlanLine(id="before", kind="info", state="done", title={"fi": "Tervetuloa"}, minutes=5, opened=0.0, ended=0.0),
        PlanLine(id="now", kind="text", state="open", title={"fi": "Ideointi"}, minutes=8, opened=0.0, ended=0.0),
        PlanLine(id="then", kind="vote", state="ready", title={"fi": "Äänestys"}, minutes=6, opened=0.0, ended=0.0),
    )
    kind = kind_named(public.step.kind if public.step else "")
    view = ConsoleView(
        public=public,
        notes={"fi": "Lue kysymys ääneen."},
        plan=plan,
        texts=tuple(texts),
        pane="results" if public.looking_back else kind.pane,
        paper_ideas=kind.takes_paper_ideas,
    )
    return replace(view, **changes)


FOLLOWED = ("black", "overlay", "stage_language", "lock", "unlock", "move", "focus")
"""The verbs whose effect the fake room shows, because the next key press depends on it. ``test_fake_room`` compares
it with the real room. Of all other verbs only the version changes."""

NOT_FOLLOWED = frozenset({"undo", "redo"})
"""Fields of the console view that a followed verb does not change here."""


class FakeRoom:
    """Fake of the room: shows the given views and records every verb. It executes only the verbs of ``FOLLOWED``.

    A verb that the real room does not have, or arguments of a wrong shape, fail the test.
    """

    read_only = False
    verb_table: VerbTable[Any] = VERBS

    def __init__(self, view: ConsoleView) -> None:
        self._places: dict[str, int] = {}
        """Idea -> its place among all ideas of the grouping, wherever it is sorted to."""
        self._grace: GracePeriod | None = None
        """The grace of an earlier step, while the lock hides it."""
        self._remember(view)
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.fails: dict[str, Exception] = {}
        """Verb -> what it raises."""
        self.replies: dict[str, dict[str, Any]] = {}
        """Verb -> what it answers besides the version."""
        self.notices: list[tuple[str, Mapping[str, object]]] = []
        self.listeners: list[Callable[[], None]] = []
        self.hold = asyncio.Event()
        """Cleared, every verb waits."""
        self.hold.set()

    @property
    def public(self) -> PublicView:
        return self._view.public

    @property
    def console(self) -> ConsoleView:
        return self._view

    @property
    def verbs(self) -> list[str]:
        """Names of what was done, in order."""
        return [verb for verb, _ in self.done]

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def show(self, view: ConsoleView) -> None:
        """The session has changed."""
        self._remember(view)
        for listener in self.listeners:
            listener()

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        require_known(verb, arguments)
        self.done.append((verb, arguments))
        await self.hold.wait()
        if verb in self.fails:
            raise self.fails[verb]
        view = self._follow(verb, arguments)
        public = replace(view.public, version=view.public.version + 1)
        self.show(replace(view, public=public))
        return {"version": public.version, **self.replies.get(verb, {})}

    def _follow(self, verb: str, arguments: Mapping[str, Any]) -> ConsoleView:
        view, session, body = self._view, self._view.public.session, self._view.public.body
        if verb in ("black", "overlay"):
            wanted = arguments.get("on")
            on = wanted if wanted is not None else not getattr(session, verb)
            return _with_public(view, session=replace(session, **{verb: on}))
        if verb == "stage_language":
            return _with_public(view, session=replace(session, stage_language=arguments["language"]))
        if verb in ("lock", "unlock"):
            return self._with_lock(view, locked=verb == "lock")
        if verb == "move" and isinstance(body, GroupBody):
            return self._with_moved(view, body, arguments["idea"], arguments["theme"])
        if verb == "focus" and isinstance(body, GroupBody):
            focus = arguments.get("idea", "")
            if focus and focus not in _texts_of(body):
                raise RuleBroken("no_idea", 404)
            return _with_public(view, body=replace(body, focus=focus or _first(body.loose)))
        return view

    def _with_lock(self, view: ConsoleView, locked: bool) -> ConsoleView:
        """Late answers are not taken either while the session is locked."""
        session = replace(view.public.session, locked=locked)
        return _with_public(view, session=session, grace=None if locked else self._grace)

    def _with_moved(self, view: ConsoleView, group: GroupBody, idea: str, theme: str | None) -> ConsoleView:
        every = _texts_of(group)
        if idea not in every:
            raise RuleBroken("no_idea", 404)
        if theme is not None and theme not in {face.id for face in group.themes}:
            raise RuleBroken("no_theme", 404)
        themes = tuple(
            replace(face, texts=self._with_or_without(face.texts, every[idea], face.id == theme))
            for face in group.themes
        )
        loose = self._with_or_without(group.loose, every[idea], theme is None)
        texts = tuple(replace(text, theme=theme or "") if text.id == idea else text for text in view.texts)
        body = replace(group, loose=loose, themes=themes, focus=_first(loose))
        return _with_public(replace(view, texts=texts), body=body)

    def _with_or_without(self, texts: tuple[Text, ...], idea: Text, within: bool) -> tuple[Text, ...]:
        """The texts without the idea, or with it at its place."""
        others = [text for text in texts if text.id != idea.id]
        return tuple(sorted([*others, idea] if within else others, key=lambda text: self._places[text.id]))

    def _remember(self, view: ConsoleView) -> None:
        self._view = view
        if not view.public.session.locked:
            self._grace = view.public.grace
        if isinstance(view.public.body, GroupBody):
            for idea in _texts_of(view.public.body):
                self._places.setdefault(idea, len(self._places))


def require_known(verb: str, arguments: Mapping[str, Any]) -> None:
    """Fail the test for a verb that the real room does not have, or for arguments that it would refuse."""
    try:
        VERBS.parse(verb, arguments)
    except RuleBroken as refused:
        raise AssertionError(f"the real room refuses {verb} {dict(arguments)}: {refused}") from refused


def _with_public(view: ConsoleView, **changes: Any) -> ConsoleView:
    return replace(view, public=replace(view.public, **changes))


def _texts_of(group: GroupBody) -> dict[str, Text]:
    return {text.id: text for text in (*group.loose, *(text for face in group.themes for text in face.texts))}


def _first(texts: Sequence[Text]) -> str:
    return texts[0].id if texts else ""


def grouping(ideas: int = 6) -> ConsoleView:
    """A grouping in progress with two empty themes."""
    public = samples()["group-start"]
    full = samples()["group-open"].body
    assert isinstance(public.body, GroupBody)
    assert isinstance(full, GroupBody)
    loose = tuple(Text(id=f"i{n}", text=f"Idea {n}", lang="fi") for n in range(ideas))
    themes = tuple(replace(theme, texts=()) for theme in full.themes[:2])
    return console_of(replace(public, body=replace(public.body, loose=loose, themes=themes, focus="i0", by_tag=False)))


def writing(*texts: ModeratedText) -> ConsoleView:
    """An open text step with these texts on the console."""
    return console_of(samples()["text-open"], texts)


@dataclass
class Saved:
    """A saved workshop."""

    path: Path = Path("saved.json")
    title: Words = field(default_factory=lambda: {"fi": "Kevään työpaja"})
    state: str = "running"
    created: str = "2026-11-20"
    trouble: str = ""
    id: str = ""
    follows: str = ""
    promises: int = 0
    actions: int = 0
    dues: tuple[str, ...] = ()


@dataclass
class Ready:
    """A ready workshop."""

    id: str = "cx-what-can-i-do"
    title: Words = field(default_factory=lambda: {"fi": "Mitä minä voin tehdä?", "sv": "Vad kan jag göra?"})
    subtitle: Words = field(default_factory=dict)
    purpose: Words = field(default_factory=lambda: {"fi": "Ideoista teoiksi.", "sv": "Från idéer till handling."})
    lengths: tuple[int, ...] = (60, 90, 120)
    default_length: int = 90
    asks: NameRequest | None = None
    path: Path | None = None
    error: RuleBroken | None = None


class FakeWorkspace:
    """Fake of the workspace (protocol ``Host``)."""

    def __init__(self, room: FakeRoom | None = None, recent: Sequence[Saved] = (), cards: Sequence[Ready] = ()) -> None:
        self.language: str = "fi"
        self.theme: str = ""
        self.keys: object = None
        self.room = room or FakeRoom(console_of(samples()["lobby"]))
        self.saved = tuple(recent)
        self.ready = tuple(cards) or (Ready(),)
        self.calls: list[tuple[object, ...]] = []
        self.profile = RoomProfile()
        self.rooms: tuple[RoomProfile, ...] = ()
        self.fails: Exception | None = None
        """What opening raises."""
        self.way: OpeningAlternative | None = None
        """The way on from that."""
        self.overdue: tuple[Saved, ...] = ()
        """Workshops whose day has come."""
        self.leaving: dict[Path, date] = {}
        """Saved workshop -> the day on which it goes."""

    @property
    def preferences(self) -> FakeWorkspace:
        return self

    @property
    def library(self) -> FakeWorkspace:
        return self

    def remember_room(self, profile: RoomProfile) -> None:
        self.profile = profile
        self.rooms = (profile, *(room for room in self.rooms if room.name != profile.name))

    def saved_sessions(self) -> Sequence[Saved]:
        return self.saved

    def template_cards(self) -> Sequence[Ready]:
        return self.ready

    def create(
        self, template: str, minutes: int | None, title: str | None, language: str, *, given: Sequence[str] = ()
    ) -> Path:
        self.calls.append(("create", template, minutes, title, language, *given))
        return Path("fresh.json")

    def follow_up(self, earlier: Path) -> Path:
        self.calls.append(("follow_up", earlier))
        return Path("follow-up.json")

    def open(self, path: Path) -> FakeRoom:
        self.calls.append(("open", path))
        if self.fails is not None:
            raise self.fails
        return self.room

    def opening_alternative(self, fault: StoreError, path: Path) -> OpeningAlternative | None:
        return self.way

    def rescue(self, path: Path) -> FakeRoom:
        self.calls.append(("rescue", path))
        return self.room

    def open_read_only(self, path: Path) -> FakeRoom:
        self.calls.append(("read", path))
        return self.room

    def delete_due(self) -> Sequence[Saved]:
        gone, self.overdue = self.overdue, ()
        return gone

    def deletion_date(self, path: Path) -> date | None:
        return self.leaving.get(path)

    def set_retention(self, days: int | None) -> date | None:
        self.calls.append(("keep_open", days))
        return date(2026, 12, 26) if days is not None else None

    def delete_running(self) -> object:
        self.calls.append(("delete_open",))
        if self.fails is not None:
            raise self.fails
        return None
