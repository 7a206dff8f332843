"""What a session keeps of the template that it was made from, so that it never has to look the template up. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

DEFAULT_DAYS = 30
"""Days until the room meets again when the template names no follow-up (docs/domain.md 2.3)."""

Days = Annotated[int, Meta(ge=0, le=2000)]
"""Days until the room meets again: the range of numbers in a template."""


class GroupSize(Struct, frozen=True, forbid_unknown_fields=True):
    """The size of the group: minimum, best from and to, maximum."""

    min: int
    best: tuple[int, int]
    max: int


class FollowUp(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What follows the workshop and after how many days; ``template`` is the one to use then."""

    days: int
    what: str
    template: str = ""


class AskedNames(Struct, frozen=True, forbid_unknown_fields=True):
    """The question for the names that the template asks for, and how many they may be at most."""

    question: Mapping[str, str]
    most: int


class TemplateFacts(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The template's own data, beside its steps. The fields are those of a template file."""

    subtitle: Mapping[str, str] = {}
    purpose: Mapping[str, str] = {}
    content_note: Mapping[str, str] = {}
    imports: str = ""
    anonymity_choice: str = ""
    group_size: GroupSize | None = None
    follow_up: tuple[FollowUp, ...] = ()
    asks: AskedNames | None = None
