"""Forms of phones without JavaScript: their fields as messages of the protocol. Knows names of fields, not steps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.mine import Mine
from facilitator.view import PublicView, Vote

WORDS = ("text", "tag", "when", "size", "answer", "action", "owner", "replaces")
"""Fields that are text in the protocol too. An empty one of the first row of ``MAYBE`` means "not given"."""

MAYBE = ("tag", "when", "size", "replaces")


def messages(fields: Mapping[str, str], mine: Mine, view: PublicView) -> list[dict[str, Any]]:
    """What ``fields`` ask for, in order, as messages for ``Phones.answer``. Raises ``RuleBroken`` ``bad_form``."""
    common = {"key": fields.get("key", ""), "step": fields.get("step", "")}
    if "votes" in fields:
        changes = list(_votes(fields, mine, view))
    elif "ratings" in fields:
        changes = list(_ratings(fields, mine))
    else:
        return [{**common, **_plain(fields)}]
    return [{**common, **change, "key": _part_of(common["key"], change)} for change in changes]


def _plain(fields: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: fields[name] for name in WORDS if name in fields and (fields[name] or name not in MAYBE)
    }
    if "value" in fields:
        said["value"] = _number(fields["value"])
    if "share" in fields:
        said["share"] = fields["share"] != ""
    return said


def _votes(fields: Mapping[str, str], mine: Mine, view: PublicView) -> Iterator[dict[str, Any]]:
    """Only what changed, votes taken back first, so that moving a vote never breaks the budget on the way."""
    known = [item.id for item in view.body.items] if isinstance(view.body, Vote) else []
    wanted = {name.removeprefix("votes."): _number(said) for name, said in fields.items() if name.startswith("votes.")}
    more = {item: wanted.get(item, 0) - mine.votes.get(item, 0) for item in dict.fromkeys((*known, *wanted))}
    for item in sorted(more, key=lambda item: more[item]):
        if more[item]:
            yield {"item": item, "votes": wanted.get(item, 0)}


def _ratings(fields: Mapping[str, str], mine: Mine) -> Iterator[dict[str, Any]]:
    for name, said in fields.items():
        kind, _, rest = name.partition(".")
        item, _, scale = rest.rpartition(".")
        if kind != "ratings" or not item or not said:
            continue
        value = _number(said)
        if mine.ratings.get(item, {}).get(scale) != value:
            yield {"item": item, "scale": scale, "value": value}


def _number(said: str) -> int:
    """A whole number of a form; an empty field is zero."""
    if not said:
        return 0
    if len(said) > 4 or not said.isascii() or not said.isdecimal():
        raise RuleBroken("bad_form", 400)
    return int(said)


def _part_of(key: str, change: Mapping[str, Any]) -> str:
    """The key of one change of a form that makes several: the same form sent again gives the same keys.

    A form without a key of its own (16 characters or more) gets none, and is refused as any message is.
    """
    if len(key) < 16:
        return key
    return hashlib.blake2s(f"{key}/{sorted(change.items())}".encode(), digest_size=16).hexdigest()
