"""Handlers of the GET requests: the step's page and its live part, the stage as text, calendar file and statements."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, pick, say
from facilitator.ports.protocols import Participation
from facilitator.web.calendar_file import promise_calendar
from facilitator.web.guard import content_security_policy
from facilitator.web.page_context import NO_SEAT, PageContext
from facilitator.web.rate_limit import join_limiter
from facilitator.web.render import Renderer
from facilitator.web.seat_cookie import NEW_SUFFIX, set_cookie_value
from facilitator.web.state import state_json
from facilitator.web.visitor import Visitor, identify_visitor


class Pages:
    """One method per route. Only ``page`` gives a new phone a seat."""

    def __init__(self, phones: Participation, renderer: Renderer) -> None:
        self.phones = phones
        self.renderer = renderer
        self.code = phones.public.session.code
        self.join_limiter = join_limiter()
        hashes = renderer.assets.hashes
        self._inline_headers = {
            "content-security-policy": content_security_policy(hashes["phone.css"], hashes["phone.js"])
        }

    async def front(self, request: Request) -> Response:
        """``/``: redirect to the session; for a wrong code, or after the end, the page with the code field."""
        session = self.phones.public.session
        person = identify_visitor(request.scope, self.phones)
        code = request.query_params.get("code", "").strip()
        if code == session.code or (not code and session.state != "closed"):
            lang = f"?lang={person.query_language}" if person.query_language else ""
            return RedirectResponse(f"/{session.code}{lang}", 303)
        error = explain("no_such_code", person.language) if code else ""
        return HTMLResponse(self.renderer.plain("join", person.language, error=error), 404 if code else 200)

    async def page(self, request: Request) -> Response:
        """``/{code}``: the current step. A phone without a seat gets one, but not for a HEAD request."""
        person = self._visitor(request)
        if request.client is not None:
            self.phones.note_arrival(request.client.host)
        if person.seat is None and request.method == "GET" and self.phones.public.session.state != "closed":
            return await self._join(request, person)
        if person.seat is not None and person.query_language is not None:
            await self.phones.set_language(person.seat, person.query_language)
            return RedirectResponse(request.url.path, 303)
        return HTMLResponse(self.draw("page", person, edit=edit_of(request), saved=saved_of(request)))

    async def part(self, request: Request) -> Response:
        """``/{code}/part``: the changing part of the page, for the script; 204 if ``?have=`` is the newest version."""
        person = self._visitor(request)
        if person.seat is None and self.phones.public.session.state != "closed":
            raise RuleBroken("no_seat", 403)
        if request.query_params.get("have") == str(self.phones.phone_view.version):
            return Response(status_code=204)
        return HTMLResponse(self.draw("part", person, edit=edit_of(request)))

    async def screen(self, request: Request) -> Response:
        """``/{code}/screen``: the stage as text, which can be projected as well."""
        return HTMLResponse(self.draw("screen", self._visitor(request)))

    async def screen_part(self, request: Request) -> Response:
        """``/{code}/screen/part``: its changing part."""
        return HTMLResponse(self.draw("screen_part", self._visitor(request)))

    async def state(self, request: Request) -> Response:
        """``/{code}/state``: the state as JSON."""
        said = state_json(self.phones.public, self.phones.phone_view, self._visitor(request), self.phones.now)
        return Response(said, media_type="application/json")

    async def promise(self, request: Request) -> Response:
        """``/{code}/mine.ics``: the person's own promise as a calendar file."""
        person = self._visitor(request)
        promise = person.mine.promise if person.mine else None
        if promise is None:
            raise RuleBroken("no_promise", 404)
        title = pick(self.phones.public.session.title, person.language)
        name = say("phone.calendar.file", person.language)
        # In a thread: the first file imports icalendar, and answers must not wait for that.
        now = datetime.now().astimezone()
        content = await asyncio.to_thread(promise_calendar, promise, title, person.language, now)
        return Response(
            content,
            media_type="text/calendar; charset=utf-8; method=PUBLISH",
            headers={"content-disposition": f'attachment; filename="{name}.ics"'},
        )

    async def answers(self, request: Request) -> Response:
        """``GET /{code}/answers``: redirect to the page, for a browser that reloads after a refused form."""
        self._visitor(request)
        return RedirectResponse(f"/{self.code}", 303)

    async def privacy(self, request: Request) -> Response:
        """``/privacy``: the privacy statement."""
        return self._statement("privacy", request)

    async def accessibility(self, request: Request) -> Response:
        """``/accessibility``: the accessibility statement."""
        return self._statement("accessibility", request)

    async def health(self, request: Request) -> Response:
        """``/health``: whether the server answers."""
        return JSONResponse({"ok": True})

    def draw(
        self,
        name: str,
        person: Visitor,
        *,
        edit: str = "",
        saved: str = "",
        error: str = "",
        typed: Mapping[str, str] | None = None,
        first: bool = False,
    ) -> str:
        """Render one of the templates that show the session, for ``person``."""
        stage = self.phones.public
        page = PageContext(
            view=stage if name.startswith("screen") else self.phones.phone_view,
            mine=person.mine or NO_SEAT,
            language=person.language,
            session=self.phones.cookie_name,
            edit=edit,
            saved=saved,
            error=error,
            typed=typed or {},
            stage=stage,
            now=self.phones.now,
            first=first,
        )
        return self.renderer.page(name, page.with_unsent_apart())

    def give_seat(self, response: Response, token: str, scheme: str, *, ending: str = "") -> None:
        """Add the seat cookie to a response; ``ending`` is appended to its name."""
        response.headers.append("set-cookie", set_cookie_value(self.phones.cookie_name + ending, token, scheme))

    async def _join(self, request: Request, person: Visitor) -> Response:
        try:
            self.join_limiter.take(request.client.host if request.client else "")
        except RuleBroken:
            self.phones.turn_away()
            raise
        token, seat = await self.phones.join(person.language)
        mine = self.phones.own_answers(seat)
        seated = Visitor(seat, mine, person.language)
        step = self.phones.phone_view.step
        late = "late" if step and step.number > 1 else ""
        response = HTMLResponse(self.draw("page", seated, saved=late, first=True), headers=self._inline_headers)
        self.give_seat(response, token, request.url.scheme, ending=NEW_SUFFIX)
        return response

    def _visitor(self, request: Request) -> Visitor:
        """The visitor of a request with the right join code. Raises: ``RuleBroken`` ``no_such_code``."""
        if request.path_params["code"] != self.code:
            raise RuleBroken("no_such_code", 404)
        return identify_visitor(request.scope, self.phones)

    def _statement(self, name: str, request: Request) -> Response:
        person = identify_visitor(request.scope, self.phones)
        # The link back keeps a language that was chosen on this page.
        lang = f"?lang={person.query_language}" if person.query_language else ""
        return HTMLResponse(self.renderer.plain(name, person.language, back=f"/{self.code}{lang}"))


def edit_of(request: Request) -> str:
    """The id in ``?edit=``; empty for none."""
    return request.query_params.get("edit", "")


def saved_of(request: Request) -> str:
    """``saved`` or ``removed`` from ``?saved=``, which a form without JavaScript leads to; other values are ignored."""
    said = request.query_params.get("saved", "")
    return said if said in ("saved", "removed") else ""
