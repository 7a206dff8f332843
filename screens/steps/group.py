"""Draws a ``group`` step on the stage: the idea that is being placed, large, and the numbered themes."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import Group, Text, ThemeFace
from screens.canvas import Region, clip, width_of, wrap
from screens.letters import least
from screens.stage.figures import Figure, band, clock, figure, live
from screens.stage.head import clocked, head, margin
from screens.stage.question import fit, write
from screens.stage.scene import Scene
from screens.stage.texts import share

_AIR = 3
_NARROW = 76
_NUMBER = 4
"""Columns of a theme's number, and of its count of ideas."""


def draw(region: Region, body: Group, scene: Scene) -> None:
    """Draw the idea that is being placed beside the themes, or the themes alone when every idea has one."""
    idea, note = _in_hand(body), _note(body, scene)
    listed = idea is None or (body.by_tag and body.loose)
    rest = clocked(region, scene, note) if listed else head(region, scene, note)
    if body.by_tag and body.loose:
        _by_tag(rest, body, scene)
    elif idea is None:
        rest.put(0, 0, scene.both("stage.group.done" if body.themes else "stage.group.empty", rest.width), "accent")
        _themes(rest.below(2), body, scene)
    else:
        left = rest.inside(0, 0, _column(rest.width), rest.height)
        _idea(left, idea, body, scene)
        _themes(rest.inside(left.width + _AIR, 0, rest.width, rest.height), body, scene)


def _note(body: Group, scene: Scene) -> str:
    """Return the number of themes, and the number of ideas without a theme if it is not shown beside the clock."""
    parts = [scene.say("stage.group.themes", n=len(body.themes))] if body.themes else []
    if body.loose and (body.by_tag or not _counted(body, scene)):
        parts.append(f"{len(body.loose)} {scene.say('stage.group.left')}")
    return " · ".join(parts)


def _left(body: Group, scene: Scene) -> Figure:
    return figure(scene, "stage.group.left", str(len(body.loose)))


def _column(width: int) -> int:
    """Return the columns of the idea that is being placed, of ``width`` columns between the margins."""
    return width * 9 // 20


def _counted(body: Group, scene: Scene) -> bool:
    """Return whether the number of loose ideas fits beside the clock without making it smaller than its share."""
    column = _column(scene.width - 2 * margin(scene.width))
    both = band([*live(scene), _left(body, scene)], column, 0, scene.height)
    return scene.width >= _NARROW and both.sizes[0].rows >= least(both.figures[0].share, scene.height).rows


def _in_hand(body: Group) -> Text | None:
    """Return the idea that is being placed: one without a theme, or one that is moved out of its theme."""
    every = [*body.loose, *(text for theme in body.themes for text in theme.texts)]
    return next((text for text in every if text.id == body.focus), None)


def _idea(region: Region, idea: Text, body: Group, scene: Scene) -> None:
    above = clock(region, scene, *([_left(body, scene)] if _counted(body, scene) else []))
    tag = next((tag for tag in body.tags if tag.id == idea.tag), None)
    if tag:
        above.put(0, 0, scene.tag(tag), "accent")
        above = above.below(2)
    write(above, fit(idea.text, above.width, above.height, most=1, pixels=region.canvas.pixels))


def _themes(region: Region, body: Group, scene: Scene) -> None:
    """Draw number, name and count of each theme, with blank rows between them if there is room."""
    if not body.themes:
        asked = scene.pick(scene.step.question) if scene.step else ""
        below = write(region, fit(asked, region.width, region.height, most=-1)).below(1)
        said = scene.say("stage.group.no_themes", fewest=body.fewest, most=body.most)
        write(below, fit(said, region.width, below.height, most=-1), "text")
        return
    width = region.width - 2 * _NUMBER
    names = [_named(theme, width, scene) for theme in body.themes]
    # If names in two languages do not fit, show the first language only.
    if sum(map(len, names)) > region.height:
        names = [wrap(scene.pick({theme.lang: theme.name, **theme.also}), width)[:2] or [""] for theme in body.themes]
    heights, air = share(region.height, [len(name) for name in names])
    y = 0
    for theme, name, height in zip(body.themes, names, heights, strict=False):
        _theme(region.below(y).above(height), theme, [*name[: height - 1], " ".join(name[height - 1 :])])
        y += height + air
    if len(heights) < len(names):
        region.put(0, region.height - 1, scene.say("stage.more", n=len(names) - len(heights)))


def _named(theme: ThemeFace, width: int, scene: Scene) -> list[str]:
    """Return the theme's name in one row or two; in both languages if each fits one row."""
    names = {theme.lang: theme.name, **theme.also}
    lines = wrap(scene.pick(names), width)[:2] or [""]
    other = scene.other(names)
    return [*lines, other] if len(lines) == 1 and other not in ("", lines[0]) and width_of(other) <= width else lines


def _theme(rows: Region, theme: ThemeFace, name: Sequence[str]) -> None:
    rows.put_right(0, str(len(theme.texts)), "strong")
    rows.put(0, 0, str(theme.number).rjust(2), "accent")
    for y, line in enumerate(name):
        rows.put(_NUMBER, y, clip(line, rows.width - 2 * _NUMBER), "strong")


def _by_tag(region: Region, body: Group, scene: Scene) -> None:
    """Draw all ideas without a theme under their tags, and the themes beside them if there are any."""
    left = region
    if body.themes:
        left = region.inside(0, 0, region.width * 3 // 5, region.height)
        _themes(region.inside(left.width + _AIR, 0, region.width, region.height), body, scene)
    known = [tag.id for tag in body.tags]
    groups = [(scene.tag(tag), [text for text in body.loose if text.tag == tag.id]) for tag in body.tags]
    groups.append((scene.both("stage.group.untagged"), [text for text in body.loose if text.tag not in known]))
    _headed(left, [(heading, found) for heading, found in groups if found], body.focus, scene)


def _headed(region: Region, groups: Sequence[tuple[str, Sequence[Text]]], focus: str, scene: Scene) -> None:
    """Draw headings with the texts below them; if some do not fit, a row says how many are left out."""
    rows = [(text, wrap(text.text, region.width - 2) or [""]) for _, found in groups for text in found]
    heights, _ = share(region.height - 2 * len(groups) + 1, [len(lines) for _, lines in rows], airy=False)
    given = iter(zip(rows, heights, strict=False))
    y = 0
    for heading, found in groups:
        region.put(region.put(0, y, heading, "accent") + 2, y, str(len(found)))
        y += 1
        for _ in found:
            if (item := next(given, None)) is None:
                break
            (text, lines), height = item
            region.put(0, y, "▸" if text.id == focus else "–", "accent")
            style = "strong" if text.id == focus else "text"
            for line in [*lines[: height - 1], " ".join(lines[height - 1 :])]:
                region.put(2, y, line, style)
                y += 1
        y += 1
    if len(heights) < len(rows):
        region.put(0, region.height - 1, scene.say("stage.more", n=len(rows) - len(heights)))


if __name__ == "__main__":
    from screens.stage.preview import run

    run("group")
