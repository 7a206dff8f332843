"""What a follow-up session stores of the workshop that it follows up, to compare with. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["not_started", "in_progress", "done", "dropped", "passed_on"]
"""Status of an action. The note of a ``dropped`` one gives the reason, that of a ``passed_on`` one its new owner."""


@dataclass(frozen=True, kw_only=True)
class AgreedAction:
    """One shared action as it was when the follow-up was created. It has the same ``id`` in both workshops."""

    id: str
    number: int = 0
    what: str = ""
    owner: str = ""
    due: str = ""
    """ISO date; empty for none. On a shared checklist, the date of the whole list."""
    first_step: str = ""
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    notices: str = ""
    decision_from: str = ""
    status: Status = "not_started"
    note: str = ""
    why: str = ""
    """Name of the theme (or text of the idea) that it came from; empty for none."""
    lang: Literal["fi", "sv", "en"] = "fi"


@dataclass(frozen=True, kw_only=True)
class SharedPromise:
    """A promise whose writer chose to share it."""

    text: str = ""
    lang: str = "fi"


@dataclass(frozen=True, kw_only=True)
class EarlierWorkshop:
    """The workshop that a follow-up follows up. Of its promises, only the number and those that were shared."""

    session: str
    """Id of that session."""
    title: Mapping[str, str] = field(default_factory=dict)
    held: str = ""
    """ISO date on which it was held."""
    first: str = ""
    """ISO date of the first workshop of the series, in which the actions were agreed. Differs from ``held`` if the
    earlier workshop was itself a follow-up."""
    promises: int = 0
    shared: tuple[SharedPromise, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    """All actions by number, including those that were already closed."""
