"""The room's Wi-Fi as the facilitator enters it, and the content of its QR code. Kept in memory, never in a file."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.view.wifi import Wifi

MAX_NAME_BYTES = 32
"""Most bytes of a network's name (SSID, IEEE 802.11)."""

MIN_PASSWORD, MAX_PASSWORD = 8, 63
"""Fewest and most characters of a WPA passphrase (IEEE 802.11i)."""


class WifiArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"name": text, "password"?: text, "hidden"?: bool}``"""

    name: str
    password: str = ""
    hidden: bool = False


def check_wifi(arguments: WifiArguments) -> Wifi:
    """The network that was entered. Raises: ``RuleBroken`` ``bad_wifi_name`` or ``bad_wifi_password``."""
    name, password = arguments.name, arguments.password
    if not 0 < len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES or not name.isprintable():
        raise RuleBroken("bad_wifi_name", 422, most=MAX_NAME_BYTES)
    if password and not (MIN_PASSWORD <= len(password) <= MAX_PASSWORD and password.isprintable()):
        raise RuleBroken("bad_wifi_password", 422, least=MIN_PASSWORD, most=MAX_PASSWORD)
    return Wifi(name=name, password=password, hidden=arguments.hidden)


class WifiDisplay:
    """The network that was entered, and whether the stage shows its code."""

    def __init__(self) -> None:
        self.entry: Wifi | None = None
        self.on = False

    @property
    def visible(self) -> Wifi | None:
        """The network whose code the stage shows; None when it shows none."""
        return self.entry if self.on else None

    def enter(self, arguments: WifiArguments) -> None:
        """Replace the network. Raises as ``check_wifi``."""
        self.entry = check_wifi(arguments)

    def show(self, on: bool) -> None:
        """Show or hide the code of the network. Raises: ``RuleBroken`` ``no_wifi`` when there is none to show."""
        if on and self.entry is None:
            raise RuleBroken("no_wifi", 409)
        self.on = on
