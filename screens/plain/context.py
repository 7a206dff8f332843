"""What every handler of plain mode works with: the room, the conversation, and one way to run a verb."""

from __future__ import annotations

from typing import Any

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.ports.protocols import Facilitation, Reply
from facilitator.view import ConsoleView
from screens.error_boundary import exception_text
from screens.plain.conversation import Conversation
from store.errors import StoreError


class PlainContext:
    """Reads the newest view and runs verbs. A refusal is printed and has no other effect."""

    def __init__(self, driver: Facilitation, conversation: Conversation) -> None:
        self.driver = driver
        self.conversation = conversation
        self.language = conversation.language

    @property
    def view(self) -> ConsoleView:
        """The newest console view."""
        return self.driver.console

    def words(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the facilitator's language."""
        return say(key, self.language, **fields)

    async def do(self, verb: str, done_key: str = "", **arguments: Any) -> Reply | None:
        """Run a verb and return its reply; None when it was refused.

        ``done_key``: catalogue key of the message to print when it is done; empty for none.
        """
        try:
            reply = await self.driver.execute(verb, **arguments)
        except (RuleBroken, StoreError) as refused:
            self.conversation.tell(exception_text(refused, self.language))
            return None
        if done_key:
            self.conversation.say(done_key)
        return reply
