"""What a follow-up keeps of the workshop that it follows: enough to compare with, in its own file. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["not_started", "in_progress", "done", "dropped", "passed_on"]
"""What has become of an action. ``dropped`` has a reason in its note, ``passed_on`` whoever has it now."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One shared action as it stood when the follow-up was made. ``id`` is that of the action in both workshops."""

    id: str
    number: int = 0
    what: str = ""
    owner: str = ""
    due: str = ""
    """ISO date; empty for none. On a common checklist that of the whole list."""
    first_step: str = ""
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    notices: str = ""
    decision_from: str = ""
    status: Status = "not_started"
    note: str = ""
    why: str = ""
    """Name of the theme (or text of the idea) that it came from; empty when from none."""
    lang: Literal["fi", "sv", "en"] = "fi"


@dataclass(frozen=True, kw_only=True)
class SharedPromise:
    """A promise whose writer chose to share it."""

    text: str = ""
    lang: str = "fi"


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The workshop that a follow-up follows. Of promises only their number, and the shared ones."""

    session: str
    """Id of that session."""
    title: Mapping[str, str] = field(default_factory=dict)
    held: str = ""
    """ISO date on which it was held."""
    first: str = ""
    """ISO date of the workshop in which the actions were agreed: earlier still when that was a follow-up too."""
    promises: int = 0
    shared: tuple[SharedPromise, ...] = ()
    actions: tuple[Agreed, ...] = ()
    """All of them by number, those that were closed already as well."""
