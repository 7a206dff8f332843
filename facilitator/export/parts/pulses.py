"""Section: the pulses (scale questions), with counts and the change since the earlier pulse."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    column_headings,
    human_text,
    localized_line,
    make_table,
    message_line,
    program_text,
)
from facilitator.export.report import ScaleResult, WorkshopReport
from facilitator.i18n.messages import format_decimal, pick


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no pulses."""
    if report.pulses:
        yield Heading(2, message_line("export.pulses", language))
    for pulse in report.pulses:
        yield Heading(3, localized_line(pulse.title, language))
        yield Paragraph(localized_line(pulse.question, language))
        yield from _pulse(pulse, language)


def _pulse(pulse: ScaleResult, language: str) -> Iterator[Block]:
    if pulse.counts is None or pulse.mean is None:
        yield Paragraph(message_line("export.pulse_too_few", language, n=pulse.answers, fewest=pulse.fewest))
        return
    points = enumerate(zip(pulse.labels, pulse.counts, strict=True), 1)
    rows = [
        [(*program_text(f"{number} "), *localized_line(label, language)), program_text(str(count))]
        for number, (label, count) in points
    ]
    most = max(pulse.counts)
    lengths = [count / most for count in pulse.counts]
    yield make_table(
        pick(pulse.title, language), column_headings("export", ("answer", "how_many"), language), rows, lengths, bar=1
    )
    mean, top = format_decimal(pulse.mean, language), len(pulse.labels)
    yield Paragraph(message_line("export.pulse_mean", language, n=pulse.answers, mean=mean, top=top))
    if pulse.late_answers:
        yield Paragraph(message_line("export.late", language, n=pulse.late_answers))
    if pulse.mean_before is not None:
        yield Paragraph(
            message_line(
                "export.pulse_change", language, before=format_decimal(pulse.mean_before, language), after=mean
            )
        )
    if pulse.notes:
        yield Paragraph(localized_line(pulse.note_question, language))
        yield Bullets(tuple(human_text(note.text, note.lang, language) for note in pulse.notes))
