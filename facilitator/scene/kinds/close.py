"""The scene of ``close``: the numbers of the hour, when the room meets again, and the code of one's own promise."""

from __future__ import annotations

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Code, Panel
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import fit
from facilitator.view import Body, CloseBody

SIDE, NARROW_SIDE = 600.0, 460.0
TILE_GAP = 24.0
TILE_TOP, TILE_HEIGHT = 300.0, 262.0
BINDING = ("promises", "actions")
"""Those that bind: they have the accent."""


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the end."""
    assert isinstance(body, CloseBody)
    boxes = frame.header(context)
    side = NARROW_SIDE if context.narrow else SIDE
    room = context.room - side - 64
    boxes.append(line(context, "hour", context.say("wall.left_of_hour"), context.left_edge, 172.0, room, 92.0, "bold"))
    totals = {"joined": context.view.joined, **dict(body.totals)}
    totals.setdefault("promises", body.promises)
    totals.setdefault("actions", len(body.actions))
    order = ("joined", "ideas", "themes", "votes", "promises", "actions")
    tiles = [(name, totals[name]) for name in order if totals.get(name)]
    boxes += _tiles(context, tiles, room)
    boxes += _next_meeting(context, body, room)
    boxes += _code(context, body, side)
    return boxes


def _tiles(context: SceneContext, tiles: list[tuple[str, int]], room: float) -> list[AnyBox]:
    columns = min(3, max(1, len(tiles)))
    width = (room - (columns - 1) * TILE_GAP) / columns
    boxes: list[AnyBox] = []
    for number, (name, value) in enumerate(tiles):
        x = context.left_edge + number % columns * (width + TILE_GAP)
        y = TILE_TOP + number // columns * (TILE_HEIGHT + TILE_GAP)
        binds = name in BINDING
        boxes += [
            Panel(
                id=f"total:{name}:card",
                x=x,
                y=y,
                w=width,
                h=TILE_HEIGHT,
                fill="accent" if binds else "surface",
                outline="" if binds else "line",
                line=3,
                radius=24,
            ),
            line(
                context,
                f"total:{name}",
                str(value),
                x + 36,
                y + 22,
                width - 60,
                150.0,
                "bold",
                "on_accent" if binds else "ink",
                figures=True,
            ),
            line(
                context,
                f"total:{name}:word",
                context.say(f"wall.total.{name}", n=value),
                x + 38,
                y + 186,
                width - 60,
                43.0,
                "semibold",
                "on_accent" if binds else "ink2",
            ),
        ]
    return boxes


def _next_meeting(context: SceneContext, body: CloseBody, room: float) -> list[AnyBox]:
    if not body.follow_up:
        return []
    said, day = context.say("wall.meet_again"), context.day(body.follow_up)
    wide = context.measure(said, 54.0, "medium") + 2
    y = TILE_TOP + 2 * (TILE_HEIGHT + TILE_GAP) + 20
    after = wide + 24 + context.measure(day, 54.0, "bold")
    boxes: list[AnyBox] = [line(context, "again:word", said, context.left_edge, y, room, 54.0, "medium", "ink2")]
    if after <= room:
        boxes.append(line(context, "again", day, context.left_edge + wide + 24, y, room - wide - 24, 54.0, "bold"))
    else:
        boxes.append(line(context, "again", day, context.left_edge, y + 66, room, 54.0, "bold"))
    return boxes


def _code(context: SceneContext, body: CloseBody, side: float) -> list[AnyBox]:
    """Return the code with which each phone comes back to its own promise."""
    x, y, height = context.right_edge - side, 176.0, 832.0
    host, number = frame.host_and_code(context.view.session)
    inner = side - 80
    said = context.say("wall.take_promise" if body.promises else "wall.come_back")
    title = fit(said, side - 60, context.sizes((46.0, 43.0, 40.0)), 2, "bold", context.measure)
    title_y = y + 62 - len(title.lines) * title.size * 0.58
    return [
        Panel(id="own:panel", x=x, y=y, w=side, h=height, fill="accent_soft", radius=32),
        block("own:word", title, x + 30, title_y, side - 60, "bold", "accent", align="center"),
        Panel(id="own:card", x=x + 40, y=y + 114, w=inner, h=inner, fill="code_ground", radius=20),
        Code(id="own:code", x=x + 40, y=y + 114, w=inner, h=inner, data=context.view.session.address),
        line(context, "address", host, x + 20, y + 114 + inner + 22, side - 40, 46.0, "semibold", align="center"),
        line(
            context,
            "code:number",
            f"{context.say('wall.code')} {number}",
            x + 20,
            y + 114 + inner + 84,
            side - 40,
            46.0,
            "bold",
            "accent",
            align="center",
        ),
    ]
