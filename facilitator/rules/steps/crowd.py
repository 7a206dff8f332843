"""``crowd``: the method 25/10 Crowd Sourcing (docs/domain.md 2.4).

Every phone gets up to five ideas of others and gives each 1 to 5 points without seeing its earlier scores. An idea is
scored by at most five phones, so 25 points is the maximum. Ballots are stored and counted as in a vote.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context
from facilitator.rules.core.parsing import AcceptedAnswer, parse_answer, step_frame, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import Scoring
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    MOST_VOTES,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    Plain,
    Requirement,
    Settings,
    copied_fields,
)
from facilitator.rules.policy.source_ideas import source_ideas
from facilitator.rules.steps.vote import VoteKind, VoteMessage, seat_sort_key
from facilitator.rules.voting import slips
from facilitator.rules.voting.budget import VoteSettings
from facilitator.rules.voting.dealing import CARDS, deal
from facilitator.view import Body, CrowdBody
from facilitator.view.mine import SeatView
from store.records import Ballot, Idea

POINTS = 5


class CrowdFrame(Struct, frozen=True):
    """The part of ``Step.frame`` that only this kind has: the seats that were present when the ideas were dealt."""

    items: tuple[str, ...] = ()
    dealt: tuple[str, ...] = ()


class CrowdAnswer(AnswerSpec, tag="crowd", frozen=True):
    """25/10 Crowd Sourcing: each phone scores some of the raised ideas of others; ``top_k`` go on."""

    top_k: int = 3

    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("top_k",): (1, MOST_VOTES)}

    def settings(self, labels: Labels) -> Plain:
        return {"target": "picked", "preset": "stars", "top_k": self.top_k}

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        return copied_fields(settings, "top_k")

    def requirements(self) -> Iterator[Requirement]:
        yield Requirement("", "written")


class CrowdKind(VoteKind):
    """Scores are hidden from everybody until the reveal."""

    name = "crowd"
    answer_type = CrowdAnswer
    body_type = CrowdBody
    has_runoff = False
    scoring = Scoring(each="stage.vote.each.crowd", scores="stage.crowd.scores", most=CARDS)

    def on_open(self, context: Context) -> Mapping[str, Any]:
        if context.step.frame.get("items"):
            return context.step.frame
        items = [idea.id for idea in source_ideas(context)]
        if len(items) < 2:
            raise RuleBroken("nothing_to_vote")
        seats = sorted(context.index.tables.seats)
        context.rng.shuffle(items)
        context.rng.shuffle(seats)
        limits: dict[str, Any] = {"budget": CARDS * POINTS, "max": POINTS, "least": 0, "preset": "stars"}
        limits |= {"top": step_settings(context.step, VoteSettings).top_k, "slips": context.session.slips}
        return {**limits, "items": tuple(items), "dealt": tuple(seats)}

    def warning(self, context: Context) -> str:
        """Warns of a small room: five scores for an idea need five phones besides its writer's."""
        return "crowd_few" if len(context.index.tables.seats) <= CARDS and not context.step.frame.get("items") else ""

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        if "slip" in message:
            return super().take_answer(context, seat, message)
        answer = parse_answer(message, VoteMessage)
        if not slips.may_vote(context, seat):
            raise RuleBroken("slip_needed", 409)
        if not self._is_counted(context, seat) and answer.item not in self.dealt_ideas(context, seat):
            dealt = answer.item in step_frame(context.step, CrowdFrame).items
            raise RuleBroken("card_not_yours" if dealt else "no_item", 409 if dealt else 404)
        return super().take_answer(context, seat, message)

    def body(self, context: Context) -> CrowdBody:
        voted = super().body(context)
        return CrowdBody(**{name: getattr(voted, name) for name in voted.__struct_fields__}, cards=CARDS)

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        found = dict(super().own_answers(context, seat))
        hand = self.dealt_ideas(context, seat)
        left = sum(1 for item in hand if item not in found["votes"])
        return {**found, "order": hand, "votes_left": left}

    def runoff_frame(self, context: Context) -> Mapping[str, Any]:
        raise RuleBroken("no_tie", 409)

    def dealt_ideas(self, context: Context, seat: str) -> tuple[str, ...]:
        """The ideas that this seat scores: never its own, and none that five other seats have scored already.

        A seat that joined after the ideas were dealt gets those that still lack scores, in a fixed random order.
        """
        frame = step_frame(context.step, CrowdFrame)
        authors = tuple(self._author(context, item) for item in frame.items)
        own = next(iter(self._own_votes(context, seat)), {})
        if seat in frame.dealt:
            cards = _cached_deal(frame.items, authors, frame.dealt)[seat]
        else:
            others = (item for item, author in zip(frame.items, authors, strict=True) if author != seat)
            cards = tuple(sorted(others, key=lambda item: seat_sort_key(seat, item)))
        scores = self._scores(context)
        return tuple(item for item in cards if item in own or scores[item] < CARDS)[:CARDS]

    def _scores(self, context: Context) -> Counter[str]:
        """Item -> how many seats have scored it so far. Never part of a view while the step is open."""
        return Counter(item for ballot in self.ballots(context) for item in ballot.votes)

    def _own_votes(self, context: Context, seat: str) -> list[Mapping[str, int]]:
        return [
            b.votes
            for b in context.index.records_of_seat(Ballot, context.step.id, seat)
            if b.round == context.step.round
        ]

    @staticmethod
    def _author(context: Context, item: str) -> str:
        idea = context.index.get(Idea, item)
        return idea.seat if idea is not None else ""

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        for item in mine.order:
            if item not in mine.votes and not mine.voted:
                # The first term is the same for all, as in a vote.
                liking = (person.shared_chance(item).random() + person.chance.random()) / 2
                yield SimulatedAnswer(person.thinking_time(5, 30), {"item": item, "votes": 1 + round(liking * 4)})


@functools.lru_cache(maxsize=8)
def _cached_deal(
    items: tuple[str, ...], authors: tuple[str, ...], seats: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    """``deal`` with a cache: all phones share one deal. The authors are not stored with the result."""
    return deal(items, authors, seats)


KIND = CrowdKind()
