"""``POST /{code}/answers`` and ``DELETE /{code}/answers/{id}``: receive and withdraw the answers of phones.

Written in plain ASGI for speed, because a thousand phones may send at once. JSON gets the reply of docs/protocol.md; a
form of a phone without JavaScript gets a page.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.ports.protocols import Participation
from facilitator.view.mine import SavedAnswer
from facilitator.web import intake
from facilitator.web.form import form_messages
from facilitator.web.pages import Pages
from facilitator.web.rate_limit import RateLimiter
from facilitator.web.refusal import RETRY_SECONDS, store_error_status
from facilitator.web.visitor import Visitor, identify_visitor, seat_of
from store.errors import StoreError

JSON_HEADER = (b"content-type", b"application/json")


class Answers:
    """ASGI app for POST. The reply "saved" is sent after ``phones.answer`` has returned, when the answer is on disk."""

    def __init__(self, phones: Participation, pages: Pages, limiter: RateLimiter) -> None:
        self.phones = phones
        self.pages = pages
        self.limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one POST. Raises: ``RuleBroken`` and ``StoreError`` for JSON; a refused form gets its page again."""
        self._check_code(scope)
        headers = intake.request_headers(scope)
        try:
            body = await intake.read_body(headers, receive)
        except ClientDisconnect:
            return
        if intake.media_type(headers) == intake.JSON:
            await self._json(scope, body, send)
        else:
            response = await self._form(scope, intake.parse_form(body))
            await response(scope, receive, send)

    async def _json(self, scope: Scope, body: bytes, send: Send) -> None:
        message = intake.parse_json(body)
        saved = await self.phones.answer(self._paced_seat(scope), message)
        said = msgspec.json.encode(receipt(saved))
        length = (b"content-length", b"%d" % len(said))
        status = 200 if saved.repeated else 201
        await send({"type": "http.response.start", "status": status, "headers": [length, JSON_HEADER]})
        await send({"type": "http.response.body", "body": said})

    async def _form(self, scope: Scope, fields: Mapping[str, str]) -> Response:
        try:
            await self._submit(scope, fields)
        except (RuleBroken, StoreError) as refused:
            return await self._refusal_page(scope, fields, refused)
        done = "removed" if "withdraw" in fields else "saved"
        return RedirectResponse(f"/{self.pages.code}?saved={done}", 303)

    async def _refusal_page(
        self, scope: Scope, fields: Mapping[str, str], refused: RuleBroken | StoreError
    ) -> Response:
        """The page with the reason of the refusal, and with the typed text still in its field."""
        person, token = identify_visitor(scope, self.phones), ""
        if isinstance(refused, RuleBroken) and refused.code == "no_seat":
            # A browser that has lost its cookie gets a new seat with this reply, so that pressing "send" again works.
            token, seat = await self.phones.join(person.language)
            person = Visitor(seat, self.phones.own_answers(seat), person.language)
        error = explain(str(refused.fields.get("saying", refused.code)), person.language, **refused.fields)
        page = self.pages.draw("page", person, edit=fields.get("replaces", ""), error=error, typed=fields)
        status = refused.status if isinstance(refused, RuleBroken) else store_error_status(refused)
        response = HTMLResponse(page, status)
        if status == 429:
            response.headers["retry-after"] = str(refused.fields.get("wait", RETRY_SECONDS))
        if token:
            self.pages.give_seat(response, token, scope["scheme"])
        return response

    async def _submit(self, scope: Scope, fields: Mapping[str, str]) -> None:
        """Save what a form asks for. Raises: ``RuleBroken`` and ``StoreError``."""
        if "withdraw" in fields:
            await self.phones.withdraw(self._seat(scope), fields["withdraw"])
            return
        seat, view = self._paced_seat(scope), self.phones.phone_view
        if fields.get("step") != view.current and {"votes", "ratings", "grid"} & fields.keys():
            # These forms send all fields, and only changes against the saved answers count; these are known of the
            # current step only.
            raise RuleBroken("step_closed", 409)
        for message in form_messages(fields, self.phones.own_answers(seat), view):
            await self.phones.answer(seat, message)

    def _paced_seat(self, scope: Scope) -> str:
        """The seat of the request. Raises: ``RuleBroken`` ``no_seat``, or ``slow_down`` for too many answers."""
        seat = self._seat(scope)
        self.limiter.take(seat)
        return seat

    def _seat(self, scope: Scope) -> str:
        seat = seat_of(scope, self.phones)
        if seat is None:
            raise RuleBroken("no_seat", 403)
        return seat

    def _check_code(self, scope: Scope) -> None:
        if scope["path_params"]["code"] != self.pages.code:
            raise RuleBroken("no_such_code", 404)


class Withdrawal(Answers):
    """ASGI app for DELETE: withdraws an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one DELETE without reading its body. Raises: ``RuleBroken`` and ``StoreError``."""
        self._check_code(scope)
        version = await self.phones.withdraw(self._seat(scope), scope["path_params"]["id"])
        await JSONResponse({"version": version, "removed": True})(scope, receive, send)


def receipt(saved: SavedAnswer) -> Mapping[str, object]:
    """The body of the reply to a saved answer; the same for the first time and for a repeat."""
    return {"id": saved.id, "version": saved.version, "saved": True}
