"""Key actions of the live screen that concern the room: room check, network, Wi-Fi code, printed handouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from facilitator.ports.protocols import Facilitation, Reply
from facilitator.system.settings import RoomProfile
from screens.app_messages import RoomProfileChanged
from screens.dialogs.slips import SlipsForm
from screens.dialogs.wifi import WifiForm
from screens.keymap import Keymap
from screens.live.base import LiveScreenBase

BEFORE_START = ("draft", "lobby")
"""Session states in which the facilitator's screens may be projected without a warning."""


class RoomKeys(LiveScreenBase):
    """What is checked before people come, and repaired when the network fails during the workshop."""

    def __init__(
        self, driver: Facilitation, language: str, notices: Sequence[str], clock: Callable[[], float], keys: Keymap
    ) -> None:
        super().__init__(driver, language, notices, clock, keys)
        self.profile = RoomProfile()
        self.rooms: tuple[RoomProfile, ...] = ()
        self._lost_address = ""
        """The address that was last reported as lost, so that it is reported once."""

    def action_check(self) -> None:
        """Open the whole room check."""
        self._open_check("check", network_only=False)

    def action_network(self) -> None:
        """Open only the network page: the addresses, and whether phones reach this computer."""
        self._open_check("network", network_only=True)

    def _open_check(self, name: str, *, network_only: bool) -> None:
        # While people work, the check would be projected over the stage: a second press confirms, as for the console.
        quiet = self.at_console or self.driver.public.session.state in BEFORE_START
        if not quiet and not self._second_press.confirms(name, self._clock()):
            self.hint(self.say("live.visible"))
            return
        from screens.check.check import RoomCheck  # late: in most rooms it is not opened at all

        check = RoomCheck(
            self.driver,
            self.language,
            self.profile,
            self.rooms,
            keep=self.keep_room,
            look=self.action_look,
            network_only=network_only,
            clock=self._clock,
        )
        self.app.push_screen(check)

    def action_look(self) -> None:
        """Switch to the next appearance."""
        raise NotImplementedError

    def keep_room(self, profile: RoomProfile, saved: bool) -> None:
        """Use a profile that the room check has changed, and post it to the app. ``saved``: it is to be remembered."""
        self.apply_profile(profile)
        self.post_message(RoomProfileChanged(profile, saved))

    def apply_profile(self, profile: RoomProfile) -> None:
        """Draw the stage for the room that ``profile`` describes."""
        raise NotImplementedError

    def action_wifi(self) -> None:
        """Show or hide the code of the Wi-Fi on the stage; ask for the Wi-Fi first when none is known."""
        view = self.driver.console
        if view.public.wifi is not None:
            self._queue.submit(lambda _: ("wifi", {"on": False}))
        elif view.wifi:
            self._queue.submit(lambda _: ("wifi", {"on": True}))
        else:
            self.action_wifi_entry()

    def action_wifi_entry(self) -> None:
        """Ask for another Wi-Fi, and show its code."""

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                self._queue.submit(lambda _: ("wifi", fields))
                self._queue.submit(lambda _: ("wifi", {"on": True}))

        self.app.push_screen(WifiForm(self.language, self.driver.console.wifi), on_fields)

    def action_handouts(self) -> None:
        """Write the poster and table cards. Their path is shown on the console only: it contains the user's name."""
        if self.at_console:
            self._queue.submit(lambda _: ("handouts", {}), partial(self._tell_folder), unique_key="handouts")

    def _tell_folder(self, reply: Reply) -> None:
        self.console.tell(self.say("live.handouts", folder=reply.get("folder", "")))

    def action_slips(self) -> None:
        """Ask how many join slips to make, for binding votes (one slip per person).

        Works on the console only: the stage need not show how many people are expected.
        """
        if not self.at_console:
            return

        def on_fields(arguments: dict[str, Any] | None) -> None:
            if arguments is not None:
                self._queue.submit(lambda _: ("handouts", arguments), self._tell_slips, unique_key="slips")

        view = self.driver.console
        self.app.push_screen(SlipsForm(self.language, view.slips_made, view.slips_used), on_fields)

    def _tell_slips(self, reply: Reply) -> None:
        self.console.tell(self.say("live.slips", folder=reply.get("folder", "")))

    def warn_about_network(self) -> None:
        """Say once on the stage, in neutral words, that the address is lost; the console shows it all the time."""
        outlook = self.driver.console.network
        lost = outlook.shown if outlook is not None and outlook.lost else ""
        if lost and lost != self._lost_address and not self.at_console:
            self.hint(self.say("live.network_lost"))
        self._lost_address = lost
