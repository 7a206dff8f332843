"""A large act in parts, so that the room's loop stands still for none of them: ten thousand ideas placed at once.

Each part is a change of its own, and between two of them phones are served. What a phone has changed meanwhile is its
own: the act's fields are laid over that, and what is gone stays gone. What undo needs goes first and what is removed
goes last, so that an act that was cut short (the power failed, the disk is full) can be taken back like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.rules.core.context import Act
from facilitator.rules.core.record_index import Book
from facilitator.rules.undo.edits import FIELDS
from store.records import Change, Idea, replace

MOST = 1000
"""Ideas in one part."""


def parts(book: Book, act: Act, key: str) -> Iterator[Change]:
    """The act as changes, each carried out before the next is asked for. All but very large acts are one.

    A very large one begins with an empty change: what is found out about ten thousand ideas was work enough.
    """
    if len(act.put) <= MOST or act.forget or key:
        yield act.change(key)
        return
    known = {record.id: book.get(Idea, record.id) for record in act.put if isinstance(record, Idea)}
    ideas = [record for record in act.put if isinstance(record, Idea) and known[record.id] is not None]
    whole = [record for record in act.put if not isinstance(record, Idea) or known[record.id] is None]
    yield Change()
    yield Change(put=tuple(whole))
    for start in range(0, len(ideas), MOST):
        yield Change(put=tuple(_still(book, ideas[start : start + MOST], known)))
    yield Change(remove=act.remove)


def _still(book: Book, ideas: Sequence[Idea], known: dict[str, Idea | None]) -> Iterator[Idea]:
    """The ideas as the act wants them, seen what has become of them since."""
    for wanted in ideas:
        before, now = known[wanted.id], book.get(Idea, wanted.id)
        if now is before:
            yield wanted
        elif now is not None:
            fields = {name: getattr(wanted, name) for name in FIELDS[Idea]}
            yield replace(now, **{name: value for name, value in fields.items() if value != getattr(before, name)})
