"""The keys that the facilitator has chosen in ``settings.json``: ``"keys": {"pause": "ö", "black": "b,å"}``.

What is chosen replaces an act's usual keys. PageDown, PageUp and the other keys of a clicker keep their meaning,
whatever stands there: nobody should have to think which file was on which computer. What cannot be is said, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from textual.keys import Keys

from facilitator.i18n.messages import say
from screens.keys import KEYS, Key

NAMED = {key.value for key in Keys} | {f"f{n}" for n in range(1, 13)} | {"minus_sign"}
CLICKER = frozenset(("pagedown", "pageup", "f5", "escape"))
"""Never anything else than what they are. The full stop is a clicker's too, and a letter besides."""
FIXED = frozenset(("close",))
"""Acts whose keys stay."""
SPELT = {
    ".": "full_stop", "+": "plus", "-": "minus", "/": "slash", "?": "question_mark", ",": "comma", "'": "apostrophe",
    "*": "asterisk", "#": "number_sign", "<": "less_than_sign", "=": "equals_sign", "§": "section_sign",
}  # fmt: skip
"""Characters that Textual knows under a name."""


@dataclass(frozen=True)
class Keymap:
    """The table of keys as it holds in this run."""

    table: tuple[Key, ...]
    changed: Mapping[str, str]
    """Id of a binding -> its keys, as Textual takes them."""
    wrong: tuple[tuple[str, Mapping[str, object]], ...] = ()
    """What could not be used: catalogue keys with their fields."""

    def sentences(self, language: str) -> Iterator[str]:
        """What could not be used, one sentence each."""
        return (say(key, language, **fields) for key, fields in self.wrong)

    def name(self, act: str, language: str) -> str:
        """The first key of an act as people read it, for the sentences that name one."""
        found = next(key for key in self.table if key.id == act)
        names = found.name_in(language).split(" ")
        # A full stop would be read as the end of the sentence.
        return next((name for name in names if name != "."), names[0])

    def names(self, language: str) -> dict[str, str]:
        """Act -> its first key as people read it, for the lines that name keys."""
        return {key.id: key.name_in(language).split(" ")[0] for key in self.table}


def keymap(chosen: object) -> Keymap:
    """Read what stands under ``keys`` in the settings. Whatever it is, the result can be used."""
    if chosen is None:
        return Keymap(KEYS, {})
    if not isinstance(chosen, dict):
        return Keymap(KEYS, {}, (("keys.not_a_table", {}),))
    known = {key.id: key for key in KEYS}
    wanted: dict[str, str] = {}
    wrong: list[tuple[str, Mapping[str, object]]] = []
    for act, said in chosen.items():
        found = known.get(act)
        keys = spelt(said)
        if found is None or found.id in FIXED:
            wrong.append(("keys.no_act", {"act": str(act)[:40]}))
        elif not keys:
            wrong.append(("keys.no_key", {"act": act, "name": str(said)[:40]}))
        elif CLICKER & set(keys):
            wrong.append(("keys.clicker", {"act": act, "name": ", ".join(sorted(CLICKER & set(keys)))}))
        else:
            wanted[act] = ",".join(keys)
    while clash := _clash(known, wanted):
        act, key = clash
        wrong.append(("keys.taken", {"act": act, "name": key}))
        del wanted[act]
    table = tuple(_with(key, wanted[key.id]) if key.id in wanted else key for key in KEYS)
    return Keymap(table, wanted, tuple(wrong))


def spelt(said: object) -> tuple[str, ...]:
    """The keys of one entry as Textual names them; none when any of them is no key."""
    if not isinstance(said, str):
        return ()
    keys = tuple(SPELT.get(part.strip(), part.strip()) for part in said.split(","))
    return keys if all(map(_is_key, keys)) else ()


def _is_key(key: str) -> bool:
    single = len(key) == 1 and key.isalnum()
    return single or key in NAMED or key in SPELT.values() or re.fullmatch(r"ctrl\+[a-z]", key) is not None


def _clash(known: Mapping[str, Key], wanted: Mapping[str, str]) -> tuple[str, str] | None:
    """An act whose chosen key is another act's already, and that key."""
    taken: dict[str, str] = {}
    for usual in known.values():
        # The usual ones first: an entry gives way to them, not they to it.
        stays = (usual.keys, usual.firm) if usual.id not in wanted else (usual.firm if usual.keys else "",)
        taken |= dict.fromkeys(",".join(stays).split(","), usual.id)
    taken.pop("", None)
    for act, keys in wanted.items():
        for key in keys.split(","):
            if taken.get(key, act) != act:
                return act, key
            taken[key] = act
    return None


def _with(key: Key, keys: str) -> Key:
    """The key of an act that was chosen; what acts even in a field stays where there are others."""
    # What the help leaves out it has no words for.
    shown = " ".join(_shown(part) for part in keys.split(",")) if key.shown else ""
    if not key.keys:
        return replace(key, firm=keys, shown=shown)
    kept = " ".join(part for part in key.shown.split(" ") if part in ("PageDown", "PageUp", "F5", "Ctrl+F", "F1"))
    return replace(key, keys=keys, shown=f"{kept} {shown}".strip())


def _shown(key: str) -> str:
    named = {name: character for character, name in SPELT.items()}
    return named.get(key, key if len(key) == 1 else "{space}" if key == "space" else key.title())
