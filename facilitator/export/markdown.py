"""Writes ``summary.md``: the summary as Markdown, for a chat, a wiki or an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from facilitator.export.blocks import Block, Bullets, FigureBlock, Heading, Paragraph, SpanLine, Table
from facilitator.export.escaping import escape_markdown
from facilitator.export.report import WorkshopReport
from facilitator.export.summary import summary_blocks


def write(report: WorkshopReport, language: str) -> bytes:
    """The file in ``language``; text by people stays in its own language."""
    found = [text for block in summary_blocks(report, language) if (text := _block(block))]
    return ("\n\n".join(found) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_line(block.line)}"
        case Paragraph():
            return _line(block.line)
        case Bullets():
            return "\n".join(f"- {_line(line)}" for line in block.lines)
        case Table():
            return _table(block.heads, block.rows)
        case FigureBlock():
            return ""  # the table has the numbers, and a linked picture might not be forwarded with the file


def _line(line: SpanLine) -> str:
    return "".join(escape_markdown(span.text) if span.human else span.text for span in line)


def _table(heads: Sequence[SpanLine], rows: Iterable[Sequence[SpanLine]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in _rows(heads, rows))


def _rows(heads: Sequence[SpanLine], rows: Iterable[Sequence[SpanLine]]) -> Iterator[list[str]]:
    yield [_line(head) for head in heads]
    yield ["---"] * len(heads)
    for row in rows:
        yield [_line(cell) for cell in row]
