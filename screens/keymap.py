"""Reads the facilitator's own keys from ``settings.json``: ``"keys": {"pause": "ö", "black": "b,å"}``.

An entry replaces the default keys of a command. The keys that a presentation clicker sends (docs/domain.md 8.3) cannot
be changed, so that a clicker works the same on every computer. Entries that cannot be used are reported once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from textual.keys import Keys

from facilitator.i18n.messages import say
from screens.keys import KEYS, Key

KEY_NAMES = {key.value for key in Keys} | {f"f{n}" for n in range(1, 13)} | {"minus_sign"}
CLICKER_KEYS = frozenset(("pagedown", "pageup", "f5", "escape"))
"""Keys of a clicker, which no entry may use. A clicker also sends the full stop, but that one may be reassigned."""
FIXED_COMMANDS = frozenset(("close",))
"""Commands whose keys cannot be changed."""
NAMES_BY_CHARACTER = {
    ".": "full_stop", "+": "plus", "-": "minus", "/": "slash", "?": "question_mark", ",": "comma", "'": "apostrophe",
    "*": "asterisk", "#": "number_sign", "<": "less_than_sign", "=": "equals_sign", "§": "section_sign",
}  # fmt: skip
"""Character -> the name that Textual uses for its key."""


@dataclass(frozen=True)
class Keymap:
    """The keys in force: the default table with the facilitator's changes."""

    table: tuple[Key, ...]
    changed_bindings: Mapping[str, str]
    """Id of a binding -> its keys in Textual's notation, as ``App.set_keymap`` takes them."""
    problems: tuple[tuple[str, Mapping[str, object]], ...] = ()
    """Entries that could not be used: catalogue keys with their fields."""

    def problem_sentences(self, language: str) -> Iterator[str]:
        """Yield one sentence for each entry that could not be used."""
        return (say(key, language, **fields) for key, fields in self.problems)

    def key_name(self, command_id: str, language: str) -> str:
        """Return the display name of a command's first key, for sentences that mention it.

        Raises ``StopIteration`` for a command that is not in the table.
        """
        found = next(key for key in self.table if key.id == command_id)
        names = found.display_in(language).split(" ")
        # Within a sentence a full stop would be read as its end.
        return next((name for name in names if name != "."), names[0])

    def key_names(self, language: str) -> dict[str, str]:
        """Return command id -> display name of its first key, for the footer lines."""
        return {key.id: key.display_in(language).split(" ")[0] for key in self.table}


def parse_keymap(chosen: object) -> Keymap:
    """Parse the value of ``keys`` in the settings. Any value gives a usable key map; problems are listed in it."""
    if chosen is None:
        return Keymap(KEYS, {})
    if not isinstance(chosen, dict):
        return Keymap(KEYS, {}, (("keys.not_a_table", {}),))
    known = {key.id: key for key in KEYS}
    wanted: dict[str, str] = {}
    wrong: list[tuple[str, Mapping[str, object]]] = []
    for act, said in chosen.items():
        found = known.get(act)
        keys = parse_keys(said)
        if found is None or found.id in FIXED_COMMANDS:
            wrong.append(("keys.no_act", {"act": str(act)[:40]}))
        elif not keys:
            wrong.append(("keys.no_key", {"act": act, "name": str(said)[:40]}))
        elif CLICKER_KEYS & set(keys):
            wrong.append(("keys.clicker", {"act": act, "name": ", ".join(sorted(CLICKER_KEYS & set(keys)))}))
        else:
            wanted[act] = ",".join(keys)
    # Removing one entry can give its default keys back and cause another conflict, so check until there is none.
    while clash := _find_clash(known, wanted):
        act, key = clash
        wrong.append(("keys.taken", {"act": act, "name": key}))
        del wanted[act]
    table = tuple(_replace_keys(key, wanted[key.id]) if key.id in wanted else key for key in KEYS)
    return Keymap(table, wanted, tuple(wrong))


def parse_keys(entry: object) -> tuple[str, ...]:
    """Return the keys of one settings entry in Textual's notation; an empty tuple if any of them is invalid."""
    if not isinstance(entry, str):
        return ()
    keys = tuple(NAMES_BY_CHARACTER.get(part.strip(), part.strip()) for part in entry.split(","))
    return keys if all(map(_is_key, keys)) else ()


def _is_key(key: str) -> bool:
    single = len(key) == 1 and key.isalnum()
    return (
        single
        or key in KEY_NAMES
        or key in NAMES_BY_CHARACTER.values()
        or re.fullmatch(r"ctrl\+[a-z]", key) is not None
    )


def _find_clash(known: Mapping[str, Key], wanted: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a changed command whose key belongs to another command, and that key; None if there is no conflict."""
    taken: dict[str, str] = {}
    for usual in known.values():
        # Default keys are registered first, so a conflict is blamed on the entry and never on a default.
        stays = (
            (usual.keys, usual.priority_keys)
            if usual.id not in wanted
            else (usual.priority_keys if usual.keys else "",)
        )
        taken |= dict.fromkeys(",".join(stays).split(","), usual.id)
    taken.pop("", None)
    for act, keys in wanted.items():
        for key in keys.split(","):
            if taken.get(key, act) != act:
                return act, key
            taken[key] = act
    return None


def _replace_keys(key: Key, keys: str) -> Key:
    """Return the command with ``keys`` in place of its default ones; its priority keys stay if it has others."""
    # A command without a display text is not in the help, and must stay out of it.
    shown = " ".join(_display_name(part) for part in keys.split(",")) if key.display else ""
    if not key.keys:
        return replace(key, priority_keys=keys, display=shown)
    kept = " ".join(part for part in key.display.split(" ") if part in ("PageDown", "PageUp", "F5", "Ctrl+F", "F1"))
    return replace(key, keys=keys, display=f"{kept} {shown}".strip())


def _display_name(key: str) -> str:
    named = {name: character for character, name in NAMES_BY_CHARACTER.items()}
    return named.get(key, key if len(key) == 1 else "{space}" if key == "space" else key.title())
