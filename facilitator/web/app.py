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
from facilitator.ports.protocols import Phones, Steered
from facilitator.web.answers import Answers, Withdrawal
from facilitator.web.assets import Assets
from facilitator.web.events import Events
from facilitator.web.guard import Guard
from facilitator.web.pages import Pages
from facilitator.web.rate_limit import answers_of_a_seat
from facilitator.web.refusal import Refusals
from facilitator.web.remote import PATH, Remote
from facilitator.web.render import Renderer
from facilitator.web.router_bypass import Straight
from facilitator.web.seat_cookie import KeepSeat
from store.errors import StoreError

ZIPPED = [Middleware(GZipMiddleware, minimum_size=500, compresslevel=9)]


def make_app(
    phones: Phones, *, hosts: Callable[[], Collection[str]], steered: Steered | None = None
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
        routes=[*steering(steered, renderer), *found],
        exception_handlers={
            RuleBroken: refusals.rule,
            StoreError: refusals.store,
            HTTPException: refusals.http,
            Exception: refusals.mistake,
        },
    )
    inner = Straight(routed, code=pages.code, apps=straight(found, pages.code), refusals=refusals)
    # The guard is the outermost layer, so that replies to internal errors get the security headers as well.
    return Guard(KeepSeat(inner, phones=phones, refuse=refusals.at_door), hosts, refusals.at_door)


def straight(found: Sequence[Route], code: str) -> Mapping[tuple[str, str], ASGIApp]:
    """(Method, path) -> app, for the two routes with most requests: ``RouterBypass`` serves them without the router."""
    busy = {("POST", "/{code}/answers"), ("GET", "/{code}/events")}
    return {
        (method, route.path.format(code=code)): route.app
        for route in found
        for method in route.methods or ()
        if (method, route.path) in busy
    }


def routes(phones: Phones, pages: Pages, assets: Assets) -> list[Route]:
    """All routes for phones. None of them executes a verb of the facilitator."""
    pace = answers_of_a_seat()
    return [
        Route("/", pages.front),
        Route("/health", pages.health),
        Route("/privacy", pages.privacy, middleware=ZIPPED),
        Route("/accessibility", pages.accessibility, middleware=ZIPPED),
        Route("/static/{name}", assets.serve),
        Route("/{code}", pages.page, middleware=ZIPPED),
        Route("/{code}/part", pages.part, middleware=ZIPPED),
        Route("/{code}/screen", pages.screen, middleware=ZIPPED),
        Route("/{code}/screen/part", pages.screen_part, middleware=ZIPPED),
        Route("/{code}/state", pages.state, middleware=ZIPPED),
        Route("/{code}/events", Events(phones), methods=["GET"]),
        Route("/{code}/mine.ics", pages.promise),
        Route("/{code}/answers", pages.answers),
        Route("/{code}/answers", Answers(phones, pages, pace), methods=["POST"]),
        Route("/{code}/answers/{id}", Withdrawal(phones, pages, pace), methods=["DELETE"]),
    ]


def steering(room: Steered | None, renderer: Renderer) -> list[Route]:
    """The routes of the remote control, which serve one paired device, and only while it is switched on."""
    if room is None:
        return []
    remote = Remote(room, renderer)
    return [
        Route(PATH, remote.page, methods=["GET"], middleware=ZIPPED),
        Route(PATH, remote.press, methods=["POST"], middleware=ZIPPED),
    ]
