"""A dialog that says what failed and offers one harmless remedy."""

from __future__ import annotations

from screens.dialogs.confirm import Confirm


class Offer(Confirm):
    """Returns True for yes. Nothing can be lost, so the focus is on yes and Enter accepts."""

    AUTO_FOCUS = "#ok"
