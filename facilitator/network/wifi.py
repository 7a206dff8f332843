"""The room's Wi-Fi as the facilitator enters it, and the content of its QR code. Kept in memory, never in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.view.wifi import Wifi

MAX_NAME_BYTES = 32
"""Most bytes of a network's name (SSID, IEEE 802.11)."""

MIN_PASSWORD, MAX_PASSWORD = 8, 63
"""Fewest and most characters of a WPA passphrase (IEEE 802.11i)."""


def parse_wifi(arguments: Mapping[str, Any]) -> Wifi:
    """The network of ``{"name", "password"?, "hidden"?}``.

    Raises: ``RuleBroken`` ``bad_arguments``, ``bad_wifi_name`` or ``bad_wifi_password``.
    """
    name, password = arguments.get("name"), arguments.get("password", "")
    hidden = arguments.get("hidden", False)
    if not (isinstance(name, str) and isinstance(password, str) and isinstance(hidden, bool)):
        raise RuleBroken("bad_arguments", 400, verb="wifi", problem="name, password, hidden")
    if not 0 < len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES or not name.isprintable():
        raise RuleBroken("bad_wifi_name", 422, most=MAX_NAME_BYTES)
    if password and not (MIN_PASSWORD <= len(password) <= MAX_PASSWORD and password.isprintable()):
        raise RuleBroken("bad_wifi_password", 422, least=MIN_PASSWORD, most=MAX_PASSWORD)
    return Wifi(name=name, password=password, hidden=hidden)


class WifiDisplay:
    """The network that was entered, and whether the stage shows its code."""

    def __init__(self) -> None:
        self.entry: Wifi | None = None
        self.on = False

    @property
    def visible(self) -> Wifi | None:
        """The network whose code the stage shows; None when it shows none."""
        return self.entry if self.on else None

    def execute(self, arguments: Mapping[str, Any]) -> None:
        """The verb ``wifi``: ``{"name", "password"?, "hidden"?}`` enters a network, ``{"on"}`` shows or hides its code.

        Raises: ``RuleBroken`` ``no_wifi`` when there is none to show, and as ``parse_wifi``.
        """
        if set(arguments) == {"on"} and isinstance(arguments["on"], bool):
            if arguments["on"] and self.entry is None:
                raise RuleBroken("no_wifi", 409)
            self.on = bool(arguments["on"])
        else:
            unknown = set(arguments) - {"name", "password", "hidden"}
            if unknown:
                raise RuleBroken("bad_arguments", 400, verb="wifi", problem=", ".join(sorted(unknown)))
            self.entry = parse_wifi(arguments)
