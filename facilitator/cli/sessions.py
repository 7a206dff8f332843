"""The commands new, list and check, and the table of the commands that work on sessions that are not running."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from facilitator.cli.arguments import BAD_INPUT, DONE, Arguments
from facilitator.cli.delete import delete
from facilitator.cli.export import export
from facilitator.cli.output import print_json, print_line, print_message_to_stderr, print_table
from facilitator.cli.rescue import rescue
from facilitator.cli.suggest import suggest
from facilitator.cli.templates import templates
from facilitator.export.audit import Audit, Recount, RecountItem, audit
from facilitator.files.opening import reason
from facilitator.i18n.messages import format_date, pick, say
from facilitator.rules.core.ids import new_id
from facilitator.rules.followup.due import DueSummary, due_by_path, due_text
from facilitator.rules.invariants import flaws
from facilitator.templates.follow_up import FOLLOW_UP_TEMPLATE
from facilitator.workspace.library import FLAGSHIP
from facilitator.workspace.workspace import Workspace
from store.sessions import Listing, open_session


def new(workspace: Workspace, args: Arguments) -> int:
    """``facilitator new``: create a session and print its path on stdout."""
    options = (args.minutes, args.title, args.language, args.out)
    if args.origin:
        path = workspace.library.follow_up(
            workspace.library.find(args.origin), args.template or FOLLOW_UP_TEMPLATE, *options
        )
    else:
        path = workspace.library.create(args.template or FLAGSHIP, *options, given=args.value)
    print_line(str(path))
    print_message_to_stderr("cli.made", workspace.preferences.language, name=path if args.out else path.stem)
    return DONE


def show_list(workspace: Workspace, args: Arguments) -> int:
    """``facilitator list``: list the sessions, those saved last first. Sessions due for deletion are deleted first."""
    gone = workspace.library.delete_due()
    if gone:
        titles = ", ".join(pick(each.title, workspace.preferences.language) or each.path.stem for each in gone)
        print_message_to_stderr("house.deleted", workspace.preferences.language, titles=titles)
    found = workspace.library.saved_sessions()
    open_now = due_by_path(found, date.today())
    if args.json:
        print_json(
            [
                _listing_data(each, open_now.get(each.path, DueSummary()), workspace.library.deletion_date(each.path))
                for each in found
            ]
        )
        return DONE
    spoken = workspace.preferences.language
    print_table(
        (
            each.path.stem,
            _state_text(each, spoken),
            pick(each.title, spoken),
            due_text(open_now.get(each.path, DueSummary()), spoken),
            _deletion_text(workspace.library.deletion_date(each.path), spoken),
        )
        for each in found
    )
    if not found:
        print_message_to_stderr("cli.none_listed", spoken)
    if samples := workspace.library.sample_sessions():
        print_message_to_stderr("cli.list.sample", spoken, names=", ".join(sorted(each.path.stem for each in samples)))
    return DONE


def check(workspace: Workspace, args: Arguments) -> int:
    """``facilitator check``: count the records, recount the closed votes and report flaws; the session is only read.

    Raises: ``StoreError`` when the session cannot be read.
    """
    path = workspace.library.find(args.session)
    if args.copy is not None:
        return rescue(path, args.copy, workspace.preferences.language, args.json)
    with open_session(path, read_only=True) as kept:
        impossible = {(flaw.code, *flaw.step_title.items()): flaw for flaw in flaws(kept, new_id)}.values()
        found, title = audit(kept), kept.session.title
    spoken, sound = workspace.preferences.language, not impossible
    sound = sound and not found.problems
    if args.json:
        codes = [flaw.code for flaw in impossible]
        print_json({"session": str(path), "title": title, "sound": sound, "impossible": codes, **_audit_data(found)})
    else:
        print_line(pick(title, spoken))
        _show_audit(found, spoken)
    for problem in found.problems:
        print_message_to_stderr(f"audit.{problem.code}", spoken, id=problem.id)
    for flaw in impossible:
        print_message_to_stderr("error.impossible", spoken, file=path.name, reason=reason(flaw))
    if impossible:
        print_message_to_stderr("hint.impossible", spoken)
    if sound:
        print_message_to_stderr("audit.sound", spoken)
    return DONE if sound else BAD_INPUT


HANDLERS: Mapping[str, Callable[[Workspace, Arguments], int]] = {
    "new": new,
    "list": show_list,
    "suggest": suggest,
    "check": check,
    "delete": delete,
    "export": export,
    "templates": templates,
}
"""Name of a command -> the function that executes it and returns the exit code."""


def _listing_data(each: Listing, due: DueSummary, delete_on: date | None) -> dict[str, object]:
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


def _deletion_text(when: date | None, language: str) -> str:
    return say("house.delete_on", language, day=format_date(when, language)) if when else ""


def _state_text(each: Listing, language: str) -> str:
    return say("cli.unreadable", language) if each.trouble else each.created


def _audit_data(audit: Audit) -> dict[str, object]:
    return {"counts": audit.counts, "votes": audit.recounts, "problems": audit.problems}


def _show_audit(audit: Audit, language: str) -> None:
    print_table((say(f"audit.{name}", language), str(n)) for name, n in audit.counts.items())
    for recount in audit.recounts:
        print_line("")
        print_line(
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
            print_line(say("export.by_hand", language, n=recount.by_hand))
        print_table((_recount_cell(item, recount, language), item.name) for item in recount.items)
        print_line(say(f"audit.agrees.{recount.agrees}" if recount.agrees else "audit.not_shown", language))


def _recount_cell(item: RecountItem, recount: Recount, language: str) -> str:
    votes = f"{item.votes} ({item.shown})" if recount.agrees == "no" and item.shown is not None else str(item.votes)
    if recount.preset != "plus_minus":
        return votes
    return say("audit.row.plus_minus", language, votes=votes, plus=item.plus, minus=item.minus)
