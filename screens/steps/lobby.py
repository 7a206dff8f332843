"""Draws the lobby on the stage: how to join."""

from __future__ import annotations

from facilitator.view import Lobby
from screens.canvas import Region
from screens.stage.join import join
from screens.stage.scene import Scene


def draw(region: Region, body: Lobby, scene: Scene) -> None:
    """Draw title, QR code, address and number of participants."""
    join(region, scene)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("lobby")
