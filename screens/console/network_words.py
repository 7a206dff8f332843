"""What the console says of the network: nothing while it is well."""

from __future__ import annotations

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView


def network_words(view: ConsoleView, language: str) -> str:
    """That the address of the join code is gone, and which one is offered; empty while it is there."""
    outlook = view.network
    if outlook is None or not outlook.lost:
        return ""
    if outlook.offered is None:
        return say("console.network.gone", language)
    return say("console.network.lost", language, address=outlook.shown, offered=outlook.offered.address)
