"""The answers of a simulated participant to each kind of step, and the pauses before them."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import msgspec
from msgspec import Struct

from facilitator import view
from facilitator.i18n.messages import say
from facilitator.rehearsal.roles import Role
from facilitator.view import PublicView
from facilitator.view.mine import SeatView

LANGUAGE_MIX = ("fi",) * 12 + ("sv",) * 5 + ("en",) * 3
"""Languages of twenty participants: 60 % Finnish, 25 % Swedish, 15 % English."""

LINES_PER_PERSON = 3
"""Sample texts that are reserved for one participant before those of the next one begin."""

REPORT_NOTES = {
    "in_progress": "demo.review.note",
    "dropped": "demo.review.reason",
    "passed_on": "demo.review.whom",
}
"""Status of an action -> catalogue key of the note about it."""

LATE_ARRIVAL = (150.0, 420.0)
"""Range of seconds after which a latecomer joins."""

PROMISE_TIMES = ("demo.tomorrow", "demo.next_week")
"""Catalogue keys of the times that participants give for a promise."""


class SampleText(Struct, frozen=True):
    """One sample text; ``tag`` fits an idea, ``size`` a promise."""

    lang: str
    text: str
    tag: str = ""
    size: str = ""


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


@dataclass(frozen=True)
class SimulatedAnswer:
    """The fields of one answer, and the seconds to wait before it is sent."""

    delay: float
    fields: Mapping[str, Any]


class SimulatedPerson:
    """One simulated participant. ``number`` counts from 0; the same seed gives the same behaviour."""

    def __init__(self, number: int, seed: int = 0, role: Role = "") -> None:
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
        match stage.body:
            case view.ScaleBody() as body:
                yield from self._scale(body, mine)
            case view.ChoiceBody() | view.GridBody() as body:
                yield from self._grid(body, mine) if isinstance(body, view.GridBody) else self._choose(body, mine)
            case view.TextBody() | view.PickBody() as body:
                yield from self._write(body, mine)
            case view.VoteBody() as body:
                yield from self._crowd_scores(mine) if isinstance(body, view.CrowdBody) else self._vote(body, mine)
            case view.RateBody() as body:
                yield from self._rate(body, mine)
            case view.CommitBody() as body:
                yield from self._promise(body, mine)
            case view.ActionBody() as body:
                yield from self._take_on(body)
            case view.ReviewBody() as body:
                yield from self._report(body, mine)

    def _thinking_time(self, least: float, most: float) -> float:
        """Seconds of thinking between ``least`` and ``most``; short times are more likely."""
        return self._chance.triangular(least, most, least + (most - least) / 4)

    def _scale(self, body: view.ScaleBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        points = len(body.labels)
        if mine.value is None and points:
            middle = min(points, max(1, round(self._chance.gauss(points * 0.68, 0.9))))
            yield SimulatedAnswer(self._thinking_time(3, 25), {"value": middle})

    def _choose(self, body: view.ChoiceBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        if not mine.options:
            # Seeded by the id of the option, the first term is the same for all: preferences differ but are related.
            liking = {o.id: random.Random(o.id).random() + self._chance.random() for o in body.options}
            best = sorted(liking, key=lambda option: -liking[option])
            wanted = self._chance.randint(min(body.least, body.most), body.most)
            yield SimulatedAnswer(self._thinking_time(6, 40), {"options": best[:wanted]})

    def _grid(self, body: view.GridBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        scales = {"importance": len(body.importance_labels), "level": len(body.labels)}
        for row in body.rows:
            for scale, points in scales.items():
                if points and scale not in mine.grid.get(row.id, {}):
                    usual = random.Random(f"{row.id}{scale}").uniform(2, points)
                    value = min(points, max(1, round(self._chance.gauss(usual, 0.9))))
                    # One in ten has no experience of the row.
                    none = body.na and scale == "level" and self._chance.random() < 0.1
                    yield SimulatedAnswer(
                        self._thinking_time(2, 12), {"row": row.id, "scale": scale, "value": None if none else value}
                    )

    def _write(self, body: view.TextBody | view.PickBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        if isinstance(body, view.PickBody):
            yield from self._pick(body, mine)
        elif not isinstance(body, view.OneTwoFourBody) or self._writes_for_group(body):
            yield from self._ideas(body, mine)

    def _ideas(self, body: view.TextBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        known = {tag.id for tag in body.tags}
        wanted = self._chance.choice((1, 2, 2, 3, 3, 4))
        if body.max_per_person:
            wanted = min(wanted, body.max_per_person)
        if self.role == "rude":
            wanted = min(wanted, max(1, (body.max_per_person or wanted + 1) - 1))
        for line in self._own_lines(sample_texts().ideas, wanted)[len(mine.ideas) :]:
            fields = {"text": line.text[: body.max_chars]}
            # One in four gives no tag.
            if known and self._chance.random() < 0.75:
                fields["tag"] = line.tag if line.tag in known else self._chance.choice(sorted(known))
            yield SimulatedAnswer(self._thinking_time(8, 70), fields)
        if self.role == "rude" and not self._has_been_rude:
            # One rude text in the whole rehearsal, for the facilitator to find and hide before it is shown.
            self._has_been_rude = True
            yield SimulatedAnswer(
                self._thinking_time(8, 40), {"text": say("demo.rude", self.language)[: body.max_chars]}
            )

    def _own_lines(self, lines: tuple[SampleText, ...], wanted: int) -> list[SampleText]:
        """Sample texts in the participant's language; no two participants get the same one until all are used."""
        spoken = [line for line in lines if line.lang == self.language]
        before = sum(1 for other in range(self._number) if language_of_person(other) == self.language)
        return [spoken[(before * LINES_PER_PERSON + nth) % len(spoken)] for nth in range(min(wanted, len(spoken)))]

    def _pick(self, body: view.PickBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        left = body.quota - sum(idea.raised for idea in mine.ideas)
        free = [idea.id for idea in mine.ideas if not idea.raised]
        for idea in self._chance.sample(free, min(max(left, 0), len(free))):
            yield SimulatedAnswer(self._thinking_time(6, 60), {"answer": idea})

    def _vote(self, body: view.VoteBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        items = [item for item in mine.order if item not in mine.votes and not mine.voted]
        # Seeded by the id of the item, the first term is the same for all: preferences differ but are related.
        liking = {item: random.Random(item).random() + self._chance.random() for item in items}
        left = mine.votes_left
        for item in sorted(items, key=lambda item: -liking[item]):
            votes = self._votes_for(body, left, liking[item] / 2)
            if votes:
                left -= abs(votes)
                yield SimulatedAnswer(self._thinking_time(4, 25), {"item": item, "votes": votes})

    def _crowd_scores(self, mine: SeatView) -> Iterator[SimulatedAnswer]:
        for item in mine.order:
            if item not in mine.votes and not mine.voted:
                # The first term is the same for all, as in a vote.
                liking = (random.Random(item).random() + self._chance.random()) / 2
                yield SimulatedAnswer(self._thinking_time(5, 30), {"item": item, "votes": 1 + round(liking * 4)})

    def _writes_for_group(self, body: view.OneTwoFourBody) -> bool:
        """Whether this participant writes for a group of four."""
        return body.phase == "fours" and self._number % 4 == 0

    def _votes_for(self, body: view.VoteBody, left: int, liking: float) -> int:
        """Votes for an item, given how much it is liked (0 to 1) and how many votes are left; may be negative."""
        if body.preset == "stars":
            return max(1, round(liking * body.max_per_item))
        if body.preset == "budget":
            return min(left, body.max_per_item, self._chance.randint(1, 4))
        if body.preset == "plus_minus" and left and liking < 0.35:
            return -1
        return min(left, 1)

    def _rate(self, body: view.RateBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        for item in body.items:
            for scale, labels in (("gain", body.gain), ("effort", body.effort)):
                if scale not in mine.ratings.get(item.id, {}):
                    usual = random.Random(f"{item.id}{scale}").uniform(1, len(labels))
                    value = min(len(labels), max(1, round(self._chance.gauss(usual, 0.6))))
                    yield SimulatedAnswer(self._thinking_time(2, 9), {"item": item.id, "scale": scale, "value": value})

    def _promise(self, body: view.CommitBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        if mine.promise is None:
            line = self._own_lines(sample_texts().promises, 1)[0]
            fields: dict[str, Any] = {
                "text": line.text[: body.max_chars],
                "when": say(self._chance.choice(PROMISE_TIMES), self.language),
                "share": self._chance.random() < 0.3,
            }
            if line.size in {size.id for size in body.sizes}:
                fields["size"] = line.size
            yield SimulatedAnswer(self._thinking_time(15, 120), fields)

    def _take_on(self, body: view.ActionBody) -> Iterator[SimulatedAnswer]:
        for action in body.actions:
            # One participant in five offers to take an action; the first to send gets it.
            if not action.owner and self._chance.random() < 0.2:
                # The owner is a table, five participants each, because the rehearsal has no names of people.
                owner = say("demo.table", self.language, number=self._number // 5 + 1)
                yield SimulatedAnswer(self._thinking_time(10, 60), {"action": action.id, "owner": owner})

    def _report(self, body: view.ReviewBody, mine: SeatView) -> Iterator[SimulatedAnswer]:
        said = {report.action for report in mine.reports}
        for item in body.items:
            # Six in ten have nothing to report about an action.
            if item.action.id in said or self._chance.random() >= 0.4:
                continue
            likely = random.Random(item.action.id).choice(body.states)
            status = likely if self._chance.random() < 0.7 else self._chance.choice(body.states)
            fields = {"action": item.action.id, "status": status}
            if (words := REPORT_NOTES.get(status)) and (status != "in_progress" or self._chance.random() < 0.3):
                fields["note"] = say(words, self.language)
            yield SimulatedAnswer(self._thinking_time(8, 60), fields)
