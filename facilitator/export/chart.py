"""The content of the results picture as data: bars with their numbers, and the same as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facilitator.export.blocks import text_of
from facilitator.export.parts import head, votes
from facilitator.export.parts.surveys import share
from facilitator.export.report import Poll, Pulse, Report
from facilitator.export.surveys import Chosen
from facilitator.i18n.messages import day, decimal, pick, say


@dataclass(frozen=True)
class Bar:
    """One row. ``share``: length relative to the longest bar, 0 to 1; ``value``: the text beside it."""

    label: str
    share: float
    value: str
    strong: bool = True
    """Whether it is drawn in the strong colour: of a vote, whether it goes on to the next step."""


@dataclass(frozen=True)
class Chart:
    """Everything on the picture, from top to bottom."""

    title: str
    when: str
    heading: str
    note: str
    bars: tuple[Bar, ...]
    foot: str

    @property
    def alt(self) -> str:
        """The content of the picture as text, one line each."""
        rows = [f"{bar.label}: {bar.value}" for bar in self.bars]
        parts = (self.title, self.when, self.heading, self.note, *rows, self.foot)
        return "\n".join(part for part in parts if part)


def chart(report: Report, language: str) -> Chart:
    """The most important result of a workshop as a chart.

    That is the first vote with votes; else the last pulse that may be shown, else the first choice, else totals.
    """
    heading, note, bars = _shown(report, language)
    return Chart(
        title=text_of(head.title(report, language)),
        when=say("export.held", language, day=day(report.held, language)),
        heading=heading,
        note=note,
        bars=tuple(bars),
        foot=" · ".join(say(f"export.count.{name}", language, n=n) for name, n in counts(report).items() if n),
    )


def counts(report: Report) -> dict[str, int]:
    """Totals: people, texts (hidden ones included), promises, actions."""
    return {
        "people": report.participants,
        "texts": sum(len(section.texts) + section.hidden for section in report.sections),
        "promises": report.promises.count,
        "actions": len(report.deeds),
    }


def _shown(report: Report, language: str) -> tuple[str, str, Sequence[Bar]]:
    for poll in report.polls:
        if votes.leaders(poll):
            return votes.heading(poll, language), votes.turnout(poll, language), vote_bars(poll, language)
    for pulse in reversed(report.pulses):
        if pulse.counts is not None and pulse.mean is not None:
            mean, top = decimal(pulse.mean, language), len(pulse.labels)
            note = say("export.pulse_mean", language, n=pulse.answers, mean=mean, top=top)
            return pick(pulse.question, language), note, list(_pulse_bars(pulse, language))
    for survey in report.surveys:
        if isinstance(survey, Chosen) and survey.counts is not None:
            note = say("export.answered", language, n=survey.answers)
            return pick(survey.question, language), note, list(_chosen_bars(survey, language))
    return "", "", list(_count_bars(report, language))


def vote_bars(poll: Poll, language: str) -> list[Bar]:
    """The bars of one round of a vote: its leading candidates."""
    return [
        Bar(f"{votes.rank(row)} {row.called(language)}", share, votes.given(row, poll, language), row.rank <= poll.cut)
        for row, share in zip(votes.leaders(poll), votes.shares(poll), strict=True)
    ]


def _pulse_bars(pulse: Pulse, language: str) -> Iterator[Bar]:
    found = pulse.counts or ()
    for number, (label, count) in enumerate(zip(pulse.labels, found, strict=True), 1):
        yield Bar(f"{number} {pick(label, language)}", count / max(found), str(count))


def _chosen_bars(found: Chosen, language: str) -> Iterator[Bar]:
    counted = found.counts or ()
    for label, count in zip(found.options, counted, strict=True):
        yield Bar(pick(label, language), count / max(*counted, 1), share(count, found.answers, language))


def _count_bars(report: Report, language: str) -> Iterator[Bar]:
    found = counts(report)
    for name, count in found.items():
        yield Bar(say(f"export.counted.{name}", language), count / max(*found.values(), 1), str(count))
