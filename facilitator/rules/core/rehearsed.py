"""What the rules of a kind of step know of a simulated participant in a rehearsal, and the answers they give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from random import Random


class SampleText(Struct, frozen=True):
    """One sample text; ``tag`` fits an idea, ``size`` a promise."""

    lang: str
    text: str
    tag: str = ""
    size: str = ""


@dataclass(frozen=True)
class SimulatedAnswer:
    """The fields of one answer, and the seconds to wait before it is sent."""

    delay: float
    fields: Mapping[str, Any]


class Rehearsed(Protocol):
    """A simulated participant. All chance comes from it, so the same seed gives the same answers."""

    @property
    def chance(self) -> Random:
        """The participant's own chance."""

    @property
    def number(self) -> int:
        """Number of the participant, from 0."""

    @property
    def language(self) -> str:
        """The language in which the participant writes."""

    @property
    def is_rude(self) -> bool:
        """Whether the participant writes one rude text among the others."""

    def shared_chance(self, seed: str) -> Random:
        """Chance that is the same for all participants: what it decides, all of them tend to do."""

    def thinking_time(self, least: float, most: float) -> float:
        """Seconds of thinking between ``least`` and ``most``; short times are more likely."""

    def ideas(self, wanted: int) -> Sequence[SampleText]:
        """So many sample ideas in the participant's language."""

    def promises(self, wanted: int) -> Sequence[SampleText]:
        """So many sample promises in the participant's language."""

    def rude_text(self) -> str:
        """The one rude text of the rehearsal, the first time; empty from then on."""
