"""The views of a running workshop, built from its session for stage, console and phones."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from facilitator.network.addressing import JoinAddress
from facilitator.network.wifi import WifiDisplay
from facilitator.ports.feed import Feed
from facilitator.ports.remote_control import RemoteControl
from facilitator.room.phone_status import PhoneStatus
from facilitator.room.session import LiveSession
from facilitator.room.suggest import SuggestionRunner
from facilitator.rules.publish import console_view, public_view
from facilitator.view import ConsoleView, PublicView


@dataclass(frozen=True)
class ViewSources:
    """What the views show besides the session: the state of the running program."""

    address: JoinAddress
    wifi: WifiDisplay
    remote_control: RemoteControl
    suggestions: SuggestionRunner
    phones: PhoneStatus


class RoomViews:
    """Builds the views when they are needed and reports changes to the feed. Used on the room's event loop only.

    ``public``, ``phone_view`` and ``console`` are the views as last built, which other threads may read.
    """

    public: PublicView
    phone_view: PublicView
    """Like ``public``, but always of the current step, also while the stage looks back."""
    console: ConsoleView

    def __init__(self, session: LiveSession, feed: Feed, sources: ViewSources) -> None:
        self._session, self._feed, self._sources = session, feed, sources
        self._key: tuple[int, str] = (-1, "")
        """The version and the store fault that the views were built from."""
        self._stale = True
        self._console_source: PublicView | None = None
        """The public view that the console view was built from; None when the console view is out of date."""

    def refresh(self) -> None:
        """Bring the public view and the phones' view up to date with the session."""
        session, sources = self._session, self._sources
        key = (session.version, session.trouble)
        if key == self._key and not self._stale:
            return
        context, address, wifi = session.context(), sources.address.address, sources.wifi.visible
        self.public = public_view(context, session.version, address, wifi=wifi)
        self.phone_view = (
            public_view(context, session.version, address, ignore_look_back=True)
            if self.public.looking_back
            else self.public
        )
        self._key, self._stale = key, False

    def refresh_console(self) -> None:
        """Bring all views up to date. Phones need the public view after every change, so the console's is separate."""
        self.refresh()
        if self._console_source is self.public:
            return
        context, sources = self._session.context(), self._sources
        step = context.index.step(context.session.step)
        seen = console_view(
            context,
            self.public,
            self._session.trouble,
            sources.phones.refused,
            sources.remote_control.state,
            sources.phones.join_bursts.phones_before_burst(step, self.public.joined, context.now),
            sources.phones.slip_throttle.wrong_to_report,
        )
        self.console = msgspec.structs.replace(
            seen,
            suggesting=sources.suggestions.progress,
            network=sources.address.outlook,
            wifi=sources.wifi.entry.name if sources.wifi.entry else "",
        )
        self._console_source = self.public

    def invalidate_console(self) -> None:
        """Report a change that only the console shows: the next round of the feed rebuilds the console view."""
        self._console_source = None
        self._feed.notify()

    def rebuild(self) -> None:
        """Rebuild all views after a change outside the session, such as the computer's address, and report it."""
        self._stale = True
        self.refresh_console()
        self._feed.notify()
