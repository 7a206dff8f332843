"""Bypasses the router for the two requests that a whole room makes at once: sending an answer and opening a stream.

A request whose method and path match exactly goes to the app that its route leads to; all others take the router. The
replies are the same; only the time for routing is saved.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.web.refusal import Refusals
from store.errors import StoreError


class RouterBypass:
    """ASGI app in front of the router. ``apps`` maps (method, path) to an app; ``code`` is the join code."""

    def __init__(self, app: ASGIApp, code: str, apps: Mapping[tuple[str, str], ASGIApp], refusals: Refusals) -> None:
        self.app = app
        self.code = code
        self.apps = apps
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; errors are answered as by the error handlers of the router."""
        app = self.apps.get((scope["method"], scope["path"]))
        if app is None:
            await self.app(scope, receive, send)
            return
        scope["path_params"] = {"code": self.code}
        try:
            await app(scope, receive, send)
        except RuleBroken as broken:
            response = await self.refusals.rule_broken(Request(scope), broken)
            await response(scope, receive, send)
        except StoreError as fault:
            response = await self.refusals.store_error(Request(scope), fault)
            await response(scope, receive, send)
        except Exception as mistake:
            response = await self.refusals.program_error(Request(scope), mistake)
            with contextlib.suppress(RuntimeError):  # the reply had already begun
                await response(scope, receive, send)
            raise  # uvicorn logs it
