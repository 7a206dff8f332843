"""Draws the whole stage: a pure function of a public view, a size, a language and the time."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from facilitator.rules.steps import module_name
from facilitator.view import Body, Break, Info, Lobby, PublicView
from screens.canvas import Canvas, Picture, Region, even
from screens.pixels import Pixels
from screens.stage.head import foot
from screens.stage.join import join
from screens.stage.scene import SMALLEST, Scene
from screens.stage.wifi import wifi

Drawing = Callable[[Region, Body, Scene], None]
"""How one kind of step draws itself on all of the stage above its last row."""


def paint(
    view: PublicView,
    width: int,
    height: int,
    language: str,
    now: float,
    *,
    qr: str = "auto",
    image: float = 0.0,
    pixels: Pixels = Pixels.HALVES,
) -> Picture:
    """The stage as a picture of ``width`` columns and ``height`` rows.

    ``language`` is fi, sv, en or two; ``now`` seconds since the epoch on the facilitator's clock; ``qr`` is auto,
    half or full; ``image`` the height of the picture on the wall in metres, 0 when it is not known;
    ``pixels`` the finest that the terminal draws.
    """
    canvas = Canvas(width, height, pixels)
    region = canvas.region()
    scene = Scene(view, language, now, width, height, qr, image)
    if view.session.black:
        region.fill("black")
    elif width < SMALLEST[0] or height < SMALLEST[1]:
        _too_small(region, scene)
    else:
        _stage(region, scene)
    return canvas.picture()


def drawing(body: Body) -> Drawing:
    """The ``draw`` of the module in ``screens.steps`` that has the name of the body's kind."""
    name = module_name(str(body.__struct_config__.tag))
    found: Drawing = importlib.import_module(f"screens.steps.{name}").draw
    return found


def _stage(region: Region, scene: Scene) -> None:
    view = scene.view
    above = region.above(region.height - 1)
    if view.wifi is not None:
        wifi(above, view.wifi, scene)
    elif view.session.overlay or isinstance(view.body, Lobby) or (isinstance(view.body, Info) and view.body.join):
        join(above, scene)
    else:
        body = rest_of(view) or view.body
        drawing(body)(above, body, scene)
    foot(region.bottom(1), scene)


def rest_of(view: PublicView) -> Break | None:
    """The break that stands before whatever step it is; None when there is none, or the stage looks back meanwhile."""
    if view.session.state != "break" or view.looking_back or isinstance(view.body, Break):
        return None
    return Break(until=view.timer.ends if view.timer.state == "running" else 0.0)


def _too_small(region: Region, scene: Scene) -> None:
    columns, rows = SMALLEST
    said = scene.say("stage.too_small", columns=columns, rows=rows, width=region.width, height=region.height)
    for y, line in enumerate(even(said, region.width)):
        region.put(0, y, line, "strong")
