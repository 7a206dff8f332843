"""The seat cookie, and how a phone that follows a link from another site keeps the seat it already has.

Browsers do not send the cookie with a visit that begins on another site (SameSite=Strict). Such a visit looks like a
first one, and the seat that it is given must not replace an existing one. Therefore a first visit gets its seat in a
cookie named ``...-new``. The next request comes from our own page and carries all cookies. If the lasting cookie has a
seat, that one counts and the new seat is released; otherwise the new seat moves to the lasting cookie.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Participation
from store.errors import StoreError

TOKEN_LIMIT = 200
"""Most characters of a token; longer cookie values are ignored."""

MAX_CACHED_LINE = 400
"""Most characters of a cookie header whose parsing is cached; longer ones could fill the memory."""

NEW_SUFFIX = "-new"
"""Ending of the name of the cookie of a first visit."""

MakeRefusalApp = Callable[[Scope, RuleBroken], ASGIApp]


@dataclass(frozen=True)
class CookieSeats:
    """The seats of a request's cookies: the lasting one, and that of a first visit with its token."""

    lasting: str | None = None
    new: str | None = None
    token: str = ""

    @property
    def seat(self) -> str | None:
        """The seat that the request acts for."""
        return self.lasting or self.new

    @property
    def stray(self) -> bool:
        """Whether the new seat was given to a phone that already has one, so that it has to be released."""
        return self.lasting is not None and self.new is not None and self.lasting != self.new


def seats_in_cookies(scope: Scope, phones: Participation) -> CookieSeats:
    """The seats of a request's cookies; of each name the first valid token counts."""
    kept, _ = _first_seat(scope, phones.cookie_name, phones)
    new, token = _first_seat(scope, phones.cookie_name + NEW_SUFFIX, phones)
    return CookieSeats(kept, new, token)


def _first_seat(scope: Scope, name: str, phones: Participation) -> tuple[str | None, str]:
    for token in cookie_tokens(scope, name):
        seat = phones.seat(token)
        if seat is not None:
            return seat, token
    return None, ""


def cookie_tokens(scope: Scope, name: str) -> Iterator[str]:
    """The values of all cookies of this name that may be tokens."""
    for header, line in scope["headers"]:
        if header == b"cookie":
            # A phone sends the same line with every request, so parsing it is cached.
            yield from (
                _tokens_in_line(line, name) if len(line) <= MAX_CACHED_LINE else _tokens_in_line.__wrapped__(line, name)
            )


@lru_cache(maxsize=4096)
def _tokens_in_line(line: bytes, name: str) -> tuple[str, ...]:
    """The values of the cookies ``name`` in one header."""
    pairs = (part.strip().partition("=") for part in line.decode("latin-1").split(";"))
    return tuple(value for key, _, value in pairs if key == name and 0 < len(value) <= TOKEN_LIMIT and value.isascii())


def set_cookie_value(name: str, token: str, scheme: str) -> str:
    """The value of ``Set-Cookie``: a session cookie that scripts and other sites cannot use.

    An empty token deletes the cookie.
    """
    end = "" if token else "; Max-Age=0"
    return f"{name}={token}{end}; HttpOnly; Path=/; SameSite=strict{'; Secure' if scheme == 'https' else ''}"


class SeatCookieMiddleware:
    """Middleware that decides, at the request after a first visit, which of two seats a phone keeps."""

    def __init__(self, app: ASGIApp, phones: Participation, refuse: MakeRefusalApp) -> None:
        self.app = app
        self.phones = phones
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and change the cookies in its reply where needed."""
        has = self._first_visit_seats(scope)
        if has is None or (has.stray and scope["path"].endswith("/events")):
            # A stream cannot make the page reload. Its first tick makes the script fetch a part, whose reply can.
            await self.app(scope, receive, send)
            return
        # The lasting seat wins; without one, the new seat moves to the lasting cookie.
        lines = [set_cookie_value(self.phones.cookie_name + NEW_SUFFIX, "", scope["scheme"])]
        if has.lasting is None:
            lines.append(set_cookie_value(self.phones.cookie_name, has.token, scope["scheme"]))
        elif has.stray and not await self._release_seat(has.new):
            lines.clear()

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A new list, because the app may use the same list object for every reply.
                more = [(b"set-cookie", line.encode("latin-1")) for line in lines]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        app = self.app
        if has.stray and scope["path"].endswith("/part"):
            # The page around the part was rendered for the stray seat, maybe in another language: it has to reload.
            app = self.refuse(scope, RuleBroken("no_seat", 403))
        await app(scope, receive, send_with_cookies)

    def _first_visit_seats(self, scope: Scope) -> CookieSeats | None:
        """The seats of the request if one is of a first visit, else None."""
        if scope["type"] != "http" or not next(cookie_tokens(scope, self.phones.cookie_name + NEW_SUFFIX), ""):
            return None
        has = seats_in_cookies(scope, self.phones)
        return has if has.new is not None else None

    async def _release_seat(self, seat: str | None) -> bool:
        """Release the stray seat; False when it could not be saved, so that the next request tries again."""
        with contextlib.suppress(StoreError):
            await self.phones.leave(seat or "")
            return True
        return False
