"""``summary.md``: the workshop on a page or two, for a chat, a wiki or an archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.export import followed_markdown, surveys_markdown
from facilitator.export.neutral import markdown
from facilitator.export.report import Candidate, Deed, Poll, Promises, Pulse, Report, Said, Section
from facilitator.voting.dealing import CARDS
from facilitator.words import day, pick, say
from store.records import UNDER_WAY

SHOWN = 5
"""Rows of a result before the tie at the last one: more do not fit a summary, all are told with the texts."""


def write(report: Report, language: str) -> bytes:
    """The summary in ``language``; people's own words stay in the language they were written in."""
    blocks = [block for part in _parts(report, language) for block in part if block]
    return ("\n\n".join(blocks) + "\n").encode()


def _parts(report: Report, language: str) -> Iterator[Iterator[str]]:
    yield _head(report, language)
    yield followed_markdown.write(report.followed, language)
    for poll in report.polls:
        yield _poll(poll, language)
    yield _deeds(report, language)
    yield _decisions(report, language)
    yield surveys_markdown.write(report.surveys, language)
    yield _pulses(report.pulses, language)
    yield _promises(report.promises, language)
    yield _texts(report, language)


def _head(report: Report, language: str) -> Iterator[str]:
    yield f"# {_title(report, language)}"
    yield markdown(pick(report.purpose, language))
    facts = [
        say("export.held", language, day=day(report.held, language)),
        say("export.participants", language, n=report.participants),
        say("export.next", language, day=day(report.next, language)),
    ]
    if report.tables:
        facts.append(say("export.tables", language))
    if report.skipped:
        titles = ", ".join(markdown(pick(title, language)) for title in report.skipped)
        facts.append(say("export.skipped", language, titles=titles))
    yield _bullets(facts)


def _title(report: Report, language: str) -> str:
    return markdown(pick(report.title, language)) or say("export.untitled", language)


# --- votes ------------------------------------------------------------------------------------------


def _poll(poll: Poll, language: str) -> Iterator[str]:
    rows = _leaders(poll)
    heading = "export.most_votes" if poll.round == 1 else "export.runoff"
    yield f"## {say(heading, language, n=poll.round)}"
    yield markdown(pick(poll.question, language))
    own = poll.most if poll.preset in ("stars", "crowd") else poll.budget
    each = say(f"stage.vote.each.{poll.preset}", language, n=own)
    yield say("export.turnout", language, n=poll.voters, each=each, total=poll.total)
    if poll.by_hand:
        yield say("export.by_hand", language, n=poll.by_hand)
    if poll.through:
        yield say("stage.vote.through", language, names=", ".join(map(markdown, poll.through))) + "."
    if poll.tied:
        yield say("stage.vote.tied", language, n=poll.tied) + "."
    if not rows:
        return
    rated = any(row.verdict for row in rows)
    heads = [say(f"export.{name}", language) for name in ("rank", "candidate", "column.votes")]
    if rated:
        heads.append(say("export.assessment", language))
    yield _table(heads, [_result(row, poll, rated, language) for row in rows])
    yield say("export.votes_start_talk", language)


def _leaders(poll: Poll) -> list[Candidate]:
    """The first few that got votes, and all that tie with the last of them."""
    most = max(SHOWN, poll.cut)
    return [row for row in poll.candidates if row.plus + row.minus and row.rank <= most]


def _result(row: Candidate, poll: Poll, rated: bool, language: str) -> list[str]:
    rank = f"{row.rank}." if row.rank == row.rank_to else f"{row.rank}.–{row.rank_to}."
    cells = [rank, markdown(row.name), _given(row, poll, language)]
    if rated:
        cells.append(say(f"export.verdict.{row.verdict}", language) if row.verdict else "")
    return cells


def _given(row: Candidate, poll: Poll, language: str) -> str:
    """The votes and what they mean by the way of voting; the percentages are of voters, not of votes."""
    if poll.preset == "plus_minus":
        words = say("stage.vote.for_against", language, plus=row.plus, minus=row.minus)
        return f"{row.votes:+} ({words})" if row.votes else f"0 ({words})"
    if poll.preset == "crowd":
        return f"{row.votes} ({say('stage.crowd.scores', language, n=row.voters, most=CARDS)})"
    if poll.preset == "stars":
        mean = decimal(row.votes / row.voters, language) if row.voters else "–"
        return f"{row.votes} ({say('stage.vote.stars', language, n=row.voters, mean=mean)})"
    percent = round(100 * row.voters / poll.voters)
    return f"{row.votes} ({poll.voters}), {say('stage.vote.percent', language, n=percent)}"


# --- actions ----------------------------------------------------------------------------------------


def _deeds(report: Report, language: str) -> Iterator[str]:
    listed = [deed for deed in report.deeds if deed.checklist]
    actions = [deed for deed in report.deeds if not deed.checklist]
    if listed:
        yield f"## {say('export.checklist', language)}"
        yield _bullets(markdown(deed.what) for deed in listed)
        yield say(
            "export.checklist_owner",
            language,
            owner=markdown(listed[0].owner) or say("export.missing", language),
            day=_due(listed[0], language),
        )
    if report.followed is not None:
        # What is done, dropped or passed on has been told in the section before.
        actions = [deed for deed in actions if deed.status in UNDER_WAY]
        if actions:
            yield f"## {say('export.going_on', language)}"
            yield from _actions(actions, language)
    elif actions or (report.agrees and not listed):
        yield f"## {say('export.actions', language)}"
        yield from _actions(actions, language)


