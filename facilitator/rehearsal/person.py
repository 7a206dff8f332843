"""A simulated participant: its language, its texts, and its pauses. Each kind of step makes the answers from them."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from importlib import resources

import msgspec
from msgspec import Struct

from facilitator.i18n.messages import say
from facilitator.rehearsal.roles import Role
from facilitator.rules.core.rehearsed import SampleText, SimulatedAnswer
from facilitator.rules.steps import kind_named
from facilitator.view import PublicView
from facilitator.view.mine import SeatView

LANGUAGE_MIX = ("fi",) * 12 + ("sv",) * 5 + ("en",) * 3
"""Languages of twenty participants: 60 % Finnish, 25 % Swedish, 15 % English."""

LINES_PER_PERSON = 3
"""Sample texts that are reserved for one participant before those of the next one begin."""

LATE_ARRIVAL = (150.0, 420.0)
"""Range of seconds after which a latecomer joins."""


class SampleTexts(Struct, frozen=True):
    """The texts that simulated participants write."""

    ideas: tuple[SampleText, ...]
    promises: tuple[SampleText, ...]


def language_of_person(number: int) -> str:
    """The language of participant ``number``: any twenty in a row have the mix of ``LANGUAGE_MIX``."""
    # 7 and 20 have no common factor, so the index visits all twenty places, and languages are well mixed.
    return LANGUAGE_MIX[number * 7 % len(LANGUAGE_MIX)]


@functools.cache
def sample_texts() -> SampleTexts:
    """The sample texts that are shipped with the program."""
    raw = resources.files("facilitator.rehearsal").joinpath("ideas.json").read_bytes()
    return msgspec.json.decode(raw, type=SampleTexts)


class SimulatedPerson:
    """One simulated participant. ``number`` counts from 0; the same seed gives the same behaviour."""

    def __init__(self, number: int, seed: int = 0, role: Role = "") -> None:
        # A generator of its own, so that the behaviour does not depend on the order in which participants act.
        self._chance = random.Random(f"{seed}/{number}")
        self._number = number
        self._has_been_rude = False
        self.role = role
        self.language = language_of_person(number)

    def arrival_delay(self) -> float:
        """Seconds until the participant has scanned the code: most within half a minute, a few later."""
        if self.role == "late":
            return self._chance.uniform(*LATE_ARRIVAL)
        return self._chance.triangular(1, 75, 8)

    def reaction_delay(self) -> float:
        """Seconds until the participant notices a change on the phone."""
        return self._chance.uniform(0.2, 1.2)

    def answers(self, stage: PublicView, mine: SeatView) -> Iterator[SimulatedAnswer]:
        """The answers to the open step, in order; what ``mine`` already holds is not answered again."""
        yield from kind_named(stage.body.kind).rehearse(stage.body, mine, self)

    @property
    def chance(self) -> random.Random:
        """The participant's own chance."""
        return self._chance

    @property
    def number(self) -> int:
        """Number of the participant, from 0."""
        return self._number

    @property
    def is_rude(self) -> bool:
        """Whether the participant writes one rude text among the others."""
        return self.role == "rude"

    def shared_chance(self, seed: str) -> random.Random:
        """Chance that is the same for all participants: what it decides, all of them tend to do."""
        return random.Random(seed)

    def thinking_time(self, least: float, most: float) -> float:
        """Seconds of thinking between ``least`` and ``most``; short times are more likely."""
        return self._chance.triangular(least, most, least + (most - least) / 4)

    def ideas(self, wanted: int) -> list[SampleText]:
        """So many sample ideas in the participant's language."""
        return self._own_lines(sample_texts().ideas, wanted)

    def promises(self, wanted: int) -> list[SampleText]:
        """So many sample promises in the participant's language."""
        return self._own_lines(sample_texts().promises, wanted)

    def rude_text(self) -> str:
        """The one rude text of the rehearsal, the first time; empty from then on.

        The facilitator is to find and hide it before it is shown.
        """
        if not self.is_rude or self._has_been_rude:
            return ""
        self._has_been_rude = True
        return say("demo.rude", self.language)

    def _own_lines(self, lines: tuple[SampleText, ...], wanted: int) -> list[SampleText]:
        """Sample texts in the participant's language; no two participants get the same one until all are used."""
        spoken = [line for line in lines if line.lang == self.language]
        # Counted within the language, because each language has a list of its own.
        before = sum(1 for other in range(self._number) if language_of_person(other) == self.language)
        return [spoken[(before * LINES_PER_PERSON + nth) % len(spoken)] for nth in range(min(wanted, len(spoken)))]
