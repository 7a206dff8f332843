"""Builds the vote results of a report: recounts every closed round from its ballots, and collects rating verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.export.report import PollCandidate, VoteRoundResult
from facilitator.rules.core.parsing import step_frame, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.item_names import name_of, theme_translations
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.rate import verdict
from facilitator.rules.steps.vote import VoteKind
from facilitator.rules.voting.budget import VoteSettings
from facilitator.rules.voting.ranking import cut_line, ranking, undecided_count, voter_count
from facilitator.rules.voting.rounds import (
    CLOSED_STATES,
    Round,
    VoteFrame,
    ballots_in_round,
    places_to_fill,
)
from facilitator.rules.voting.rounds import closed_rounds as rounds_of
from facilitator.rules.voting.slips import count_slips
from store.records import Step

__all__ = ["CLOSED_STATES", "Round", "build_polls", "rating_verdicts", "rounds_with_result"]


def build_polls(tables: Tables, steps: list[Step]) -> Iterator[VoteRoundResult]:
    """Every closed round of every vote, in order. Raises ``RuleBroken`` for invalid settings of a vote."""
    verdicts = rating_verdicts(tables, steps)
    for step in steps:
        if kind_named(step.kind).has_ballots:
            for closed in rounds_with_result(step):
                yield _build_poll(tables, step, closed, verdicts)


def rounds_with_result(step: Step) -> list[Round]:
    """The closed rounds of a vote. An open round is left out: its counts are secret until it closes.

    Raises ``RuleBroken`` for an invalid opening state of the step.
    """
    return rounds_of(step, step_frame(step, VoteFrame))


def rating_verdicts(tables: Tables, steps: list[Step]) -> dict[str, str]:
    """Item id -> verdict, from all closed rating steps."""
    values: dict[tuple[str, str], list[int]] = {}
    rated = {step.id for step in steps if kind_named(step.kind).rates_items and step.state in CLOSED_STATES}
    for answer in tables.answers.values():
        if answer.step in rated and answer.value:
            values.setdefault((answer.item, answer.scale), []).append(answer.value)
    # Round as the stage does: otherwise a mean close to a limit could give a verdict that differs from the one shown.
    means = {place: round(sum(points) / len(points), 2) for place, points in values.items()}
    return {
        item: verdict(gain, means[item, "effort"])
        for (item, scale), gain in means.items()
        if scale == "gain" and (item, "effort") in means
    }


def _build_poll(tables: Tables, step: Step, closed: Round, verdicts: Mapping[str, str]) -> VoteRoundResult:
    every = (ballot for ballot in tables.ballots.values() if ballot.step == step.id)
    ballots = ballots_in_round(every, closed.number)
    places, top = ranking(closed.items, ballots), places_to_fill(closed, step_settings(step, VoteSettings))
    candidates = []
    for place in places:
        name, lang = name_of(tables, place.item)
        candidates.append(
            PollCandidate(
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
                translations=theme_translations(tables, place.item),
            )
        )
    kind = kind_named(step.kind)
    return VoteRoundResult(
        title=step.title,
        question=step.question,
        round=closed.number,
        voters=voter_count(ballots),
        budget=closed.budget,
        cut=cut_line(places, top),
        candidates=tuple(candidates),
        step=step.id,
        preset=closed.preset,
        scoring=kind.scoring if isinstance(kind, VoteKind) else None,
        max_per_item=closed.max,
        tied=undecided_count(places, top),
        through=tuple(name_of(tables, item)[0] for item in closed.through),
        by_hand=voter_count(ballot for ballot in ballots if ballot.paper),
        slips=count_slips(tables.slips) if closed.slips else None,
    )
