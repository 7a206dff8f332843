"""Builds the vote results of a report: every closed round, recounted from its ballots, and verdicts of ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.export.report import Candidate, Poll
from facilitator.rules.core.parsing import frame, settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.item_names import name_of, names_of
from facilitator.rules.steps.rate import verdict
from facilitator.rules.voting.budget import Settings
from facilitator.rules.voting.ranking import cut_line, ranking, too_many, voters
from facilitator.rules.voting.rounds import BALLOTS, CLOSED, Frame, Round, of_round, top_of
from facilitator.rules.voting.rounds import rounds as rounds_of
from facilitator.rules.voting.slips import counted
from store.records import Step

__all__ = ["CLOSED", "Round", "polls", "ratings", "rounds"]


def polls(tables: Tables, steps: list[Step]) -> Iterator[Poll]:
    """Every closed round of every vote, in order. Raises ``RuleBroken`` for invalid settings of a vote."""
    verdicts = ratings(tables, steps)
    for step in steps:
        if step.kind in BALLOTS:
            for closed in rounds(step):
                yield _poll(tables, step, closed, verdicts)


def rounds(step: Step) -> list[Round]:
    """The closed rounds of a vote. An open round is left out: its counts are secret until it closes.

    Raises ``RuleBroken`` for an invalid opening state of the step.
    """
    return rounds_of(step, frame(step, Frame))


def ratings(tables: Tables, steps: list[Step]) -> dict[str, str]:
    """Item id -> verdict, from all closed rating steps."""
    values: dict[tuple[str, str], list[int]] = {}
    rated = {step.id for step in steps if step.kind == "rate" and step.state in CLOSED}
    for answer in tables.answers.values():
        if answer.step in rated and answer.value:
            values.setdefault((answer.item, answer.scale), []).append(answer.value)
    # Rounded as on the stage: otherwise a mean close to a limit could give another verdict than the room saw.
    means = {place: round(sum(points) / len(points), 2) for place, points in values.items()}
    return {
        item: verdict(gain, means[item, "effort"])
        for (item, scale), gain in means.items()
        if scale == "gain" and (item, "effort") in means
    }


def _poll(tables: Tables, step: Step, closed: Round, verdicts: Mapping[str, str]) -> Poll:
    every = (ballot for ballot in tables.ballots.values() if ballot.step == step.id)
    ballots = of_round(every, closed.number)
    places, top = ranking(closed.items, ballots), top_of(closed, settings(step, Settings))
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
                plus=place.plus,
                minus=place.minus,
                voters=place.voters,
                also=names_of(tables, place.item),
            )
        )
    return Poll(
        title=step.title,
        question=step.question,
        round=closed.number,
        voters=voters(ballots),
        budget=closed.budget,
        cut=cut_line(places, top),
        candidates=tuple(candidates),
        step=step.id,
        preset="crowd" if step.kind == "crowd" else closed.preset,
        most=closed.max,
        tied=too_many(places, top),
        through=tuple(name_of(tables, item)[0] for item in closed.through),
        by_hand=voters(ballot for ballot in ballots if ballot.paper),
        slips=counted(tables.slips) if closed.slips else None,
    )
