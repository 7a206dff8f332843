"""The catalogue is whole: three languages, the same placeholders, nothing missing, nothing left over."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import pytest
from assertions import every
from messages_used import Found, search

from facilitator.i18n.messages import LANGUAGES, CatalogueEntry, catalogue
from facilitator.i18n.toml_reader import _read_simple, read_messages

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def found() -> Found:
    """What the code asks for, looked up once."""
    return search()


def forms(entry: CatalogueEntry) -> list[str]:
    """The text, or both of its forms."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def placeholders(entry: CatalogueEntry) -> set[str]:
    """Names of the fields that a message needs, in any of its forms."""
    return {name for form in forms(entry) for name in PLACEHOLDER.findall(form)}


def needed(key: str) -> set[str]:
    """Names of the fields that a message needs, in any language; ``n`` chooses between two forms."""
    return {
        name
        for entry in catalogue()[key].values()
        for name in placeholders(entry) | (set() if isinstance(entry, str) else {"n"})
    }


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


def test_a_message_that_depends_on_a_number_has_both_forms() -> None:
    counted = [entry for texts in catalogue().values() for entry in texts.values() if not isinstance(entry, str)]
    assert every(set(entry) == {"one", "other"} for entry in counted)


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


def test_the_quick_reader_reads_what_any_toml_reader_reads() -> None:
    files = list(resources.files("facilitator.i18n").joinpath("catalogue").iterdir())
    texts = [file.read_text("utf-8") for file in files if file.name.endswith(".toml")]
    assert every(_read_simple(text) == tomllib.loads(text) for text in texts)
    odd = '[a]\nfi = """\ntwo\nlines"""\nsv = \'x\'\n'
    assert _read_simple(odd) is None
    assert read_messages(odd) == tomllib.loads(odd)
    for twice in ('["a"]\nfi = "x"\nfi = "y"\n', '["a"]\nfi = "x"\n["a"]\nsv = "y"\n', 'fi = "x"\n["a"]\nfi = "x" \n'):
        assert _read_simple(twice) is None
