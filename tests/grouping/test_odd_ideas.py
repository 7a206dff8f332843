"""Unusual input: every idea gets a result, no exception is raised, and never are all ideas in one group."""

from __future__ import annotations

from collections import Counter

import pytest
from assertions import any_number
from sorted_ideas import full, meetings, placed

from facilitator.grouping.suggest import Resources

ODD = {
    "nothing": [],
    "one idea": ["Kello seinälle"],
    "blank": ["", " ", "\n", "Kello seinälle", ""],
    "all the same": ["Kello seinälle"] * 60,
    "ten thousand of one word": ["kello"] * 10_000,
    "ten thousand of one word each": [f"sana{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(3_000)],
    "emoji": ["😀", "😀😀", "🎉", "👍", "❤️"] * 10,
    "numbers": [str(n) for n in range(60)],
    "other scripts": ["Привет мир", "你好世界", "こんにちは", "नमस्ते दुनिया"] * 10,
    "right to left": ["مرحبا kokous", "שלום möte", "مرحبا", "kokous مرحبا \u202e abc"] * 10,
    "marks": ["!!!", "...", "<b>x</b>", "C:\\temp", '"quote"', "\u200b", "a"] * 6,
    "very long": ["sana " * 3000, "x" * 20_000, *(["lyhyt idea"] * 30)],
    "broken letters": ["\ud800abc", "e\u0301" * 50, "a\u0308" * 40] * 10,
}


@pytest.mark.parametrize("helps", [Resources(), full()], ids=["words", "meanings"])
@pytest.mark.parametrize("name", ODD)
def test_odd_lists_get_a_sensible_answer(name: str, helps: Resources) -> None:
    texts = ODD[name]
    found = placed(texts, helps)
    assert [each.id for each in found] == [f"i{n}" for n in range(len(texts))]
    assert all(0.0 <= each.conf <= 1.0 for each in any_number(found))
    sizes = Counter(each.group for each in found if each.group is not None)
    assert all(size < len(texts) for size in any_number(sizes.values()))


def test_ideas_that_are_all_different_are_not_forced_together() -> None:
    different = [
        "kissa", "ruuvi", "taivas", "leipä", "tango", "proteiini", "vasara", "jääkausi", "violetti", "kuitti",
        "horse", "keyboard", "lava", "tax", "poem", "vitamin", "tunnel", "comet", "velvet", "anchor",
        "gurka", "fiol", "snö", "kvitto", "spik", "dikt", "måne", "tröja", "gaffel", "berg",
    ]  # fmt: skip
    sizes = Counter(each.group for each in placed(different, Resources()) if each.group)
    assert max(sizes.values(), default=0) <= 5


def test_answers_that_say_nothing_are_left_alone() -> None:
    texts = [idea.text for idea in meetings("fi")]
    found = placed([*texts, "En tiedä", "emt", "ei mitään", "testi"])
    assert [each.group for each in found[-4:]] == [None] * 4


def test_identical_ideas_are_one_set_and_land_in_one_place() -> None:
    texts = [idea.text for idea in meetings("fi")]
    found = placed([*texts, texts[0], texts[0]])
    assert found[0].dup == found[-1].dup == found[-2].dup is not None
    assert found[0].group == found[-1].group == found[-2].group
