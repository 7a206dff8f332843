"""Finnish is read as Finnish: inflection, compounds and slips of spelling; Swedish compounds too."""

from __future__ import annotations

import random

import pytest
from assertions import every
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

from facilitator.grouping import dictionary
from facilitator.grouping.compounds import compound_parts
from facilitator.grouping.text_features import bag_of_words, base_form, letter_ngrams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kokouksissa", "kokouksen"),
        ("asiakkaille", "asiakas"),
        ("työntekijöiden", "työntekijä"),
        ("vastataan", "vastaamme"),
        ("pöydälle", "pöytä"),
    ],
)
def test_forms_of_a_finnish_word_are_one_word(one: str, other: str) -> None:
    assert base_form(one, "fi") == base_form(other, "fi")


def test_saa_with_dots_is_another_word() -> None:
    assert base_form("sää", "fi") != base_form("saa", "fi")
    assert "sää" in bag_of_words("sää on hyvä", "fi")
    assert "sää" not in bag_of_words("hän saa tulla", "fi")


@pytest.mark.parametrize(
    ("word", "language", "held"),
    [
        ("asiakaspalvelu", "fi", {"asiakas", "palvelu"}),
        ("kokoushuone", "fi", {"kokous", "huone"}),
        ("mötesrum", "sv", {"möte", "rum"}),
        ("kundtjänst", "sv", {"kund", "tjänst"}),
    ],
)
def test_compounds_share_their_parts_with_other_words(word: str, language: str, held: set[str]) -> None:
    assert set(compound_parts(word, language)) == held
    assert held <= set(bag_of_words(word, language))


def test_english_and_short_words_are_not_taken_apart() -> None:
    assert compound_parts("workshop", "en") == ()
    assert compound_parts("talo", "fi") == ()


def test_a_slip_of_spelling_leaves_most_letters_in_common() -> None:
    right, wrong, other = (set(letter_ngrams(word, "fi")) for word in ("puheenvuoro", "puhenvuoro", "muistio"))
    assert len(right & wrong) / len(right | wrong) > 0.5
    assert not right & other


def test_the_quick_dictionary_answers_as_the_library_does() -> None:
    for language, misses in (("en", "qqq"), ("sv", "åqq")):
        slow = DefaultDictionaryFactory().get_dictionary(language)
        quick = dictionary.base_forms(language)
        assert not isinstance(quick, StreamMap), "the places to start from do not fit this edition of simplemma"
        words = random.Random(7).sample(list(slow), 3000)
        assert len(quick) == len(slow)
        assert every(quick[word] == slow[word] for word in words)
        assert every((word + misses in quick) == (word + misses in slow) for word in words)


def test_finnish_has_its_places_too() -> None:
    assert not isinstance(dictionary.base_forms("fi"), StreamMap)


def test_places_of_another_edition_are_not_used() -> None:
    packed = dictionary.index_file("en").read_bytes()
    edition = dictionary.stream("en")[1]
    assert dictionary.BlockIndex.from_bytes(packed, edition) is not None
    assert dictionary.BlockIndex.from_bytes(packed, edition + 1) is None
