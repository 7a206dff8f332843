"""Parts that several bodies share. They belong to the public contract: add fields, never change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import StructConfig

Words: TypeAlias = Mapping[str, str]
"""Language code -> text; at least one language. ``messages.pick`` chooses one."""

IDEAS_PER_PAGE = 6
"""Ideas on one page of the stage: at most six can be read from the back row (docs/domain.md 7.2)."""

ITEMS_PER_PAGE = 7
"""Options or rows on one page of the stage: at most seven (docs/domain.md 7.2)."""

MIN_ANSWERS = 5
"""Results about people are shown from this many answers on (docs/domain.md 3.4)."""


class ViewPart(Struct, frozen=True, kw_only=True):
    """Base of all parts of a view: immutable and compared by value."""


class Body:
    """The part of ``PublicView`` that is specific to a kind of step.

    Kinds add types of their own, so a view is decoded with the types of the kinds that the receiver knows (see
    ``rules.steps.decode_body``).
    """

    __slots__ = ()

    @property
    def kind(self) -> str:
        """The name of the kind; ``lobby`` before the first step."""
        config: StructConfig = self.__struct_config__  # type: ignore[attr-defined]  # every body is a BodyPart
        return str(config.tag)

    def shown_texts(self) -> tuple[Text, ...]:
        """The participants' texts that the stage shows now."""
        texts: tuple[Text, ...] = getattr(self, "texts", ())
        return texts


class BodyPart(ViewPart, Body, frozen=True, kw_only=True):
    """Base of the bodies. The ``tag`` of each is the name of its kind."""


class Tag(ViewPart, frozen=True, kw_only=True):
    """A label that a writer may give an idea (a lens, a stage of a path ...): a symbol and a word, not colour alone."""

    id: str
    symbol: str
    label: Words
    hint: Words = {}
    examples: Mapping[str, tuple[str, ...]] = {}


class Text(ViewPart, frozen=True, kw_only=True):
    """One text of a participant that everybody may read now."""

    id: str
    text: str
    lang: str
    tag: str = ""


class ViewItem(ViewPart, frozen=True, kw_only=True):
    """One thing that can be voted on, rated or chosen: a theme, an idea, or a listed option."""

    id: str
    label: Words
    ideas: int = 0
    """How many ideas belong to it."""


class PublicAction(ViewPart, frozen=True, kw_only=True):
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
    """Name of the theme (or text of the idea) that it came from; empty when it came from neither."""
    notices: str = ""
    decision_from: str = ""
    status: str = "not_started"
    note: str = ""


class Recap(ViewPart, frozen=True, kw_only=True):
    """What the previous workshop agreed, and its state now. Promises appear as a number and the shared texts."""

    title: Words
    held: str
    """ISO date."""
    actions: tuple[PublicAction, ...]
    promises: int
    shared: tuple[Text, ...] = ()


class ReviewItem(ViewPart, frozen=True, kw_only=True):
    """One action of an earlier workshop in a review."""

    action: PublicAction
    before: str = ""
    """Its state when the follow-up began; empty for a new action."""
    due_before: str = ""
    reports: int = 0
    """Phones that have reported on it."""
    counts: Mapping[str, int] | None = None
    """State -> phones that reported it; None until the reveal, and below ``MIN_ANSWERS`` reports."""
