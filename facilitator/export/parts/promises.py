"""Section: the number of promises, and those that their writers chose to share."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    human_text,
    localized_line,
    message_line,
    program_text,
)
from facilitator.export.report import ReportedPromise, WorkshopReport


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no promises."""
    promises = report.promises
    if not promises.count:
        return
    yield Heading(2, message_line("export.promises", language))
    line = list(message_line("export.promise_count", language, n=promises.count))
    for size, count in promises.sizes:
        line += [*program_text(" "), *localized_line(size, language), *program_text(f": {count}.")]
    yield Paragraph(tuple(line))
    if promises.shared:
        yield Bullets(tuple(_promise_line(vow, language) for vow in promises.shared))
    yield Paragraph(message_line("export.promises_private", language))


def _promise_line(promise: ReportedPromise, language: str) -> SpanLine:
    when = (
        (*program_text(" ("), *human_text(promise.when, promise.lang, language), *program_text(")"))
        if promise.when
        else ()
    )
    return (*human_text(promise.text, promise.lang, language), *when)
