"""The command palette in the facilitator's language: lists what the current screen can do now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from facilitator.i18n.messages import say
from screens.terminal_text import literal_content, literal_text


@dataclass(frozen=True)
class PaletteCommand:
    """One entry of the palette. ``label`` may contain text that a person wrote: it is shown literally."""

    label: str
    run: Callable[[], None]
    sentence: str = ""
    """What the command does, below its label; empty for nothing."""


@runtime_checkable
class CommandSource(Protocol):
    """A screen that offers commands to the palette."""

    language: str

    def commands(self) -> Iterable[PaletteCommand]:
        """Return the commands that are possible now."""
        ...


class PaletteProvider(Provider):
    """Provides the palette with the commands of the screen it was opened on."""

    async def discover(self) -> Hits:
        """Yield all commands, for an empty query."""
        for command in self._commands():
            label, sentence = literal_content(command.label), command.sentence or None
            yield DiscoveryHit(label, command.run, text=literal_text(command.label), help=sentence)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match ``query``; if there are none, one entry that says so.

        Labels are not highlighted: Textual's matcher would read them as markup, and step titles are human text.
        """
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            label = literal_text(command.label)
            if (score := matcher.match(label)) > 0:
                found = True
                yield Hit(score, literal_content(label), command.run, text=label, help=command.sentence or None)
        if not found and isinstance(self.screen, CommandSource):
            nothing = say("palette.nothing", self.screen.language)
            yield Hit(1.0, literal_content(nothing), lambda: None, text=nothing)

    def _commands(self) -> tuple[PaletteCommand, ...]:
        screen: object = self.screen
        return tuple(screen.commands()) if isinstance(screen, CommandSource) else ()
