"""Every format with every text that people should never have typed: nothing runs, breaks or is lost."""

from __future__ import annotations

import functools
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from assertions import every
from exported_files import docx, events, one_line, page, rows, sheets_of, workbook
from finished_workshop import HOSTILE, RECORDS, counted, everywhere, kept
from icalendar import Calendar
from PIL import Image

from facilitator.export import calendar, picture, task_boards, word
from facilitator.export import page as html
from facilitator.export import workbook as xlsx
from facilitator.export.build_report import build_report
from facilitator.export.escaping import escape_cell
from facilitator.export.parts.votes import leaders
from facilitator.export.report import WorkshopReport
from facilitator.media import fonts
from store.records import Action, Idea, Step, Theme, replace

TODAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
WORSE = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "＝1+1",
    "＋1",
    '=HYPERLINK("http://a.b";"x")',
    "=cmd|' /C calc'!A0",
    "_x0041_ _x000D_",
)
MARKUP = (
    "<script>alert(1)</script>",
    "</td></table><h1>x",
    "&lt;b&gt; &amp;#60;",
    "]]>",
    "http://a.fi",
    "12.3.2027",
    "007",
)
TEXTS = [*HOSTILE, *WORSE, *MARKUP]
PLAIN = "Tavallinen teksti"


@functools.cache
def report(text: str) -> WorkshopReport:
    """The workshop with this text wherever people's words stand."""
    return build_report(kept(*RECORDS, *everywhere(text)), TODAY)


@functools.cache
def document(words: str) -> bytes:
    """The document of that workshop, looked at from two sides. Its picture is that of the plain words."""
    strip = plain_strip()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture, "vote_strip", lambda poll, language: strip)
        return word.write(report(words), "fi", NOW)


@functools.cache
def plain_strip() -> bytes:
    """The picture in a document, slow to draw. It is drawn of every text where ``results.png`` is."""
    return picture.vote_strip(next(poll for poll in report(PLAIN).polls if leaders(poll)), "fi")


@functools.cache
def well_formed(part: bytes) -> bool:
    """Whether XML can be parsed. Cached, because most parts of all documents are the same."""
    ElementTree.fromstring(part)  # raises when it cannot
    return True


def seen(words: str) -> str:
    """The text as a reader sees it, whatever the lines."""
    return one_line(words)


def test_in_the_document_every_text_reads_letter_for_letter_and_changes_no_shape() -> None:
    wanted = docx(document(PLAIN))
    assert sum(one_line(line).startswith(PLAIN) for line in wanted.lines) >= 4
    for words in TEXTS:
        found = docx(document(words))
        assert [level for level, _ in found.headings] == [level for level, _ in wanted.headings], words
        assert [one_line(line) for line in found.lines] == [
            one_line(line.replace(PLAIN, seen(words))) for line in wanted.lines
        ]
        assert [[list(map(one_line, row)) for row in table] for table in found.tables] == [
            [[one_line(text.replace(PLAIN, seen(words))) for text in row] for row in table] for table in wanted.tables
        ]


def test_a_document_has_neither_links_nor_fields_of_anybody_s_making() -> None:
    for words in TEXTS:
        with zipfile.ZipFile(io.BytesIO(document(words))) as package:
            body = package.read("word/document.xml").decode()
            links = package.read("word/_rels/document.xml.rels").decode()
            parts = [package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))]
        assert every(map(well_formed, parts))
        assert "w:hyperlink" not in body
        assert "w:instrText" not in body
        assert "External" not in links


def test_in_the_page_every_text_is_words_and_nothing_else() -> None:
    wanted = page(html.write(report(PLAIN), "fi"))
    assert wanted.strange == []
    for words in TEXTS:
        read = page(html.write(report(words), "fi"))
        assert read.strange == [], words
        assert [level for level, _ in read.found.headings] == [level for level, _ in wanted.found.headings]
        expected = [one_line(line.replace(PLAIN, seen(words))) for line in wanted.found.lines]
        assert [one_line(line) for line in read.found.lines] == expected
        assert one_line(read.title) == seen(words)


def test_in_the_workbook_every_text_is_a_string_and_comes_back_as_it_was() -> None:
    for words in TEXTS:
        content = xlsx.write(report(words), "fi", NOW)
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheets = list(sheets_of(book).values())
        assert [sheets[0][1][column] for column in (1, 2, 4, 8, 11)] == [words] * 5
        assert words in [row[2] for row in sheets[3]]
        assert words in [row[0] for row in sheets[1]]
        cells = [each for sheet in book for row in sheet.iter_rows() for each in row]
        assert {each.data_type for each in cells if isinstance(each.value, str)} == {"s"}
        assert not [each for each in cells if each.hyperlink]


