"""The way past the router for what a whole room does at once: sending an answer, opening a stream.

Exactly spelled, these requests are answered by the very apps that the routes lead to; everything else, and every odd
spelling of them, takes the routes. Only the cost differs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.web.refusal import Refusals
from store.errors import StoreError


class Straight:
    """``apps``: method and path -> what answers it. ``code`` is the one join code."""

    def __init__(self, app: ASGIApp, code: str, apps: Mapping[tuple[str, str], ASGIApp], refusals: Refusals) -> None:
        self.app = app
        self.code = code
        self.apps = apps
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the same refusals as behind the routes."""
        app = self.apps.get((scope["method"], scope["path"]))
        if app is None:
            await self.app(scope, receive, send)
            return
        scope["path_params"] = {"code": self.code}
        try:
            await app(scope, receive, send)
        except RuleBroken as broken:
            response = await self.refusals.rule(Request(scope), broken)
            await response(scope, receive, send)
        except StoreError as fault:
            response = await self.refusals.store(Request(scope), fault)
            await response(scope, receive, send)
        except Exception as mistake:
            response = await self.refusals.mistake(Request(scope), mistake)
            with contextlib.suppress(RuntimeError):  # a stream that has begun cannot begin again
                await response(scope, receive, send)
            raise  # for the log
