"""How to join: the lobby, and the code over any step. Also the code of the room's Wi-Fi."""

from __future__ import annotations

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Code, Disc, Panel
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import block, line, number_disc
from facilitator.scene.type_setting import fit
from facilitator.view.wifi import Wifi

PANEL = 760.0
CODE = 600.0
"""Side of the panel and of the code in u at 16:9; 24 u a module for 25 modules."""
BAND_Y = 922.0
DOT, DOT_STEP = 30.0, 41.6
TITLE_SIZES = (96.0, 88.0, 80.0, 72.0, 62.0, 54.0)


def draw(context: SceneContext) -> list[AnyBox]:
    """Draw the title, how to join in two steps, what to type, the code, and one dot for everybody who has joined."""
    side = PANEL if not context.narrow else 600.0
    left, top = context.right_edge - side, 96.0
    boxes: list[AnyBox] = [
        Panel(id="join:panel", x=left, y=top, w=side, h=side, fill="code_ground", outline="line", line=3, radius=28),
        Code(
            id="join:code",
            x=left + 10,
            y=top + 10,
            w=side - 20,
            h=side - 20,
            data=context.view.session.address,
        ),
    ]
    boxes += _words(context, left - 60 - context.left_edge)
    boxes += _joined_band(context)
    return boxes


def _words(context: SceneContext, room: float) -> list[AnyBox]:
    session, y = context.view.session, 96.0
    boxes: list[AnyBox] = []
    title = fit(context.pick(session.title), room, context.sizes(TITLE_SIZES), 3, "bold", context.measure)
    boxes.append(block("title", title, context.left_edge, y, room, "bold", leading=1.08))
    y = max(boxes[-1].bottom + 34, 500.0)
    x = context.left_edge
    for number, key in enumerate(("wall.join.camera", "wall.join.point"), start=1):
        said = context.say(key)
        wide = context.measure(said, 50.0, "semibold") + 2
        if x > context.left_edge and x + 88 + wide > context.left_edge + room:
            x, y = context.left_edge, y + 84
        boxes += number_disc(context, f"join:{number}", str(number), x, y, 68)
        boxes.append(line(context, f"join:{number}:word", said, x + 88, y + 6, wide, 50.0, "semibold"))
        x += 88 + wide + 60
    y += 96
    others = " · ".join(context.other_languages("wall.join.camera"))
    boxes.append(line(context, "join:others", others, context.left_edge, y, room, context.label_size, "medium", "ink2"))
    return [*boxes, *_address(context, max(y + 80, 730.0), room)]


def _address(context: SceneContext, y: float, room: float) -> list[AnyBox]:
    """Return what people type: the address and the code on one line."""
    session = context.view.session
    boxes: list[AnyBox] = []
    boxes.append(
        line(
            context,
            "join:type",
            context.say("wall.join.type"),
            context.left_edge,
            y,
            room,
            context.label_size,
            "medium",
            "ink2",
        )
    )
    host, code = frame.host_and_code(session)
    said = context.say("wall.code")
    size = 66.0
    tail = context.measure(said, context.label_size, "medium") + context.measure(code, size, "bold") + 60
    while size > 44 and context.measure(host, size, "bold") + tail > room:
        size -= 2
    y += 52
    wide = context.measure(host, size, "bold") + 2
    boxes.append(line(context, "address", host, context.left_edge, y, wide, size, "bold"))
    x = context.left_edge + wide + 34
    word = context.measure(said, context.label_size, "medium") + 2
    drop = (size - context.label_size) * 0.945
    boxes.append(line(context, "code:word", said, x, y + drop, word, context.label_size, "medium", "ink2"))
    digits = context.measure(code, size, "bold") + 2
    boxes.append(line(context, "code:number", code, x + word + 14, y, digits, size, "bold", "accent"))
    return boxes


def _joined_band(context: SceneContext) -> list[AnyBox]:
    """Return the band below: how many have joined, and a dot for each."""
    joined, size, left = context.view.joined, 110.0, context.left_edge
    number = context.figure_width(str(joined), size, "bold")
    word = context.say("wall.joined", n=joined)
    wide = context.measure(word, 50.0, "semibold") + 2
    y, at = BAND_Y + 12, left + number + 22
    return [
        Panel(id="joined:band", x=0, y=BAND_Y, w=context.width, h=1080 - BAND_Y, fill="accent_soft", corners="none"),
        line(context, "joined", str(joined), left, y, number, size, "bold", "accent", figures=True),
        line(context, "joined:word", word, at, y + (size - 50) * 0.945, wide, 50.0, "semibold", "accent"),
        *_dots(context, at + wide + 56),
    ]


def _dots(context: SceneContext, x: float) -> list[AnyBox]:
    """Return one dot for everybody, in up to three rows; the newest is larger and has a word beside it."""
    joined, room = context.view.joined, context.right_edge - x - 200
    rows = 1 if joined * DOT_STEP <= room else 2 if joined * DOT_STEP * 0.7 <= 2 * room else 3
    step = DOT_STEP * (1.0, 0.7, 0.55)[rows - 1]
    dot = DOT * step / DOT_STEP
    columns = max(1, int(room / step))
    shown = min(joined, columns * rows)
    first = BAND_Y + (1080 - BAND_Y) / 2 - rows * step / 2 + (step - dot) / 2
    boxes: list[AnyBox] = []
    for place, nth in enumerate(range(joined - shown, joined)):
        newest = context.newest and nth == joined - 1
        grown = dot * 0.36 if newest else 0.0
        left, top = x + place % columns * step - grown / 2, first + place // columns * step - grown / 2
        fill = "cut" if newest else "accent"
        boxes.append(Disc(id=f"joined:{nth}", x=left, y=top, w=dot + grown, h=dot + grown, fill=fill))
    if context.newest and shown:
        said, at = context.say("wall.joined.new"), x + (shown - 1) % columns * step + dot + 24
        y = first + (shown - 1) // columns * step + dot / 2 - 26
        boxes.append(line(context, "joined:new", said, at, y, context.right_edge - at, 44.0, "semibold", "cut"))
    return boxes


def draw_wifi(context: SceneContext, wifi: Wifi) -> list[AnyBox]:
    """Draw the code of the room's Wi-Fi with its name and password."""
    side = PANEL
    left, top = context.right_edge - side, 96.0
    room = left - 60 - context.left_edge
    boxes: list[AnyBox] = [
        Panel(id="wifi:panel", x=left, y=top, w=side, h=side, fill="code_ground", outline="line", line=3, radius=28),
        Code(id="wifi:code", x=left + 10, y=top + 10, w=side - 20, h=side - 20, data=wifi.payload),
    ]
    y = 200.0
    for id_, key, value in (
        ("name", "stage.wifi.name", wifi.name),
        ("password", "stage.wifi.password", wifi.password),
    ):
        if not value:
            continue
        boxes.append(
            line(context, f"wifi:{id_}:word", context.say(key), context.left_edge, y, room, 46.0, "medium", "ink2")
        )
        setting = fit(value, room, context.sizes((80.0, 66.0, 54.0, 46.0)), 2, "bold", context.measure)
        boxes.append(block(f"wifi:{id_}", setting, context.left_edge, y + 60, room, "bold"))
        y = boxes[-1].bottom + 60
    return boxes