def test_a_text_that_would_become_a_formula_when_its_cell_is_edited_is_marked_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(report("=1+1"), "fi", NOW)))
    marked: list[Any] = [book.worksheets[0].cell(2, column) for column in (2, 3, 5)]
    assert every(each.quotePrefix for each in marked)


def test_on_boards_every_text_stays_in_its_cell_and_is_never_a_formula() -> None:
    for words in TEXTS:
        found = report(words)
        for write, width in ((task_boards.jira, 8), (task_boards.planner, 10), (task_boards.trello, 4)):
            table = rows(write(found, "fi"))
            assert {len(row) for row in table} == {width}
            assert len(table) == 3
            assert every(each == escape_cell(each) for row in table for each in row)
            assert one_line(words) in one_line(" ".join(table[1]))
        lines = task_boards.task_lines(found, "fi").decode().splitlines()
        assert len(lines) == 2
        assert lines[0].startswith(one_line(words))


def test_a_long_summary_is_cut_where_jira_would_refuse_it_and_whole_in_the_description() -> None:
    long = "ä" * 400
    head, first, *_ = rows(task_boards.jira(report(long), "fi"))
    assert len(first[0]) <= 255
    assert first[0].endswith("…")
    assert long in first[1]
    assert head == ["Summary", "Description", "Assignee", "Due date", "Priority", "Issue Type", "Labels", "Labels"]


def test_in_the_calendar_every_text_stays_in_its_event() -> None:
    quiet = events(calendar.write(report(PLAIN), "fi", NOW))
    for words in TEXTS:
        content = calendar.write(report(words), "fi", NOW)
        assert every(len(line) <= 75 for line in content.split(b"\r\n"))
        assert b"\n" not in content.replace(b"\r\n", b"")
        found = events(content)
        assert set(found) == set(quiet)
        for uid, (day, summary, about) in quiet.items():
            again = found[uid]
            assert again[0] == day
            assert one_line(again[1]) == one_line(summary.replace(PLAIN, seen(words)))
            assert one_line(again[2]) == one_line(about.replace(PLAIN, seen(words)))
        assert len(Calendar.from_ical(content).subcomponents) == len(quiet)


def test_the_picture_is_drawn_whatever_its_rows_say_and_its_words_hold_them_whole() -> None:
    vote = next(record for record in RECORDS if isinstance(record, Step) and record.id == "vote")
    for start in range(0, len(TEXTS), picture.MAX_BARS):
        texts = TEXTS[start : start + picture.MAX_BARS]
        themes = [Theme(id=f"t{n}", step="group", name=text, position=n) for n, text in enumerate(texts)]
        items = tuple(theme.id for theme in themes)
        framed = replace(vote, frame={"items": items, "budget": 8, "max": 1})
        found = build_report(kept(*RECORDS, framed, *themes, *counted("vote", 1, *[items] * 5)), TODAY)
        with Image.open(io.BytesIO(picture.results_png(found, "fi", picture.SQUARE))) as image:
            image.load()
            assert image.size == picture.SQUARE
        with Image.open(io.BytesIO(picture.vote_strip(found.polls[0], "fi"))) as strip:
            strip.load()
            assert strip.width == picture.STRIP_WIDTH
        told = one_line(picture.text_version(found, "fi").decode())
        assert [text for text in texts if one_line(text) not in told] == []


def test_a_character_that_no_font_draws_is_shown_by_its_number() -> None:
    drawn = fonts.text_width("\U000f0000", 40)
    assert drawn == fonts.text_width("[U+F0000]", 40)
    assert fonts.text_width("ä€–Ω✓Ж", 40) < fonts.text_width("[U+00E4]", 40)


def test_a_title_of_many_lines_leaves_room_for_the_bars() -> None:
    content = picture.results_png(report("Erittäin pitkä otsikko, joka ei lopu" * 12), "fi", picture.SQUARE)
    with Image.open(io.BytesIO(content)) as image:
        assert len(image.convert("RGB").getcolors(10_000) or ()) > 4  # paper, ink, track, bars


def test_five_hundred_hostile_actions_and_ideas_at_once_break_nothing() -> None:
    many = [Idea(id=f"h{n}", step="ideas", text=text) for n, text in enumerate(TEXTS)]
    deeds = [Action(id=f"h{n}", step="actions", number=n + 3, what=text, owner=text) for n, text in enumerate(TEXTS)]
    found = build_report(kept(*RECORDS, *many, *deeds), TODAY)
    for language in ("fi", "sv", "en"):
        read = docx(word.write(found, language, NOW))
        lines = [one_line(line) for line in read.lines]
        assert [text for text in TEXTS if one_line(text) not in lines] == []
        assert len(workbook(xlsx.write(found, language, NOW))) == 6
