"""``facilitator templates``: lists templates, checks a template file, or saves the steps of a session as a template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from facilitator.cli.arguments import BAD_INPUT, DONE, Arguments
from facilitator.cli.output import print_error, print_json, print_line, print_message_to_stderr, print_table
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, pick, say
from facilitator.templates.shipped import TemplateCard
from facilitator.templates.user_templates import read_template
from facilitator.workspace.workspace import Workspace


def templates(workspace: Workspace, args: Arguments) -> int:
    """Check a file, save a template or list all templates, depending on the options. Raises: ``RuleBroken``."""
    if args.template_file is not None:
        return check_template(workspace, args.template_file, args.json)
    if args.save:
        path = workspace.library.save_template(workspace.library.find(args.save), args.called)
        print_line(str(path))
        print_message_to_stderr("templates.saved", workspace.preferences.language, id=path.stem)
        return DONE
    return show_templates(workspace, args.json)


def check_template(workspace: Workspace, file: Path, as_json: bool) -> int:
    """Report whether a template file is valid; exit code 2 when it is not."""
    spoken = workspace.preferences.language
    try:
        found = read_template(file)
    except RuleBroken as refused:
        if as_json:
            print_json({"file": str(file), "sound": False, **error_data(refused, spoken)})
        print_error(refused.code, spoken, **refused.fields)
        return BAD_INPUT
    facts = {"id": found.id, "title": found.title, "languages": found.languages, "minutes": found.lengths}
    if as_json:
        print_json({"file": str(file), "sound": True, **facts, "steps": len(found.steps)})
    print_message_to_stderr(
        "templates.sound", spoken, file=file.name, n=len(found.steps), minutes="/".join(map(str, found.lengths))
    )
    if found.wants_sharing:
        print_message_to_stderr("templates.share_default", spoken)
    return DONE


def show_templates(workspace: Workspace, as_json: bool) -> int:
    """List all templates. An invalid file is listed with its error and does not change the exit code."""
    cards, spoken = workspace.library.template_cards(), workspace.preferences.language
    if as_json:
        print_json([_template_data(card, spoken) for card in cards])
        return DONE
    print_table(_template_rows(cards, spoken))
    for card in cards:
        if card.error is not None:
            print_error(card.error.code, spoken, **card.error.fields)
    if not any(card.path for card in cards):
        print_message_to_stderr("templates.none_own", spoken, folder=workspace.library.templates.path)
    return DONE


def error_data(fault: RuleBroken, language: str) -> dict[str, object]:
    """An error in a template as a JSON-compatible dict: code, place and message."""
    fields = {name: value for name, value in fault.fields.items() if name in ("file", "where", "line")}
    return {"error": fault.code, "place": fields, "message": explain(fault.code, language, **fault.fields)}


def _template_rows(cards: list[TemplateCard], language: str) -> Iterator[tuple[str, str, str]]:
    for card in cards:
        minutes = say("cli.minutes", language, minutes="/".join(map(str, card.lengths))) if card.lengths else ""
        title = say("templates.broken", language) if card.error else pick(card.title, language)
        yield card.id, minutes, say("templates.own", language, title=title) if card.path else title


def _template_data(card: TemplateCard, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "id": card.id,
        "title": card.title,
        "minutes": card.lengths,
        "purpose": card.purpose,
        "own": str(card.path) if card.path else "",
        "asks": card.asks.question if card.asks else {},
    }
    return found | ({"trouble": error_data(card.error, language)} if card.error else {"trouble": {}})
