"""``info``: a text on the stage, nothing asked."""

from __future__ import annotations

from msgspec import Struct

from facilitator.act import Here
from facilitator.steps.kind import Kind, settings
from facilitator.view import Info, Tag


class Settings(Struct, frozen=True):
    """``join``: shown with the join code."""

    join: bool = False
    tags: tuple[Tag, ...] = ()


class InfoKind(Kind):
    """Opens as the room arrives; the next press goes on."""

    name = "info"

    def body(self, here: Here) -> Info:
        wanted = settings(here.step, Settings)
        return Info(join=wanted.join, tags=wanted.tags)


KIND = InfoKind()
