"""Reads exported files back, each with another library than the one that wrote it, or with the stock reader."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import openpyxl
from icalendar import Calendar
from markdown_it import MarkdownIt

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class Found:
    """What a reader of a document sees. ``languages``: the text that is marked as being in each language."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Paragraphs and lines of lists."""
    tables: list[list[list[str]]] = field(default_factory=list)
    """Rows with the headings first."""
    languages: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of it."""
        cells = [cell for table in self.tables for row in table for cell in row]
        return "\n".join([*(heading for _, heading in self.headings), *self.lines, *cells])


def one_line(text: str) -> str:
    """The text with every run of blanks as one."""
    return " ".join(text.split())


# --- documents -------------------------------------------------------------------------------------------


def docx(content: bytes) -> Found:
    """Read as plain XML, without the library that wrote it."""
    found = Found()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))[0]
    for element in body:
        if element.tag == f"{W}tbl":
            rows = [[_words(cell) for cell in row.iter(f"{W}tc")] for row in element.iter(f"{W}tr")]
            found.tables.append(rows)
        elif element.tag == f"{W}p":
            style = element.find(f"{W}pPr/{W}pStyle")
            name = style.get(f"{W}val", "") if style is not None else ""
            if name.startswith("Heading"):
                found.headings.append((int(name[-1]), _words(element)))
            elif text := _words(element):
                found.lines.append(text)
    for run in body.iter(f"{W}r"):
        lang = run.find(f"{W}rPr/{W}lang")
        if lang is not None:
            found.languages.setdefault(lang.get(f"{W}val", ""), []).append(_words(run))
    return found


def _words(element: ElementTree.Element) -> str:
    parts = []
    for each in element.iter():
        if each.tag == f"{W}t":
            parts.append(each.text or "")
        elif each.tag == f"{W}br":
            parts.append("\n")
    return "".join(parts)


class _Page(HTMLParser):
    """Collects blocks; anything that is not one of the page's own few elements is kept in ``strange``."""

    KNOWN = frozenset(
        (
            *("html", "meta", "title", "style", "main", "h1", "h2", "h3", "h4", "p", "ul", "li", "div"),
            *("table", "caption", "thead", "tbody", "tr", "th", "td", "span", "bdi", "br"),
        )
    )

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self.strange: list[str] = []
        self.title = self.lang = ""
        self._inside = ""
        self._words = ""
        self._own = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.KNOWN or any(name.startswith("on") or name in ("href", "src") for name in given):
            self.strange.append(self.get_starttag_text() or tag)
        if tag == "html":
            self.lang = given.get("lang") or ""
        elif tag == "br":
            self._words += "\n"
        elif tag == "table":
            self.found.tables.append([])
        elif tag == "tr":
            self.found.tables[-1].append([])
        elif tag == "bdi":
            self._own = given.get("lang") or ""
        if tag in ("title", "style", "h1", "h2", "h3", "h4", "p", "li", "th", "td", "caption"):
            self._inside, self._words = tag, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self._own = ""
        if tag != self._inside:
            return
        if tag == "title":
            self.title = self._words
        elif tag in ("h1", "h2", "h3", "h4"):
            self.found.headings.append((int(tag[1]), self._words))
        elif tag in ("p", "li"):
            self.found.lines.append(self._words)
        elif tag in ("th", "td"):
            self.found.tables[-1][-1].append(self._words)
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._words += data
        if self._own:
            self.found.languages.setdefault(self._own, []).append(data)


def page(content: bytes) -> _Page:
    """The page as a parser of HTML reads it."""
    read = _Page()
    read.feed(content.decode())
    read.close()
    return read


def markdown(content: bytes) -> Found:
    """The summary as a reader of Markdown shows it."""
    found, tokens = Found(), MarkdownIt("gfm-like").parse(content.decode())
    cells = False
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            found.tables.append([])
        elif token.type == "tr_open":
            found.tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            cells = True
        elif token.type in ("th_close", "td_close"):
            cells = False
        elif token.type == "inline":
            words = "".join(child.content for child in token.children or ())
            before = tokens[index - 1]
            if cells:
                found.tables[-1][-1].append(words)
            elif before.type == "heading_open":
                found.headings.append((int(before.tag[1]), words))
            else:
                found.lines.append(words)
    return found


# --- tables and calendars --------------------------------------------------------------------------------


def workbook(content: bytes) -> dict[str, list[list[Any]]]:
    """Sheet -> its rows of values, the headings first."""
    return sheets_of(openpyxl.load_workbook(io.BytesIO(content)))


def sheets_of(book: openpyxl.Workbook) -> dict[str, list[list[Any]]]:
    """The same of a workbook that has been opened."""
    return {name: [list(row) for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames}


def rows(content: bytes, dialect: str = ",") -> list[list[str]]:
    """A file of commas or semicolons."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect, strict=True))


def events(content: bytes) -> dict[str, tuple[date, str, str]]:
    """UID -> day, summary, description, as a calendar library reads them."""
    calendar = Calendar.from_ical(content)
    found = {}
    for event in calendar.walk("VEVENT"):
        day = event.decoded("DTSTART")
        assert isinstance(day, date)
        assert not isinstance(day, datetime)
        found[str(event["UID"])] = (day, str(event["SUMMARY"]), str(event["DESCRIPTION"]))
    return found


def votes_of(table: list[list[str]]) -> list[tuple[str, str, int]]:
    """Place, name and votes of the rows of a result in a document."""
    found = []
    for row in table[1:]:
        number = re.match(r"[+-]?\d+", row[2])
        assert number is not None
        found.append((row[0], row[1], int(number[0])))
    return found
