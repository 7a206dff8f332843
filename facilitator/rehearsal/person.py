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
from facilitator.view.mine import Mine

SPOKEN = ("fi",) * 12 + ("sv",) * 5 + ("en",) * 3
"""Languages of twenty participants: 60 % Finnish, 25 % Swedish, 15 % English."""

EACH = 3
"""Sample texts that are reserved for one participant before those of the next one begin."""

REPORTS = {
    "in_progress": "demo.review.note",
    "dropped": "demo.review.reason",
    "passed_on": "demo.review.whom",
}
"""Status of an action -> catalogue key of the note about it."""

LATE = (150.0, 420.0)
"""Range of seconds after which a latecomer joins."""

WHEN = ("demo.tomorrow", "demo.next_week")
"""Catalogue keys of the times that participants give for a promise."""


class Line(Struct, frozen=True):
    """One sample text; ``tag`` fits an idea, ``size`` a promise."""

    lang: str
    text: str
    tag: str = ""
    size: str = ""


class Pool(Struct, frozen=True):
    """The texts that simulated participants write."""

    ideas: tuple[Line, ...]
    promises: tuple[Line, ...]


def spoken_by(number: int) -> str:
    """The language of participant ``number``: any twenty in a row have the mix of ``LANGUAGE_MIX``."""
    # 7 and 20 have no common factor, so the index visits all twenty places, and languages are well mixed.
    return SPOKEN[number * 7 % len(SPOKEN)]


@functools.cache
def pool() -> Pool:
    """The sample texts that are shipped with the program."""
    raw = resources.files("facilitator.rehearsal").joinpath("ideas.json").read_bytes()
    return msgspec.json.decode(raw, type=Pool)


@dataclass(frozen=True)
class Saying:
    """The fields of one answer, and the seconds to wait before it is sent."""

    after: float
    fields: Mapping[str, Any]


