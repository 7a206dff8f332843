"""What stands on a poster and on a card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitator.i18n.messages import LANGUAGES, say


@dataclass(frozen=True)
class Facts:
    """The workshop's title as text, its join address and its code."""

    title: str
    address: str
    code: str
    language: str

    @property
    def typed(self) -> str:
        """The address as people type it."""
        return self.address.split("://", 1)[-1].rstrip("/")

    @property
    def languages(self) -> tuple[str, ...]:
        """All of them, the workshop's own first."""
        return (self.language, *(code for code in LANGUAGES if code != self.language))

    def lines(self) -> Iterator[tuple[str, str, str, str]]:
        """Language, heading, what to do with the camera, and what without, in each language."""
        for code in self.languages:
            yield code, say("handout.head", code), say("handout.scan", code), say("handout.type", code)
