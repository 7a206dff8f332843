"""The key table of the live screen. Bindings and help are generated from it; the settings file changes it by id.

No key needs AltGr on a Finnish or Swedish keyboard. The keys that a presentation clicker sends (PageUp, PageDown,
``.``, F5, Esc) only move between steps, blacken the stage or show the join code: they never delete anything, reveal
results out of order or quit (docs/domain.md 8.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

from facilitator.i18n.messages import say


@dataclass(frozen=True)
class Key:
    """The keys of the command of ``screens/commands.py`` that has this ``id``, also its name in the settings file."""

    id: str
    keys: str
    """Keys in Textual's notation, separated by commas. While a text field has the focus they are typed into it."""
    priority_keys: str = ""
    """Keys that work even while a text field has the focus (priority bindings)."""
    display: str = ""
    """The keys as the help shows them, ``{space}`` and ``{backspace}`` as placeholders; empty: not in the help."""

    def display_in(self, language: str) -> str:
        """Return the keys as the help shows them in ``language``."""
        return self.display.replace("{space}", say("key.space", language)).replace(
            "{backspace}", say("key.backspace", language)
        )


KEYS: tuple[Key, ...] = (
    Key("next", "right,space,enter,n", "pagedown", "PageDown → {space} Enter n"),
    Key("back", "left", "pageup", "PageUp ←"),
    Key("black", "full_stop,b", "", ". b"),
    Key("overlay", "j", "f5", "F5 j"),
    Key("close", "escape", "", "Esc"),
    Key("console", "", "tab,f2", "Tab F2"),
    Key("more", "plus", "", "+"),
    Key("less", "minus,minus_sign", "", "-"),
    Key("pause", "p", "", "p"),
    Key("lock", "l", "", "l"),
    Key("reopen", "o", "", "o"),
    Key("reveal", "r", "", "r"),
    Key("undo", "u,ctrl+z", "", "u Ctrl+Z"),
    Key("redo", "ctrl+y", "", "Ctrl+Y"),
    *(Key(f"place{n}", str(n), "", "1–9" if n == 1 else "") for n in range(1, 10)),
    Key("theme", "0", "", "0"),
    Key("take_back", "backspace", "", "{backspace}"),
    Key("filter", "slash", "ctrl+f", "/ Ctrl+F"),
    Key("hide", "h", "", "h"),
    Key("add", "a", "", "a"),
    Key("change", "c", "", "c"),
    Key("merge", "m", "", "m"),
    Key("remove", "delete", "", "Delete"),
    Key("suggest", "g", "", "g"),
    Key("accept", "f", "", "f"),
    Key("accept_above", "d", "", "d"),
    Key("ignore", "i", "", "i"),
    Key("split", "z", "", "z"),
    Key("approve", "y", "", "y"),
    Key("count", "v", "", "v"),
    Key("nudge", "k", "", "k"),
    Key("cut", "x", "", "x"),
    Key("break", "t", "", "t"),
    Key("edit", "w", "", "w"),
    Key("save_template", "s", "", "s"),
    Key("export", "e", "", "e"),
    Key("remote", "ctrl+r", "", "Ctrl+R"),
    Key("palette", "", "ctrl+p", "Ctrl+P"),
    Key("help", "question_mark", "f1", "F1 ?"),
    Key("stage_language", "", "f3", "F3"),
    Key("look", "", "f4", "F4"),
    Key("qr", "", "f6", "F6"),
    Key("check", "", "f7", "F7"),
    Key("network", "", "f8", "F8"),
    Key("wifi", "", "f9", "F9"),
    Key("leave", "", "ctrl+q", "Ctrl+Q"),
)


def bindings() -> list[BindingType]:
    """Return the table as Textual bindings. The screen draws its own footer, so none of them is shown in Textual's."""
    found: list[BindingType] = []
    for key in KEYS:
        action = f"command('{key.id}')"
        if key.keys:
            found.append(Binding(key.keys, action, show=False, id=key.id))
        if key.priority_keys:
            name = f"{key.id}.firm" if key.keys else key.id
            found.append(Binding(key.priority_keys, action, show=False, id=name, priority=True))
    return found
