"""Identifies who makes a request: the seat of the cookie, and the language of the reply."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Scope

from facilitator.i18n.messages import language_of
from facilitator.ports.protocols import Participation
from facilitator.view.mine import SeatView
from facilitator.web.seat_cookie import seats_in_cookies


@dataclass(frozen=True)
class Visitor:
    """The person behind a request.

    ``seat`` and ``mine`` are None without a valid cookie; ``query_language`` is that of ``?lang=``, if given.
    """

    seat: str | None
    mine: SeatView | None
    language: str
    query_language: str | None = None


def identify_visitor(scope: Scope, phones: Participation) -> Visitor:
    """Identify the visitor by the cookies.

    The language is the first that is known of: the query (``?lang=``), the seat, the browser (Accept-Language), the
    session.
    """
    headers = Headers(scope=scope)
    seat = seat_of(scope, phones)
    mine = phones.own_answers(seat) if seat is not None else None
    asked = query_language(scope)
    own = mine.language if mine is not None else browser_language(headers)
    return Visitor(seat, mine, asked or own or phones.public.session.language, asked)


def seat_of(scope: Scope, phones: Participation) -> str | None:
    """The seat of the request's cookies; None for none."""
    return seats_in_cookies(scope, phones).seat


def query_language(scope: Scope) -> str | None:
    """The language of ``?lang=``, if the program speaks it."""
    query = scope.get("query_string", b"").decode("latin-1")
    return language_of(dict(parse_qsl(query)).get("lang", ""))


def browser_language(headers: Headers) -> str | None:
    """The preferred language of Accept-Language among those that the program speaks; None when there is none."""
    wishes: list[tuple[float, str]] = []
    for wish in headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = wish.partition(";")
        found = language_of(tag.strip())
        if found is not None:
            wishes.append((-_weight(weight), found))
    # Sorting is stable, so of equal weights the first in the header counts; weight 0 means "not acceptable".
    best = sorted(wishes, key=lambda wish: wish[0])
    return best[0][1] if best and best[0][0] < 0 else None


def _weight(said: str) -> float:
    """The weight of ``q=0.8`` as a number from 0 to 1; 1 when absent, 0 when invalid."""
    name, _, value = said.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
