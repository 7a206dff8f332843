"""The keys of the live screen that are about the room: its check, the network, the Wi-Fi code, what is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from facilitator.ports.protocols import Driver, Reply
from facilitator.system.settings import Profile
from screens.app_messages import RoomKept
from screens.dialogs.slips import SlipsForm
from screens.dialogs.wifi import WifiForm
from screens.keymap import Keymap
from screens.live.base import Shared

BEFORE = ("draft", "lobby")
"""Session states in which nobody minds what is on the wall."""


class RoomKeys(Shared):
    """What is checked before people come, and mended when the network fails them."""

    def __init__(
        self, driver: Driver, language: str, notices: Sequence[str], clock: Callable[[], float], keys: Keymap
    ) -> None:
        super().__init__(driver, language, notices, clock, keys)
        self.profile = Profile()
        self.rooms: tuple[Profile, ...] = ()
        self._offered = ""
        """The address that was said to be lost, so that it is said once."""

    def action_check(self) -> None:
        """The whole room check."""
        self._open_check("check", alone=False)

    def action_network(self) -> None:
        """Only the network: the addresses, and whether phones come."""
        self._open_check("network", alone=True)

    def _open_check(self, name: str, *, alone: bool) -> None:
        # While people work, their wall would show the check: it asks again, as before the console.
        quiet = self.at_console or self.driver.public.session.state in BEFORE
        if not quiet and not self._again.second(name, self._clock()):
            self.hint(self.say("live.visible"))
            return
        from screens.check.check import RoomCheck  # late: most workshops are opened in a room that is known

        check = RoomCheck(
            self.driver,
            self.language,
            self.profile,
            self.rooms,
            keep=self.keep_room,
            look=self.action_look,
            alone=alone,
            clock=self._clock,
        )
        self.app.push_screen(check)

    def action_look(self) -> None:
        """The next appearance."""
        raise NotImplementedError

    def keep_room(self, profile: Profile, saved: bool) -> None:
        """The room check has found something out: the stage draws its code by it, and it may be remembered."""
        self.take_room(profile)
        self.post_message(RoomKept(profile, saved))

    def take_room(self, profile: Profile) -> None:
        """Draw for this room from now on."""
        raise NotImplementedError

    def action_wifi(self) -> None:
        """The code of the Wi-Fi on the stage or away; at first what it is."""
        view = self.driver.console
        if view.public.wifi is not None:
            self._hand.give(lambda _: ("wifi", {"on": False}))
        elif view.wifi:
            self._hand.give(lambda _: ("wifi", {"on": True}))
        else:
            self.action_wifi_entry()

    def action_wifi_entry(self) -> None:
        """Enter another Wi-Fi, and show its code."""

        def entered(fields: dict[str, str] | None) -> None:
            if fields:
                self._hand.give(lambda _: ("wifi", fields))
                self._hand.give(lambda _: ("wifi", {"on": True}))

        self.app.push_screen(WifiForm(self.language, self.driver.console.wifi), entered)

    def action_handouts(self) -> None:
        """Poster and table cards. The path is told on the console only: it holds the user's name."""
        if self.at_console:
            self._hand.give(lambda _: ("handouts", {}), partial(self._tell_folder), once="handouts")

    def _tell_folder(self, reply: Reply) -> None:
        self.console.tell(self.say("live.handouts", folder=reply.get("folder", "")))

    def action_slips(self) -> None:
        """Join slips for votes that bind. On the console only: the stage need not know how many are asked for."""
        if not self.at_console:
            return

        def asked(wish: dict[str, Any] | None) -> None:
            if wish is not None:
                self._hand.give(lambda _: ("handouts", wish), self._tell_slips, once="slips")

        view = self.driver.console
        self.app.push_screen(SlipsForm(self.language, view.slips_made, view.slips_used), asked)

    def _tell_slips(self, reply: Reply) -> None:
        self.console.tell(self.say("live.slips", folder=reply.get("folder", "")))

    def warn_of_network(self) -> None:
        """Say once, on the stage in neutral words, that the address is gone; the console says it all the time."""
        outlook = self.driver.console.network
        lost = outlook.shown if outlook is not None and outlook.lost else ""
        if lost and lost != self._offered and not self.at_console:
            self.hint(self.say("live.network_lost"))
        self._offered = lost
