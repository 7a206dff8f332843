"""The records of a workshop: one immutable record type per table of the session file.

Every record has an ``id``: a short random string of our own, not TinyDB's ``doc_id``, so that ids survive export,
import and merge. Because ids are random, sorting by ``id`` gives a stable order that does not reveal who wrote first.
Human text in a record is always text that ``clean`` would leave unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from store.earlier_workshop import EarlierWorkshop, Status
from store.record_base import HumanText, HumanTranslations, TextRecord
from store.record_base import Record as Record
from store.record_base import Translations as Translations
from store.record_base import human_fields as human_fields
from store.record_base import replace as replace
from store.template_facts import DEFAULT_DAYS, Days, TemplateFacts

FORMAT = 1
"""Version number of the session file's format. A file with a newer one is refused, an older one is migrated."""

Language: TypeAlias = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")

SessionState: TypeAlias = Literal["draft", "lobby", "running", "break", "closing", "closed"]
"""A deleted session has no state: ``store.sessions.delete`` removes its file and everything beside it."""
StepState: TypeAlias = Literal["ready", "open", "closed", "revealed", "done", "skipped"]
TimerState: TypeAlias = Literal["off", "running", "paused"]
"""A timer that has reached zero stays ``running``: that moment changes no data, so nothing is stored then."""
StageLanguage: TypeAlias = Literal["fi", "sv", "en", "two"]
ActionStatus: TypeAlias = Status

OPEN_STATUSES: frozenset[str] = frozenset(("not_started", "in_progress"))
"""Statuses of an action that is not finished."""


class Session(TextRecord, frozen=True, kw_only=True):
    """One workshop: one document in table ``session``."""

    format: int = FORMAT
    title: HumanTranslations = field(default_factory=dict)
    template: str = ""
    """Id of the template that the steps came from; empty for none."""
    language: Language = "fi"
    """Language for phones whose own is not supported, for exports, and initially for the stage."""
    minutes: int = 0
    """The length chosen when the session was created; 0 if the template has only one."""
    code: str = ""
    """Join code: 4 to 6 digits."""
    port: int = 0
    """The last port of the web server, so that ``resume`` can use it again; 0 before the first run."""
    seat_key: str = ""
    """Hex key of this session's seat tokens. Never exported; empty in an exported session."""
    created: str = ""
    """ISO date, local."""
    state: SessionState = "draft"
    step: str = ""
    """Id of the current step; empty before the first."""
    looking: str = ""
    """Id of an earlier step that the stage looks back at; empty when it shows the current step."""
    page: int = 0
    """Page of the list on the stage, from 0."""
    focus: str = ""
    """Id of the idea that is being moved into a theme; empty for the first one without a theme."""
    locked: bool = False
    """True while answers are refused although the step is open."""
    black: bool = False
    overlay: bool = False
    """True while the join code covers the step on the stage."""
    stage_language: StageLanguage = "fi"
    timer: TimerState = "off"
    timer_ends: float = 0.0
    """Time at which a running timer reaches zero, seconds since the epoch."""
    timer_left: float = 0.0
    """Time left on a paused timer, seconds; negative past zero."""
    step_timer: TimerState = "off"
    """State of the step's timer while the room is on a break and ``timer`` is the break's."""
    step_left: float = 0.0
    """Time left on that timer, seconds."""
    earlier: EarlierWorkshop | None = None
    """The workshop that this one follows up; None for most."""
    nudge: str = ""
    """Id of the step for which phones show a line of encouragement; empty for none."""
    nudge_ends: float = 0.0
    """Time at which that line disappears, seconds since the epoch."""
    tables: bool = False
    """True when each phone answers for a whole table, so that numbers count tables and not people."""
    approve: bool = False
    """True when the facilitator must approve texts before the stage may show them."""
    slips: bool = False
    """True when only seats that have entered a join slip take part in votes."""
    next_days: Days = DEFAULT_DAYS
    """Days from the workshop until the room meets again."""
    template_facts: TemplateFacts | None = None
    """What the template says beside its steps; None without a template, and in a file of a version that did not store
    it."""


