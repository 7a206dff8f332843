"""The summary as blocks: what a manager forwards on a page or two, and then all texts by theme."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block
from facilitator.export.parts import actions, follow_up, head, promises, pulses, surveys, texts, votes
from facilitator.export.report import Report

PARTS = (head, follow_up, votes, actions, surveys, pulses, promises, texts)
"""In the order in which they are read."""


def blocks(report: Report, language: str) -> Iterator[Block]:
    """All blocks in ``language``; people's own words stay in the language they were written in."""
    for part in PARTS:
        yield from part.write(report, language)
