"""Sample views of every kind of step, for the preview of the stage and for its tests."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from facilitator.rules.publish import kind_facts
from facilitator.view import (
    IDEAS_PER_PAGE,
    ActionBody,
    Body,
    CloseBody,
    CommitBody,
    GroupBody,
    InfoBody,
    LobbyBody,
    NextPress,
    PickBody,
    PublicAction,
    PublicSession,
    PublicStep,
    PublicTheme,
    PublicView,
    RateBody,
    RateItem,
    ReviewBody,
    ScaleBody,
    TalkBody,
    TextBody,
    Timer,
    VoteBody,
    VoteItem,
)
from screens.stage import sample_choices, sample_circles, sample_votes
from screens.stage.sample_reviews import face as reviewed
from screens.stage.sample_reviews import recap, review
from screens.stage.sample_states import states
from screens.stage.sample_words import LEVELS, NAMES, POINTS, SIZES, STEPS, TAGS, TEXTS, TITLE

NOW = 1_800_000_000.0
"""Time at which the samples are drawn, in seconds since the epoch."""

ADDRESS = "http://192.168.1.20:8000/4829"
LONGEST_ADDRESS = "http://192.168.100.200:8000/48291"

JOINED = 40
TIMER_RUNNING = Timer(state="running", ends=NOW + 372)
TIMER_OFF = Timer(state="off")


def view(
    body: Body,
    state: str = "",
    act: str = "last",
    *,
    step: str = "",
    title: str = "",
    timer: Timer = TIMER_OFF,
    address: str = ADDRESS,
    number_of_round: int = 1,
) -> PublicView:
    """Return a view with this body. ``step`` and ``title`` name the current and the next step in ``STEPS``."""
    return PublicView(
        version=1,
        session=PublicSession(
            title=TITLE,
            language="fi",
            code=address.rpartition("/")[2],
            address=address,
            state="running" if state else "lobby",
            stage_language="fi",
        ),
        step=_step(step or body.kind, state, number_of_round) if state else None,
        current="now",
        timer=timer,
        joined=JOINED,
        answered=0,
        body=body,
        next=NextPress(act=act, title=STEPS[title][1] if title else {}),
    )


def _step(name: str, state: str, number_of_round: int) -> PublicStep:
    number, title, question, help_ = STEPS[name]
    kind = {"welcome": "info", "results": "talk"}.get(name, name)
    return PublicStep(
        id="now",
        kind=kind,
        state=state,
        number=number,
        of=len(STEPS),
        title=title,
        question=question,
        help=help_,
        placeholder={},
        minutes=8,
        round=number_of_round,
        **kind_facts(kind),
    )


def _ideas(revealed: bool = False, page: int = 0) -> TextBody:
    texts = TEXTS if revealed else ()
    return TextBody(count=57, writers=34, tags=TAGS, texts=texts, page=page, pages=10 if revealed else 1)


def _pick(revealed: bool = False) -> PickBody:
    return PickBody(
        raised=28, pickers=28, quota=1, tags=TAGS, texts=TEXTS if revealed else (), pages=5 if revealed else 1
    )


def _scale(counts: tuple[int, ...] | None = None, answers: int = 36, too_few: bool = False, late: int = 0) -> ScaleBody:
    return ScaleBody(labels=LEVELS, answers=answers, counts=counts, too_few=too_few, late=late)


def vote(revealed: bool = False, page: int = 0, items: int = len(NAMES)) -> VoteBody:
    """Return a vote on the sample themes, with votes and ranks if it is ``revealed``."""
    counts = [count for _, count in NAMES[:items]]
    faces = tuple(
        VoteItem(
            id=f"v{number}",
            label={"fi": name},
            ideas=4,
            lang="fi",
            votes=count if revealed else None,
            rank=1 + sum(other > count for other in counts) if revealed else None,
            rank_to=sum(other >= count for other in counts) if revealed else None,
        )
        for number, (name, count) in enumerate(NAMES[:items])
    )
    return VoteBody(
        items=faces,
        budget=3,
        max_per_item=1,
        voters=36 if revealed else 31,
        total=sum(counts) if revealed else None,
        cut=3 if revealed else 0,
        page=page,
        pages=-(-items // IDEAS_PER_PAGE),
    )


def group(placed: int = 7, *, by_tag: bool = False) -> GroupBody:
    """Return a grouping with ``placed`` themes; no idea is without a theme if that is all of them."""
    themes = tuple(
        PublicTheme(id=f"t{n}", number=n, name=name, lang="fi", texts=TEXTS[: n % 4 + 1])
        for n, (name, _) in enumerate(NAMES[:placed], start=1)
    )
    loose = TEXTS if placed < len(NAMES) else ()
    return GroupBody(themes=themes, loose=loose, focus="a1" if loose else "", tags=TAGS, by_tag=by_tag)


_RATED: tuple[tuple[Literal["now", "together", "decide", "leave"], float, float], ...] = (
    ("now", 2.6, 1.3),
    ("together", 2.4, 2.1),
    ("together", 2.2, 1.5),
    ("decide", 2.7, 2.8),
    ("leave", 1.3, 2.0),
)


def _rate(revealed: bool = False, page: int = 0) -> RateBody:
    items = tuple(
        RateItem(
            id=f"v{n}",
            label={"fi": name},
            lang="fi",
            gain=gain if revealed else None,
            effort=effort if revealed else None,
            verdict=verdict if revealed else None,
            raters=33 - 30 * (n == 1) if revealed else None,
            even=revealed and n == 2,
        )
        for n, ((name, _), (verdict, gain, effort)) in enumerate(zip(NAMES, _RATED, strict=False))
    )
    return RateBody(items=items, gain=POINTS, effort=POINTS, raters=33, page=page, pages=2 if revealed else 1)


def _commit(shared: int = 3, *, closed: bool = False) -> CommitBody:
    sized = ("small", "large") if closed else ()
    small, large = (29, 5) if closed else (0, 0)
    return CommitBody(count=34, small=small, large=large, sizes=SIZES, sized=sized, shared=TEXTS[:shared])


ACTIONS = (
    PublicAction(
        id="x1",
        number=1,
        what="Kerromme käsittelyajan jo ensimmäisessä viestissä",
        owner="Asiakaspalvelun vastaava",
        due="2027-04-05",
        first_step="tekstipohja",
        first_step_due="2027-03-12",
        lang="fi",
    ),
    PublicAction(
        id="x2",
        number=2,
        what="Yksi ohje, yksi paikka",
        owner="",
        due="2027-04-30",
        first_step="lista ohjeista",
        lang="fi",
        missing=("owner",),
    ),
)


def _actions(count: int = 2, *, checklist: bool = False) -> ActionBody:
    return ActionBody(actions=ACTIONS[:count], most=3, checklist=checklist)


@functools.cache
def samples() -> Mapping[str, PublicView]:
    """Return name (``<kind>-<state>``) -> view: every kind in every state that the stage draws differently."""
    changed = {name: _changed_sample(name) for name in _SESSION_CHANGES}
    drawn = {**_basic_samples(), **changed, **_follow_up_samples(), **_choice_samples(), **_circle_samples()}
    return MappingProxyType({**drawn, **states(drawn)})


def _basic_samples() -> Mapping[str, PublicView]:
    paused = Timer(state="paused", left=95)
    over = Timer(state="running", ends=NOW - 35)
    return {
        "lobby": view(LobbyBody(), act="start", title="welcome"),
        "lobby-longest": view(LobbyBody(), act="start", title="welcome", address=LONGEST_ADDRESS),
        "info-join": view(InfoBody(join=True), "open", "step", step="welcome", title="scale", timer=TIMER_RUNNING),
        "info-tags": view(InfoBody(tags=TAGS), "open", "step", title="talk", timer=TIMER_RUNNING),
        "info-plain": view(InfoBody(), "open", "step", title="talk", timer=TIMER_RUNNING),
        "scale-ready": view(_scale(answers=0), "ready", "open"),
        "scale-open": view(_scale(), "open", "close", timer=TIMER_RUNNING),
        "scale-closed": view(_scale(), "closed", "reveal"),
        "scale-revealed": view(_scale((1, 4, 12, 16, 3)), "revealed", "step", title="info"),
        "scale-too-few": view(_scale(answers=3, too_few=True), "revealed", "step", title="info"),
        "scale-late": view(_scale((1, 4, 12, 16, 3), answers=38, late=2), "revealed", "step", title="info"),
        "talk-open": view(TalkBody(), "open", "step", title="text", timer=TIMER_RUNNING),
        "talk-results": view(TalkBody(results=vote(True)), "open", "step", step="results", title="rate", timer=over),
        "text-ready": view(TextBody(count=0, writers=0, tags=TAGS), "ready", "open"),
        "text-open": view(_ideas(), "open", "close", timer=TIMER_RUNNING),
        "text-paused": view(_ideas(), "open", "close", timer=paused),
        "text-closed": view(_ideas(), "closed", "reveal"),
        "text-revealed": view(_ideas(True, 1), "revealed", "page"),
        "pick-open": view(_pick(), "open", "close", timer=TIMER_RUNNING),
        "pick-closed": view(_pick(), "closed", "reveal"),
        "pick-revealed": view(_pick(True), "revealed", "page"),
        "group-open": view(group(), "open", "step", title="vote", timer=TIMER_RUNNING),
        "group-start": view(group(0), "open", "step", title="vote", timer=TIMER_RUNNING),
        "group-done": view(group(len(NAMES)), "open", "step", title="vote", timer=TIMER_RUNNING),
        "group-by-tag": view(group(2, by_tag=True), "open", "step", title="vote", timer=TIMER_RUNNING),
        **_vote_samples(),
        "rate-open": view(_rate(), "open", "close", timer=TIMER_RUNNING),
        "rate-revealed": view(_rate(True), "revealed", "step", title="commit"),
        "rate-map": view(_rate(True, 1), "revealed", "step", title="commit"),
        "commit-open": view(_commit(), "open", "close", timer=TIMER_RUNNING),
        "commit-closed": view(_commit(6, closed=True), "closed", "step", title="action"),
        "action-open": view(_actions(), "open", "step", title="close", timer=TIMER_RUNNING),
        "action-empty": view(_actions(0), "open", "step", title="close", timer=TIMER_RUNNING),
        "action-checklist": view(_actions(checklist=True), "open", "step", title="close"),
        "close": view(CloseBody(follow_up="2027-03-05", actions=ACTIONS, promises=34), "open", "last"),
    }


def _vote_samples() -> Mapping[str, PublicView]:
    return {
        "vote-ready": view(vote(), "ready", "open"),
        "vote-open": view(vote(), "open", "close", timer=TIMER_RUNNING),
        "vote-closed": view(vote(), "closed", "reveal"),
        "vote-revealed": view(vote(True, items=6), "revealed", "step", title="results"),
        "vote-pages": view(vote(True, page=1), "revealed", "step", title="results"),
        "vote-open-plus-minus": view(
            sample_votes.unrevealed_vote("plus_minus", 3), "open", "close", timer=TIMER_RUNNING
        ),
        "vote-plus-minus": view(sample_votes.plus_minus_vote(), "revealed", "step", title="results"),
        "vote-stars": view(sample_votes.star_vote(), "revealed", "step", title="results"),
        "vote-points": view(sample_votes.point_vote(), "revealed", "step", title="results"),
        "vote-tied": view(sample_votes.tied_vote(), "revealed", "step", title="results"),
        "vote-runoff": view(sample_votes.runoff_vote(), "revealed", "step", title="results", number_of_round=2),
    }


def _circle_samples() -> Mapping[str, PublicView]:
    return {
        name: msgspec.structs.replace(
            view(body, act=act, title="text", timer=Timer(state="running", ends=ends) if ends else TIMER_OFF),
            step=sample_circles.face(body, state),
        )
        for name, (body, state, act, ends) in sample_circles.bodies(NOW).items()
    }


def _choice_samples() -> Mapping[str, PublicView]:
    return {
        name: msgspec.structs.replace(
            view(body, act=act, title="text", timer=Timer(state="running", ends=ends) if ends else TIMER_OFF),
            step=sample_choices.sample_step(body, state),
            answered=getattr(body, "answers", None) or 0,
        )
        for name, (body, state, act, ends) in sample_choices.bodies(NOW).items()
    }


def _follow_up_samples() -> Mapping[str, PublicView]:
    shown: Mapping[str, tuple[InfoBody | ReviewBody, str, str, float]] = {
        "info-recap": (recap(), "open", "step", 0.0),
        "info-recap-many": (recap(6), "open", "page", 0.0),
        "review-ready": (review(), "ready", "open", 0.0),
        "review-open": (review(), "open", "close", NOW + 372),
        "review-many": (review(6), "open", "page", NOW + 372),
        "review-none": (review(0), "open", "close", NOW + 372),
        "review-closed": (review(), "closed", "reveal", 0.0),
        "review-revealed": (review(6, revealed=True), "revealed", "page", 0.0),
        "review-said": (review(3, 1, revealed=True), "revealed", "step", 0.0),
    }
    return {
        name: msgspec.structs.replace(
            view(body, act=act, title="text", timer=Timer(state="running", ends=ends) if ends else TIMER_OFF),
            step=reviewed(state, recap=isinstance(body, InfoBody)),
        )
        for name, (body, state, act, ends) in shown.items()
    }


_SESSION_CHANGES: Mapping[str, Callable[[PublicSession], PublicSession]] = {
    "text-overlay": lambda face: msgspec.structs.replace(face, overlay=True),
    "text-locked": lambda face: msgspec.structs.replace(face, locked=True),
    "text-black": lambda face: msgspec.structs.replace(face, black=True),
    "text-break": lambda face: msgspec.structs.replace(face, state="break"),
    "text-back": lambda face: face,
}
"""Name of the sample -> change of the session of an open ``text`` step."""


def _changed_sample(name: str) -> PublicView:
    shown = view(_ideas(), "open", "forward" if name == "text-back" else "close", timer=TIMER_RUNNING)
    return msgspec.structs.replace(
        shown, session=_SESSION_CHANGES[name](shown.session), looking_back=name == "text-back"
    )


def samples_of_kind(kind: str) -> Mapping[str, PublicView]:
    """Return the samples of one kind."""
    return {name: sample for name, sample in samples().items() if name.split("-")[0] == kind}
