"""The result of a step as lines for the console. Pure; it holds only what everybody may see."""

from __future__ import annotations

from facilitator.i18n.messages import format_date, pick, say
from facilitator.view import (
    ActionBody,
    Body,
    CloseBody,
    CommitBody,
    ConsoleView,
    LobbyBody,
    PublicView,
    RateBody,
    ScaleBody,
    TalkBody,
    VoteBody,
)
from screens.console.choice_lines import choice_lines
from screens.console.list_line import ListLine
from screens.console.phrases import missing_words
from screens.console.vote_lines import vote_lines


def can_close(view: PublicView) -> bool:
    """Return whether the workshop is at its end and can be closed."""
    return isinstance(view.body, CloseBody) and view.step is not None and view.step.state == "open"


def can_add_votes(view: PublicView) -> bool:
    """Return whether a vote is open in which a person could use one more vote."""
    vote, step = view.body, view.step
    if not isinstance(vote, VoteBody) or step is None or step.state != "open" or vote.preset in ("one", "stars"):
        return False
    return vote.budget < len(vote.items) * vote.max_per_item


def can_count_by_hand(view: PublicView) -> bool:
    """Return whether votes that were counted by hand can be entered: until the result is revealed."""
    step = view.step
    asked = step is not None and step.runoff and step.state in ("open", "closed")
    return asked and not view.looking_back


def result_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the lines of a step that has a result to look at; none when there is nothing to show."""
    body: Body = view.public.body
    match body:
        case LobbyBody():
            return _lobby_lines(view, language)
        case ScaleBody():
            return _scale_lines(body, language)
        case VoteBody():
            lines = vote_lines(body, language)
            return [*lines[:1], *_slip_lines(view, language), *lines[1:], *_paper_vote_lines(view, language)]
        case TalkBody() if body.results is not None:
            return vote_lines(body.results, language)
        case RateBody():
            return _rate_lines(body, language)
        case CommitBody():
            return _commit_lines(view, body, language)
        case CloseBody():
            return _close_lines(body, language)
        case ActionBody():
            return [ListLine(action.id, action.what, mark=str(action.number)) for action in body.actions]
        case _:
            return choice_lines(body, language, view.public.next)


def _lobby_lines(view: ConsoleView, language: str) -> list[ListLine]:
    face = view.public.session
    return [
        ListLine("address", say("console.address", language, address=face.address)),
        ListLine("code", say("console.code", language, code=face.code)),
    ]


def _scale_lines(body: ScaleBody, language: str) -> list[ListLine]:
    if body.counts is None:
        key = "console.too_few" if body.too_few else "console.counts_later"
        return [ListLine("later", say(key, language))]
    pairs = zip(body.labels, body.counts, strict=False)
    lines = [
        ListLine(f"point/{value}", pick(label, language), mark=str(value), tail=str(count))
        for value, (label, count) in enumerate(pairs, 1)
    ]
    if body.late:
        lines.append(ListLine("late", say("stage.scale.late", language, n=body.late)))
    return lines


def _slip_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return how many join slips were used, next to the number of voters; never by whom."""
    body = view.public.body
    if not isinstance(body, VoteBody) or not body.slips:
        return []
    return [ListLine("slips", say("console.slips", language, n=view.slips_made, used=view.slips_used))]


def _paper_vote_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return what was counted by hand. The facilitator entered it, so it may be shown before the reveal."""
    body = view.public.body
    if not view.paper or not isinstance(body, VoteBody):
        return []
    lines = [ListLine("hand", say("console.by_hand", language, n=view.paper_voters), look="head")]
    given = (item for item in body.items if item.id in view.paper)
    return lines + [ListLine(f"hand/{i.id}", pick(i.label, language), tail=str(view.paper[i.id])) for i in given]


def _rate_lines(body: RateBody, language: str) -> list[ListLine]:
    lines = [ListLine("raters", say("console.raters", language, n=body.raters), look="head")]
    for item in body.items:
        parts = [say(f"console.verdict.{item.verdict}", language)] if item.verdict else []
        if item.even:
            parts.append(say("stage.rate.even", language))
        if item.raters is not None:
            parts.append(say("stage.rate.raters", language, n=item.raters))
        tail = " · ".join(parts)
        lines.append(ListLine(item.id, pick(item.label, language), tail=tail))
    return lines


def _commit_lines(view: ConsoleView, body: CommitBody, language: str) -> list[ListLine]:
    lines = [ListLine("count", say("console.promises", language, n=body.count), look="head")]
    if view.promises:
        lines.append(ListLine("shared", say("console.shared", language, n=len(view.promises)), look="head"))
    lines.extend(ListLine(promise.id, promise.text) for promise in view.promises)
    return lines


def _close_lines(body: CloseBody, language: str) -> list[ListLine]:
    lines = [
        ListLine("promises", say("console.promises", language, n=body.promises)),
        ListLine("follow", say("console.follow_up", language, day=format_date(body.follow_up, language))),
        ListLine("export", say("console.remember_export", language)),
    ]
    for action in body.actions:
        missing = missing_words(action, language)
        look = "alarm" if missing else ""
        lines.append(ListLine(action.id, action.what, mark=str(action.number), tail=missing, look=look))
    return lines
