"""``/remote``: the facilitator's phone as a remote control. The page exists only while the control is switched on.

It offers five commands. Every button is a form, so that it works without a script. A form contains a hash of the
position that the page shows (``at``), so that an old page cannot move the workshop, and a key, so that a double tap
counts once.
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
from facilitator.ports.protocols import RemoteControlled
from facilitator.view import ConsoleView, PublicView
from facilitator.view.next_label import next_label
from facilitator.web import intake
from facilitator.web.guard import is_same_origin
from facilitator.web.render import Renderer
from facilitator.web.seat_cookie import cookie_tokens
from facilitator.web.visitor import browser_language, query_language
from store.errors import StoreError

REMOTE_PATH = "/remote"
MAX_LISTED = 100
"""Most texts on the page; the console has a filter for longer lists."""
PAGE_BOUND_ACTS = ("next", "back")
"""Commands that are executed only if the position has not changed since the page was rendered."""

RemoteCommand = tuple[str, dict[str, Any]]
"""A verb and its arguments."""
REMOTE_COMMANDS: Mapping[str, Callable[[Mapping[str, str]], RemoteCommand]] = {
    "next": lambda fields: ("next", {}),
    "back": lambda fields: ("back", {}),
    "more": lambda fields: ("extend", {"minutes": 1}),
    "hide": lambda fields: ("hide", {"idea": fields.get("idea", "")}),
    "show": lambda fields: ("show", {"idea": fields.get("idea", "")}),
}


class RemotePages:
    """Handlers of the page and of its forms."""

    def __init__(self, room: RemoteControlled, renderer: Renderer) -> None:
        self.room = room
        self.renderer = renderer

    async def page(self, request: Request) -> Response:
        """``GET /remote``: the buttons for the paired device, the PIN field for any other."""
        self._require_switched_on()
        return self._draw(request)

    async def press(self, request: Request) -> Response:
        """``POST /remote``: the PIN, or one command.

        Raises: ``RuleBroken`` while the remote control is off, or for a request from another site.
        """
        self._require_switched_on()
        check_own_origin(request.headers)
        try:
            fields = intake.parse_form(await self._read(request))
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            if not self._is_paired(request):
                # A command from a device that is no longer paired does not count as an attempt at the PIN.
                return self._pair(request, fields["pin"]) if "pin" in fields else self._draw(request, status=403)
            await self._execute(fields)
        except (RuleBroken, StoreError) as refused:
            return self._refusal_page(request, refused)
        return RedirectResponse(self._page_url(request), 303)

    async def _read(self, request: Request) -> bytes:
        if intake.media_type(request.headers) != intake.FORM:
            raise RuleBroken("wrong_type", 415)
        return await intake.read_body(request.headers, request.receive)

    def _pair(self, request: Request, pin: str) -> Response:
        credential = self.room.remote_control.pair("".join(pin.split())[:40])
        response = RedirectResponse(self._page_url(request), 303)
        secure = "; Secure" if request.url.scheme == "https" else ""
        cookie = f"{self._cookie_name}={credential}; HttpOnly; Path={REMOTE_PATH}; SameSite=strict{secure}"
        response.headers.append("set-cookie", cookie)
        return response

    async def _execute(self, fields: Mapping[str, str]) -> None:
        """Execute the command of a form, once per key. Raises: ``RuleBroken`` and ``StoreError``."""
        make = REMOTE_COMMANDS.get(fields.get("do", ""))
        if make is None:
            raise RuleBroken("bad_form", 400)
        if not self.room.remote_control.is_new_press(fields.get("key", "")):
            return
        if fields["do"] in PAGE_BOUND_ACTS and fields.get("at") != position_hash(self.room.public):
            raise RuleBroken("remote_moved_on", 409)
        verb, arguments = make(fields)
        await self.room.execute(verb, **arguments)

    def _refusal_page(self, request: Request, refused: RuleBroken | StoreError) -> Response:
        status = refused.status if isinstance(refused, RuleBroken) else 503
        if self.room.remote_control.state == "off":
            raise RuleBroken("no_such_code", 404)
        response = self._draw(request, explain(refused.code, self._language(request), **refused.fields), status)
        if "wait" in refused.fields:
            response.headers["retry-after"] = str(refused.fields["wait"])
        return response

    def _draw(self, request: Request, error: str = "", status: int = 200) -> Response:
        language = self._language(request)
        if not self._is_paired(request):
            taken = self.room.remote_control.state == "paired"
            return HTMLResponse(self.renderer.plain("remote_pin", language, error=error, taken=taken), status)
        view = self.room.console
        known = {"view": view.public, "console": view, "step": view.public.step, "now": self.room.now}
        following = next_label(view.public, language)
        at = position_hash(view.public)
        html = self.renderer.plain(
            "remote", language, error=error, at=at, following=following, **known, **listed_texts(view)
        )
        return HTMLResponse(html, status)

    def _require_switched_on(self) -> None:
        """Raise the same ``RuleBroken`` as for an unknown path while it is off, so that nobody can detect it."""
        if self.room.remote_control.state == "off":
            raise RuleBroken("no_such_code", 404)

    @property
    def _cookie_name(self) -> str:
        return self.room.cookie_name.replace("seat-", "remote-", 1)

    def _is_paired(self, request: Request) -> bool:
        return any(
            self.room.remote_control.is_paired_with(token) for token in cookie_tokens(request.scope, self._cookie_name)
        )

    def _language(self, request: Request) -> str:
        own = query_language(request.scope) or browser_language(request.headers)
        return own or self.room.public.session.language

    def _page_url(self, request: Request) -> str:
        asked = query_language(request.scope)
        return f"{REMOTE_PATH}?lang={asked}" if asked else REMOTE_PATH


def check_own_origin(headers: Headers) -> None:
    """Require an Origin header of this server, which ``RequestGuard`` only checks if there is one.

    Raises: ``RuleBroken`` ``wrong_origin``.
    """
    origins, host = headers.getlist("origin"), headers.get("host", "")
    if not origins or not all(is_same_origin(origin, host) for origin in origins):
        raise RuleBroken("wrong_origin", 403)


def position_hash(view: PublicView) -> str:
    """A hash of everything that decides what the verbs ``next`` and ``back`` do now."""
    step = view.step
    here = (step.id, step.state, step.round) if step else ()
    marks = (view.current, here, view.looking_back, view.next, view.session.state, getattr(view.body, "page", 0))
    return hashlib.blake2s(msgspec.json.encode(marks), digest_size=8).hexdigest()


def listed_texts(view: ConsoleView) -> Mapping[str, object]:
    """The texts that can be hidden or shown, at most ``MAX_LISTED``: visible ones first."""
    return {"texts": sorted(view.texts, key=lambda text: text.hidden)[:MAX_LISTED]}
