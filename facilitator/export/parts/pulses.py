"""Section: the pulses (scale questions), with counts and the change since the earlier pulse."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block, Bullets, Heading, Paragraph, names, own, picked, plain, table, told
from facilitator.export.report import Pulse, Report
from facilitator.i18n.messages import decimal, pick


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no pulses."""
    if report.pulses:
        yield Heading(2, told("export.pulses", language))
    for pulse in report.pulses:
        yield Heading(3, picked(pulse.title, language))
        yield Paragraph(picked(pulse.question, language))
        yield from _pulse(pulse, language)


def _pulse(pulse: Pulse, language: str) -> Iterator[Block]:
    if pulse.counts is None or pulse.mean is None:
        yield Paragraph(told("export.pulse_too_few", language, n=pulse.answers, fewest=pulse.fewest))
        return
    points = enumerate(zip(pulse.labels, pulse.counts, strict=True), 1)
    rows = [[(*plain(f"{number} "), *picked(label, language)), plain(str(count))] for number, (label, count) in points]
    most = max(pulse.counts)
    lengths = [count / most for count in pulse.counts]
    yield table(pick(pulse.title, language), names("export", ("answer", "how_many"), language), rows, lengths, bar=1)
    mean, top = decimal(pulse.mean, language), len(pulse.labels)
    yield Paragraph(told("export.pulse_mean", language, n=pulse.answers, mean=mean, top=top))
    if pulse.late:
        yield Paragraph(told("export.late", language, n=pulse.late))
    if pulse.before is not None:
        yield Paragraph(told("export.pulse_change", language, before=decimal(pulse.before, language), after=mean))
    if pulse.notes:
        yield Paragraph(picked(pulse.note_question, language))
        yield Bullets(tuple(own(note.text, note.lang, language) for note in pulse.notes))
