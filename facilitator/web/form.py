"""Translates the HTML forms of phones without JavaScript into the answers of docs/protocol.md.

It knows the names of fields, not the kinds of steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.view import PublicView, VoteBody
from facilitator.view.mine import SeatView

TEXT_FIELDS = ("text", "tag", "when", "size", "answer", "action", "owner", "status", "note", "replaces", "slip")
"""Fields whose text is passed on as it is."""

OPTIONAL_FIELDS = ("tag", "when", "size", "note", "replaces")
"""Fields among them that are left out when empty, because the protocol distinguishes absent from empty."""


def form_messages(fields: Mapping[str, str], mine: SeatView, view: PublicView) -> list[dict[str, Any]]:
    """The answers that a form asks for, in order, as messages for ``phones.answer``.

    ``mine`` and ``view`` are what is saved and shown now: forms with a field for each item send all of them, and only
    those that changed become messages. Raises: ``RuleBroken`` ``bad_form``, or a rule of the vote.
    """
    common = {"key": fields.get("key", ""), "step": fields.get("step", "")}
    if "votes" in fields:
        changes = list(_vote_changes(fields, mine, view))
    elif "ratings" in fields:
        changes = list(_rating_changes(fields, mine))
    elif "grid" in fields:
        changes = list(_grid_changes(fields, mine))
    elif "options" in fields:
        return [{**common, **_option_answer(fields)}]
    else:
        return [{**common, **_plain_answer(fields)}]
    # One key each: the server takes a message with a known key for a repetition and saves nothing.
    return [{**common, **change, "key": _derived_key(common["key"], change)} for change in changes]


def _plain_answer(fields: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: fields[name] for name in TEXT_FIELDS if name in fields and (fields[name] or name not in OPTIONAL_FIELDS)
    }
    if "value" in fields:
        said["value"] = _number(fields["value"])
    if "share" in fields:
        said["share"] = fields["share"] != ""
    return said


def _vote_changes(fields: Mapping[str, str], mine: SeatView, view: PublicView) -> Iterator[dict[str, Any]]:
    """The changed votes. Withdrawn votes come first, so that moving one never exceeds the budget in between.

    Raises: ``RuleBroken`` when all of the form together exceeds the budget.
    """
    body = view.body if isinstance(view.body, VoteBody) else None
    known = [item.id for item in body.items] if body else []
    number = _signed_number if body and body.least_per_item < 0 else _number
    wanted = {name.removeprefix("votes."): number(said) for name, said in fields.items() if name.startswith("votes.")}
    # A box that is not ticked sends no field, so an item without a field has no votes.
    changed = [item for item in dict.fromkeys((*known, *wanted)) if wanted.get(item, 0) != mine.votes.get(item, 0)]
    if body and body.preset == "one" and sum(wanted.get(item, 0) != 0 for item in changed) > 1:
        # With a single vote it is unclear which of several is meant.
        raise RuleBroken("no_votes_left", 409, n=1)
    if body and body.preset not in ("one", "stars") and sum(map(abs, wanted.values())) > body.budget:
        # Nothing is saved then, because the person has to decide which votes to leave out.
        raise RuleBroken("no_points_left" if body.preset == "budget" else "too_many_votes", 409, n=body.budget)
    # Sorted by how much each vote grows: those that shrink give back their votes first.
    for item in sorted(changed, key=lambda item: abs(wanted.get(item, 0)) - abs(mine.votes.get(item, 0))):
        yield {"item": item, "votes": wanted.get(item, 0)}


def _signed_number(said: str) -> int:
    """A whole number, maybe with a minus sign. Raises: ``RuleBroken`` ``bad_form``."""
    return -_number(said[1:]) if said.startswith("-") else _number(said)


def _rating_changes(fields: Mapping[str, str], mine: SeatView) -> Iterator[dict[str, Any]]:
    """The changed ratings; a field is named ``ratings.ITEM.SCALE``."""
    for name, said in fields.items():
        kind, _, rest = name.partition(".")
        item, _, scale = rest.rpartition(".")
        if kind != "ratings" or not item or not said:
            continue
        value = _number(said)
        if mine.ratings.get(item, {}).get(scale) != value:
            yield {"item": item, "scale": scale, "value": value}


def _grid_changes(fields: Mapping[str, str], mine: SeatView) -> Iterator[dict[str, Any]]:
    """The changed rows; a field is named ``grid.ROW.SCALE``, ``na`` means no experience, ``pass`` withdraws."""
    for name, said in fields.items():
        kind, _, rest = name.partition(".")
        row, _, scale = rest.rpartition(".")
        if kind != "grid" or not row or not said:
            continue
        given = mine.grid.get(row, {})
        value = None if said in ("na", "pass") else _number(said)
        if given.get(scale, 0) != value and (scale in given or said != "pass"):
            yield {"row": row, "scale": scale, "value": value}


def _option_answer(fields: Mapping[str, str]) -> dict[str, Any]:
    """The chosen options: radio buttons send one field ``option``, check boxes one field each.

    ``other`` is the text of an option of the person's own.
    """
    chosen = [name.removeprefix("options.") for name in fields if name.startswith("options.")]
    chosen += [fields["option"]] if fields.get("option") else []
    return {"options": chosen, "other": fields.get("other", "")}


def _number(said: str) -> int:
    """A whole number of a form, 0 for an empty field. Raises: ``RuleBroken`` ``bad_form``."""
    if not said:
        return 0
    # ``isdecimal`` alone also accepts the digits of other scripts.
    if len(said) > 4 or not said.isascii() or not said.isdecimal():
        raise RuleBroken("bad_form", 400)
    return int(said)


def _derived_key(key: str, change: Mapping[str, Any]) -> str:
    """A key for one of several messages of a form, made from the form's key and the message.

    It is the same when the form is sent again, so that nothing is saved twice. A form's key that is too short (under 16
    characters) is passed on unchanged, to be refused like that of any message.
    """
    if len(key) < 16:
        return key
    return hashlib.blake2s(f"{key}/{sorted(change.items())}".encode(), digest_size=16).hexdigest()
