"""The content of the results picture as data: bars with their numbers, and the same as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facilitator.export.blocks import plain_text
from facilitator.export.parts import head, votes
from facilitator.export.parts.surveys import count_with_percent
from facilitator.export.report import ScaleResult, VoteRoundResult, WorkshopReport
from facilitator.i18n.messages import format_date, format_decimal, pick, say
from facilitator.rules.core.results import ChoiceResult


@dataclass(frozen=True)
class ChartBar:
    """One row. ``share``: length relative to the longest bar, 0 to 1; ``value``: the text beside it."""

    label: str
    share: float
    value: str
    emphasized: bool = True
    """Whether it is drawn in the strong colour: of a vote, whether it goes on to the next step."""


@dataclass(frozen=True)
class Chart:
    """Everything on the picture, from top to bottom."""

    title: str
    date_line: str
    heading: str
    note: str
    bars: tuple[ChartBar, ...]
    footer: str

    @property
    def alt(self) -> str:
        """The content of the picture as text, one line each."""
        rows = [f"{bar.label}: {bar.value}" for bar in self.bars]
        parts = (self.title, self.date_line, self.heading, self.note, *rows, self.footer)
        return "\n".join(part for part in parts if part)


def build_chart(report: WorkshopReport, language: str) -> Chart:
    """The most important result of a workshop as a chart.

    That is the first vote with votes; else the last pulse that may be shown, else the first choice, else totals.
    """
    heading, note, bars = _headline_result(report, language)
    return Chart(
        title=plain_text(head.title(report, language)),
        date_line=say("export.held", language, day=format_date(report.held, language)),
        heading=heading,
        note=note,
        bars=tuple(bars),
        footer=" · ".join(say(f"export.count.{name}", language, n=n) for name, n in totals(report).items() if n),
    )


def totals(report: WorkshopReport) -> dict[str, int]:
    """Totals: people, texts (hidden ones included), promises, actions."""
    return {
        "people": report.participants,
        "texts": sum(len(section.texts) + section.hidden for section in report.sections),
        "promises": report.promises.count,
        "actions": len(report.actions),
    }


def _headline_result(report: WorkshopReport, language: str) -> tuple[str, str, Sequence[ChartBar]]:
    for poll in report.polls:
        if votes.leaders(poll):
            return votes.heading(poll, language), votes.turnout_text(poll, language), vote_bars(poll, language)
    for pulse in reversed(report.pulses):
        if pulse.counts is not None and pulse.mean is not None:
            mean, top = format_decimal(pulse.mean, language), len(pulse.labels)
            note = say("export.pulse_mean", language, n=pulse.answers, mean=mean, top=top)
            return pick(pulse.question, language), note, list(_pulse_bars(pulse, language))
    for survey in report.surveys:
        if isinstance(survey, ChoiceResult) and survey.counts is not None:
            note = say("export.answered", language, n=survey.answers)
            return pick(survey.question, language), note, list(_choice_bars(survey, language))
    return "", "", list(_count_bars(report, language))


def vote_bars(poll: VoteRoundResult, language: str) -> list[ChartBar]:
    """The bars of one round of a vote: its leading candidates."""
    return [
        ChartBar(
            f"{votes.rank_text(row)} {row.name_in(language)}",
            share,
            votes.votes_text(row, poll, language),
            row.rank <= poll.cut,
        )
        for row, share in zip(votes.leaders(poll), votes.bar_shares(poll), strict=True)
    ]


def _pulse_bars(pulse: ScaleResult, language: str) -> Iterator[ChartBar]:
    found = pulse.counts or ()
    for number, (label, count) in enumerate(zip(pulse.labels, found, strict=True), 1):
        # The caller has checked that there is a mean, so somebody has answered and the largest count is not 0.
        yield ChartBar(f"{number} {pick(label, language)}", count / max(found), str(count))


def _choice_bars(result: ChoiceResult, language: str) -> Iterator[ChartBar]:
    counted = result.counts or ()
    for label, count in zip(result.options, counted, strict=True):
        # The 1 avoids a division by zero when nobody has chosen any option.
        yield ChartBar(
            pick(label, language), count / max(*counted, 1), count_with_percent(count, result.answers, language)
        )


def _count_bars(report: WorkshopReport, language: str) -> Iterator[ChartBar]:
    found = totals(report)
    for name, count in found.items():
        yield ChartBar(say(f"export.counted.{name}", language), count / max(*found.values(), 1), str(count))
