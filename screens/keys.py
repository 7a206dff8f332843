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
    """The keys of one command. ``id`` is its name in the settings file; ``act.<id>`` is its name in the catalogue."""

    id: str
    action: str
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
    Key("next", "next", "right,space,enter,n", "pagedown", "PageDown → {space} Enter n"),
    Key("back", "act('back')", "left", "pageup", "PageUp ←"),
    Key("black", "act('black')", "full_stop,b", "", ". b"),
    Key("overlay", "act('overlay')", "j", "f5", "F5 j"),
    Key("close", "close", "escape", "", "Esc"),
    Key("console", "console", "", "tab,f2", "Tab F2"),
    Key("more", "act('more')", "plus", "", "+"),
    Key("less", "act('less')", "minus,minus_sign", "", "-"),
    Key("pause", "act('pause')", "p", "", "p"),
    Key("lock", "act('lock')", "l", "", "l"),
    Key("reopen", "reopen", "o", "", "o"),
    Key("reveal", "act('reveal')", "r", "", "r"),
    Key("undo", "act('undo')", "u,ctrl+z", "", "u Ctrl+Z"),
    Key("redo", "act('redo')", "ctrl+y", "", "Ctrl+Y"),
    *(Key(f"place{n}", f"place({n})", str(n), "", "1–9" if n == 1 else "") for n in range(1, 10)),
    Key("theme", "theme", "0", "", "0"),
    Key("take_back", "take_back", "backspace", "", "{backspace}"),
    Key("filter", "filter", "slash", "ctrl+f", "/ Ctrl+F"),
    Key("hide", "hide", "h", "", "h"),
    Key("add", "pane('add')", "a", "", "a"),
    Key("change", "pane('change')", "c", "", "c"),
    Key("merge", "pane('merge')", "m", "", "m"),
    Key("remove", "pane('remove')", "delete", "", "Delete"),
    Key("suggest", "pane('suggest')", "g", "", "g"),
    Key("accept", "pane('accept')", "f", "", "f"),
    Key("accept_above", "pane('accept_above')", "d", "", "d"),
    Key("ignore", "pane('ignore')", "i", "", "i"),
    Key("split", "pane('split')", "z", "", "z"),
    Key("approve", "approve", "y", "", "y"),
    Key("count", "pane('count')", "v", "", "v"),
    Key("nudge", "nudge", "k", "", "k"),
    Key("cut", "cut", "x", "", "x"),
    Key("break", "act('break')", "t", "", "t"),
    Key("edit", "edit", "w", "", "w"),
    Key("save_template", "save_template", "s", "", "s"),
    Key("export", "export", "e", "", "e"),
    Key("remote", "remote", "ctrl+r", "", "Ctrl+R"),
    Key("palette", "palette", "", "ctrl+p", "Ctrl+P"),
    Key("help", "help", "question_mark", "f1", "F1 ?"),
    Key("stage_language", "act('stage_language')", "", "f3", "F3"),
    Key("look", "look", "", "f4", "F4"),
    Key("qr", "qr", "", "f6", "F6"),
    Key("check", "check", "", "f7", "F7"),
    Key("network", "network", "", "f8", "F8"),
    Key("wifi", "wifi", "", "f9", "F9"),
    Key("leave", "leave", "", "ctrl+q", "Ctrl+Q"),
)


def bindings() -> list[BindingType]:
    """Return the table as Textual bindings. The screen draws its own footer, so none of them is shown in Textual's."""
    found: list[BindingType] = []
    for key in KEYS:
        if key.keys:
            found.append(Binding(key.keys, key.action, show=False, id=key.id))
        if key.priority_keys:
            name = f"{key.id}.firm" if key.keys else key.id
            found.append(Binding(key.priority_keys, key.action, show=False, id=name, priority=True))
    return found
