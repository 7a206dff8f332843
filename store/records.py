"""What a workshop is made of: one frozen record per table of the session file.

Every record has an ``id``: a short random string of our own, never TinyDB's ``doc_id``, so that ids survive
export, import and merge. Because ids are random, sorting by ``id`` gives an order that is stable and says
nothing about who wrote first. Human text in a record is always text that ``clean`` would leave as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, get_type_hints

import msgspec
from msgspec import Meta, Struct, field

from store.earlier_workshop import Earlier, Status
from store.errors import UncleanText
from store.text import check

FORMAT = 1
"""The number of the session file's layout; a newer file is refused, an older one is migrated."""

Language: TypeAlias = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")

Words: TypeAlias = Mapping[str, str]
"""One text in up to three languages, by language code. A language that is missing falls back to another."""

SessionState: TypeAlias = Literal["draft", "lobby", "running", "break", "closing", "closed"]
"""A purged session has no state: ``store.sessions.delete`` removes its file and all that the store keeps beside it."""
StepState: TypeAlias = Literal["ready", "open", "closed", "revealed", "done", "skipped"]
TimerState: TypeAlias = Literal["off", "running", "paused"]
"""A running timer whose end has passed is over: nothing is stored as that happens, for it changes nothing."""
StageLanguage: TypeAlias = Literal["fi", "sv", "en", "two"]
ActionStatus: TypeAlias = Status

UNDER_WAY: frozenset[str] = frozenset(("not_started", "in_progress"))
"""States of an action that somebody still has to do something about."""

_HUMAN = Meta(extra={"human": True})
"""Marks a field that holds human text, so that the record refuses what ``clean`` would change."""

HumanText: TypeAlias = Annotated[str, _HUMAN]
HumanWords: TypeAlias = Annotated[Words, _HUMAN]


class Record(Struct, frozen=True, kw_only=True):
    """The common part of all records."""

    id: str


R = TypeVar("R", bound=Record)


class Worded(Record, frozen=True, kw_only=True):
    """A record that holds human text, and refuses what ``clean`` would change (``UncleanText``).

    msgspec calls the check whenever a record is created: by the constructor, by decoding, conversion, ``replace`` and
    unpickling. Only an exact copy (``copy.copy``) is not checked again. tests/files/test_human_text_guard.py covers
    every way for every field.
    """

    def __post_init__(self) -> None:
        for name in _HUMAN_FIELDS.get(type(self)) or human_fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, str):
                check(value)
            elif isinstance(value, Mapping):
                for text in value.values():
                    check(text)
            else:
                raise UncleanText(f"{name} is not text")


_HUMAN_FIELDS: dict[type[Record], tuple[str, ...]] = {}


def human_fields(kind: type[Record]) -> tuple[str, ...]:
    """Names of the fields that hold human text; looked up once for each kind of record."""
    hints = get_type_hints(kind, include_extras=True)
    names = tuple(name for name in kind.__struct_fields__ if _HUMAN in getattr(hints[name], "__metadata__", ()))
    _HUMAN_FIELDS[kind] = names
    return names


def replace(record: R, **changes: Any) -> R:
    """The record with some fields changed. Its human text is checked; types are checked when the store encodes it.

    Raises ``UncleanText``, and ``TypeError`` for a field that the record does not have.
    """
    return msgspec.structs.replace(record, **changes)


class Session(Worded, frozen=True, kw_only=True):
    """One workshop: one document in table ``session``."""

    format: int = FORMAT
    title: HumanWords = field(default_factory=dict)
    template: str = ""
    """Id of the template that the steps came from; empty for a workshop of one's own."""
    language: Language = "fi"
    """For phones whose own language we do not speak, for exports, and for the stage at the start."""
    minutes: int = 0
    """The length chosen when the workshop was made; 0 when the template has only one."""
    code: str = ""
    """What people type to join: 4 to 6 digits."""
    port: int = 0
    """The port that was listened on last, so that ``resume`` can take the same; 0 before the first run."""
    seat_key: str = ""
    """Hex key of this session's seat tokens. Never exported; empty in an exported session."""
    created: str = ""
    """ISO date, local."""
    state: SessionState = "draft"
    step: str = ""
    """Id of the current step; empty before the first."""
    looking: str = ""
    """Id of an earlier step that the stage looks back at; empty when it shows the current one."""
    page: int = 0
    """Page of the list on the stage, from 0."""
    focus: str = ""
    """Id of the idea that is being placed in a theme; empty means the first that has none."""
    locked: bool = False
    """True while answers are not taken although the step is open."""
    black: bool = False
    overlay: bool = False
    """True while the join code is shown over whatever step it is."""
    stage_language: StageLanguage = "fi"
    timer: TimerState = "off"
    timer_ends: float = 0.0
    """When a running timer reaches zero, seconds since the epoch."""
    timer_left: float = 0.0
    """What a paused timer has left, seconds; negative past zero."""
    step_timer: TimerState = "off"
    """The step's own clock while the room is on a break and ``timer`` is the break's."""
    step_left: float = 0.0
    """What that clock has left, seconds."""
    earlier: Earlier | None = None
    """The workshop that this one follows up; None for most."""
    nudge: str = ""
    """Id of the step that a line of encouragement is shown for; empty for none."""
    nudge_ends: float = 0.0
    """When that line goes away by itself, seconds since the epoch."""
    tables: bool = False
    """True when a phone answers for a table: then numbers are of tables, not of people."""
    approve: bool = False
    """True when texts wait for the facilitator before the stage may show them."""
    slips: bool = False
    """True when only seats that have given a join slip take part in votes."""