class Step(TextRecord, frozen=True, kw_only=True):
    """One step of the run of show: table ``steps``."""

    position: int = 0
    kind: str = ""
    state: StepState = "ready"
    round: int = 1
    minutes: int = 0
    cut: int = 0
    """Minutes by which the step was shortened during the workshop, to catch up."""
    title: HumanTranslations = field(default_factory=dict)
    question: HumanTranslations = field(default_factory=dict)
    help: HumanTranslations = field(default_factory=dict)
    placeholder: HumanTranslations = field(default_factory=dict)
    notes: HumanTranslations = field(default_factory=dict)
    """Notes for the facilitator; never shown on the stage or on a phone."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The template's settings for answers, vote and visibility; interpreted by the step's kind."""
    frame: Mapping[str, Any] = field(default_factory=dict)
    """What was fixed when the step opened, such as the items and the budget of a vote; interpreted by the kind."""
    seen: Mapping[str, Any] = field(default_factory=dict)
    """The result as the room has seen it: written by the kind at each reveal, never undone; empty before."""
    opened: float = 0.0
    """When the step was first opened: seconds since the epoch, to the minute; 0 if it was not."""
    ended: float = 0.0
    """When the step was left: seconds since the epoch, to the minute; 0 if it was not."""
    closed: float = 0.0
    """When the step was closed, seconds since the epoch, if late answers are accepted for a moment; else 0."""


class Seat(Record, frozen=True, kw_only=True):
    """One phone (or one table's shared phone): table ``seats``. Contains no name, address or device data."""

    token: str = ""
    """Keyed hash (hex) of the phone's token. The token itself is only in the phone's cookie."""
    language: Language = "fi"
    voted: tuple[str, ...] = ()
    """The closed rounds that this seat took part in, as ``step/round``. What it voted for is not stored."""
    slip: bool = False
    """True once the seat has entered a join slip. Which one is not stored."""


class Slip(Record, frozen=True, kw_only=True):
    """One join slip that was issued: table ``slips``. ``id`` is a keyed hash of its code, which is on paper only."""

    spent: bool = False
    """True once a seat has used it. Which seat is not stored."""


class Idea(TextRecord, frozen=True, kw_only=True):
    """One text of a ``text`` step: table ``ideas``."""

    step: str = ""
    seat: str = ""
    """The seat that wrote it and may change it; empty for one that the facilitator entered from paper. Not exported."""
    text: HumanText = ""
    lang: Language = "fi"
    """The language of the phone that wrote it."""
    tag: str = ""
    theme: str | None = None
    hidden: bool = False
    """Hidden from the stage by the facilitator. The writer is told, and may edit it."""
    waits: bool = False
    """Awaits approval: it is hidden, and the facilitator has not seen it, or not since its writer changed it."""
    paper: bool = False
    """True if the facilitator entered it from paper."""
    raised: bool = False
    """Chosen for the shared list in a ``pick`` step."""


class Theme(TextRecord, frozen=True, kw_only=True):
    """A group of related ideas, named after what should be done: table ``themes``."""

    step: str = ""
    """The ``group`` step in which it was created."""
    name: HumanText = ""
    lang: Language = "fi"
    also: HumanTranslations = field(default_factory=dict)
    """The name in other languages; usually empty."""
    position: int = 0
    """The number key that moves an idea into it, from 1."""


class Ballot(Record, frozen=True, kw_only=True):
    """All votes of one seat in one round: table ``ballots``.

    While the round is open, ``seat`` identifies the voter's seat. At close every ballot gets a new id and loses its
    seat, so the room can recount, but no one can tell who voted for what.
    """

    step: str = ""
    round: int = 1
    seat: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)
    """Item id -> number of votes, points or stars; negative for votes against, never 0."""
    paper: bool = False
    """True for votes counted by hand in the room (raised hands, paper): one ballot for all of them."""
    voters: int = 0
    """Number of people that a paper ballot stands for; 0 if unknown, and for a phone's ballot."""


class Answer(TextRecord, frozen=True, kw_only=True):
    """One answer that is a number or a choice (scale, grid, choice, rate, review): table ``answers``."""

    step: str = ""
    seat: str = ""
    item: str = ""
    """Row, theme or action that it is about; empty if the step asks one question."""
    scale: str = ""
    """``gain`` or ``effort`` in a ``rate`` step; empty elsewhere."""
    value: int | None = None
    """The point on the scale; None means "no experience" in a grid, or that ``options`` holds the answer."""
    options: tuple[str, ...] = ()
    text: HumanText = ""
    """The optional comment that some steps ask for beside the number."""
    lang: Language = "fi"


