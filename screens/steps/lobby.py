"""Draws the lobby on the stage: how to join."""

from __future__ import annotations

from facilitator.view import LobbyBody
from screens.canvas import Region
from screens.stage.join import draw_join
from screens.stage.scene import Scene


def draw(region: Region, body: LobbyBody, scene: Scene) -> None:
    """Draw title, QR code, address and number of participants."""
    draw_join(region, scene)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("lobby")
