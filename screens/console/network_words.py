"""What the console says about the network: nothing while it works."""

from __future__ import annotations

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView


def network_words(view: ConsoleView, language: str) -> str:
    """Return that the address of the join code is lost, and which one is offered instead; empty while it works."""
    outlook = view.network
    if outlook is None or not outlook.lost:
        return ""
    if outlook.alternative is None:
        return say("console.network.gone", language)
    return say("console.network.lost", language, address=outlook.shown, offered=outlook.alternative.address)
