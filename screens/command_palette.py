"""The command palette in the facilitator's language: what the screen that is open can do right now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from facilitator.i18n.messages import say
from screens.terminal_text import literal, plain


@dataclass(frozen=True)
class Command:
    """One thing that can be done. ``label`` may hold human text: it is shown literally."""

    label: str
    run: Callable[[], Awaitable[None] | None]


@runtime_checkable
class Commanding(Protocol):
    """A screen that can say what it can do."""

    language: str

    def commands(self) -> Iterable[Command]:
        """What makes sense now."""
        ...


class Commands(Provider):
    """Lists the commands of the screen under the palette."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(plain(command.label), command.run, text=literal(command.label))

    async def search(self, query: str) -> Hits:
        """Those that fit what is typed, and a sentence when none does.

        The matcher's own highlighting would read the label as markup, and step titles are human text.
        """
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            label = literal(command.label)
            if (score := matcher.match(label)) > 0:
                found = True
                yield Hit(score, plain(label), command.run, text=label)
        if not found and isinstance(self.screen, Commanding):
            nothing = say("palette.nothing", self.screen.language)
            yield Hit(1.0, plain(nothing), lambda: None, text=nothing)

    def _commands(self) -> tuple[Command, ...]:
        screen: object = self.screen
        return tuple(screen.commands()) if isinstance(screen, Commanding) else ()
