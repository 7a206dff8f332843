"""The options of the home screen in words: saved workshops and templates. No widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from textual.content import Content
from textual.widgets.option_list import Option

from facilitator.i18n.messages import explain, format_date, pick, say
from facilitator.rules.followup.due import due_text
from facilitator.templates.follow_up import FOLLOW_UP_TEMPLATE
from screens.home.host import Card, SavedSession
from screens.home.session_list import SessionList, can_follow_up
from screens.terminal_text import literal_content


class OptionTexts:
    """Ids of options are ``recent-<index>`` and ``card-<index>``.

    ``deletion_date`` returns when a workshop will be deleted; None for one that is kept.
    """

    def __init__(
        self,
        language: str,
        sessions: SessionList,
        cards: Sequence[Card],
        deletion_date: Callable[[Path], date | None],
    ) -> None:
        self._language = language
        self._sessions = sessions
        self._cards = cards
        self._deletion_date = deletion_date

    def options(self) -> Iterator[Option]:
        """Yield all options with their headings."""
        for index, recent in enumerate(self._sessions.entries):
            if index in (0, len(self._sessions.recent)):
                yield self._heading("home.due" if index else "home.recent")
            yield Option(self._session_line(recent), id=f"recent-{index}")
        yield self._heading("home.ready")
        for index, card in enumerate(self._cards):
            if card.path is not None and (index == 0 or self._cards[index - 1].path is None):
                yield self._heading("home.own")
            yield Option(literal_content(self._card_line(card)), id=f"card-{index}")

    def description(self, option: str) -> Content:
        """Return what is said about an option while the cursor is on it; empty for a heading."""
        kind, _, index = option.partition("-")
        if kind == "card":
            return self._about_card(self._cards[int(index)])
        if kind == "recent":
            return self._about_session(self._sessions.entries[int(index)])
        return literal_content("")

    def _say(self, key: str, **fields: object) -> str:
        return say(key, self._language, **fields)

    def _heading(self, key: str) -> Option:
        return Option(literal_content(self._say(key)).stylize("bold underline"), disabled=True)

    def _session_line(self, recent: SavedSession) -> Content:
        title = pick(recent.title, self._language) or recent.path.stem
        if recent.trouble:
            return literal_content(self._say("home.session_trouble", title=title))
        state = self._say(f"session.{recent.state}")
        line = self._say("home.session", title=title, state=state, day=self._day_words(recent.created))
        due = due_text(self._sessions.due_of(recent), self._language)
        if (gone := self._deletion_date(recent.path)) is not None:
            leaves = self._say("house.delete_on", day=format_date(gone, self._language))
            due = f"{due}, {leaves}" if due else leaves
        # The title is human text: line feeds in it are not honoured, only the one before the due date is.
        return literal_content(line) + literal_content(f"\n    {due}", lines=True) if due else literal_content(line)

    def _card_line(self, card: Card) -> str:
        if card.error is not None:
            return self._say("home.card_wrong", name=card.id)
        minutes = " / ".join(str(minutes) for minutes in card.lengths)
        return self._say("home.card", title=pick(card.title, self._language), minutes=minutes)

    def _day_words(self, created: str) -> str:
        try:
            return format_date(created, self._language)
        except ValueError:
            return created

    def _about_card(self, card: Card) -> Content:
        if card.error is not None:
            return literal_content(explain(card.error.code, self._language, **card.error.fields), lines=True)
        follows = card.id == FOLLOW_UP_TEMPLATE and self._sessions.has_open_actions
        better = self._say("home.about.follow_card") if follows else ""
        parts = (pick(card.subtitle, self._language), better or pick(card.purpose, self._language))
        return literal_content("\n".join(part for part in parts if part), lines=True)

    def _about_session(self, recent: SavedSession) -> Content:
        told = self._say("home.about.trouble" if recent.trouble else f"home.about.{recent.state}")
        return literal_content("\n".join((told, *self._follow_up_hints(recent))), lines=True)

    def _follow_up_hints(self, recent: SavedSession) -> Iterator[str]:
        """Yield what can be done about the actions and promises of a workshop."""
        if self._sessions.has_follow_up_begun(recent):
            yield self._say("home.about.followed")
        elif can_follow_up(recent):
            yield self._say("home.about.follow_up")
