"""A number takes the plural form that its language wants, and the rules of a language are data."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from facilitator.i18n.catalogue_cache import load_catalogue
from facilitator.i18n.languages import LANGUAGE_FACTS, LanguageFacts, plural_category
from facilitator.i18n.messages import MessageCatalogue, NestedMessage, say

CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")
NUMBERS = (*range(200), 1_000, 1_001, 1_000_000)

NORTHERN_SAAMI = LanguageFacts("Davvisámegiella", ("one", "two", "other"), "n == 1 ? 0 : n == 2 ? 1 : 2")
"""One entry and its texts are what a further language takes. The texts here are made up."""

SAAMI_CATALOGUE = """
["votes"]
fi = {one = "{n} ääni", other = "{n} ääntä"}
sv = {one = "{n} röst", other = "{n} röster"}
en = {one = "{n} vote", other = "{n} votes"}
se = {one = "{n} jietna", two = "{n} jiena", other = "{n} jienat"}

["result"]
fi = "Tulos: {votes}"
sv = "Resultat: {votes}"
en = "Result: {votes}"
se = "Boađus: {votes}"

["only_in_finnish"]
fi = {one = "yksi", other = "monta"}
"""


@pytest.fixture
def with_saami(tmp_path: Path) -> MessageCatalogue:
    """A catalogue with a fourth language, which counts one, two and others."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "votes.toml").write_text(SAAMI_CATALOGUE, "utf-8")
    return MessageCatalogue(load_catalogue(folder), {**LANGUAGE_FACTS, "se": NORTHERN_SAAMI})


@pytest.mark.parametrize("code", [*LANGUAGE_FACTS, "se"])
def test_the_plural_rule_of_a_language_is_that_of_cldr(code: str) -> None:
    facts = {**LANGUAGE_FACTS, "se": NORTHERN_SAAMI}[code]
    rule = Locale(code).plural_form
    assert facts.plural_categories == tuple(word for word in CLDR_ORDER if word in {*rule.tags, "other"})
    assert [plural_category(facts, n) for n in NUMBERS] == [rule(n) for n in NUMBERS]


@pytest.mark.parametrize(
    ("number", "finnish", "saami"),
    [(0, "0 ääntä", "0 jienat"), (1, "1 ääni", "1 jietna"), (2, "2 ääntä", "2 jiena"), (5, "5 ääntä", "5 jienat")],
)
def test_a_language_may_have_a_form_for_two(
    with_saami: MessageCatalogue, number: int, finnish: str, saami: str
) -> None:
    assert with_saami.say("votes", "fi", {"n": number}) == finnish
    assert with_saami.say("votes", "se", {"n": number}) == saami
    nested = NestedMessage("votes", {"n": number})
    assert with_saami.say("result", "se", {"votes": nested}) == f"Boađus: {saami}"


def test_a_text_that_stands_in_for_a_missing_one_is_counted_as_its_own_language_counts(
    with_saami: MessageCatalogue,
) -> None:
    assert with_saami.say("only_in_finnish", "se", {"n": 2}) == "monta"
    assert with_saami.say("only_in_finnish", "se", {"n": 1}) == "yksi"


@pytest.mark.parametrize(("number", "category"), [(1.0, "one"), (1.5, "other"), (-1, "other"), ("1", "other")])
def test_what_is_not_a_count_takes_the_form_of_many(number: object, category: str) -> None:
    assert plural_category(LANGUAGE_FACTS["fi"], number) == category


def test_the_program_counts_as_before() -> None:
    assert say("phone.more", "fi", n=1) == "… ja yksi muu"
    assert say("phone.more", "sv", n=2) == "… och 2 till"
    assert say("phone.more", "en", n=5) == "… and 5 more"
