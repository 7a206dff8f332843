"""Section: the number of promises, and those that their writers chose to share."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block, Bullets, Heading, Line, Paragraph, own, picked, plain, told
from facilitator.export.report import Report, Vow


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no promises."""
    promises = report.promises
    if not promises.count:
        return
    yield Heading(2, told("export.promises", language))
    line = list(told("export.promise_count", language, n=promises.count))
    for size, count in promises.sizes:
        line += [*plain(" "), *picked(size, language), *plain(f": {count}.")]
    yield Paragraph(tuple(line))
    if promises.shared:
        yield Bullets(tuple(_vow(vow, language) for vow in promises.shared))
    yield Paragraph(told("export.promises_private", language))


def _vow(vow: Vow, language: str) -> Line:
    when = (*plain(" ("), *own(vow.when, vow.lang, language), *plain(")")) if vow.when else ()
    return (*own(vow.text, vow.lang, language), *when)
