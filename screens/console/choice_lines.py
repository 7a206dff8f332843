"""What the console shows of a choice or a grid, as lines. Pure; it holds only what everybody may see."""

from __future__ import annotations

from facilitator.i18n.messages import format_decimal, pick, say
from facilitator.view import ChoiceBody, GridBody, GridRow, NextPress
from screens.console.list_line import ListLine


def warning_lines(upcoming: NextPress, language: str) -> list[ListLine]:
    """Return the warning of the next press as a line; none without a warning."""
    warning = say(f"warning.{upcoming.warning}", language, n=upcoming.fewest) if upcoming.warning else ""
    return [ListLine("warning", warning, look="alarm")] if warning else []


def options_lines(body: ChoiceBody, language: str) -> list[ListLine]:
    """Return one line per option, with its count once the counts may be shown."""
    if not any(option.count is not None for option in body.options):
        key = "console.too_few" if body.too_few else "console.counts_later"
        return [ListLine("later", say(key, language)), *(ListLine(o.id, pick(o.label, language)) for o in body.options)]
    lines = [ListLine(option.id, pick(option.label, language), tail=str(option.count)) for option in body.options]
    if body.other_count:
        lines.append(ListLine("other", say("stage.choice.other", language), tail=str(body.other_count)))
    if body.late:
        lines.append(ListLine("late", say("stage.scale.late", language, n=body.late)))
    return lines


def grid_lines(body: GridBody, language: str) -> list[ListLine]:
    """Return one line per row with mean, counts and importance; only the names until they may be shown."""
    if not any(row.counts is not None for row in body.rows):
        key = "console.grid.too_few" if body.too_few else "console.counts_later"
        return [
            ListLine("later", say(key, language, n=body.fewest)),
            *(ListLine(r.id, pick(r.label, language)) for r in body.rows),
        ]
    return [ListLine(row.id, pick(row.label, language), tail=_grid_row_tail(row, body, language)) for row in body.rows]


def _grid_row_tail(row: GridRow, body: GridBody, language: str) -> str:
    if row.counts is None or row.mean is None:
        return say("stage.grid.row_too_few", language, n=body.fewest)
    counts = " ".join(map(str, row.counts))
    said = say("console.grid.row", language, mean=format_decimal(row.mean, language), n=row.answers, counts=counts)
    wish = row.importance
    if wish is None:
        return said
    how = format_decimal(wish.mean, language) if wish.mean is not None else f"{wish.chosen}/{wish.answers}"
    return f"{say('console.grid.wished', language, how=how)} · {said}"
