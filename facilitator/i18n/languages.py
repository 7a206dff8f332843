"""The languages of the program: their codes, their own names, and which plural form a number takes.

The plural rule of a language is data: the categories that CLDR gives the language, and the expression that selects one
of them, written as in the header ``Plural-Forms`` of a gettext file. Tests compare both with CLDR.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

DEFAULT_LANGUAGE = "fi"


@dataclass(frozen=True)
class LanguageFacts:
    """What the catalogue needs to know about a language."""

    name: str
    """The name of the language in the language itself."""

    plural_categories: tuple[str, ...]
    """The CLDR plural categories of whole numbers (zero, one, two, few, many, other), in CLDR's order."""

    plural_expression: str
    """A C expression of ``n`` whose value is the index of a category; the syntax is that of gettext."""


LANGUAGE_FACTS: Mapping[str, LanguageFacts] = {
    "fi": LanguageFacts("Suomi", ("one", "other"), "n != 1"),
    "sv": LanguageFacts("Svenska", ("one", "other"), "n != 1"),
    "en": LanguageFacts("English", ("one", "other"), "n != 1"),
}
"""Language code -> facts. The order is the order in which languages are offered."""

LANGUAGES = tuple(LANGUAGE_FACTS)
LANGUAGE_NAMES: Mapping[str, str] = {code: facts.name for code, facts in LANGUAGE_FACTS.items()}


@functools.cache
def plural_index(expression: str) -> Callable[[int], int]:
    """A function from a number to the index of its plural form. Raises: ``ValueError`` for a faulty expression."""
    from gettext import c2py

    return c2py(expression)


def plural_category(facts: LanguageFacts, number: object) -> str:
    """The plural category of ``number``; ``other`` for what is not a whole number.

    A negative number takes ``other`` as well: a text for one may spell the number out, and would lose the sign.
    """
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or number < 0:
        return "other"
    return facts.plural_categories[plural_index(facts.plural_expression)(number)]
