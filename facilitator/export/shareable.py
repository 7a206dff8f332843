"""What of a workshop's own records may be given to others: nothing that its room would not show. Pure.

``session.json`` lies beside the files that are forwarded, so it keeps to their rules: no count of a vote that is still
open, no private promise, and of questions about people nothing while they are open or when too few have answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeAlias

from facilitator.rules.policy.disclosure import NOTES_FROM, enough
from facilitator.rules.voting.rounds import BALLOTS

Document: TypeAlias = Mapping[str, Any]
Tables: TypeAlias = Mapping[str, Mapping[str, Document]]
"""Table -> number -> document, as TinyDB has it."""

ABOUT_PEOPLE = ("scale", "grid", "choice", "review")


def shareable(copy: Tables) -> dict[str, dict[str, Document]]:
    """The tables without what is secret or private. Numbers stay, so that what is left out does not move the rest."""
    steps = {step["id"]: step for step in copy["steps"].values()}
    kept = {table: dict(documents) for table, documents in copy.items()}
    kept["ballots"] = {n: ballot for n, ballot in copy["ballots"].items() if not _secret(steps.get(ballot["step"]))}
    kept["promises"] = {n: _promise(promise) for n, promise in copy["promises"].items()}
    kept["answers"] = _answers(copy["answers"], steps)
    return kept


def _secret(step: Document | None) -> bool:
    """Whether its counts are hidden from everybody. An earlier round of an open vote is kept back with it."""
    return step is not None and step["kind"] in BALLOTS and step["state"] == "open"


def _promise(promise: Document) -> Document:
    """One that was not shared still counts; what it says is its writer's alone."""
    return promise if promise["share"] else {**promise, "text": "", "when": ""}


def _answers(answers: Mapping[str, Document], steps: Mapping[str, Document]) -> dict[str, Document]:
    """Those that a result could be made of, without the lines that too few people wrote."""
    asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for number, answer in answers.items():
        asked[answer["step"], answer["item"], answer["scale"]].append(number)
    kept: dict[str, Document] = {}
    for (name, _, _), numbers in asked.items():
        step = steps.get(name, {})
        if step.get("kind") in ABOUT_PEOPLE and (step["state"] == "open" or not _enough(step, len(numbers))):
            continue
        wordy = enough(len(numbers), NOTES_FROM)
        kept |= {n: answers[n] if wordy else {**answers[n], "text": ""} for n in numbers}
    return dict(sorted(kept.items(), key=lambda item: int(item[0])))


def _enough(step: Document, answers: int) -> bool:
    """As the room is told: a choice may say that however few are shown."""
    fewest = step["settings"].get("visibility", {}).get("min_answers", 0)
    return enough(answers, fewest) if fewest or step["kind"] != "choice" else True
