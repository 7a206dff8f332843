"""``/remote``: the facilitator's own phone as a remote control. As long as it is switched off, there is no such page.

Five acts and no more. Every press is a form of its own, so it works without a script; each carries what was on the
page (``at``), so that an old page never moves the workshop on, and a key of its own, so that a double tap is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.ports.protocols import Steered
from facilitator.view import ConsoleView, PublicView
from facilitator.view.next_label import next_words
from facilitator.web import intake
from facilitator.web.guard import same_place
from facilitator.web.render import Renderer
from facilitator.web.seat_cookie import tokens
from facilitator.web.visitor import asked_language, browser_language
from store.errors import StoreError

PATH = "/remote"
LISTED = 100
"""Texts on the page; whoever looks for one among more has the filter of the console."""
MOVES = ("next", "back")
"""Acts that mean something only on the page that they were drawn on."""

Order = tuple[str, dict[str, Any]]
ACTS: Mapping[str, Callable[[Mapping[str, str]], Order]] = {
    "next": lambda fields: ("next", {}),
    "back": lambda fields: ("back", {}),
    "more": lambda fields: ("extend", {"minutes": 1}),
    "hide": lambda fields: ("hide", {"idea": fields.get("idea", "")}),
    "show": lambda fields: ("show", {"idea": fields.get("idea", "")}),
}


class Remote:
    """The page and its forms."""

    def __init__(self, room: Steered, renderer: Renderer) -> None:
        self.room = room
        self.renderer = renderer

    async def page(self, request: Request) -> Response:
        """``GET /remote``: the field for the PIN, or the buttons for the one device."""
        self._switched_on()
        return self._draw(request)

    async def press(self, request: Request) -> Response:
        """``POST /remote``: the PIN, or one act."""
        self._switched_on()
        from_here(request.headers)
        try:
            fields = intake.parse_form(await self._read(request))
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            if not self._is_ours(request):
                # The page of a device that was revoked is no guess at the PIN.
                return self._pair(request, fields["pin"]) if "pin" in fields else self._draw(request, status=403)
            await self._obey(fields)
        except (RuleBroken, StoreError) as refused:
            return self._refused(request, refused)
        return RedirectResponse(self._here(request), 303)

    async def _read(self, request: Request) -> bytes:
        if intake.media_type(request.headers) != intake.FORM:
            raise RuleBroken("wrong_type", 415)
        return await intake.read(request.headers, request.receive)

    def _pair(self, request: Request, pin: str) -> Response:
        credential = self.room.steering.pair("".join(pin.split())[:40])
        response = RedirectResponse(self._here(request), 303)
        secure = "; Secure" if request.url.scheme == "https" else ""
        cookie = f"{self._name}={credential}; HttpOnly; Path={PATH}; SameSite=strict{secure}"
        response.headers.append("set-cookie", cookie)
        return response

    async def _obey(self, fields: Mapping[str, str]) -> None:
        make = ACTS.get(fields.get("do", ""))
        if make is None:
            raise RuleBroken("bad_form", 400)
        if not self.room.steering.first(fields.get("key", "")):
            return
        if fields["do"] in MOVES and fields.get("at") != place(self.room.public):
            raise RuleBroken("remote_moved_on", 409)
        verb, arguments = make(fields)
        await self.room.do(verb, **arguments)

    def _refused(self, request: Request, refused: RuleBroken | StoreError) -> Response:
        status = refused.status if isinstance(refused, RuleBroken) else 503
        if self.room.steering.state == "off":
            raise RuleBroken("no_such_code", 404)
        response = self._draw(request, explain(refused.code, self._language(request), **refused.fields), status)
        if "wait" in refused.fields:
            response.headers["retry-after"] = str(refused.fields["wait"])
        return response

    def _draw(self, request: Request, error: str = "", status: int = 200) -> Response:
        language = self._language(request)
        if not self._is_ours(request):
            taken = self.room.steering.state == "paired"
            return HTMLResponse(self.renderer.plain("remote_pin", language, error=error, taken=taken), status)
        view = self.room.console
        known = {"view": view.public, "console": view, "step": view.public.step, "now": self.room.now}
        following = next_words(view.public, language)
        at = place(view.public)
        html = self.renderer.plain("remote", language, error=error, at=at, following=following, **known, **texts(view))
        return HTMLResponse(html, status)

    def _switched_on(self) -> None:
        """Raises what any unknown address gets: that there is a remote at all is nobody's business."""
        if self.room.steering.state == "off":
            raise RuleBroken("no_such_code", 404)

    @property
    def _name(self) -> str:
        return self.room.cookie.replace("seat-", "remote-", 1)

    def _is_ours(self, request: Request) -> bool:
        return any(self.room.steering.holds(token) for token in tokens(request.scope, self._name))

    def _language(self, request: Request) -> str:
        own = asked_language(request.scope) or browser_language(request.headers)
        return own or self.room.public.session.language

    def _here(self, request: Request) -> str:
        asked = asked_language(request.scope)
        return f"{PATH}?lang={asked}" if asked else PATH


def from_here(headers: Headers) -> None:
    """A press has to say that it comes from our own page. Raises ``RuleBroken``; the door checked what it says."""
    origins, host = headers.getlist("origin"), headers.get("host", "")
    if not origins or not all(same_place(origin, host) for origin in origins):
        raise RuleBroken("wrong_origin", 403)


def place(view: PublicView) -> str:
    """Changes when "next" and "back" would do something else."""
    step = view.step
    here = (step.id, step.state, step.round) if step else ()
    marks = (view.current, here, view.looking_back, view.next, view.session.state, getattr(view.body, "page", 0))
    return hashlib.blake2s(msgspec.json.encode(marks), digest_size=8).hexdigest()


def texts(view: ConsoleView) -> Mapping[str, object]:
    """What can be hidden or shown: those that are seen first, then those that are hidden."""
    return {"texts": sorted(view.texts, key=lambda text: text.hidden)[:LISTED]}
