"""A dialog that says what did not work and offers one harmless way on."""

from __future__ import annotations

from screens.dialogs.confirm import Confirm


class Offer(Confirm):
    """Gives back True for yes. Nothing can be lost by it, so the focus is on yes: Enter goes on."""

    AUTO_FOCUS = "#ok"
