"""Removes from the raw tables of a session what other people may not see. Pure.

``session.json`` is forwarded together with the other files, so the rules of the report apply to it too: no ballots of
an open vote, no private promise, and no answers to questions about people while they are open or when too few people
have answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeAlias

from facilitator.rules.policy.disclosure import NOTES_FROM, enough
from facilitator.rules.voting.rounds import BALLOTS

Document: TypeAlias = Mapping[str, Any]
Tables: TypeAlias = Mapping[str, Mapping[str, Document]]
"""Table -> number -> document, the layout of a TinyDB file."""

ABOUT_PEOPLE = ("scale", "grid", "choice", "review")
"""Kinds of step whose answers describe the people themselves."""


def shareable(copy: Tables) -> dict[str, dict[str, Document]]:
    """The tables without secret or private content. Documents keep their numbers."""
    steps = {step["id"]: step for step in copy["steps"].values()}
    kept = {table: dict(documents) for table, documents in copy.items()}
    kept["ballots"] = {n: ballot for n, ballot in copy["ballots"].items() if not _secret(steps.get(ballot["step"]))}
    kept["promises"] = {n: _promise(promise) for n, promise in copy["promises"].items()}
    kept["answers"] = _answers(copy["answers"], steps)
    return kept


def _secret(step: Document | None) -> bool:
    """Whether the ballots of a step are secret: it is an open vote. Its earlier rounds are then withheld as well."""
    return step is not None and step["kind"] in BALLOTS and step["state"] == "open"


def _promise(promise: Document) -> Document:
    """The promise, without its text unless its writer shared it: it still counts."""
    return promise if promise["share"] else {**promise, "text": "", "when": ""}


def _answers(answers: Mapping[str, Document], steps: Mapping[str, Document]) -> dict[str, Document]:
    """The answers whose result may be shown; free texts are emptied when fewer than ``NOTES_FROM`` people answered."""
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
    """Whether a step has enough answers to be shown: the rule of the stage. A choice may set no minimum."""
    fewest = step["settings"].get("visibility", {}).get("min_answers", 0)
    return enough(answers, fewest) if fewest or step["kind"] != "choice" else True
