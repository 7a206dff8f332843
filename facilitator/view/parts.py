"""The small parts that the bodies of several kinds of step share. Part of the outside contract: add, never change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

Words: TypeAlias = Mapping[str, str]
"""Language code -> text; at least one language. ``words.pick`` chooses."""

PAGE = 6
"""Ideas on one page of the stage (reference: at most six ideas or seven items carry to a back row)."""

ITEMS = 7
"""Options or rows on one page of the stage (the same reference)."""

FEWEST = 5
"""Results about people are shown from this many answers on."""


class Frozen(Struct, frozen=True, kw_only=True):
    """Base of all view parts: immutable, compared by value."""


class Tag(Frozen, frozen=True, kw_only=True):
    """A label that a writer may give an idea (lens, path stage ...): a symbol and a word, never colour alone."""

    id: str
    symbol: str
    label: Words
    hint: Words = {}
    examples: Mapping[str, tuple[str, ...]] = {}


class Text(Frozen, frozen=True, kw_only=True):
    """One text somebody wrote and that everybody may read now."""

    id: str
    text: str
    lang: str
    tag: str = ""


class Choice(Frozen, frozen=True, kw_only=True):
    """One thing that can be voted on, rated or chosen: a theme, an idea, or a ready option."""

    id: str
    label: Words
    ideas: int = 0
    """How many ideas stand behind it."""


class ActionFace(Frozen, frozen=True, kw_only=True):
    """One shared action. ``missing`` names the parts it lacks: ``owner``, ``due``, ``first_step``."""

    id: str
    number: int
    what: str
    owner: str
    due: str
    first_step: str
    lang: str
    missing: tuple[str, ...] = ()
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    theme: str = ""
    """Name of the theme (or text of the idea) that it came from; empty when from none."""
    notices: str = ""
    decision_from: str = ""
    status: str = "not_started"
    note: str = ""


class Recap(Frozen, frozen=True, kw_only=True):
    """What the workshop before this one agreed, and where it stands. Of promises their number and the shared ones."""

    title: Words
    held: str
    """ISO date."""
    actions: tuple[ActionFace, ...]
    promises: int
    shared: tuple[Text, ...] = ()


class Reviewed(Frozen, frozen=True, kw_only=True):
    """One action of an earlier workshop, looked at again."""

    action: ActionFace
    before: str = ""
    """Its state when the follow-up began; empty for an action that is new."""
    due_before: str = ""
    reports: int = 0
    """Phones that have said what became of it."""
    counts: Mapping[str, int] | None = None
    """State -> phones that said so; None until the step is closed, and under FEWEST reports."""
