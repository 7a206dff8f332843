"""``actions.csv``: rows for Excel in Finnish settings, none of which can be a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from assertions import every
from finished_workshop import HOSTILE, RECORDS, kept
from libreoffice import converted, needs_office

from facilitator.export import actions_csv
from facilitator.export.build_report import build_report
from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.record_index import Tables
from store.records import Action, Record, Session, Theme

TODAY = date(2027, 3, 8)


def written(tables: Tables, language: str = "fi") -> bytes:
    """The file."""
    return actions_csv.write(build_report(tables, TODAY), language)


def rows(content: bytes) -> list[list[str]]:
    """The file as a reader with Finnish settings takes it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_the_columns_and_an_action_stand_as_managers_get_them() -> None:
    head, first, second = rows(written(kept(*RECORDS)))
    assert dict(zip(head, first, strict=True)) == {
        "Nro": "T-01",
        "Toimenpide": "Kerromme käsittelyajan heti",
        "Vastuuhenkilö": "Anna",
        "Viimeistään": "5.4.2027",
        "Ensimmäinen askel": "Tekstipohja viestiin",
        "Askel tehty viimeistään": "12.3.2027",
        "Koko (pieni/suuri)": "Pieni teko",
        "Linssi": "Tehokkuus",
        "Miksi": "Kerromme aikataulun heti",
        "Ääniä (äänestäjiä)": "4 (5)",
        "Mitä asiakas huomaa": "",
        "Päätös tarvitaan (keneltä)": "johtoryhmältä",
        "Tila": "Ei aloitettu",
        "Huomio": "",
        "Seuranta": "4.4.2027",
        "Työpaja ja päivä": "Mitä minä voin tehdä asiakaskokemuksen hyväksi?, 5.3.2027",
    }
    assert second[:5] == ["T-02", "Puhelinvuoro kahdeksi viikoksi", "Bo", "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_finnish_and_words_are_the_reader_s_own(language: str) -> None:
    head, first, _ = rows(written(kept(*RECORDS), language))
    assert head[3] == {"fi": "Viimeistään", "sv": "Senast", "en": "Due"}[language]
    assert first[12] == {"fi": "Ei aloitettu", "sv": "Inte påbörjad", "en": "Not started"}[language]
    assert first[3] == "5.4.2027"


def test_it_begins_with_a_byte_order_mark_and_quotes_every_cell() -> None:
    content = written(kept(*RECORDS))
    assert content.startswith(b'\xef\xbb\xbf"Nro";"Toimenpide";')
    assert content.endswith(b'"\r\n')
    assert content.count(b"\r\n") == 3
    assert content.count(b'"') == 3 * 16 * 2


def filled(text: str) -> list[Record]:
    """An action with one text in every field that holds words."""
    return [
        Session(id="session1", title={"fi": text}, created="2027-03-05"),
        Theme(id="t1", step="group", name=text, position=1),
        Action(
            id="a1",
            step="actions",
            number=1,
            what=text,
            owner=text,
            first_step=text,
            notices=text,
            decision_from=text,
            note=text,
            theme="t1",
        ),
    ]


def harmless(cell: str) -> bool:
    """Whether no spreadsheet takes the cell for a formula."""
    first = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    return first not in ("=", "+", "-", "@") and cell[:1] not in ("\t", "\r")


def test_hostile_words_stay_in_their_cells_and_are_never_formulas() -> None:
    worse = ["=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "－1", "＠x", "﹦1", 'a";"b', "a\nb;c", '"=1+1"']
    for words in [*HOSTILE, *worse]:
        table = rows(written(kept(*RECORDS, *filled(words))))
        assert {len(row) for row in table} == {16}
        assert len(table) == 3
        expected = words if harmless(words) else f"'{words}"
        assert [table[1][n] for n in (1, 2, 4, 8, 10, 11, 13)] == [expected] * 7
        assert every(harmless(cell) for row in table for cell in row)


def test_full_width_signs_are_disarmed_too() -> None:
    table = rows(written(kept(*RECORDS, *filled("＝HYPERLINK(1)"))))
    assert table[1][1] == "'＝HYPERLINK(1)"


@needs_office
def test_libreoffice_reads_the_same_cells_and_computes_none(tmp_path: Path) -> None:
    """Opened with semicolons as UTF-8, as Excel in Finnish settings does, and written out again."""
    actions = [Action(id=f"h{n}", step="actions", number=n + 3, what=text) for n, text in enumerate(HOSTILE)]
    content = written(kept(*RECORDS, *actions))
    (path,) = converted(
        tmp_path,
        {"actions.csv": content},
        "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true",
        "CSV:59,34,76,1,,1035,false,true",
    )
    read = rows(path.read_bytes())
    assert [[row[0], row[1]] for row in read] == [[row[0], row[1]] for row in rows(content)]
