"""Removes from the raw tables of a session what other people may not see. Pure.

``session.json`` is forwarded together with the other files, so the rules of the report apply to it too: no ballots of
an open vote, no private promise, and no answers to questions about people while they are open or when too few people
have answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeAlias

from facilitator.rules.policy.disclosure import MIN_ANSWERS_FOR_COMMENTS, meets_threshold
from facilitator.rules.steps import kind_named

Document: TypeAlias = Mapping[str, Any]
RawTables: TypeAlias = Mapping[str, Mapping[str, Document]]
"""Table -> number -> document, the layout of a TinyDB file."""


def shareable_tables(tables: RawTables) -> dict[str, dict[str, Document]]:
    """The tables without secret or private content. Documents keep their numbers."""
    steps = {step["id"]: step for step in tables["steps"].values()}
    # New dicts, because the caller's tables must stay as they are.
    kept = {table: dict(documents) for table, documents in tables.items()}
    kept["ballots"] = {
        n: ballot for n, ballot in tables["ballots"].items() if not _is_secret(steps.get(ballot["step"]))
    }
    kept["promises"] = {n: _redact_promise(promise) for n, promise in tables["promises"].items()}
    kept["answers"] = _shareable_answers(tables["answers"], steps)
    return kept


def _is_secret(step: Document | None) -> bool:
    """Whether the ballots of a step are secret: it is an open vote. Its earlier rounds are then withheld as well."""
    return step is not None and kind_named(step["kind"]).has_ballots and step["state"] == "open"


def _redact_promise(promise: Document) -> Document:
    """The promise, without its text unless its writer shared it: it still counts."""
    return promise if promise["share"] else {**promise, "text": "", "when": ""}


def _shareable_answers(answers: Mapping[str, Document], steps: Mapping[str, Document]) -> dict[str, Document]:
    """Answers whose result may be shown; texts are emptied below ``MIN_ANSWERS_FOR_COMMENTS`` answers."""
    # Grouped by question first: whether an answer may be shown depends on how many there are.
    asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for number, answer in answers.items():
        asked[answer["step"], answer["item"], answer["scale"]].append(number)
    kept: dict[str, Document] = {}
    for (name, _, _), numbers in asked.items():
        step = steps.get(name, {})
        if kind_named(step.get("kind", "")).about_people and not _may_be_shared(step, len(numbers)):
            continue
        wordy = meets_threshold(len(numbers), MIN_ANSWERS_FOR_COMMENTS)
        kept |= {n: answers[n] if wordy else {**answers[n], "text": ""} for n in numbers}
    # Document numbers are strings here, and "10" would come before "9".
    return dict(sorted(kept.items(), key=lambda item: int(item[0])))


def _may_be_shared(step: Document, answers: int) -> bool:
    """Whether so many answers about people may be shared: the rule of the stage, and never before the close."""
    fewest = kind_named(step["kind"]).fewest_to_share(step["settings"])
    return step["state"] != "open" and answers >= fewest
