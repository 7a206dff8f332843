"""Draws the whole stage, as a pure function of public view, size, language and time."""

from __future__ import annotations

from facilitator.scene.shown_view import break_within_step
from facilitator.view import InfoBody, LobbyBody, PublicView
from screens.canvas import Canvas, Picture, Region, wrap_evenly
from screens.pixels import Pixels
from screens.stage.context import SMALLEST, StageContext
from screens.stage.head import draw_foot
from screens.stage.join import draw_join
from screens.stage.wifi import draw_wifi
from screens.steps import draw_function


def paint(
    view: PublicView,
    width: int,
    height: int,
    language: str,
    now: float,
    *,
    qr: str = "auto",
    image_height: float = 0.0,
    pixels: Pixels = Pixels.HALVES,
) -> Picture:
    """Return the stage as a picture of ``width`` columns and ``height`` rows.

    ``language`` is ``fi``, ``sv``, ``en`` or ``two`` (Finnish and Swedish); ``now`` is seconds since the epoch on the
    facilitator's clock; ``qr`` is ``auto``, ``half`` or ``full``; ``image_height`` is the height of the projected image
    in metres, 0 if unknown; ``pixels`` are the finest that the terminal draws.
    """
    canvas = Canvas(width, height, pixels)
    region = canvas.region()
    scene = StageContext(view, language, now, width, height, qr, image_height)
    # Black comes before everything else, even before the message that the terminal is too small.
    if view.session.black:
        region.fill("black")
    elif width < SMALLEST[0] or height < SMALLEST[1]:
        _draw_too_small(region, scene)
    else:
        _draw_stage(region, scene)
    return canvas.picture()


def _draw_stage(region: Region, scene: StageContext) -> None:
    view = scene.view
    above = region.first_rows(region.height - 1)
    # What covers the step comes first: the Wi-Fi, then how to join, then a break, then the step itself.
    if view.wifi is not None:
        draw_wifi(above, view.wifi, scene)
    elif (
        view.session.overlay or isinstance(view.body, LobbyBody) or (isinstance(view.body, InfoBody) and view.body.join)
    ):
        draw_join(above, scene)
    else:
        body = break_within_step(view) or view.body
        draw_function(body)(above, body, scene)
    # The foot is drawn whatever covers the step: the facilitator must see what the next press does.
    draw_foot(region.last_rows(1), scene)


def _draw_too_small(region: Region, scene: StageContext) -> None:
    columns, rows = SMALLEST
    said = scene.say("stage.too_small", columns=columns, rows=rows, width=region.width, height=region.height)
    for y, line in enumerate(wrap_evenly(said, region.width)):
        region.put(0, y, line, "strong")
