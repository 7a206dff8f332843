"""Commands that concern the room: room check, network, Wi-Fi code, drawing of the join code, printed handouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from facilitator.ports.protocols import Reply
from facilitator.system.settings import RoomProfile
from screens.app_messages import NextLookRequested, RoomProfileChanged
from screens.dialogs.slips import SlipsForm
from screens.dialogs.wifi import WifiForm
from screens.live.context import Handlers, LiveContext
from screens.stage.widget import next_qr_mode

BEFORE_START = ("draft", "lobby")
"""Session states in which the facilitator's screens may be projected without a warning."""


class RoomCommands:
    """What is checked before people come, and repaired when the network fails during the workshop.

    ``apply`` draws the stage for the room that a profile describes. ``rooms``: the profiles that were stored before.
    """

    def __init__(
        self,
        context: LiveContext,
        profile: RoomProfile,
        rooms: Sequence[RoomProfile],
        apply: Callable[[RoomProfile], None],
    ) -> None:
        self._context = context
        self.profile = profile
        self._rooms = tuple(rooms)
        self._apply = apply
        self._lost_address = ""
        """The address that was last reported as lost, so that it is reported once."""

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {
            "check": partial(self._open_check, "check", network_only=False),
            "network": partial(self._open_check, "network", network_only=True),
            "wifi": self.show_wifi,
            "wifi_entry": self.enter_wifi,
            "qr": self.change_qr_mode,
            "handouts": self.make_handouts,
            "slips": self.make_slips,
        }

    def _open_check(self, name: str, *, network_only: bool) -> None:
        """Open the whole room check, or only the page with the addresses and whether phones reach this computer."""
        context = self._context
        # While people work, the check would be projected over the stage: a second press confirms, as for the console.
        quiet = context.at_console or context.public.session.state in BEFORE_START
        if not quiet and not context.confirms(name):
            context.hint(context.say("live.visible"))
            return
        from screens.check.check import RoomCheck  # late: in most rooms it is not opened at all

        check = RoomCheck(
            context.driver,
            context.language,
            self.profile,
            self._rooms,
            keep=self._use_profile,
            look=partial(context.post, NextLookRequested()),
            network_only=network_only,
            clock=context.clock,
        )
        context.open(check)

    def _use_profile(self, profile: RoomProfile, saved: bool) -> None:
        """Use a profile that was changed, and post it to the app. ``saved``: it is to be remembered."""
        self.profile = profile
        if saved:
            self._rooms = (profile, *(room for room in self._rooms if room.name != profile.name))
        self._apply(profile)
        self._context.post(RoomProfileChanged(profile, saved))

    def change_qr_mode(self) -> None:
        """Draw the join code in the next drawing mode."""
        self._use_profile(replace(self.profile, qr=next_qr_mode(self.profile.qr)), saved=False)

    def show_wifi(self) -> None:
        """Show or hide the code of the Wi-Fi on the stage; ask for the Wi-Fi first when none is known."""
        view = self._context.view
        if view.public.wifi is not None:
            self._context.submit(lambda _: ("wifi", {"on": False}))
        elif view.wifi:
            self._context.submit(lambda _: ("wifi", {"on": True}))
        else:
            self.enter_wifi()

    def enter_wifi(self) -> None:
        """Ask for another Wi-Fi, and show its code."""
        context = self._context

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                context.submit(lambda _: ("wifi", fields))
                context.submit(lambda _: ("wifi", {"on": True}))

        context.open(WifiForm(context.language, context.view.wifi), on_fields)

    def make_handouts(self) -> None:
        """Write the poster and table cards. Their path is shown on the console only: it contains the user's name."""
        if self._context.at_console:
            done = partial(self._tell_folder, "live.handouts")
            self._context.submit(lambda _: ("handouts", {}), done, unique_key="handouts")

    def make_slips(self) -> None:
        """Ask how many join slips to make, for binding votes (one slip per person).

        Works on the console only: the stage need not show how many people are expected.
        """
        context, view = self._context, self._context.view
        if not context.at_console:
            return

        def on_fields(arguments: dict[str, Any] | None) -> None:
            if arguments is not None:
                done = partial(self._tell_folder, "live.slips")
                context.submit(lambda _: ("handouts", arguments), done, unique_key="slips")

        context.open(SlipsForm(context.language, view.slips_made, view.slips_used), on_fields)

    def _tell_folder(self, key: str, reply: Reply) -> None:
        self._context.console.tell(self._context.say(key, folder=reply.get("folder", "")))

    def warn_about_network(self) -> None:
        """Say once on the stage, in neutral words, that the address is lost; the console shows it all the time."""
        outlook = self._context.view.network
        lost = outlook.shown if outlook is not None and outlook.lost else ""
        if lost and lost != self._lost_address and not self._context.at_console:
            self._context.hint(self._context.say("live.network_lost"))
        self._lost_address = lost
