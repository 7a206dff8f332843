"""``summary.md``: what a reader finds in it, and that nobody's words can become anything but words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from finished_workshop import HOSTILE, RECORDS, everywhere, kept
from markdown_it import MarkdownIt
from markdown_it.token import Token

from facilitator.export import markdown
from facilitator.export.build_report import build_report
from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.record_index import Tables
from store.records import Idea, Session, Step, Theme, replace

TODAY = date(2027, 3, 8)
LIVE = {"link_open", "image", "html_inline", "html_block", "hr", "blockquote_open", "fence", "code_block"}


def summary(tables: Tables, language: str = "fi") -> str:
    """The file as text."""
    return markdown.write(build_report(tables, TODAY), language).decode()


READER = MarkdownIt("gfm-like")


@cache
def parsed(text: str) -> tuple[Token, ...]:
    """The blocks as a reader with links switched on sees them, for all tests that look at the text."""
    return tuple(READER.parse(text))


def tokens(text: str) -> Iterator[Token]:
    """All tokens, those within lines too."""
    for token in parsed(text):
        yield token
        yield from token.children or ()


def shape(text: str) -> list[str]:
    """The blocks of the document, without what is written in them."""
    return [token.type + token.tag for token in parsed(text) if token.type != "inline"]


def lines(text: str) -> list[str]:
    """What a reader reads, line by line."""
    read = (token.children or () for token in parsed(text) if token.type == "inline")
    return ["".join(child.content for child in children) for children in read]


def test_it_tells_the_workshop_from_its_aim_to_its_next_date() -> None:
    text = summary(kept(*RECORDS))
    wanted = [
        "# Mitä minä voin tehdä asiakaskokemuksen hyväksi?",
        "- Päivä: 5.3.2027",
        "- Osallistujia: 6",
        "- Katsomme yhdessä, mitä on tapahtunut: 4.4.2027",
        "## Eniten ääniä saaneet",
        "Äänestäjiä: 5, 2 ääntä kullakin. Yhteensä: 9.",
        "| 1. | Kerromme aikataulun heti | 4 (5), 80 % | Tee heti |",
        "## Toimenpiteet",
        "| T-01 Kerromme käsittelyajan heti | Anna | 5.4.2027 | Tekstipohja viestiin (viimeistään 12.3.2027) |",
        "| T-02 Puhelinvuoro kahdeksi viikoksi | Bo | puuttuu | puuttuu |",
        "- T-02: puuttuu päivä, ensimmäinen askel.",
        "## Päätöksiä tarvitaan",
        "- T-01 Kerromme käsittelyajan heti – keneltä: johtoryhmältä",
        "- Viedään päätettäväksi: We write plainly",
        "## Pulssi",
        "| 3 Vaihtelevasti | 3 |",
        "Vastauksia: 6. Keskiarvo: 2,8 (asteikko 1–5).",
        "Vastauksia: 4. Tulos kerrotaan, kun vastauksia on vähintään 5.",
        "## Omat lupaukset",
        "3 lupausta.",
        "- Jag skriver om mallen. (i mars)",
        "## Ideat ja vastaukset",
        "#### Kerromme aikataulun heti – 4 ääntä",
        "- Ilmoitan heti, jos päivä siirtyy. (Tehokkuus)",
        "#### Ryhmittelemättä",
        "Fasilitaattori on piilottanut 1 tekstin.",
    ]
    found = [text.find(f"\n{line}\n") for line in wanted[1:]]
    assert text.startswith(wanted[0])
    assert -1 not in found, wanted[found.index(-1) + 1]
    assert found == sorted(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_the_same_shape_in_every_language(language: str) -> None:
    text = summary(kept(*RECORDS), language)
    assert shape(text) == shape(summary(kept(*RECORDS), "fi"))
    assert "Jag ringer upp samma dag." in text
    assert "{" not in text


def test_no_table_is_wider_than_a_chat_message_carries() -> None:
    rows = [line for line in summary(kept(*RECORDS)).splitlines() if line.startswith("|")]
    assert len(rows) > 8
    assert all(row.count("|") <= 5 for row in rows)


def test_private_promises_hidden_texts_and_few_answers_stay_out() -> None:
    text = summary(kept(*RECORDS))
    assert "Salainen" not in text
    assert "Loukkaava" not in text
    assert "Aikaa harjoitella" not in text


def test_a_workshop_without_anything_still_makes_a_readable_page() -> None:
    text = summary(kept(Session(id="s", created="2027-03-05")), "en")
    assert text.startswith("# Workshop\n\n- Date: 5 March 2027\n")
    assert "## Actions" not in text


def test_a_workshop_that_was_to_agree_and_did_not_says_so() -> None:
    text = summary(kept(Session(id="s"), Step(id="a", kind="action", state="skipped")), "en")
    assert "## Actions\n\nNo actions were written down.\n" in text


def test_a_long_list_of_candidates_is_cut_after_those_that_tie() -> None:
    names = [Theme(id=f"t{n}", step="group", name=f"Teema {n}", position=n) for n in range(1, 9)]
    vote = next(record for record in RECORDS if isinstance(record, Step) and record.id == "vote")
    wide = replace(vote, frame={"items": tuple(f"t{n}" for n in range(1, 9)), "budget": 2, "max": 1})
    told = [line for line in summary(kept(*RECORDS, *names, wide)).splitlines() if line.startswith("| ")]
    assert [row for row in told if "Teema" in row] == [
        "| 1. | Teema 1 | 4 (5), 80 % | Tee heti |",
        "| 2. | Teema 2 | 3 (5), 60 % | Sovitaan yhdessä |",
        "| 3. | Teema 3 | 2 (5), 40 % | Viedään päätettäväksi |",
    ]


@cache
def summary_of(words: str) -> str:
    """The summary of the workshop with these words wherever people's words stand."""
    return summary(kept(*RECORDS, *everywhere(words)))


def test_hostile_words_change_neither_the_shape_of_the_page_nor_a_letter_of_themselves() -> None:
    wanted = summary_of("Tavallinen teksti")
    for words in HOSTILE:
        text = summary_of(words)
        seen = " / ".join(part.strip() for part in words.splitlines() if part.strip())
        assert shape(text) == shape(wanted), words
        assert lines(text) == [line.replace("Tavallinen teksti", seen) for line in lines(wanted)]


def test_nothing_in_a_summary_is_a_link_an_image_or_markup() -> None:
    worse = [
        "kirjoita anna@example.fi tai mailto:bo@example.fi",
        "www.example.fi ja example.fi/polku ja //localhost/x",
        "http://example.fi https://example.fi/?a=b&c=d ftp://example.fi",
        "1. yksi 2) kaksi",
        "+ lisää",
        "a | b ` c ~~d~~ __e__ *f* [^1] $x$ &lt; &#64;",
        "=== --- ***",
        "@kaikki hei",
        "\\`koodi\\` \\",
    ]
    for words in [*HOSTILE, *worse]:
        text = summary_of(words)
        assert LIVE.isdisjoint(token.type for token in tokens(text)), words
        seen = " / ".join(part.strip() for part in words.splitlines() if part.strip())
        assert f"{seen} (Helppous)" in lines(text)


def test_no_control_character_is_in_a_summary() -> None:
    ideas = [Idea(id=f"h{n}", step="ideas", text=text) for n, text in enumerate(HOSTILE)]
    text = summary(kept(*RECORDS, *ideas))
    assert [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"] == []
    assert len(lines(text)) == len(lines(summary(kept(*RECORDS)))) + len(ideas)
