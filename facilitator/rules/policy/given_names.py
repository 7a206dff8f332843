"""Names that an organisation enters for a set of tags of a template, such as its own values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import clean_text
from facilitator.rules.core.template_answer import GIVEN_SETTING
from facilitator.view import Tag
from store.records import LANGUAGES, Language, Step, Translations

NAME_LIMIT = 60
LANGUAGE_SEPARATOR = " / "
"""Separator between the same name in several languages, which come in the order of ``LANGUAGES``."""
SYMBOL = "◆"
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
    """One tag per name. A name is in ``language``, or in two or three: ``Yhteistyö / Samarbete / Cooperation``.

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
    return tuple(part.strip() for part in text.split(",") if part.strip())


def join_names(labels: Iterable[Mapping[str, str]]) -> str:
    """The line from which ``split_names`` and ``tags_from_names`` would make these labels."""
    return ", ".join(_join_label(label) for label in labels)


def _join_label(label: Mapping[str, str]) -> str:
    """The label as ``tags_from_names`` reads it; of a pair with English only the first: a pair means fi and sv."""
    words = [label[code] for code in LANGUAGES if label.get(code)]
    return LANGUAGE_SEPARATOR.join(words) if len(words) != 2 or "en" not in label else words[0]


def _parse_label(name: str, language: Language) -> dict[str, str]:
    parts = name.split(LANGUAGE_SEPARATOR)
    if len(parts) == 1:
        return {language: clean_text(name.strip(), NAME_LIMIT)}
    if len(parts) > len(LANGUAGES):
        raise RuleBroken("names_languages")
    return {code: clean_text(part, NAME_LIMIT) for code, part in zip(LANGUAGES, parts, strict=False)}
