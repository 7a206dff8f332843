"""Near-duplicates are detected; other ideas on the same theme and negations are not reported as such."""

from __future__ import annotations

import pytest
from sorted_ideas import meetings, placed

from facilitator.grouping.suggest import Resources


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Asialista lähetetään edellisenä päivänä", "Lähetetään asialista edellisenä päivänä"),
        ("Kokous alkaa ajoissa ja päättyy ajoissa", "kokous alkaa ajoissa, päättyy ajoissa!!"),
        ("Puheenvuorot kiertävät", "Puhenvuorot kiertävät"),
        ("Protokollet delas ut till alla samma dag", "Protokollet delas ut samma dag till alla"),
        ("The minutes are shared with everyone", "Share the minutes with everyone"),
    ],
)
def test_the_same_thing_in_almost_the_same_words_is_one(one: str, other: str) -> None:
    texts = ["Kahvia pitkään kokoukseen", "Ikkuna auki", one, "Kynä ja paperia jokaiselle", other, "Mera frisk luft"]
    found = placed(texts, Resources())
    assert found[2].dup == found[4].dup is not None
    assert [each.dup for place, each in enumerate(found) if place not in (2, 4)] == [None] * 4


def test_ideas_of_one_theme_are_no_duplicates() -> None:
    ideas = meetings()
    found = placed([idea.text for idea in ideas])
    assert sum(each.dup is not None for each in found) <= len(ideas) * 0.1


def test_a_negation_in_a_short_idea_is_not_lost() -> None:
    found = placed(
        ["Avaan ikkunan tauolla", "En syö lounasta kokouksessa", "Syön lounasta kokouksessa aina"], Resources()
    )
    assert found[0].dup is None