class Person:
    """One simulated participant. ``number`` counts from 0; the same seed gives the same behaviour."""

    def __init__(self, number: int, seed: int = 0, role: Role = "") -> None:
        self._chance = random.Random(f"{seed}/{number}")
        self._number = number
        self._has_been_rude = False
        self.role = role
        self.language = spoken_by(number)

    def arrives(self) -> float:
        """Seconds until the participant has scanned the code: most within half a minute, a few later."""
        if self.role == "late":
            return self._chance.uniform(*LATE)
        return self._chance.triangular(1, 75, 8)

    def notices(self) -> float:
        """Seconds until the participant notices a change on the phone."""
        return self._chance.uniform(0.2, 1.2)

    def answers(self, stage: PublicView, mine: Mine) -> Iterator[Saying]:
        """The answers to the open step, in order; what ``mine`` already holds is not answered again."""
        match stage.body:
            case view.Scale() as body:
                yield from self._scale(body, mine)
            case view.Options() | view.Grid() as body:
                yield from self._grid(body, mine) if isinstance(body, view.Grid) else self._choose(body, mine)
            case view.Ideas() | view.Pick() as body:
                yield from self._write(body, mine)
            case view.Vote() as body:
                yield from self._score(mine) if isinstance(body, view.Crowd) else self._vote(body, mine)
            case view.Rate() as body:
                yield from self._rate(body, mine)
            case view.Commit() as body:
                yield from self._promise(body, mine)
            case view.Actions() as body:
                yield from self._take_on(body)
            case view.Review() as body:
                yield from self._report(body, mine)

    def _thinks(self, least: float, most: float) -> float:
        """Seconds of thinking between ``least`` and ``most``; short times are more likely."""
        return self._chance.triangular(least, most, least + (most - least) / 4)

    def _scale(self, body: view.Scale, mine: Mine) -> Iterator[Saying]:
        points = len(body.labels)
        if mine.value is None and points:
            middle = min(points, max(1, round(self._chance.gauss(points * 0.68, 0.9))))
            yield Saying(self._thinks(3, 25), {"value": middle})

    def _choose(self, body: view.Options, mine: Mine) -> Iterator[Saying]:
        if not mine.options:
            # Seeded by the id of the option, the first term is the same for all: preferences differ but are related.
            liking = {o.id: random.Random(o.id).random() + self._chance.random() for o in body.options}
            best = sorted(liking, key=lambda option: -liking[option])
            wanted = self._chance.randint(min(body.least, body.most), body.most)
            yield Saying(self._thinks(6, 40), {"options": best[:wanted]})

    def _grid(self, body: view.Grid, mine: Mine) -> Iterator[Saying]:
        scales = {"importance": len(body.importance_labels), "level": len(body.labels)}
        for row in body.rows:
            for scale, points in scales.items():
                if points and scale not in mine.grid.get(row.id, {}):
                    usual = random.Random(f"{row.id}{scale}").uniform(2, points)
                    value = min(points, max(1, round(self._chance.gauss(usual, 0.9))))
                    # One in ten has no experience of the row.
                    none = body.na and scale == "level" and self._chance.random() < 0.1
                    yield Saying(self._thinks(2, 12), {"row": row.id, "scale": scale, "value": None if none else value})

    def _write(self, body: view.Ideas | view.Pick, mine: Mine) -> Iterator[Saying]:
        if isinstance(body, view.Pick):
            yield from self._pick(body, mine)
        elif not isinstance(body, view.OneTwoFour) or self._sends(body):
            yield from self._ideas(body, mine)

    def _ideas(self, body: view.Ideas, mine: Mine) -> Iterator[Saying]:
        known = {tag.id for tag in body.tags}
        wanted = self._chance.choice((1, 2, 2, 3, 3, 4))
        if body.max_per_person:
            wanted = min(wanted, body.max_per_person)
        if self.role == "rude":
            wanted = min(wanted, max(1, (body.max_per_person or wanted + 1) - 1))
        for line in self._own(pool().ideas, wanted)[len(mine.ideas) :]:
            fields = {"text": line.text[: body.max_chars]}
            # One in four gives no tag.
            if known and self._chance.random() < 0.75:
                fields["tag"] = line.tag if line.tag in known else self._chance.choice(sorted(known))
            yield Saying(self._thinks(8, 70), fields)
        if self.role == "rude" and not self._has_been_rude:
            # One rude text in the whole rehearsal, for the facilitator to find and hide before it is shown.
            self._has_been_rude = True
            yield Saying(self._thinks(8, 40), {"text": say("demo.rude", self.language)[: body.max_chars]})

    def _own(self, lines: tuple[Line, ...], wanted: int) -> list[Line]:
        """Sample texts in the participant's language; no two participants get the same one until all are used."""
        spoken = [line for line in lines if line.lang == self.language]
        before = sum(1 for other in range(self._number) if spoken_by(other) == self.language)
        return [spoken[(before * EACH + nth) % len(spoken)] for nth in range(min(wanted, len(spoken)))]

    def _pick(self, body: view.Pick, mine: Mine) -> Iterator[Saying]:
        left = body.quota - sum(idea.raised for idea in mine.ideas)
        free = [idea.id for idea in mine.ideas if not idea.raised]
        for idea in self._chance.sample(free, min(max(left, 0), len(free))):
            yield Saying(self._thinks(6, 60), {"answer": idea})

    def _vote(self, body: view.Vote, mine: Mine) -> Iterator[Saying]:
        items = [item for item in mine.order if item not in mine.votes and not mine.voted]
        # Seeded by the id of the item, the first term is the same for all: preferences differ but are related.
        liking = {item: random.Random(item).random() + self._chance.random() for item in items}
        left = mine.votes_left
        for item in sorted(items, key=lambda item: -liking[item]):
            votes = self._given(body, left, liking[item] / 2)
            if votes:
                left -= abs(votes)
                yield Saying(self._thinks(4, 25), {"item": item, "votes": votes})

    def _score(self, mine: Mine) -> Iterator[Saying]:
        for item in mine.order:
            if item not in mine.votes and not mine.voted:
                # The first term is the same for all, as in a vote.
                liking = (random.Random(item).random() + self._chance.random()) / 2
                yield Saying(self._thinks(5, 30), {"item": item, "votes": 1 + round(liking * 4)})

    def _sends(self, body: view.OneTwoFour) -> bool:
        """Whether this participant writes for a group of four."""
        return body.phase == "fours" and self._number % 4 == 0

    def _given(self, body: view.Vote, left: int, liking: float) -> int:
        """Votes for an item, given how much it is liked (0 to 1) and how many votes are left; may be negative."""
        if body.preset == "stars":
            return max(1, round(liking * body.max_per_item))
        if body.preset == "budget":
            return min(left, body.max_per_item, self._chance.randint(1, 4))
        if body.preset == "plus_minus" and left and liking < 0.35:
            return -1
        return min(left, 1)

    def _rate(self, body: view.Rate, mine: Mine) -> Iterator[Saying]:
        for item in body.items:
            for scale, labels in (("gain", body.gain), ("effort", body.effort)):
                if scale not in mine.ratings.get(item.id, {}):
                    usual = random.Random(f"{item.id}{scale}").uniform(1, len(labels))
                    value = min(len(labels), max(1, round(self._chance.gauss(usual, 0.6))))
                    yield Saying(self._thinks(2, 9), {"item": item.id, "scale": scale, "value": value})

    def _promise(self, body: view.Commit, mine: Mine) -> Iterator[Saying]:
        if mine.promise is None:
            line = self._own(pool().promises, 1)[0]
            fields: dict[str, Any] = {
                "text": line.text[: body.max_chars],
                "when": say(self._chance.choice(WHEN), self.language),
                "share": self._chance.random() < 0.3,
            }
            if line.size in {size.id for size in body.sizes}:
                fields["size"] = line.size
            yield Saying(self._thinks(15, 120), fields)

    def _take_on(self, body: view.Actions) -> Iterator[Saying]:
        for action in body.actions:
            # One participant in five offers to take an action; the first to send gets it.
            if not action.owner and self._chance.random() < 0.2:
                # The owner is a table, five participants each, because the rehearsal has no names of people.
                owner = say("demo.table", self.language, number=self._number // 5 + 1)
                yield Saying(self._thinks(10, 60), {"action": action.id, "owner": owner})

    def _report(self, body: view.Review, mine: Mine) -> Iterator[Saying]:
        said = {report.action for report in mine.reports}
        for item in body.items:
            # Six in ten have nothing to report about an action.
            if item.action.id in said or self._chance.random() >= 0.4:
                continue
            likely = random.Random(item.action.id).choice(body.states)
            status = likely if self._chance.random() < 0.7 else self._chance.choice(body.states)
            fields = {"action": item.action.id, "status": status}
            if (words := REPORTS.get(status)) and (status != "in_progress" or self._chance.random() < 0.3):
                fields["note"] = say(words, self.language)
            yield Saying(self._thinks(8, 60), fields)
