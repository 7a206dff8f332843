"""The result of a step as lines of text for the console. Pure; only what everybody may see already."""

from __future__ import annotations

from facilitator.view import (
    Actions,
    Body,
    Close,
    Commit,
    ConsoleView,
    Lobby,
    PublicView,
    Rate,
    Scale,
    Talk,
    Vote,
    VoteItem,
)
from facilitator.words import day, pick, say
from screens.console.phrases import missing_words
from screens.console.wall import Line


def closable(view: PublicView) -> bool:
    """Whether the workshop is at its end and can be closed."""
    return isinstance(view.body, Close) and view.step is not None and view.step.state == "open"


def outcome_lines(view: ConsoleView, language: str) -> list[Line]:
    """Lines for the kinds of step that only have a result to look at; none for those that have nothing to show."""
    body: Body = view.public.body
    match body:
        case Lobby():
            return _lobby(view, language)
        case Scale():
            return _scale(body, language)
        case Vote():
            return _vote(body, language)
        case Talk() if body.results is not None:
            return _vote(body.results, language)
        case Rate():
            return _rate(body, language)
        case Commit():
            return _commit(view, body, language)
        case Close():
            return _close(body, language)
        case Actions():
            return [Line(action.id, action.what, mark=str(action.number)) for action in body.actions]
        case _:
            return []


def _lobby(view: ConsoleView, language: str) -> list[Line]:
    face = view.public.session
    return [
        Line("address", say("console.address", language, address=face.address)),
        Line("code", say("console.code", language, code=face.code)),
    ]


def _scale(body: Scale, language: str) -> list[Line]:
    if body.counts is None:
        key = "console.too_few" if body.too_few else "console.counts_later"
        return [Line("later", say(key, language))]
    pairs = zip(body.labels, body.counts, strict=False)
    return [
        Line(f"point/{value}", pick(label, language), mark=str(value), tail=str(count))
        for value, (label, count) in enumerate(pairs, 1)
    ]


def _vote(body: Vote, language: str) -> list[Line]:
    if body.total is None:
        return [
            Line("voters", say("console.voters", language, n=body.voters)),
            Line("budget", say("console.budget", language, n=body.budget)),
            Line("later", say("console.votes_later", language)),
        ]
    lines = [_place(item, language) for item in body.items]
    if body.cut:
        lines.insert(body.cut, Line("cut", say("console.cut", language, n=body.cut), look="head"))
    return lines


def _place(item: VoteItem, language: str) -> Line:
    shared = item.rank_to is not None and item.rank_to != item.rank
    mark = f"{item.rank}.–{item.rank_to}." if shared else f"{item.rank}."
    return Line(item.id, pick(item.label, language), mark=mark, tail=say("console.votes", language, n=item.votes or 0))


def _rate(body: Rate, language: str) -> list[Line]:
    lines = [Line("raters", say("console.raters", language, n=body.raters), look="head")]
    if body.too_few:
        lines.append(Line("few", say("console.too_few", language)))
    for item in body.items:
        tail = say(f"console.verdict.{item.verdict}", language) if item.verdict else ""
        lines.append(Line(item.id, pick(item.label, language), tail=tail))
    return lines


def _commit(view: ConsoleView, body: Commit, language: str) -> list[Line]:
    lines = [Line("count", say("console.promises", language, n=body.count), look="head")]
    if view.promises:
        lines.append(Line("shared", say("console.shared", language, n=len(view.promises)), look="head"))
    lines.extend(Line(promise.id, promise.text) for promise in view.promises)
    return lines


def _close(body: Close, language: str) -> list[Line]:
    lines = [
        Line("promises", say("console.promises", language, n=body.promises)),
        Line("follow", say("console.follow_up", language, day=day(body.follow_up, language))),
        Line("export", say("console.remember_export", language)),
    ]
    for action in body.actions:
        missing = missing_words(action, language)
        look = "alarm" if missing else ""
        lines.append(Line(action.id, action.what, mark=str(action.number), tail=missing, look=look))
    return lines
