"""Writes ``summary.html``: one self-contained file, made for screen readers and for printing on A4.

It runs no script and loads nothing; a Content-Security-Policy makes the browser enforce that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib import resources

from facilitator.export.blocks import Block, Bullets, FigureBlock, Heading, Paragraph, Span, SpanLine, Table, plain_text
from facilitator.export.parts import head
from facilitator.export.report import WorkshopReport
from facilitator.export.summary import summary_blocks

CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(report: WorkshopReport, language: str) -> bytes:
    """The file in ``language``."""
    style = resources.files("facilitator.export").joinpath("page.css").read_text("utf-8")
    title = escape(plain_text(head.title(report, language)))
    lines = [
        "<!doctype html>",
        f'<html lang="{language}">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="facilitator">',
        f"<title>{title}</title>",
        f"<style>\n{style}</style>",
        "<main>",
        *_blocks(summary_blocks(report, language)),
        "</main>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _blocks(found: Iterable[Block]) -> Iterator[str]:
    for block in found:
        match block:
            case Heading():
                fresh = ' class="fresh"' if block.fresh_page else ""
                yield f"<h{block.level}{fresh}>{_line(block.line)}</h{block.level}>"
            case Paragraph():
                yield f"<p>{_line(block.line)}</p>"
            case Bullets():
                yield "<ul>"
                yield from (f"<li>{_line(line)}</li>" for line in block.lines)
                yield "</ul>"
            case Table():
                yield from _table(block)
            case FigureBlock():
                pass  # the table itself has bars


def _table(block: Table) -> Iterator[str]:
    yield '<div class="wide">'
    yield f"<table><caption>{escape(block.caption)}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{_line(cell)}</th>' for cell in block.heads) + "</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(block.rows):
        share = block.shares[number] if block.shares else None
        yield "<tr>" + "".join(_cell(block, column, cell, share) for column, cell in enumerate(row)) + "</tr>"
    yield "</tbody></table></div>"


def _cell(block: Table, column: int, cell: SpanLine, share: float | None) -> str:
    bar = ""
    if share is not None and column == block.bar:
        bar = f'<span class="bar" aria-hidden="true"><span style="width:{round(100 * share)}%"></span></span>'
    return f"<td>{_line(cell)}{bar}</td>"


def _line(line: SpanLine) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    text = "<br>".join(escape(part) for part in span.text.splitlines())
    if not span.human:
        return text
    # Isolated with its own direction: text in Hebrew or Arabic must not reorder the text around it.
    lang = f' lang="{span.lang}"' if span.lang else ""
    return f'<bdi dir="auto"{lang}>{text}</bdi>'
