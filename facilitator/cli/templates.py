"""``facilitator templates``: lists templates, checks a template file, or saves the steps of a session as a template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from facilitator.cli.arguments import DONE, UNUSABLE, Asked
from facilitator.cli.output import data, line, table, tell, tell_error
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, pick, say
from facilitator.templates import TemplateCard
from facilitator.templates.user_templates import read
from facilitator.workspace.workspace import House


def templates(house: House, asked: Asked) -> int:
    """Check a file, save a template or list all templates, as the options say. Raises: ``RuleBroken``."""
    if asked.template_file is not None:
        return check(house, asked.template_file, asked.json)
    if asked.save:
        path = house.save_template(house.find(asked.save), asked.called)
        line(str(path))
        tell("templates.saved", house.language, id=path.stem)
        return DONE
    return show(house, asked.json)


def check(house: House, file: Path, as_json: bool) -> int:
    """Report whether a template file is valid; exit code 2 when it is not."""
    spoken = house.language
    try:
        found = read(file)
    except RuleBroken as refused:
        if as_json:
            data({"file": str(file), "sound": False, **problem(refused, spoken)})
        tell_error(refused.code, spoken, **refused.fields)
        return UNUSABLE
    facts = {"id": found.id, "title": found.title, "languages": found.languages, "minutes": found.lengths}
    if as_json:
        data({"file": str(file), "sound": True, **facts, "steps": len(found.steps)})
    tell("templates.sound", spoken, file=file.name, n=len(found.steps), minutes="/".join(map(str, found.lengths)))
    return DONE


def show(house: House, as_json: bool) -> int:
    """List all templates. An invalid file is listed with its error and does not change the exit code."""
    cards, spoken = house.cards(), house.language
    if as_json:
        data([_entry(card, spoken) for card in cards])
        return DONE
    table(_rows(cards, spoken))
    for card in cards:
        if card.wrong is not None:
            tell_error(card.wrong.code, spoken, **card.wrong.fields)
    if not any(card.own for card in cards):
        tell("templates.none_own", spoken, folder=house.templates.path)
    return DONE


def problem(fault: RuleBroken, language: str) -> dict[str, object]:
    """An error in a template as data: code, place and message."""
    fields = {name: value for name, value in fault.fields.items() if name in ("file", "where", "line")}
    return {"error": fault.code, "place": fields, "message": explain(fault.code, language, **fault.fields)}


def _rows(cards: list[TemplateCard], language: str) -> Iterator[tuple[str, str, str]]:
    for card in cards:
        minutes = say("cli.minutes", language, minutes="/".join(map(str, card.lengths))) if card.lengths else ""
        title = say("templates.broken", language) if card.wrong else pick(card.title, language)
        yield card.id, minutes, say("templates.own", language, title=title) if card.own else title


def _entry(card: TemplateCard, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "id": card.id,
        "title": card.title,
        "minutes": card.lengths,
        "purpose": card.purpose,
        "own": str(card.own) if card.own else "",
        "asks": card.asks.question if card.asks else {},
    }
    return found | ({"trouble": problem(card.wrong, language)} if card.wrong else {"trouble": {}})
