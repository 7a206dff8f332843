"""The result of a step as lines for the console. Pure; it holds only what everybody may see."""

from __future__ import annotations

from facilitator.i18n.messages import day, pick, say
from facilitator.view import (
    Actions,
    Body,
    Close,
    Commit,
    ConsoleView,
    Crowd,
    Lobby,
    PublicView,
    Rate,
    Scale,
    Talk,
    Vote,
)
from screens.console.choice_lines import chosen_lines
from screens.console.list_line import Line
from screens.console.phrases import missing_words
from screens.console.vote_lines import vote_lines


def closable(view: PublicView) -> bool:
    """Return whether the workshop is at its end and can be closed."""
    return isinstance(view.body, Close) and view.step is not None and view.step.state == "open"


def can_get_more(view: PublicView) -> bool:
    """Return whether a vote is open in which a person could use one more vote."""
    vote, step = view.body, view.step
    if not isinstance(vote, Vote) or step is None or step.state != "open" or vote.preset in ("one", "stars"):
        return False
    return vote.budget < len(vote.items) * vote.max_per_item


def countable(view: PublicView) -> bool:
    """Return whether votes that were counted by hand can be entered: until the result is revealed."""
    step = view.step
    vote = isinstance(view.body, Vote) and not isinstance(view.body, Crowd)
    asked = vote and step is not None and step.state in ("open", "closed")
    return asked and not view.looking_back


def outcome_lines(view: ConsoleView, language: str) -> list[Line]:
    """Return the lines of a step that has a result to look at; none when there is nothing to show."""
    body: Body = view.public.body
    match body:
        case Lobby():
            return _lobby(view, language)
        case Scale():
            return _scale(body, language)
        case Vote():
            lines = vote_lines(body, language)
            return [*lines[:1], *_slips(view, language), *lines[1:], *_by_hand(view, language)]
        case Talk() if body.results is not None:
            return vote_lines(body.results, language)
        case Rate():
            return _rate(body, language)
        case Commit():
            return _commit(view, body, language)
        case Close():
            return _close(body, language)
        case Actions():
            return [Line(action.id, action.what, mark=str(action.number)) for action in body.actions]
        case _:
            return chosen_lines(body, language, view.public.next)


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
    lines = [
        Line(f"point/{value}", pick(label, language), mark=str(value), tail=str(count))
        for value, (label, count) in enumerate(pairs, 1)
    ]
    if body.late:
        lines.append(Line("late", say("stage.scale.late", language, n=body.late)))
    return lines


def _slips(view: ConsoleView, language: str) -> list[Line]:
    """Return how many join slips were used, next to the number of voters; never by whom."""
    body = view.public.body
    if not isinstance(body, Vote) or not body.slips:
        return []
    return [Line("slips", say("console.slips", language, n=view.slips_made, used=view.slips_used))]


def _by_hand(view: ConsoleView, language: str) -> list[Line]:
    """Return what was counted by hand. The facilitator entered it, so it may be shown before the reveal."""
    body = view.public.body
    if not view.paper or not isinstance(body, Vote):
        return []
    lines = [Line("hand", say("console.by_hand", language, n=view.paper_voters), look="head")]
    given = (item for item in body.items if item.id in view.paper)
    return lines + [Line(f"hand/{i.id}", pick(i.label, language), tail=str(view.paper[i.id])) for i in given]


def _rate(body: Rate, language: str) -> list[Line]:
    lines = [Line("raters", say("console.raters", language, n=body.raters), look="head")]
    for item in body.items:
        parts = [say(f"console.verdict.{item.verdict}", language)] if item.verdict else []
        if item.even:
            parts.append(say("stage.rate.even", language))
        if item.raters is not None:
            parts.append(say("stage.rate.raters", language, n=item.raters))
        tail = " · ".join(parts)
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
