"""The one cookie: which seat a phone has, and how a phone that comes by a link elsewhere keeps the seat it has.

The cookie is never sent with a visit that begins on another site (SameSite=Strict). Such a visit looks like a first
one, and the seat it is given must not write over the one that the phone may hold. So a first visit gets its seat under
the name ``...-new``, and the next request from our own page, which carries all there is, settles it: with a seat from
before, that one counts and the new one is given up; without, the new one is kept under the lasting name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Phones
from store.errors import StoreError

TOKEN_LIMIT = 200
"""Characters of a cookie that can be a token of ours; longer ones are not looked up."""

USUAL = 400
"""Characters of a cookie line that is remembered as it was read; longer ones must not fill the memory."""

NEW = "-new"
"""What the name of the cookie of a first visit ends in."""

Refuse = Callable[[Scope, RuleBroken], ASGIApp]


@dataclass(frozen=True)
class Held:
    """The seats whose tokens a request carries: the lasting one, and the one of a first visit with its token."""

    kept: str | None = None
    new: str | None = None
    token: str = ""

    @property
    def seat(self) -> str | None:
        """The seat that counts."""
        return self.kept or self.new

    @property
    def stray(self) -> bool:
        """True when the new seat was given to a phone that has one already."""
        return self.kept is not None and self.new is not None and self.kept != self.new


def held(scope: Scope, phones: Phones) -> Held:
    """What the request's cookies hold: of each name the first that is a token of ours."""
    kept, _ = _first(scope, phones.cookie, phones)
    new, token = _first(scope, phones.cookie + NEW, phones)
    return Held(kept, new, token)


def _first(scope: Scope, name: str, phones: Phones) -> tuple[str | None, str]:
    for token in tokens(scope, name):
        seat = phones.seat(token)
        if seat is not None:
            return seat, token
    return None, ""


def tokens(scope: Scope, name: str) -> Iterator[str]:
    """The values of all cookies of this name that could be a token."""
    for header, line in scope["headers"]:
        if header == b"cookie":
            yield from _read(line, name) if len(line) <= USUAL else _read.__wrapped__(line, name)


@lru_cache(maxsize=4096)
def _read(line: bytes, name: str) -> tuple[str, ...]:
    """The tokens of one line, which a phone sends with every request."""
    pairs = (part.strip().partition("=") for part in line.decode("latin-1").split(";"))
    return tuple(value for key, _, value in pairs if key == name and 0 < len(value) <= TOKEN_LIMIT and value.isascii())


def cookie(name: str, token: str, scheme: str) -> str:
    """The value of ``Set-Cookie``: gone with the browser's session, out of reach of scripts and of other sites.

    An empty token takes the cookie away.
    """
    end = "" if token else "; Max-Age=0"
    return f"{name}={token}{end}; HttpOnly; Path=/; SameSite=strict{'; Secure' if scheme == 'https' else ''}"


class KeepSeat:
    """Middleware that settles the seat of a first visit at the next request."""

    def __init__(self, app: ASGIApp, phones: Phones, refuse: Refuse) -> None:
        self.app = app
        self.phones = phones
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and change the cookies with its reply."""
        has = self._new(scope)
        if has is None or (has.stray and scope["path"].endswith("/events")):
            # A stream cannot make the page load anew; its first tick sends the script for a part, which can.
            await self.app(scope, receive, send)
            return
        lines = [cookie(self.phones.cookie + NEW, "", scope["scheme"])]
        if has.kept is None:
            lines.append(cookie(self.phones.cookie, has.token, scope["scheme"]))
        elif has.stray and not await self._give_up(has.new):
            lines.clear()

        async def settled(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A list of its own: whoever replies may use the same one for every phone.
                more = [(b"set-cookie", line.encode("latin-1")) for line in lines]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        app = self.app
        if has.stray and scope["path"].endswith("/part"):
            # The page around the part was drawn for the stray seat, maybe in another language: it has to come anew.
            app = self.refuse(scope, RuleBroken("no_seat", 403))
        await app(scope, receive, settled)

    def _new(self, scope: Scope) -> Held | None:
        """What is held, if the seat of a first visit is among it."""
        if scope["type"] != "http" or not next(tokens(scope, self.phones.cookie + NEW), ""):
            return None
        has = held(scope, self.phones)
        return has if has.new is not None else None

    async def _give_up(self, seat: str | None) -> bool:
        """Whether the stray seat is gone (or of use to nobody). With a full disk it is tried again next time."""
        with contextlib.suppress(StoreError):
            await self.phones.leave(seat or "")
            return True
        return False
