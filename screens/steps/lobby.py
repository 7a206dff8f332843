"""How the lobby looks on the stage: the way in."""

from __future__ import annotations

from facilitator.view import Lobby
from screens.canvas import Region
from screens.stage.join import join
from screens.stage.scene import Scene


def draw(region: Region, body: Lobby, scene: Scene) -> None:
    """Draw title, code, address and count."""
    join(region, scene)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("lobby")
