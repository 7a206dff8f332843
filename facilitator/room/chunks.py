"""Splits a large command (ten thousand ideas moved at once) into chunks, so that none of them blocks the room's loop.

Each chunk is a change of its own, and phones are served between chunks. If a phone changes an idea meanwhile, only the
fields that the command changes are set on the phone's version, and an idea that was removed stays removed. The undo
history is written first and removals are applied last, so that a command that was interrupted (power failure, full
disk) can be undone like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.rules.core.context import Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.undo.edits import FIELDS
from store.records import Change, Idea, replace

CHUNK_SIZE = 1000
"""Ideas in one chunk."""


def chunks(index: RecordIndex, outcome: Outcome, key: str) -> Iterator[Change]:
    """The changes of an outcome. The caller applies each before it asks for the next. Usually there is only one.

    ``key`` is ``Change.key``. An outcome with a key or with ``forget`` is never split.
    """
    if len(outcome.put) <= CHUNK_SIZE or outcome.forget or key:
        yield outcome.change(key)
        return
    known = {record.id: index.get(Idea, record.id) for record in outcome.put if isinstance(record, Idea)}
    ideas = [record for record in outcome.put if isinstance(record, Idea) and known[record.id] is not None]
    whole = [record for record in outcome.put if not isinstance(record, Idea) or known[record.id] is None]
    yield Change()  # computing the outcome has already blocked the loop for a while: serve the phones first
    yield Change(put=tuple(whole))
    for start in range(0, len(ideas), CHUNK_SIZE):
        yield Change(put=tuple(_rebase(index, ideas[start : start + CHUNK_SIZE], known)))
    yield Change(remove=outcome.remove)


def _rebase(index: RecordIndex, ideas: Sequence[Idea], known: dict[str, Idea | None]) -> Iterator[Idea]:
    """The wanted ideas, rebased on their present versions. ``known``: the versions that the outcome is based on."""
    for wanted in ideas:
        before, now = known[wanted.id], index.get(Idea, wanted.id)
        if now is before:
            yield wanted
        elif now is not None:
            # Changed by a phone in between: take its version, and set only what the command itself changes.
            fields = {name: getattr(wanted, name) for name in FIELDS[Idea]}
            yield replace(now, **{name: value for name, value in fields.items() if value != getattr(before, name)})