class Promise(TextRecord, frozen=True, kw_only=True):
    """What one person promises to do: table ``promises``. Private unless ``share``."""

    step: str = ""
    seat: str = ""
    text: HumanText = ""
    lang: Language = "fi"
    when: HumanText = ""
    """When the person will start, in their own words or as an ISO date; may be empty."""
    size: str = ""
    """``small``, ``large`` or empty."""
    share: bool = False
    hidden: bool = False
    """Hidden from the stage and the files by the facilitator, although it is shared. The writer is told."""
    waits: bool = False
    """Awaits approval, as in ``Idea``."""


class Action(TextRecord, frozen=True, kw_only=True):
    """What the room does together: table ``actions``. Complete only with an owner, a due date and a first step."""

    step: str = ""
    number: int = 0
    """Shown as ``T-01``."""
    what: HumanText = ""
    owner: HumanText = ""
    due: str = ""
    """ISO date; empty if missing. The same format in ``first_step_due``."""
    first_step: HumanText = ""
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    theme: str = ""
    """Id of the theme (or idea) that it came from; empty for none."""
    notices: HumanText = ""
    """What the customer notices."""
    decision_from: HumanText = ""
    """Who has to decide first; empty if no decision is needed."""
    status: ActionStatus = "not_started"
    note: HumanText = ""
    lang: Language = "fi"


class Event(Record, frozen=True, kw_only=True):
    """One command of the facilitator, for the log: table ``events``. Contains nothing about who answered what."""

    verb: str = ""
    step: str = ""
    at: float = 0.0
    """Seconds since the epoch, to the minute."""


class Receipt(Record, frozen=True, kw_only=True):
    """Proof that an answer was saved, so that a repeated request is recognised: table ``receipts``.

    ``id`` is a keyed hash of seat and the phone's key.
    """

    step: str = ""
    content: str = ""
    """Keyed hash of what was sent; empty for a vote that has been counted."""
    reply: str = ""
    """Id of the record that the answer created or changed; for a vote that has been counted, its round number."""
    version: int = 0
    """The session's version when the answer was saved, so that a repeat gets the same reply. 0 once the session has
    been closed, so that it does not reveal who answered first."""


class RecordEdit(Struct, frozen=True, kw_only=True):
    """One record before and after a command of the facilitator: the fields that differ, or all fields if the record was
    created (``before`` is None) or removed (``after`` is None)."""

    table: str
    id: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One command of the facilitator that can be undone or redone: table ``history``.

    It contains no text of a participant. The table is emptied when the session closes, and is not exported.
    """

    number: int = 0
    """Order of the commands, from 1."""
    label: str = ""
    """Name of the command, catalogue key ``undo.<label>``."""
    undone: bool = False
    """Whether the command has been undone, and can be redone."""
    edits: tuple[RecordEdit, ...] = ()


TABLES: Mapping[str, type[Record]] = {
    "session": Session,
    "steps": Step,
    "seats": Seat,
    "slips": Slip,
    "ideas": Idea,
    "themes": Theme,
    "ballots": Ballot,
    "answers": Answer,
    "promises": Promise,
    "actions": Action,
    "events": Event,
    "receipts": Receipt,
    "history": HistoryEntry,
}
"""Table of the session file -> the type of its records."""

FROM_PHONES = frozenset(("seats", "ideas", "ballots", "answers", "promises", "receipts"))
"""Tables whose documents come from phones: their order in the file must not reveal who came or wrote first."""

TABLE_OF: Mapping[type[Record], str] = {record: table for table, record in TABLES.items()}


@dataclass(frozen=True)
class Change:
    """One atomic change of a session: all of it is applied, or none."""

    put: tuple[Record, ...] = ()
    """Records to add, or to replace by id."""
    remove: tuple[Record, ...] = ()
    """Records to remove, by kind and id."""
    key: str = ""
    """Id of the receipt of the answer that caused the change; empty for the facilitator's commands."""

    def __bool__(self) -> bool:
        return bool(self.put or self.remove)
