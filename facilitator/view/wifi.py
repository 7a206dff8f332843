"""A Wi-Fi network and the text of its QR code. In memory only, never in a file."""

from __future__ import annotations

import re

from facilitator.view.parts import ViewPart

_SPECIAL = re.compile(r'([\\;,":])')


class Wifi(ViewPart, frozen=True, kw_only=True):
    """A Wi-Fi network that phones can join."""

    name: str
    password: str = ""
    """Empty for an open network."""
    hidden: bool = False
    """True when the network does not broadcast its name."""

    @property
    def payload(self) -> str:
        """The content of the QR code, in the ``WIFI:`` format of ZXing, for which phone cameras offer to join."""
        kind = "WPA" if self.password else "nopass"
        secret = f"P:{escape(self.password)};" if self.password else ""
        return f"WIFI:T:{kind};S:{escape(self.name)};{secret}{'H:true;' if self.hidden else ''};"


def escape(text: str) -> str:
    """``text`` with a backslash before every character that is special in the ``WIFI:`` format."""
    return _SPECIAL.sub(r"\\\1", text)
