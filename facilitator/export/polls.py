"""The votes of a workshop, recounted round by round from its ballots, and what the ratings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from facilitator.book import Tables
from facilitator.export.report import Candidate, Poll
from facilitator.steps.kind import frame, settings
from facilitator.steps.rate import verdict
from facilitator.steps.vote import Frame, Settings, cut_line, name_of, ranking
from store.records import Step

CLOSED = ("closed", "revealed", "done")
"""States of a step whose answers are complete."""


class Round(Struct, frozen=True):
    """One round of a vote as it was opened."""

    number: int = field(name="round")
    items: tuple[str, ...]
    budget: int


class Earlier(Struct, frozen=True):
    """The rounds before the one that a vote is at."""

    earlier: tuple[Round, ...] = ()


def polls(tables: Tables, steps: list[Step]) -> Iterator[Poll]:
    """Every closed round of every vote, in order. Raises ``RuleBroken`` for settings that are not a vote's."""
    verdicts = ratings(tables, steps)
    for step in steps:
        if step.kind == "vote":
            for closed in rounds(step):
                yield _poll(tables, step, closed, verdicts)


def rounds(step: Step) -> list[Round]:
    """The rounds of a vote that are over; an open one is nobody's to know. Raises ``RuleBroken`` for a broken frame."""
    now, found = frame(step, Frame), list(frame(step, Earlier).earlier)
    if step.state in CLOSED and now.items:
        found.append(Round(step.round, now.items, now.budget))
    return found


def ratings(tables: Tables, steps: list[Step]) -> dict[str, str]:
    """Item -> verdict, of all closed ratings."""
    values: dict[tuple[str, str], list[int]] = {}
    rated = {step.id for step in steps if step.kind == "rate" and step.state in CLOSED}
    for answer in tables.answers.values():
        if answer.step in rated and answer.value:
            values.setdefault((answer.item, answer.scale), []).append(answer.value)
    # Rounded as on the stage, so that the file never says another word than the room saw.
    means = {place: round(sum(points) / len(points), 2) for place, points in values.items()}
    return {
        item: verdict(gain, means[item, "effort"])
        for (item, scale), gain in means.items()
        if scale == "gain" and (item, "effort") in means
    }


def _poll(tables: Tables, step: Step, closed: Round, verdicts: Mapping[str, str]) -> Poll:
    every = (ballot for ballot in tables.ballots.values() if ballot.step == step.id)
    ballots = [ballot for ballot in every if ballot.round == closed.number]
    places = ranking(closed.items, ballots)
    candidates = []
    for place in places:
        name, lang = name_of(tables, place.item)
        candidates.append(
            Candidate(
                id=place.item,
                name=name,
                lang=lang,
                votes=place.votes,
                rank=place.rank,
                rank_to=place.rank_to,
                verdict=verdicts.get(place.item, ""),
            )
        )
    return Poll(
        title=step.title,
        question=step.question,
        round=closed.number,
        voters=sum(1 for ballot in ballots if ballot.votes),
        budget=closed.budget,
        cut=cut_line(places, settings(step, Settings).top_k),
        candidates=tuple(candidates),
    )
