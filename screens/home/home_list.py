"""The list of the home screen: its options as text, and the workshop or template that each stands for. No widget."""

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


class HomeList:
    """Saved workshops, then templates, in one language. ``deletion_date`` gives the day on which a session goes.

    The id of an option is ``recent-N`` or ``card-N``; other ids stand for nothing.
    """

    def __init__(
        self,
        language: str,
        sessions: SessionList,
        cards: Sequence[Card],
        deletion_date: Callable[[Path], date | None],
    ) -> None:
        self._language = language
        self.sessions = sessions
        self._cards = cards
        self._deletion_date = deletion_date

    def session(self, option: str) -> SavedSession | None:
        """Return the saved workshop that an option stands for; None when it stands for none."""
        kind, _, index = option.partition("-")
        return self.sessions.entries[int(index)] if kind == "recent" else None

    def card(self, option: str) -> Card | None:
        """Return the template that an option stands for; None when it stands for none."""
        kind, _, index = option.partition("-")
        return self._cards[int(index)] if kind == "card" else None

    def options(self) -> Iterator[Option]:
        """Yield the lines of the list, headings included."""
        for index, recent in enumerate(self.sessions.entries):
            if index in (0, len(self.sessions.recent)):
                yield self._heading("home.due" if index else "home.recent")
            yield Option(self._recent_line(recent), id=f"recent-{index}")
        yield self._heading("home.ready")
        for index, card in enumerate(self._cards):
            if card.path is not None and (index == 0 or self._cards[index - 1].path is None):
                yield self._heading("home.own")
            yield Option(literal_content(self._card_line(card)), id=f"card-{index}")

    def about(self, option: str) -> Content:
        """Return what the screen says about an option."""
        if (card := self.card(option)) is not None:
            return literal_content(self._about_card(card), lines=True)
        if (recent := self.session(option)) is not None:
            state = "trouble" if recent.trouble else recent.state
            told = self._say(f"home.about.{state}")
            return literal_content("\n".join((told, *self._follow_up_hints(recent))), lines=True)
        return literal_content("")

    def _about_card(self, card: Card) -> str:
        if card.error is not None:
            return explain(card.error.code, self._language, **card.error.fields)
        follows = card.id == FOLLOW_UP_TEMPLATE and self.sessions.has_open_actions
        purpose = self._say("home.about.follow_card") if follows else pick(card.purpose, self._language)
        return "\n".join(part for part in (pick(card.subtitle, self._language), purpose) if part)

    def _say(self, key: str, **fields: object) -> str:
        return say(key, self._language, **fields)

    def _heading(self, key: str) -> Option:
        return Option(literal_content(self._say(key)).stylize("bold underline"), disabled=True)

    def _recent_line(self, recent: SavedSession) -> Content:
        title = pick(recent.title, self._language) or recent.path.stem
        if recent.trouble:
            return literal_content(self._say("home.session_trouble", title=title))
        state = self._say(f"session.{recent.state}")
        line = self._say("home.session", title=title, state=state, day=self._day_words(recent.created))
        due = due_text(self.sessions.due_of(recent), self._language)
        if (gone := self._deletion_date(recent.path)) is not None:
            leaves = self._say("house.delete_on", day=format_date(gone, self._language))
            due = f"{due}, {leaves}" if due else leaves
        # The title is human text: line feeds in it are not honoured, only the one before the due date is.
        return literal_content(line) + literal_content(f"\n    {due}", lines=True) if due else literal_content(line)

    def _card_line(self, card: Card) -> str:
        if card.error is not None:
            return self._say("home.card_wrong", name=card.id)
        return self._say("home.card", title=pick(card.title, self._language), minutes=self._minutes_words(card))

    def _day_words(self, created: str) -> str:
        try:
            return format_date(created, self._language)
        except ValueError:
            return created

    def _minutes_words(self, card: Card) -> str:
        return " / ".join(str(minutes) for minutes in card.lengths)

    def _follow_up_hints(self, recent: SavedSession) -> Iterator[str]:
        """Yield what can be done about the actions and promises of a workshop."""
        if self.sessions.has_follow_up_begun(recent):
            yield self._say("home.about.followed")
        elif can_follow_up(recent):
            yield self._say("home.about.follow_up")
