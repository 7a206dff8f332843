"""Draws the lobby on the stage: how to join."""

from __future__ import annotations

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView, LobbyBody
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.context import StageContext
from screens.stage.join import draw_join


def draw(region: Region, body: LobbyBody, scene: StageContext) -> None:
    """Draw title, QR code, address and number of participants."""
    draw_join(region, scene)


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the address and the code."""
    face = view.public.session
    return [
        ListLine("address", say("console.address", language, address=face.address)),
        ListLine("code", say("console.code", language, code=face.code)),
    ]


if __name__ == "__main__":
    from screens.stage.preview import run

    run("lobby")
