"""The content of posters, cards and slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitator.i18n.messages import LANGUAGES, say


@dataclass(frozen=True)
class HandoutFacts:
    """Title, join address and join code of a workshop; ``language`` is that of the workshop."""

    title: str
    address: str
    code: str
    language: str

    @property
    def typed_address(self) -> str:
        """The join address as people type it: without scheme and trailing slash."""
        return self.address.split("://", 1)[-1].rstrip("/")

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, the workshop's own first."""
        return (self.language, *(code for code in LANGUAGES if code != self.language))

    def instructions(self) -> Iterator[tuple[str, str, str, str]]:
        """For each language: its code, the heading, how to join with a camera, how to join by typing."""
        for code in self.languages:
            yield code, say("handout.head", code), say("handout.scan", code), say("handout.type", code)
