"""Translated messages: looks up the catalogue in ``catalogue/``, and formats dates, times and numbers.

A message is a TOML table under its key, with one entry for each language. Where a number decides the form, the entry is
a table with one text for each plural category of the language, such as ``{one = "...", other = "..."}``, and the field
``n`` selects the form. Placeholders are ``{name}``; their values are not expanded again, so a participant's text cannot
act as a placeholder.
"""

from __future__ import annotations

import functools
import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from facilitator.i18n import key_names
from facilitator.i18n.catalogue_cache import CatalogueEntry, Messages, load_catalogue
from facilitator.i18n.languages import (
    DEFAULT_LANGUAGE,
    LANGUAGE_FACTS,
    LANGUAGE_NAMES,
    LANGUAGES,
    LanguageFacts,
    plural_category,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "CatalogueEntry",
    "MessageCatalogue",
    "NestedMessage",
    "catalogue",
    "explain",
    "format_date",
    "format_decimal",
    "format_time_of_day",
    "has_message",
    "language_of",
    "pick",
    "say",
    "terminal_language",
]  # fmt: skip

_FIELD = re.compile(r"\{(\w+)\}")
_KEY = re.compile(r"\{key\.(\w+)\}")


@dataclass(frozen=True)
class NestedMessage:
    """A message as a field of another one: it is translated into the language of that message.

    A value of ``fields`` may be a mapping from language to text.
    """

    key: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class MessageCatalogue:
    """Messages, and the facts about the languages they are written in."""

    messages: Messages
    languages: Mapping[str, LanguageFacts]

    def say(self, key: str, language: str, fields: Mapping[str, object]) -> str:
        """The message ``key`` in ``language``, else in Finnish, with its placeholders filled.

        Raises: ``KeyError`` for an unknown key or a missing field.
        """
        texts = self.messages[key]
        entry = texts.get(language)
        written_in = language if entry else DEFAULT_LANGUAGE
        entry = entry or texts[DEFAULT_LANGUAGE]
        if not isinstance(entry, str):
            # The rule of the language that the text is written in, which is Finnish when the text falls back to it.
            entry = entry[plural_category(self.languages[written_in], fields.get("n"))]
        # Key names are inserted before the fields, so that the text in a field cannot contain a reference to one.
        named = _KEY.sub(lambda found: key_names.key_name(found[1], language), entry) if "{key." in entry else entry
        return _FIELD.sub(lambda found: self._field_text(fields[found[1]], language), named)

    def _field_text(self, value: object, language: str) -> str:
        if not isinstance(value, NestedMessage):
            return str(value)
        nested = value.fields.items()
        fields = {name: pick(text, language) if isinstance(text, Mapping) else text for name, text in nested}
        return self.say(value.key, language, fields)


@functools.cache
def _program_catalogue() -> MessageCatalogue:
    """The catalogue of the program, loaded once."""
    return MessageCatalogue(load_catalogue(), LANGUAGE_FACTS)


def catalogue() -> Messages:
    """Key -> language -> entry, of all files together. Raises: ``ValueError`` for a faulty file."""
    return _program_catalogue().messages


def say(key: str, language: str, **fields: object) -> str:
    """The message ``key`` in ``language``, else in Finnish, with its placeholders filled.

    Raises: ``KeyError`` for an unknown key or a missing field.
    """
    return _program_catalogue().say(key, language, fields)


def has_message(key: str) -> bool:
    """Whether the catalogue has this message."""
    return key in catalogue()


def explain(code: str, language: str, **fields: object) -> str:
    """The message of an error code, followed by its hint where the catalogue has one.

    Raises: ``KeyError`` for an unknown code or a missing field.
    """
    parts = [say(f"error.{code}", language, **fields)]
    if has_message(f"hint.{code}"):
        parts.append(say(f"hint.{code}", language, **fields))
    return " ".join(parts)


def pick(words: Mapping[str, str], language: str) -> str:
    """The text of ``words`` in ``language``, else in Finnish, else in any language; empty when there is none."""
    return words.get(language) or words.get(DEFAULT_LANGUAGE) or next(iter(words.values()), "")


def language_of(tag: str) -> str | None:
    """``fi``, ``sv`` or ``en`` for a language tag or locale such as ``sv-FI`` or ``fi_FI.UTF-8``, else None."""
    # A locale may have an underscore and an encoding, a language tag has hyphens.
    short = tag.replace("_", "-").split("-")[0].split(".")[0].lower()
    return short if short in LANGUAGES else None


def terminal_language() -> str:
    """The language of the terminal's locale; Finnish when the program does not speak that language."""
    # The order of precedence that POSIX defines.
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (found := language_of(os.environ.get(name, ""))) is not None:
            return found
    return language_of(locale.getlocale()[0] or "") or DEFAULT_LANGUAGE


def format_date(value: date | str, language: str) -> str:
    """A date: ``5.3.2027`` in Finnish and in the Swedish of Finland, ``5 March 2027`` in English.

    Raises: ``ValueError`` for a text that is not an ISO date.
    """
    when = date.fromisoformat(value) if isinstance(value, str) else value
    if language == "en":
        return f"{when.day} {when:%B} {when.year}"
    return f"{when.day}.{when.month}.{when.year}"


def format_time_of_day(seconds: float, language: str) -> str:
    """The local time of day of ``seconds`` since the epoch: ``9.05`` in Finnish and Swedish, ``09:05`` in English."""
    when = datetime.fromtimestamp(seconds)
    return f"{when:%H:%M}" if language == "en" else f"{when.hour}.{when:%M}"


def format_decimal(number: float, language: str, decimals: int = 1) -> str:
    """A number with a fixed number of decimals: ``2,3`` in Finnish and Swedish, ``2.3`` in English."""
    # Not formatted by the locale, which is one for the whole process: one room has readers of three languages.
    written = f"{number:.{decimals}f}"
    return written if language == "en" else written.replace(".", ",")
