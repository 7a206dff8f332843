"""Assembles the ASGI app of the phones' server: routes, middleware and error handlers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Participation, RemoteControlled
from facilitator.web.answers import Answers, Withdrawal
from facilitator.web.assets import Assets
from facilitator.web.events import EventStream
from facilitator.web.guard import RequestGuard
from facilitator.web.pages import Pages
from facilitator.web.rate_limit import answer_limiter
from facilitator.web.refusal import Refusals
from facilitator.web.remote import REMOTE_PATH, RemotePages
from facilitator.web.render import Renderer
from facilitator.web.router_bypass import RouterBypass
from facilitator.web.seat_cookie import SeatCookieMiddleware
from store.errors import StoreError

COMPRESSED = [Middleware(GZipMiddleware, minimum_size=500, compresslevel=9)]


def make_app(
    phones: Participation, *, hosts: Callable[[], Collection[str]], steered: RemoteControlled | None = None
) -> ASGIApp:
    """The ASGI app for ``phones``.

    ``hosts()`` gives the host names that the server accepts besides IP addresses and local names. ``steered`` is the
    room that a remote control may drive; without it there is no remote control.
    """
    assets = Assets()
    renderer = Renderer(assets)
    refusals = Refusals(phones, renderer)
    pages = Pages(phones, renderer)
    found = routes(phones, pages, assets)
    routed = Starlette(
        routes=[*remote_routes(steered, renderer), *found],
        exception_handlers={
            RuleBroken: refusals.rule_broken,
            StoreError: refusals.store_error,
            HTTPException: refusals.http_error,
            Exception: refusals.program_error,
        },
    )
    inner = RouterBypass(routed, code=pages.code, apps=direct_apps(found, pages.code), refusals=refusals)
    # The guard is the outermost layer, so that replies to internal errors get the security headers as well.
    return RequestGuard(
        SeatCookieMiddleware(inner, phones=phones, refuse=refusals.before_routing), hosts, refusals.before_routing
    )


def direct_apps(found: Sequence[Route], code: str) -> Mapping[tuple[str, str], ASGIApp]:
    """(Method, path) -> app, for the two routes with most requests: ``RouterBypass`` serves them without the router."""
    busy = {("POST", "/{code}/answers"), ("GET", "/{code}/events")}
    return {
        (method, route.path.format(code=code)): route.app
        for route in found
        for method in route.methods or ()
        if (method, route.path) in busy
    }


def routes(phones: Participation, pages: Pages, assets: Assets) -> list[Route]:
    """All routes for phones. None of them executes a verb of the facilitator."""
    pace = answer_limiter()
    return [
        Route("/", pages.front),
        Route("/health", pages.health),
        Route("/privacy", pages.privacy, middleware=COMPRESSED),
        Route("/accessibility", pages.accessibility, middleware=COMPRESSED),
        Route("/static/{name}", assets.serve),
        Route("/{code}", pages.page, middleware=COMPRESSED),
        Route("/{code}/part", pages.part, middleware=COMPRESSED),
        Route("/{code}/screen", pages.screen, middleware=COMPRESSED),
        Route("/{code}/screen/part", pages.screen_part, middleware=COMPRESSED),
        Route("/{code}/state", pages.state, middleware=COMPRESSED),
        Route("/{code}/events", EventStream(phones), methods=["GET"]),
        Route("/{code}/mine.ics", pages.promise),
        Route("/{code}/answers", pages.answers),
        Route("/{code}/answers", Answers(phones, pages, pace), methods=["POST"]),
        Route("/{code}/answers/{id}", Withdrawal(phones, pages, pace), methods=["DELETE"]),
    ]


def remote_routes(room: RemoteControlled | None, renderer: Renderer) -> list[Route]:
    """The routes of the remote control, which serve one paired device, and only while it is switched on."""
    if room is None:
        return []
    remote = RemotePages(room, renderer)
    return [
        Route(REMOTE_PATH, remote.page, methods=["GET"], middleware=COMPRESSED),
        Route(REMOTE_PATH, remote.press, methods=["POST"], middleware=COMPRESSED),
    ]
