"""The numbers in an answer, and the words of ``visibility``."""

from __future__ import annotations

from facilitator.rules.core.template_answer import AnswerSpec, FieldPath

PROJECTOR = ("text", "live", "after_reveal", "count_only", "count_plus_shared")
PHONES = ("text", "live", "after_reveal", "own_only")
"""``PROJECTOR`` and ``PHONES``: the words of ``visibility``."""


def number_at(answer: AnswerSpec, field: FieldPath) -> int:
    """The number in a field; 1 if it holds a word (``auto``)."""
    found: object = answer
    for name in field:
        found = getattr(found, name)
    return found if isinstance(found, int) else 1
