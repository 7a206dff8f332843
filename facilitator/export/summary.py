"""Builds the summary as blocks: one or two pages for forwarding, then all texts by theme."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block
from facilitator.export.parts import actions, follow_up, head, promises, pulses, surveys, texts, votes
from facilitator.export.report import WorkshopReport

PARTS = (head, follow_up, votes, actions, surveys, pulses, promises, texts)
"""The sections in reading order."""


def summary_blocks(report: WorkshopReport, language: str) -> Iterator[Block]:
    """All blocks in ``language``; text by people stays in its own language."""
    for part in PARTS:
        yield from part.write(report, language)
