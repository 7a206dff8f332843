"""All text that the program itself says, in Finnish, Swedish and English: the catalogue in ``catalogue/``.

A message is a TOML table under its key with one entry per language. Where a number decides the form, the entry
is ``{one = "...", other = "..."}`` and the field ``n`` chooses. Placeholders are ``{name}``; what fills them is
never looked at again, so a participant's text cannot become a placeholder or markup.
"""

from __future__ import annotations

import functools
import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from facilitator.i18n import key_names
from facilitator.i18n.toml_reader import Entry, messages

__all__ = [
    "DEFAULT", "LANGUAGES", "OWN_NAMES", "Entry", "Message", "catalogue", "clock", "day", "decimal", "explain", "knows",
    "language_of", "pick", "say", "terminal_language",
]  # fmt: skip

LANGUAGES = ("fi", "sv", "en")
DEFAULT = "fi"
OWN_NAMES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

_FIELD = re.compile(r"\{(\w+)\}")
_KEY = re.compile(r"\{key\.(\w+)\}")


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, Entry]]:
    """Key -> language -> text, of all files together. A key in two files is a mistake (``ValueError``)."""
    found: dict[str, Mapping[str, Entry]] = {}
    for file in sorted(resources.files("facilitator.i18n").joinpath("catalogue").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for key, entry in messages(file.read_text("utf-8")).items():
                if key in found:
                    raise ValueError(f"{key} is in the catalogue twice")
                found[key] = entry
    return found


def say(key: str, language: str, **fields: object) -> str:
    """The message ``key`` in ``language`` with its placeholders filled. Raises ``KeyError`` for an unknown key."""
    texts = catalogue()[key]
    entry = texts.get(language) or texts[DEFAULT]
    if not isinstance(entry, str):
        entry = entry["one" if fields.get("n") == 1 else "other"]
    # The keys first, so that nothing that fills a field can ask for one.
    named = _KEY.sub(lambda found: key_names.name(found[1], language), entry) if "{key." in entry else entry
    return _FIELD.sub(lambda found: _filled(fields[found[1]], language), named)


@dataclass(frozen=True)
class Message:
    """A message within another, said in the language of that one. A field may be a text in several languages."""

    key: str
    fields: Mapping[str, object]


def _filled(value: object, language: str) -> str:
    if not isinstance(value, Message):
        return str(value)
    fields = {name: pick(text, language) if isinstance(text, Mapping) else text for name, text in value.fields.items()}
    return say(value.key, language, **fields)


def knows(key: str) -> bool:
    """Whether the catalogue has this message."""
    return key in catalogue()


def explain(code: str, language: str, **fields: object) -> str:
    """One or two sentences for an error code: what happened, and what to do where there is something to do."""
    parts = [say(f"error.{code}", language, **fields)]
    if knows(f"hint.{code}"):
        parts.append(say(f"hint.{code}", language, **fields))
    return " ".join(parts)


def pick(words: Mapping[str, str], language: str) -> str:
    """The text of ``words`` in ``language``, else in Finnish, else in whatever there is; empty for no text."""
    return words.get(language) or words.get(DEFAULT) or next(iter(words.values()), "")


def language_of(tag: str) -> str | None:
    """``fi``, ``sv`` or ``en`` for a language tag such as ``sv-FI`` or ``fi_FI.UTF-8``; None for any other."""
    short = tag.replace("_", "-").split("-")[0].split(".")[0].lower()
    return short if short in LANGUAGES else None


def terminal_language() -> str:
    """The language of the terminal's own locale; Finnish when that is none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (found := language_of(os.environ.get(name, ""))) is not None:
            return found
    return language_of(locale.getlocale()[0] or "") or DEFAULT


def day(value: date | str, language: str) -> str:
    """A date as people write it: ``5.3.2027`` in Finnish and Swedish of Finland, ``5 March 2027`` in English."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    if language == "en":
        return f"{when.day} {when:%B} {when.year}"
    return f"{when.day}.{when.month}.{when.year}"


def clock(seconds: float, language: str) -> str:
    """A time of day, local: ``14.30`` and ``9.05`` in Finnish and Swedish, ``14:30`` and ``09:05`` in English."""
    when = datetime.fromtimestamp(seconds)
    return f"{when:%H:%M}" if language == "en" else f"{when.hour}.{when:%M}"


def decimal(number: float, language: str) -> str:
    """One decimal: ``2,3`` in Finnish and Swedish, ``2.3`` in English."""
    return f"{number:.1f}" if language == "en" else f"{number:.1f}".replace(".", ",")
