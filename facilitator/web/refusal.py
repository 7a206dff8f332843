"""Error replies: a sentence in the phone's language, as JSON or as a page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, has_message, say
from facilitator.ports.protocols import Participation
from facilitator.web.render import Renderer
from facilitator.web.visitor import browser_language, identify_visitor, query_language
from store.errors import StoreError

DATA_PATHS = frozenset(("answers", "state", "events", "part", "health"))
"""Path segments whose clients get JSON unless they accept HTML explicitly."""

RETRY_SECONDS = 2
"""Value of Retry-After, in seconds, when the error does not give one."""

CODE_FIELD_ERRORS = ("no_such_code", "not_found")
"""Error codes whose page has the field for the join code."""


class Refusals:
    """Makes the reply for every error that a client can cause, and for internal errors.

    The handlers are coroutines, because Starlette would run plain functions in another thread than the room's.
    """

    def __init__(self, phones: Participation, renderer: Renderer) -> None:
        self.phones = phones
        self.renderer = renderer

    def before_routing(self, scope: Scope, broken: RuleBroken) -> Response:
        """For a request that was refused before routing: the reply tells nothing about the session."""
        language = query_language(scope) or browser_language(Headers(scope=scope)) or "en"
        return self._reply(scope, language, broken.code, broken.status, broken.fields, back="/")

    async def rule_broken(self, request: Request, broken: Exception) -> Response:
        """For a ``RuleBroken``."""
        assert isinstance(broken, RuleBroken)
        return self._session_reply(request, broken.code, broken.status, broken.fields)

    async def store_error(self, request: Request, fault: Exception) -> Response:
        """For a ``StoreError``, after which nothing was saved."""
        assert isinstance(fault, StoreError)
        return self._session_reply(request, fault.code, store_error_status(fault), fault.fields)

    async def http_error(self, request: Request, wrong: Exception) -> Response:
        """For an error of the router: unknown path or method."""
        assert isinstance(wrong, HTTPException)
        code = "wrong_method" if wrong.status_code == 405 else "not_found"
        response = self._session_reply(request, code, wrong.status_code, {})
        response.headers.update(wrong.headers or {})
        return response

    async def program_error(self, request: Request, wrong: Exception) -> Response:
        """For an unexpected exception; Starlette raises it again after the reply, so that it is logged."""
        language = browser_language(request.headers) or self.phones.public.session.language
        return self._reply(request.scope, language, "mistake", 500, {}, back="/")

    def _session_reply(self, request: Request, code: str, status: int, fields: Mapping[str, object]) -> Response:
        language = identify_visitor(request.scope, self.phones).language
        return self._reply(request.scope, language, code, status, fields, f"/{self.phones.public.session.code}")

    def _reply(
        self, scope: Scope, language: str, code: str, status: int, fields: Mapping[str, object], back: str
    ) -> Response:
        headers = {"vary": "Accept, Accept-Language, Cookie"}
        if status == 429:
            headers["retry-after"] = str(fields.get("wait", RETRY_SECONDS))
        if not wants_page(scope):
            return JSONResponse(error_data(code, language, fields), status, headers)
        error = explain(str(fields.get("saying", code)), language, **fields)
        name = "join" if code in CODE_FIELD_ERRORS else "trouble"
        return HTMLResponse(self.renderer.plain(name, language, error=error, back=back), status, headers)


def error_data(code: str, language: str, fields: Mapping[str, object]) -> Mapping[str, str]:
    """The JSON body ``{"error", "message", "hint"?}`` (docs/protocol.md)."""
    saying = fields.get("saying", code)
    data = {"error": code, "message": say(f"error.{saying}", language, **fields)}
    if has_message(f"hint.{saying}"):
        data["hint"] = say(f"hint.{saying}", language, **fields)
    return data


def store_error_status(fault: StoreError) -> int:
    """The HTTP status of a failed save: 507 when the disk is full, else 503."""
    return 507 if fault.code == "disk_full" else 503


def wants_page(scope: Scope) -> bool:
    """Whether to reply with a page, for a person in a browser, instead of JSON."""
    accepted = Headers(scope=scope).get("accept", "*/*")
    if "text/html" in accepted:
        return True
    return DATA_PATHS.isdisjoint(scope["path"].split("/")) and "application/json" not in accepted
