"""The catalogue is whole: three languages, the same placeholders, nothing missing, nothing left over."""

from __future__ import annotations

import re
from functools import cache

import pytest
from messages_used import Found, search

from facilitator.i18n.languages import LANGUAGE_FACTS
from facilitator.i18n.messages import LANGUAGES, CatalogueEntry, catalogue
from store.records import LANGUAGES as RECORD_LANGUAGES

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def found() -> Found:
    """What the code asks for, looked up once."""
    return search()


def forms(entry: CatalogueEntry) -> list[str]:
    """The text, or all of its plural forms."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def placeholders(entry: CatalogueEntry) -> set[str]:
    """Names of the fields that a message needs, in any of its forms."""
    return {name for form in forms(entry) for name in PLACEHOLDER.findall(form)}


def needed(key: str) -> set[str]:
    """Names of the fields that a message needs, in any language; ``n`` selects a plural form."""
    return {
        name
        for entry in catalogue()[key].values()
        for name in placeholders(entry) | (set() if isinstance(entry, str) else {"n"})
    }


def test_the_languages_of_the_catalogue_are_those_of_the_records() -> None:
    assert LANGUAGES == RECORD_LANGUAGES


def test_every_message_is_said_in_all_three_languages() -> None:
    lacking = [key for key, texts in catalogue().items() if set(texts) != set(LANGUAGES)]
    empty = [key for key, texts in catalogue().items() if not all(all(forms(entry)) for entry in texts.values())]
    assert not lacking
    assert not empty


def test_a_message_has_the_same_placeholders_in_every_language() -> None:
    uneven = {
        key: {language: placeholders(entry) for language, entry in texts.items()}
        for key, texts in catalogue().items()
        if len({frozenset(placeholders(entry)) for entry in texts.values()}) > 1
    }
    assert not uneven


def test_a_message_that_depends_on_a_number_has_every_plural_form_of_each_language() -> None:
    counted = {key: texts for key, texts in catalogue().items() if not all(isinstance(e, str) for e in texts.values())}
    wrong = {
        key
        for key, texts in counted.items()
        for language, entry in texts.items()
        if isinstance(entry, str) or tuple(entry) != LANGUAGE_FACTS[language].plural_categories
    }
    assert counted
    assert not wrong


def test_nothing_is_shouted() -> None:
    loud = {key for key, texts in catalogue().items() for entry in texts.values() if "!" in "".join(forms(entry))}
    assert not sorted(loud)


def test_no_message_is_asked_for_that_is_not_there() -> None:
    assert not sorted(f"{ask.place} {ask.key}" for ask in found().asks if ask.key not in catalogue())


def test_every_message_gets_the_fields_that_it_needs() -> None:
    short = []
    for ask in found().asks:
        keys = [ask.key, ask.key.replace("error.", "hint.", 1)] if ask.key.startswith("error.") else [ask.key]
        for key in keys:
            if key in catalogue() and ask.fields is not None and (lacking := needed(key) - ask.fields):
                short.append(f"{ask.place} {key} lacks {sorted(lacking)}")
    assert not short


@pytest.mark.parametrize("area", sorted({key.split(".")[0] for key in catalogue()}))
def test_no_message_is_left_over(area: str) -> None:
    assert not [key for key in catalogue() if key.split(".")[0] == area and not found().uses(key)]
