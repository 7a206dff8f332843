"""Names that an organisation enters for a set of tags of a template, such as its own values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import clean_text
from facilitator.rules.core.template_answer import GIVEN_SETTING
from facilitator.view import Tag
from store.records import LANGUAGES, Language, Step, Translations

NAME_LIMIT = 60
LANGUAGE_SEPARATOR = "/"
"""Word between the same name in several languages, which come in the order of ``LANGUAGES``. A slash that belongs to a
name is doubled where it stands alone."""
SYMBOL = "◆"
_NAME = re.compile(r'[ \t]*(?:"((?:[^"]|"")*,(?:[^"]|"")*)"[ \t]*|([^,]*))(?:,|$)')
"""One name of a line. A name that has a comma stands between quotation marks, and has its own marks doubled."""

SETTING_OF_FIELD: Mapping[str, str] = {"tags": "tags", "rows_from": "rows", "options_from": "options"}
"""Field of an answer that names a set of tags -> the setting that it becomes."""


def setting_for_tags(answer: Struct, tags: str) -> str:
    """The setting of the answer that this set of tags becomes; empty when the answer does not use it."""
    return next((setting for field, setting in SETTING_OF_FIELD.items() if getattr(answer, field, "") == tags), "")


def given_names(steps: Iterable[Step]) -> tuple[Translations, ...]:
    """The names in the steps' lists now; empty when no names were asked for."""
    for step in steps:
        among = step.settings.get(str(step.settings.get(GIVEN_SETTING, "")))
        if isinstance(among, list | tuple):
            return tuple(each["label"] for each in among if isinstance(each, Mapping) and "label" in each)
    return ()


def tags_from_names(names: Sequence[str], language: Language, most: int) -> tuple[Tag, ...]:
    """One tag per name. A name is in ``language``, or in several: ``Yhteistyö / Samarbete / Cooperation``.

    A language without a name is left empty: ``Yhteistyö / / Cooperation``, or ``/ Samarbete`` for Swedish alone.

    Raises ``RuleBroken`` for no names, too many, the same name twice, or a name that is not clean text.
    """
    written = [name for name in names if name.strip()]
    if not written:
        raise RuleBroken("names_none")
    if len(written) > most:
        raise RuleBroken("names_many", n=most)
    found = tuple(
        Tag(id=f"own-{n}", symbol=SYMBOL, label=_parse_label(name, language)) for n, name in enumerate(written, 1)
    )
    for code in LANGUAGES:
        spoken = [tag.label[code].casefold() for tag in found if code in tag.label]
        if len(set(spoken)) < len(spoken):
            raise RuleBroken("names_twice")
    return found


def split_names(text: str) -> tuple[str, ...]:
    """The names in a line of names with commas between them."""
    found = (quoted.replace('""', '"') or plain for quoted, plain in _NAME.findall(text))
    return tuple(name.strip() for name in found if name.strip())


def join_names(labels: Iterable[Mapping[str, str]], language: str) -> str:
    """The line from which ``split_names`` and ``tags_from_names`` would make these labels in ``language``."""
    return ", ".join(_quote(_join_label(label, language)) for label in labels)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if "," in name else name


def _join_label(label: Mapping[str, str], language: str) -> str:
    """The label as ``_parse_label`` reads it."""
    words = {code: " ".join(map(_double_slash, text.split(" "))) for code, text in label.items() if text}
    if set(words) <= {language}:
        return words.get(language, "")
    last = max(LANGUAGES.index(code) for code in LANGUAGES if code in words)
    # A Finnish name alone, in a session of another language, keeps one separator, which says that it is Finnish.
    parts = [words.get(code, "") for code in LANGUAGES[: max(last + 1, 2)]]
    return f" {LANGUAGE_SEPARATOR} ".join(parts).strip().replace("  ", " ")


def _double_slash(word: str) -> str:
    return f"{word}/" if word and not word.strip("/") else word


def _parse_label(name: str, language: Language) -> dict[str, str]:
    """The name by language; a part that is empty is a language without a name. Raises ``RuleBroken``."""
    parts: list[list[str]] = [[]]
    for word in name.split():
        if word == LANGUAGE_SEPARATOR:
            parts.append([])
        else:
            parts[-1].append(word if word.strip("/") else word[1:])
    texts = [" ".join(part) for part in parts]
    if len(texts) == 1:
        return {language: clean_text(texts[0], NAME_LIMIT)}
    if len(texts) > len(LANGUAGES):
        raise RuleBroken("names_languages")
    found: dict[str, str] = {
        code: clean_text(text, NAME_LIMIT) for code, text in zip(LANGUAGES, texts, strict=False) if text
    }
    if not found:
        raise RuleBroken("empty")
    return found
