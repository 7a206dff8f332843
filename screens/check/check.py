"""The screen of the room check and of the network check: pages driven by keys, a presenter's clicker or the mouse.

Everything on it may be projected: it shows addresses of this computer, never of a phone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen

from facilitator.i18n.messages import say
from facilitator.ports.protocols import Facilitation, Reply
from facilitator.system.settings import RoomProfile
from screens import legibility
from screens.check.paint import paint
from screens.check.state import CHECKLIST, CHOICES, CUSTOM_HEIGHT, FARTHEST, NEAREST, PAGES, CheckState, Hotspots
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.dialogs.wifi import WifiForm
from screens.error_boundary import ErrorBoundary
from screens.picture_widget import PictureWidget
from screens.pixels import next_mode
from screens.press_guard import PressGuard
from screens.room_watch import RoomWatch
from screens.stage.widget import next_qr_mode

URL_LIMIT, NAME_LIMIT, HEIGHT_LIMIT = 200, 40, 6
MIN_IMAGE_HEIGHT, MAX_IMAGE_HEIGHT = 0.2, 20.0
"""Smallest and largest height in metres that is accepted for a projected image."""


class RoomCheck(Screen[None]):
    """Calls ``keep(profile, saved)`` after every choice; ``saved``: the profile has a name and is to be stored.

    ``network_only``: only the network page is shown.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,right,space,enter,n", "next", show=False),
        Binding("pageup,left", "back", show=False),
        Binding("escape,f7,f8", "leave", show=False),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
        Binding("plus,up", "farther(0.5)", show=False),
        Binding("minus,minus_sign,down", "farther(-0.5)", show=False),
        Binding("f6,y", "qr", show=False),
        Binding("f9", "wifi", show=False),
        Binding("f4", "look", show=False),
        Binding("u", "url", show=False),
        Binding("h,f1", "help", show=False),
        Binding("l", "letters", show=False),
        Binding("s", "save", show=False),
        Binding("o", "rooms", show=False),
        Binding("c", "handouts", show=False),
    ]

    sheet = query_one(PictureWidget)

    def __init__(
        self,
        driver: Facilitation,
        language: str,
        profile: RoomProfile,
        rooms: Sequence[RoomProfile] = (),
        *,
        keep: Callable[[RoomProfile, bool], None] = lambda profile, saved: None,
        look: Callable[[], None] = lambda: None,
        network_only: bool = False,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.driver = driver
        self.language = language
        self.profile = profile
        self._rooms = tuple(rooms)
        self._keep_profile, self._next_look = keep, look
        self._network_only = network_only
        self._page = "network" if network_only else PAGES[0]
        self._help = False
        self._sentence = ""
        self._now, self._clock = now, clock
        self._press_guard = PressGuard()
        self._error_boundary = ErrorBoundary(language, self.tell)
        self._hotspots = Hotspots()
        self._room_watch: RoomWatch | None = None

    def compose(self) -> ComposeResult:
        """One sheet, on which everything is drawn."""
        yield PictureWidget()

    def on_mount(self) -> None:
        """Draw on every change of the room and every second."""
        self._room_watch = RoomWatch(self.driver, self.draw)
        self.set_interval(1.0, self.draw)

    def on_unmount(self) -> None:
        """Stop listening. The room goes on running."""
        if self._room_watch is not None:
            self._room_watch.close()

    def on_resize(self, _: events.Resize) -> None:
        """Draw again: the terminal has another number of rows."""
        self.draw()

    @property
    def state(self) -> CheckState:
        """What is drawn now."""
        view = self.driver.console
        return CheckState(
            view=view.public,
            outlook=view.network,
            profile=self.profile,
            language=self.language,
            now=self._now(),
            rows=self.size.height,
            columns=self.size.width,
            page=self._page,
            help=self._help,
            sentence=self._sentence,
            network_only=self._network_only,
        )

    def draw(self) -> None:
        """Draw the current state."""
        if self.is_mounted and self.size.width and self.size.height:
            picture, self._hotspots = paint(self.state)
            self.sheet.show(picture)

    def tell(self, sentence: str) -> None:
        """Show one sentence; the next choice or page removes it."""
        self._sentence = sentence
        self.draw()

    # --- pages -----------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Go to the next page; on the last page, close. A clicker that bounces moves one page only."""
        if self._network_only or not self._press_guard.accepts(self._clock()):
            return
        if self._page == PAGES[-1]:
            self.dismiss()
        else:
            self._turn_page(1)

    def action_back(self) -> None:
        """Go to the previous page."""
        if not self._network_only:
            self._turn_page(-1)

    def action_leave(self) -> None:
        """Close. Every choice has been kept already."""
        self.dismiss()

    def _turn_page(self, by: int) -> None:
        self._page = PAGES[min(max(PAGES.index(self._page) + by, 0), len(PAGES) - 1)]
        self._help = False
        self.tell("")

    @on(PictureWidget.Clicked)
    def handle_click(self, event: PictureWidget.Clicked) -> None:
        """Run the action of the row, or on the last row go on (left half) or close (right half)."""
        if event.y >= self.size.height - 1:
            if event.x < self.size.width // 2:
                self.action_next()
            else:
                self.action_leave()
        elif (act := self._hotspots.rows.get(event.y)) is not None:
            self.call_later(self.run_action, act)

    # --- choices -----------------------------------------------------------------------------------------

    def action_choose(self, number: int) -> None:
        """Choose by number: an image size, a line, an address, or an item of the checklist."""
        self._sentence = ""
        match self._page:
            case "size" if number <= len(CHOICES):
                self._choose_image(CHOICES[number - 1])
            case "lines" if number <= 5:
                self._change_profile(read=number)
            case "network":
                self._choose_address(number)
            case "ready" if number <= len(CHECKLIST):
                # The symmetric difference below ticks an item and, at the second press, unticks it.
                name, done = CHECKLIST[number - 1], set(self.profile.ticked)
                self._change_profile(ticked=tuple(sorted(done ^ {name})))

    def _choose_image(self, name: str) -> None:
        if name != CUSTOM_HEIGHT:
            self._change_profile(height=legibility.SCREEN_HEIGHTS[name])
            return

        def on_text(text: str | None) -> None:
            if text is None:
                return
            try:
                # Finnish and Swedish write a decimal comma.
                height = float(text.replace(",", ".").removesuffix("m").strip())
            except ValueError:
                # Below the accepted range, so that one message covers both kinds of mistake.
                height = 0.0
            if MIN_IMAGE_HEIGHT <= height <= MAX_IMAGE_HEIGHT:
                self._change_profile(height=round(height, 2))
            else:
                self.tell(say("check.size.bad", self.language))

        question, example = say("check.size.ask_own", self.language), say("check.size.example", self.language)
        self.app.push_screen(AskText(self.language, question, HEIGHT_LIMIT, example=example), on_text)

    def action_farther(self, by: float) -> None:
        """Change the distance of the back row by ``by`` metres."""
        if self._page == "size":
            self._change_profile(distance=min(max(self.profile.distance + by, NEAREST), FARTHEST))

    def action_qr(self) -> None:
        """Draw the join code in the next drawing mode."""
        self._change_profile(qr=next_qr_mode(self.profile.qr))

    def action_letters(self) -> None:
        """Draw large letters in the next fineness: the samples show which of them this terminal can draw."""
        self._change_profile(letters=next_mode(self.profile.letters))

    def action_look(self) -> None:
        """Switch to the next appearance."""
        self._next_look()

    def action_help(self) -> None:
        """Show or hide what to try when no phone connects."""
        if self._page == "network":
            self._help = not self._help
            self.draw()

    def _change_profile(self, **changes: Any) -> None:
        self.profile = replace(self.profile, **changes)
        self._keep_profile(self.profile, False)
        self.draw()

    # --- rooms -------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Ask for a name and store the profile of this room under it."""

        def on_text(name: str | None) -> None:
            if name:
                self.profile = replace(self.profile, name=name)
                self._rooms = (self.profile, *(room for room in self._rooms if room.name != name))
                self._keep_profile(self.profile, True)
                self.tell(say("check.saved", self.language, name=name))

        question = say("check.ask_room", self.language)
        self.app.push_screen(AskText(self.language, question, NAME_LIMIT, self.profile.name), on_text)

    def action_rooms(self) -> None:
        """Choose a room that was checked before; its checklist is cleared."""
        if not self._rooms:
            self.tell(say("check.no_rooms", self.language))
            return

        def on_choice(place: str | None) -> None:
            if place is not None:
                self.profile = replace(self._rooms[int(place)], ticked=())
                self._keep_profile(self.profile, False)
                self.draw()

        options = [(str(place), room.name) for place, room in enumerate(self._rooms)]
        self.app.push_screen(Choose(self.language, say("check.which_room", self.language), options), on_choice)

    # --- verbs of the room ----------------------------------------------------------------------------------

    def _choose_address(self, number: int) -> None:
        outlook = self.driver.console.network
        if outlook is not None and number <= len(outlook.ways):
            self._run_verb("address", address=outlook.ways[number - 1].address)

    def action_url(self) -> None:
        """Ask for an address that this computer cannot find out: that of a tunnel or a proxy."""
        if self._page != "network":
            return

        def on_text(text: str | None) -> None:
            if text:
                self._run_verb("address", address=text)

        question, example = say("check.network.ask_url", self.language), say("check.network.url_example", self.language)
        self.app.push_screen(AskText(self.language, question, URL_LIMIT, example=example), on_text)

    def action_wifi(self) -> None:
        """Ask for the room's Wi-Fi, whose code can then be shown on the stage."""

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                self._run_verb("wifi", name=fields["name"], password=fields["password"])

        self.app.push_screen(WifiForm(self.language, self.driver.console.wifi), on_fields)

    def action_handouts(self) -> None:
        """Write the poster and table cards into the folder of the results."""
        self._run_verb("handouts", partial(_tell_folder, self))

    def _run_verb(self, verb: str, on_reply: Callable[[Reply], None] | None = None, **arguments: Any) -> None:
        async def act() -> None:
            with self._error_boundary:
                reply = await self.driver.execute(verb, **arguments)
                self.tell("")
                if on_reply is not None:
                    on_reply(reply)

        self.run_worker(act(), name=verb, group="acts", exit_on_error=False)


def _tell_folder(screen: RoomCheck, reply: Reply) -> None:
    """Show the name of the folder only: its path contains the user's name."""
    name = str(reply.get("folder", "")).replace("\\", "/").rstrip("/").rpartition("/")[2]
    screen.tell(say("live.handouts", screen.language, folder=name))
