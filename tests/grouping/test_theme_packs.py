"""Theme packs: the shipped one, any sorted workshop, and one that does not fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sorted_ideas import groups, meetings, placed, saved, together, written

from facilitator.errors import RuleBroken
from facilitator.grouping import packs, vectors
from facilitator.grouping.nodes import build_nodes
from facilitator.grouping.packs import make_pack, theme_membership
from facilitator.grouping.similarity import centre_by_language
from facilitator.grouping.suggest import Resources
from facilitator.suggestions.pack_file import save_pack
from facilitator.suggestions.resources import load_resources
from facilitator.suggestions.session_pack import load_pack
from facilitator.workspace.library import sample_folder
from store.sessions import open_session

SORTED = sample_folder() / "cx-what-can-i-do.json"
UNSORTED = sample_folder() / "negative-decision.json"

SERVICE = [
    "Vastaan sähköpostiin tunnin sisällä",
    "Jonotusaika puoleen",
    "Kerron montako päivää käsittely kestää",
    "Päätös ymmärrettävällä kielellä",
    "Pois virkakieli kirjeistä",
    "Lyhyt ohje vaikean lakitekstin tilalle",
    "Kysyn palautetta puhelun lopuksi",
    "Asiakaskysely kahdesti vuodessa",
    "Valitukset käydään läpi tiimissä",
    "Katson silmiin ja kuuntelen",
    "Ystävällinen tervehdys",
    "En keskeytä vaan kuuntelen loppuun",
    "Verkkosivujen haku toimimaan",
    "Nettilomake kännykälle",
    "Kirjautuminen verkkopalveluun helpommaksi",
    "Aukioloaika iltaan",
    "Soitan takaisin samana päivänä",
    "Puhelinnumero näkyviin",
    "Turhat liitteet pois hakemuksesta",
    "Sama tieto kysytään kerran",
    "Yksi hyväksyntä riittää",
    "Koulutus uudesta laista",
    "Uudelle työntekijälle mentori",
    "Opettelen uuden järjestelmän",
    "Pidän tauot",
    "Kehun kollegaa",
    "Vähemmän kiirettä",
]
"""Three ideas on each of nine themes of customer service."""


def three_by_three(texts: list[str], helps: Resources) -> int:
    """Pairs of neighbours in the list that belong together and came together."""
    found = placed(texts, helps)
    return sum(
        found[a].group is not None and found[a].group == found[b].group
        for first in range(0, len(texts), 3)
        for a in range(first, first + 3)
        for b in range(a + 1, first + 3)
    )


def test_the_shipped_pack_speaks_three_languages_on_every_theme() -> None:
    (pack,) = packs.shipped_packs()
    for language in ("fi", "sv", "en"):
        themes = {theme for theme, code in zip(pack.themes, pack.languages, strict=True) if code == language}
        assert themes == set(range(pack.theme_count))


def test_the_shipped_pack_helps_where_it_fits() -> None:
    meaning = vectors.shipped_vectors()
    without, with_it = (
        three_by_three(SERVICE, Resources(embedder=meaning, packs=p)) for p in ((), packs.shipped_packs())
    )
    assert with_it > without


def test_a_pack_that_does_not_fit_has_no_say() -> None:
    ideas = build_nodes(written([idea.text for idea in meetings()]))
    assert theme_membership(ideas, packs.shipped_packs(), vectors.shipped_vectors(), centre_by_language) is None


def test_a_sorted_session_of_the_same_question_helps_to_sort_the_next() -> None:
    ideas = meetings()
    labels = sorted({idea.label for idea in ideas})
    known = [idea for place, idea in enumerate(ideas) if place % 2]
    new = [idea for place, idea in enumerate(ideas) if not place % 2]
    pack = make_pack("earlier", [[idea.text for idea in known if idea.label == label] for label in labels])
    texts = [idea.text for idea in new]
    assert saved(new, placed(texts, Resources(packs=(pack,)))) > saved(new, placed(texts, Resources()))


def test_a_finished_workshop_is_a_pack_as_it_lies_there() -> None:
    pack = load_pack(SORTED)
    assert pack.theme_count >= 2
    assert len(pack.sentences) > 10


def test_a_workshop_saved_as_a_pack_reads_as_the_workshop_itself(tmp_path: Path) -> None:
    with open_session(SORTED, read_only=True) as kept:
        file = save_pack(kept, tmp_path / "packs", "Kevään työpaja")
        with pytest.raises(RuleBroken) as refused:
            save_pack(kept, tmp_path / "packs", "Kevään työpaja")
    assert refused.value.code == "pack_there"
    assert set(load_pack(file).sentences) == set(load_pack(SORTED).sentences)
    texts = [idea.text for idea in meetings("fi")]
    assert together(placed(texts, load_resources(pack_files=[file.parent]))) == together(
        placed(texts, load_resources(pack_files=[file]))
    )


def test_what_is_no_pack_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as unsorted:
        load_pack(UNSORTED)
    assert unsorted.value.code == "pack_unsorted"
    for number, text in enumerate(("", "themes = 3", "[[themes]]\nfi = ['yksi']", "\x00", "themes = ['a', 'b']")):
        file = tmp_path / f"{number}.toml"
        file.write_text(text)
        with pytest.raises(RuleBroken) as refused:
            load_pack(file)
        assert refused.value.code == "pack_unreadable"


def test_a_session_file_in_the_folder_of_packs_is_one(tmp_path: Path) -> None:
    shutil.copy(SORTED, tmp_path)
    assert [pack.title for pack in load_resources(pack_files=[tmp_path]).packs] == ["customer-experience", SORTED.stem]


def test_a_broken_pack_in_the_folder_of_packs_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("themes = 3")
    assert load_resources(pack_files=[tmp_path]).packs == packs.shipped_packs()
    assert groups(placed([idea.text for idea in meetings("fi")], load_resources(pack_files=[tmp_path])))