class Step(Worded, frozen=True, kw_only=True):
    """One step of the run of show: table ``steps``."""

    position: int = 0
    kind: str = ""
    state: StepState = "ready"
    round: int = 1
    minutes: int = 0
    cut: int = 0
    """Minutes that were taken from its plan on the day, to catch up."""
    title: HumanWords = field(default_factory=dict)
    question: HumanWords = field(default_factory=dict)
    help: HumanWords = field(default_factory=dict)
    placeholder: HumanWords = field(default_factory=dict)
    notes: HumanWords = field(default_factory=dict)
    """For the facilitator only; never on the stage or on a phone."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the template says of the answer, the vote and what is visible; read by the step's kind."""
    frame: Mapping[str, Any] = field(default_factory=dict)
    """What was fixed when the step opened, such as the items and the budget of a vote; read by the kind."""
    seen: Mapping[str, Any] = field(default_factory=dict)
    """What the room has seen of the result: written by the kind at each reveal, never wound back; empty before."""
    opened: float = 0.0
    """When it was first opened, seconds since the epoch, to the minute; 0 if it was not."""
    ended: float = 0.0
    """When it was left, likewise."""
    closed: float = 0.0
    """When it was closed, seconds since the epoch, if answers in hand are taken after that; else 0."""


class Seat(Record, frozen=True, kw_only=True):
    """One phone (or one table's shared phone): table ``seats``. No name, no address, no device."""

    token: str = ""
    """Keyed hash (hex) of the phone's token; the token itself is only in the phone's cookie."""
    language: Language = "fi"
    voted: tuple[str, ...] = ()
    """The closed rounds this seat took part in, as ``step/round``. What it voted for is not kept."""
    slip: bool = False
    """True once it has given a join slip. Which one is not kept."""


class Slip(Record, frozen=True, kw_only=True):
    """One join slip that was given out: table ``slips``. ``id`` is a keyed hash of its code, which is on paper only."""

    spent: bool = False
    """True once a seat has used it. Which one is not kept."""


class Idea(Worded, frozen=True, kw_only=True):
    """One text of a ``text`` step: table ``ideas``."""

    step: str = ""
    seat: str = ""
    """Who may change it; empty for one entered on paper. Not exported."""
    text: HumanText = ""
    lang: Language = "fi"
    """The language of the phone that wrote it."""
    tag: str = ""
    theme: str | None = None
    hidden: bool = False
    """Kept off the stage by the facilitator; the writer is told and may edit it."""
    waits: bool = False
    """Of a hidden one: the facilitator has not looked at it, or not since its writer changed it."""
    paper: bool = False
    raised: bool = False
    """Lifted to the shared list in a ``pick`` step."""


class Theme(Worded, frozen=True, kw_only=True):
    """Ideas that belong together, under a name that is a deed: table ``themes``."""

    step: str = ""
    """The ``group`` step that it was made in."""
    name: HumanText = ""
    lang: Language = "fi"
    also: HumanWords = field(default_factory=dict)
    """The name in other languages; empty for most."""
    position: int = 0
    """The number key that places an idea in it, from 1."""