def _actions(actions: Sequence[Deed], language: str) -> Iterator[str]:
    if not actions:
        yield say("export.no_actions", language)
        return
    heads = [say(f"export.column.{name}", language) for name in ("what", "owner", "due", "first_step")]
    yield _table(heads, [_action(deed, language) for deed in actions])
    lacking = [
        say("export.lacks", language, label=deed.label, parts=", ".join(lacks(deed, language)))
        for deed in actions
        if deed.missing
    ]
    if lacking:
        yield _bullets(lacking)
        yield say("export.lacks_why", language)


def lacks(deed: Deed, language: str) -> list[str]:
    """What an action lacks, in words."""
    return [say(f"export.part.{part}", language) for part in deed.missing]


def _action(deed: Deed, language: str) -> list[str]:
    missing = say("export.missing", language)
    step = markdown(deed.first_step)
    if step and deed.first_step_due:
        step = say("export.step_by", language, step=step, day=day(deed.first_step_due, language))
    return [
        f"{deed.label} {markdown(deed.what)}",
        markdown(deed.owner) or missing,
        _due(deed, language),
        step or missing,
    ]


def _due(deed: Deed, language: str) -> str:
    return day(deed.due, language) if deed.due else say("export.missing", language)


def _decisions(report: Report, language: str) -> Iterator[str]:
    asked = [
        say(
            "export.decision_from",
            language,
            label=deed.label,
            what=markdown(deed.what),
            who=markdown(deed.decision_from),
        )
        for deed in report.deeds
        if deed.decision_from
    ]
    asked += [f"{say('export.verdict.decide', language)}: {markdown(name)}" for name in undecided(report)]
    if asked or report.deeds:
        yield f"## {say('export.decisions', language)}"
        yield _bullets(asked) if asked else say("export.no_decisions", language)


def undecided(report: Report) -> list[str]:
    """What the room rated as needing a decision and no action carries to anybody yet."""
    carried = {deed.theme for deed in report.deeds if deed.decision_from}
    rated = (candidate for poll in report.polls for candidate in poll.candidates)
    return list(dict.fromkeys(c.name for c in rated if c.verdict == "decide" and c.name not in carried))


# --- pulses and promises ----------------------------------------------------------------------------


def _pulses(pulses: Sequence[Pulse], language: str) -> Iterator[str]:
    if pulses:
        yield f"## {say('export.pulses', language)}"
    for pulse in pulses:
        yield f"### {markdown(pick(pulse.title, language))}"
        yield markdown(pick(pulse.question, language))
        yield from _pulse(pulse, language)


def _pulse(pulse: Pulse, language: str) -> Iterator[str]:
    if pulse.counts is None or pulse.mean is None:
        yield say("export.pulse_too_few", language, n=pulse.answers, fewest=pulse.fewest)
        return
    heads = [say("export.answer", language), say("export.how_many", language)]
    points = enumerate(zip(pulse.labels, pulse.counts, strict=True), 1)
    yield _table(heads, [[f"{n} {markdown(pick(label, language))}", str(count)] for n, (label, count) in points])
    mean, top = decimal(pulse.mean, language), len(pulse.labels)
    yield say("export.pulse_mean", language, n=pulse.answers, mean=mean, top=top)
    if pulse.late:
        yield say("export.late", language, n=pulse.late)
    if pulse.before is not None:
        yield say("export.pulse_change", language, before=decimal(pulse.before, language), after=mean)
    if pulse.notes:
        yield markdown(pick(pulse.note_question, language))
        yield _bullets(markdown(note.text) for note in pulse.notes)


def decimal(number: float, language: str) -> str:
    """One decimal, with the language's own sign: ``3,4`` or ``3.4``."""
    text = f"{number:.1f}"
    return text if language == "en" else text.replace(".", ",")


def _promises(promises: Promises, language: str) -> Iterator[str]:
    if not promises.count:
        return
    yield f"## {say('export.promises', language)}"
    sizes = [f"{markdown(pick(size, language))}: {n}." for size, n in promises.sizes]
    yield " ".join([say("export.promise_count", language, n=promises.count), *sizes])
    yield _bullets(markdown(vow.text) + (f" ({markdown(vow.when)})" if vow.when else "") for vow in promises.shared)
    yield say("export.promises_private", language)


# --- texts ------------------------------------------------------------------------------------------


def _texts(report: Report, language: str) -> Iterator[str]:
    if report.sections:
        yield f"## {say('export.texts', language)}"
    for section in report.sections:
        yield f"### {markdown(pick(section.title, language))}"
        yield markdown(pick(section.question, language))
        yield from _section(section, language)
    yield say("export.anonymous", language)


def _section(section: Section, language: str) -> Iterator[str]:
    for part in section.parts:
        if part.name:
            yield f"#### {markdown(part.name)}{_votes(part.votes, language)}"
        elif len(section.parts) > 1:
            yield f"#### {say('export.loose', language)}"
        yield _bullets(_said(text, language) for text in part.texts)
    if section.hidden:
        yield say("export.hidden", language, n=section.hidden)


def _said(said: Said, language: str) -> str:
    marks = [name for name, holds in (("raised", said.raised), ("paper", said.paper)) if holds]
    beside = [markdown(pick(said.tag, language)), *(say(f"export.{name}", language) for name in marks)]
    known = ", ".join(part for part in beside if part)
    return markdown(said.text) + (f" ({known})" if known else "") + _votes(said.votes, language)


def _votes(votes: int | None, language: str) -> str:
    return "" if votes is None else f" – {say('export.votes', language, n=votes)}"


# --- Markdown ---------------------------------------------------------------------------------------


def _bullets(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
