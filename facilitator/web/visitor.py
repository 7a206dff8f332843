"""Who asks: the seat behind a cookie, and the language to answer in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Scope

from facilitator.i18n.messages import language_of
from facilitator.ports.protocols import Phones
from facilitator.view.mine import Mine
from facilitator.web.seat_cookie import held


@dataclass(frozen=True)
class Visitor:
    """One request's person. ``mine`` is None without a seat; ``asked`` is the language of the query, if any."""

    seat: str | None
    mine: Mine | None
    language: str
    asked: str | None = None


def visitor(scope: Scope, phones: Phones) -> Visitor:
    """Find out from cookie, query (``?lang=``) and Accept-Language, in this order of weight for the language:
    query, seat, browser, session."""
    headers = Headers(scope=scope)
    seat = seat_of(scope, phones)
    mine = phones.mine(seat) if seat is not None else None
    asked = asked_language(scope)
    own = mine.language if mine is not None else browser_language(headers)
    return Visitor(seat, mine, asked or own or phones.public.session.language, asked)


def seat_of(scope: Scope, phones: Phones) -> str | None:
    """The seat that the request's cookies hold."""
    return held(scope, phones).seat


def asked_language(scope: Scope) -> str | None:
    """The language of ``?lang=``, if it is one of ours."""
    query = scope.get("query_string", b"").decode("latin-1")
    return language_of(dict(parse_qsl(query)).get("lang", ""))


def browser_language(headers: Headers) -> str | None:
    """The language of ours that Accept-Language likes best."""
    wishes: list[tuple[float, str]] = []
    for wish in headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = wish.partition(";")
        found = language_of(tag.strip())
        if found is not None:
            wishes.append((-_weight(weight), found))
    # Sorting is stable: of equal weights the browser's first counts.
    best = sorted(wishes, key=lambda wish: wish[0])
    return best[0][1] if best and best[0][0] < 0 else None


def _weight(said: str) -> float:
    """``q=0.8`` as a number; 1 when not said, 0 when it makes no sense."""
    name, _, value = said.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