class Ballot(Record, frozen=True, kw_only=True):
    """All votes of one seat in one round: table ``ballots``.

    While the round is open ``seat`` says whose it is. At close every ballot gets a new id and loses its
    seat, so the room can recount and nobody can tell who voted for what.
    """

    step: str = ""
    round: int = 1
    seat: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)
    """Item id -> number of votes, points or stars; below zero for votes against, never 0."""
    paper: bool = False
    """True for hands or slips that were counted in the room: one ballot for all of them."""
    voters: int = 0
    """How many people one on paper stands for; 0 when nobody said, and for a phone's."""


class Answer(Worded, frozen=True, kw_only=True):
    """One answer that is a number or a choice (scale, grid, choice, rate, review): table ``answers``."""

    step: str = ""
    seat: str = ""
    item: str = ""
    """Row, theme or action that it is about; empty when the step asks one thing."""
    scale: str = ""
    """``gain`` or ``effort`` in a ``rate`` step; empty elsewhere."""
    value: int | None = None
    """The point of the scale; None means "no experience" in a grid, or that ``options`` holds the answer."""
    options: tuple[str, ...] = ()
    text: HumanText = ""
    """The optional line that some steps ask for beside the number."""
    lang: Language = "fi"


class Promise(Worded, frozen=True, kw_only=True):
    """What one person will do: table ``promises``. Private unless ``share``."""

    step: str = ""
    seat: str = ""
    text: HumanText = ""
    lang: Language = "fi"
    when: HumanText = ""
    """When it starts, in the person's own words or as an ISO date; may be empty."""
    size: str = ""
    """``small``, ``large`` or empty."""
    share: bool = False
    hidden: bool = False
    """Kept off the stage and out of the files by the facilitator although it is shared; the writer is told."""
    waits: bool = False
    """As of an idea."""


class Action(Worded, frozen=True, kw_only=True):
    """What the room does together: table ``actions``. It is an action only with owner, due and first step."""

    step: str = ""
    number: int = 0
    """Shown as T-01."""
    what: HumanText = ""
    owner: HumanText = ""
    due: str = ""
    """ISO date; empty when missing. The same for the other dates."""
    first_step: HumanText = ""
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    theme: str = ""
    """Theme (or idea) that it came from; empty when from none."""
    notices: HumanText = ""
    """What the customer notices."""
    decision_from: HumanText = ""
    """Who has to decide first; empty when nobody has to."""
    status: ActionStatus = "not_started"
    note: HumanText = ""
    lang: Language = "fi"


class Event(Record, frozen=True, kw_only=True):
    """One act of the facilitator: table ``events``. Says what and when, never who answered what."""

    verb: str = ""
    step: str = ""
    at: float = 0.0
    """Seconds since the epoch, to the minute."""


class Receipt(Record, frozen=True, kw_only=True):
    """Proof that an answer was saved, so that a repeat is recognised: table ``receipts``.

    ``id`` is a keyed hash of seat and the phone's key.
    """

    step: str = ""
    content: str = ""
    """Keyed hash of what was sent; empty for a vote that has been counted."""
    reply: str = ""
    """Id of the record that the answer made or changed; the round of a vote that has been counted."""
    version: int = 0
    """The session's version when it was saved: a repeat gets the very same reply. 0 once the session has been closed,
    so that it does not tell who answered first."""


class Edit(Struct, frozen=True, kw_only=True):
    """One record before and after an act of the facilitator: the fields that differ, all if it was made or removed.

    ``before`` is None for a record that was made, ``after`` for one that was removed.
    """

    table: str
    id: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class Past(Record, frozen=True, kw_only=True):
    """One act of the facilitator, as it can be taken back and done again: table ``history``.

    It holds the facilitator's own work and no text of a participant's. Emptied as the session closes; not exported.
    """

    number: int = 0
    """Order of the acts, from 1."""
    label: str = ""
    """What it was: ``undo.<label>`` in the catalogue."""
    undone: bool = False
    edits: tuple[Edit, ...] = ()


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
    "history": Past,
}
"""Table of the session file -> the record it holds."""

FROM_PHONES = frozenset(("seats", "ideas", "ballots", "answers", "promises", "receipts"))
"""Tables whose documents come from phones: where they stand in the file must not tell who came or wrote first."""

TABLE_OF: Mapping[type[Record], str] = {record: table for table, record in TABLES.items()}


@dataclass(frozen=True)
class Change:
    """What one verb does to the session: all of it or none of it."""

    put: tuple[Record, ...] = ()
    """Records to add, or to replace by id."""
    remove: tuple[Record, ...] = ()
    key: str = ""
    """The receipt's id of the answer that caused it; empty for acts of the facilitator."""

    def __bool__(self) -> bool:
        return bool(self.put or self.remove)
