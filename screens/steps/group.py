"""Draws a ``group`` step on the stage: the idea that is being placed, large, and the numbered themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView, GroupBody, PublicTheme, Text
from screens.canvas import Region, clip, width_of, wrap
from screens.console.text_lines import texts_lines
from screens.letters import smallest_size
from screens.stage.context import StageContext
from screens.stage.figures import StageFigure, draw_clock, fit_band, make_figure, running_timer
from screens.stage.head import draw_head, draw_head_with_clock, margin
from screens.stage.question import draw_lettering, fit_lettering
from screens.stage.texts import allot_rows

_GAP = 3
_NARROW = 76
_NUMBER_COLUMNS = 4
"""Columns of a theme's number, and of its count of ideas."""


def draw(region: Region, body: GroupBody, scene: StageContext) -> None:
    """Draw the idea that is being placed beside the themes, or the themes alone when every idea has one."""
    idea, note = _focused_idea(body), _note(body, scene)
    listed = idea is None or (body.by_tag and body.loose)
    rest = draw_head_with_clock(region, scene, note) if listed else draw_head(region, scene, note)
    if body.by_tag and body.loose:
        _draw_by_tag(rest, body, scene)
    elif idea is None:
        rest.put(0, 0, scene.say_both("stage.group.done" if body.themes else "stage.group.empty", rest.width), "accent")
        _draw_themes(rest.skip_rows(2), body, scene)
    else:
        left = rest.subregion(0, 0, _idea_columns(rest.width), rest.height)
        _draw_idea(left, idea, body, scene)
        _draw_themes(rest.subregion(left.width + _GAP, 0, rest.width, rest.height), body, scene)


def _note(body: GroupBody, scene: StageContext) -> str:
    """Return the number of themes, and the number of ideas without a theme if it is not shown beside the clock."""
    parts = [scene.say("stage.group.themes", n=len(body.themes))] if body.themes else []
    if body.loose and (body.by_tag or not _shows_loose_count(body, scene)):
        parts.append(f"{len(body.loose)} {scene.say('stage.group.left')}")
    return " · ".join(parts)


def _loose_figure(body: GroupBody, scene: StageContext) -> StageFigure:
    return make_figure(scene, "stage.group.left", str(len(body.loose)))


def _idea_columns(width: int) -> int:
    """Return the columns of the idea that is being placed, of ``width`` columns between the margins."""
    return width * 9 // 20


def _shows_loose_count(body: GroupBody, scene: StageContext) -> bool:
    """Return whether the number of loose ideas fits beside the clock without making it smaller than its share."""
    column = _idea_columns(scene.width - 2 * margin(scene.width))
    both = fit_band([*running_timer(scene), _loose_figure(body, scene)], column, 0, scene.height)
    return scene.width >= _NARROW and both.sizes[0].rows >= smallest_size(both.figures[0].share, scene.height).rows


def _focused_idea(body: GroupBody) -> Text | None:
    """Return the idea that is being placed: one without a theme, or one that is moved out of its theme."""
    every = [*body.loose, *(text for theme in body.themes for text in theme.texts)]
    return next((text for text in every if text.id == body.focus), None)


def _draw_idea(region: Region, idea: Text, body: GroupBody, scene: StageContext) -> None:
    above = draw_clock(region, scene, *([_loose_figure(body, scene)] if _shows_loose_count(body, scene) else []))
    tag = next((tag for tag in body.tags if tag.id == idea.tag), None)
    if tag:
        above.put(0, 0, scene.tag(tag), "accent")
        above = above.skip_rows(2)
    draw_lettering(above, fit_lettering(idea.text, above.width, above.height, max_step=1, pixels=region.canvas.pixels))


def _draw_themes(region: Region, body: GroupBody, scene: StageContext) -> None:
    """Draw number, name and count of each theme, with blank rows between them if there is room."""
    if not body.themes:
        asked = scene.pick(scene.step.question) if scene.step else ""
        below = draw_lettering(region, fit_lettering(asked, region.width, region.height, max_step=-1)).skip_rows(1)
        said = scene.say("stage.group.no_themes", fewest=body.fewest, most=body.most)
        draw_lettering(below, fit_lettering(said, region.width, below.height, max_step=-1), "text")
        return
    width = region.width - 2 * _NUMBER_COLUMNS
    names = [_theme_lines(theme, width, scene) for theme in body.themes]
    # If names in two languages do not fit, show the first language only.
    if sum(map(len, names)) > region.height:
        names = [wrap(scene.pick({theme.lang: theme.name, **theme.also}), width)[:2] or [""] for theme in body.themes]
    heights, air = allot_rows(region.height, [len(name) for name in names])
    y = 0
    for theme, name, height in zip(body.themes, names, heights, strict=False):
        _draw_theme(region.skip_rows(y).first_rows(height), theme, [*name[: height - 1], " ".join(name[height - 1 :])])
        y += height + air
    if len(heights) < len(names):
        region.put(0, region.height - 1, scene.say("stage.more", n=len(names) - len(heights)))


def _theme_lines(theme: PublicTheme, width: int, scene: StageContext) -> list[str]:
    """Return the theme's name in one row or two; in both languages if each fits one row."""
    names = {theme.lang: theme.name, **theme.also}
    lines = wrap(scene.pick(names), width)[:2] or [""]
    other = scene.pick_second(names)
    return [*lines, other] if len(lines) == 1 and other not in ("", lines[0]) and width_of(other) <= width else lines


def _draw_theme(rows: Region, theme: PublicTheme, name: Sequence[str]) -> None:
    rows.put_right(0, str(len(theme.texts)), "strong")
    rows.put(0, 0, str(theme.number).rjust(2), "accent")
    for y, line in enumerate(name):
        rows.put(_NUMBER_COLUMNS, y, clip(line, rows.width - 2 * _NUMBER_COLUMNS), "strong")


def _draw_by_tag(region: Region, body: GroupBody, scene: StageContext) -> None:
    """Draw all ideas without a theme under their tags, and the themes beside them if there are any."""
    left = region
    if body.themes:
        left = region.subregion(0, 0, region.width * 3 // 5, region.height)
        _draw_themes(region.subregion(left.width + _GAP, 0, region.width, region.height), body, scene)
    known = [tag.id for tag in body.tags]
    groups = [(scene.tag(tag), [text for text in body.loose if text.tag == tag.id]) for tag in body.tags]
    groups.append((scene.say_both("stage.group.untagged"), [text for text in body.loose if text.tag not in known]))
    _draw_headed_texts(left, [(heading, found) for heading, found in groups if found], body.focus, scene)


def _draw_headed_texts(
    region: Region, groups: Sequence[tuple[str, Sequence[Text]]], focus: str, scene: StageContext
) -> None:
    """Draw headings with the texts below them; if some do not fit, a row says how many are left out."""
    rows = [(text, wrap(text.text, region.width - 2) or [""]) for _, found in groups for text in found]
    heights, _ = allot_rows(region.height - 2 * len(groups) + 1, [len(lines) for _, lines in rows], airy=False)
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


def plain_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield the themes with their ideas, and how many ideas have none."""
    body = view.public.body
    if not isinstance(body, GroupBody):
        return
    for theme in body.themes:
        yield f"{theme.number} {theme.name}: {say('console.ideas', language, n=len(theme.texts))}"
        yield from texts_lines(theme.texts, body.tags, language)
    yield say("console.loose", language, n=len(body.loose))


if __name__ == "__main__":
    from screens.stage.preview import run

    run("group")
