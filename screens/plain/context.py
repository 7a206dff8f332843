"""What every dialogue of plain mode works with: the room, the conversation, and one way of doing an act."""

from __future__ import annotations

from typing import Any

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.ports.protocols import Driver, Reply
from facilitator.view import ConsoleView
from screens.error_boundary import sentence
from screens.plain.conversation import Talk
from store.errors import StoreError


class Desk:
    """Reads the newest view, and does acts. A refusal is said and nothing else happens."""

    def __init__(self, driver: Driver, talk: Talk) -> None:
        self.driver = driver
        self.talk = talk
        self.language = talk.language

    @property
    def view(self) -> ConsoleView:
        """The newest private view."""
        return self.driver.console

    def words(self, key: str, **fields: object) -> str:
        """A message in the facilitator's language."""
        return say(key, self.language, **fields)

    async def do(self, verb: str, said: str = "", **arguments: Any) -> Reply | None:
        """One act; None when it was refused. ``said``: what to say when it is done (a catalogue key)."""
        try:
            reply = await self.driver.do(verb, **arguments)
        except (RuleBroken, StoreError) as refused:
            self.talk.tell(sentence(refused, self.language))
            return None
        if said:
            self.talk.say(said)
        return reply
