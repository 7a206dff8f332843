"""The commands new, list and check, and the table of the commands that work on sessions that are not running."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from facilitator.cli.arguments import DONE, UNUSABLE, Asked
from facilitator.cli.delete import delete
from facilitator.cli.export import export
from facilitator.cli.output import data, line, table, tell
from facilitator.cli.rescue import rescue
from facilitator.cli.suggest import suggest
from facilitator.cli.templates import templates
from facilitator.export.audit import Audit, Item, Recount, audit
from facilitator.files.opening import reason
from facilitator.i18n.messages import day, pick, say
from facilitator.rules.core.ids import new_id
from facilitator.rules.followup.due import Due, due_words, outstanding
from facilitator.rules.invariants import flaws
from facilitator.templates.follow_up import FOLLOW_UP
from facilitator.workspace.workspace import FLAGSHIP, House
from store.sessions import Listing, open_session


def new(house: House, asked: Asked) -> int:
    """``facilitator new``: create a session and print its path on stdout."""
    options = (asked.minutes, asked.title, asked.language, asked.out)
    if asked.origin:
        path = house.follow_up(house.find(asked.origin), asked.template or FOLLOW_UP, *options)
    else:
        path = house.create(asked.template or FLAGSHIP, *options, given=asked.value)
    line(str(path))
    tell("cli.made", house.language, name=path if asked.out else path.stem)
    return DONE


def show_list(house: House, asked: Asked) -> int:
    """``facilitator list``: list the sessions, those saved last first. Sessions due for deletion are deleted first."""
    gone = house.delete_due()
    if gone:
        titles = ", ".join(pick(each.title, house.language) or each.path.stem for each in gone)
        tell("house.deleted", house.language, titles=titles)
    found = house.recent()
    open_now = outstanding(found, date.today())
    if asked.json:
        data([_entry(each, open_now.get(each.path, Due()), house.deleted_on(each.path)) for each in found])
        return DONE
    spoken = house.language
    table(
        (
            each.path.stem,
            _state(each, spoken),
            pick(each.title, spoken),
            due_words(open_now.get(each.path, Due()), spoken),
            _leaves(house.deleted_on(each.path), spoken),
        )
        for each in found
    )
    if not found:
        tell("cli.none_listed", spoken)
    if samples := house.samples():
        tell("cli.list.sample", spoken, names=", ".join(sorted(each.path.stem for each in samples)))
    return DONE


def check(house: House, asked: Asked) -> int:
    """``facilitator check``: count the records, recount the closed votes and report flaws; the session is only read.

    Raises: ``StoreError`` when the session cannot be read.
    """
    path = house.find(asked.session)
    if asked.copy is not None:
        return rescue(path, asked.copy, house.language, asked.json)
    with open_session(path, read_only=True) as kept:
        impossible = {(flaw.code, *flaw.where.items()): flaw for flaw in flaws(kept, new_id)}.values()
        found, title = audit(kept), kept.session.title
    spoken, sound = house.language, not impossible
    sound = sound and not found.problems
    if asked.json:
        codes = [flaw.code for flaw in impossible]
        data({"session": str(path), "title": title, "sound": sound, "impossible": codes, **_parts(found)})
    else:
        line(pick(title, spoken))
        _show_audit(found, spoken)
    for problem in found.problems:
        tell(f"audit.{problem.code}", spoken, id=problem.id)
    for flaw in impossible:
        tell("error.impossible", spoken, file=path.name, reason=reason(flaw))
    if impossible:
        tell("hint.impossible", spoken)
    if sound:
        tell("audit.sound", spoken)
    return DONE if sound else UNUSABLE


COMMANDS: Mapping[str, Callable[[House, Asked], int]] = {
    "new": new,
    "list": show_list,
    "suggest": suggest,
    "check": check,
    "delete": delete,
    "export": export,
    "templates": templates,
}
"""Name of a command -> the function that executes it and returns the exit code."""


def _entry(each: Listing, due: Due, delete_on: date | None) -> dict[str, object]:
    """One session of the list, for ``--json``."""
    return {
        "name": each.path.stem,
        "path": str(each.path),
        "title": each.title,
        "state": each.state,
        "template": each.template,
        "language": each.language,
        "minutes": each.minutes,
        "created": each.created,
        "seats": each.seats,
        "ideas": each.ideas,
        "promises": each.promises,
        "actions": each.actions,
        "id": each.id,
        "follows": each.follows,
        "open": due.open,
        "late": due.late,
        "next": due.next,
        "delete_on": delete_on,
        "trouble": each.trouble,
    }


def _leaves(when: date | None, language: str) -> str:
    return say("house.delete_on", language, day=day(when, language)) if when else ""


def _state(each: Listing, language: str) -> str:
    return say("cli.unreadable", language) if each.trouble else each.created


def _parts(found: Audit) -> dict[str, object]:
    return {"counts": found.counts, "votes": found.recounts, "problems": found.problems}


def _show_audit(found: Audit, language: str) -> None:
    table((say(f"audit.{name}", language), str(n)) for name, n in found.counts.items())
    for recount in found.recounts:
        line("")
        line(
            say(
                "audit.recount",
                language,
                title=pick(recount.title, language),
                round=recount.round,
                votes=recount.votes,
                ballots=recount.ballots,
            )
        )
        if recount.by_hand:
            line(say("export.by_hand", language, n=recount.by_hand))
        table((_recounted(item, recount, language), item.name) for item in recount.items)
        line(say(f"audit.agrees.{recount.agrees}" if recount.agrees else "audit.not_shown", language))


def _recounted(item: Item, recount: Recount, language: str) -> str:
    votes = f"{item.votes} ({item.shown})" if recount.agrees == "no" and item.shown is not None else str(item.votes)
    if recount.preset != "plus_minus":
        return votes
    return say("audit.row.plus_minus", language, votes=votes, plus=item.plus, minus=item.minus)
