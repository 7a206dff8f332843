"""Writes ``summary.docx``: the summary for Word, with real headings, header rows, languages and a text alternative.

python-docx makes the document; the XML of paragraphs and tables is built here, because python-docx looks up a style for
each paragraph, which takes seconds for thousands of ideas.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from facilitator.export import picture
from facilitator.export.blocks import Block, Bullets, FigureBlock, Heading, Paragraph, Span, SpanLine, Table, plain_text
from facilitator.export.parts import head
from facilitator.export.parts.votes import leaders
from facilitator.export.report import WorkshopReport
from facilitator.export.summary import summary_blocks
from facilitator.i18n.messages import say

if TYPE_CHECKING:  # imported late: the import takes 0.2 s, and few commands need it
    from docx.document import Document

LANGUAGE_TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""Language -> tag that Word uses."""

MAX_UNBROKEN_ROWS = 12
"""Most rows of a table that is kept on one page."""

LETTER_WIDTH, BOLD_LETTER_WIDTH = 125, 150
"""Estimated width of a letter, regular and bold, in twentieths of a point. Generous, because a computer without the
font uses a wider one."""

MAX_WORD_WIDTH = 20 * LETTER_WIDTH
"""Most width that a column reserves for one word; a longer word is broken."""
CELL_PADDING = 230
"""Twentieths of a point for the left and right padding of a cell."""

MAX_TITLE_LENGTH = 255
"""Most characters of a document property (Office limit); the heading has the whole title."""

INK, BLUE = "1A1A1A", "1F5F8B"
TEXT_WIDTH = 9638
"""Width between the margins in twentieths of a point: 170 mm."""

FONT = "Calibri"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write(report: WorkshopReport, language: str, made_at: datetime) -> bytes:
    """The file in ``language``. ``made_at``: time of the export, UTC."""
    from docx import Document as new

    document = new()
    _set_up_document(document, report, language, made_at)
    body = document.element.body
    end = body[-1]  # the properties of the section must stay last
    found = list(summary_blocks(report, language))
    for block, after in zip_longest(found, found[1:]):
        if isinstance(block, FigureBlock):
            _add_figure(document, report, block, language)
            end.addprevious(body[-2])
        else:
            for element in _elements(block, keep=isinstance(after, Table)):
                end.addprevious(element)
    kept = io.BytesIO()
    document.save(kept)
    return _without_timestamps(kept.getvalue())


# --- what a document has besides its text --------------------------------------------------------------


def _set_up_document(document: Document, report: WorkshopReport, language: str, made_at: datetime) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    about = document.core_properties
    title = plain_text(head.title(report, language))
    about.title = title if len(title) <= MAX_TITLE_LENGTH else f"{title[: MAX_TITLE_LENGTH - 1]}…"
    about.language = LANGUAGE_TAGS[language]
    about.author, about.comments, about.keywords, about.last_modified_by = "facilitator", "", "", ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, size in (("Normal", 10), ("Heading 1", 18), ("Heading 2", 13), ("Heading 3", 11), ("Heading 4", 10)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{each}"), None)
        fonts.set(qn("w:hAnsi"), FONT)
        style.paragraph_format.space_after = Pt(3)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK if name == "Heading 4" else BLUE)
            style.paragraph_format.space_before = Pt(4 if name == "Heading 1" else 8)
    _set_language(document, language)
    _number_pages(document)


def _set_language(document: Document, language: str) -> None:
    """Sets the default language of the document."""
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE_TAGS[language])
    for settings in document.settings.element.iter(qn("w:themeFontLang")):
        settings.set(qn("w:val"), LANGUAGE_TAGS[language])


def _number_pages(document: Document) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        + ('<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>' if kind == "begin" else "")
        for kind in ("begin", "end")
    )
    for run in _parse(f"<w:p {NAMESPACE}>{field}</w:p>"):
        footer._p.append(run)


def _add_figure(document: Document, report: WorkshopReport, block: FigureBlock, language: str) -> None:
    from docx.shared import Mm

    poll = next(poll for poll in report.polls if leaders(poll))
    drawn = document.add_picture(io.BytesIO(picture.vote_strip(poll, language)), width=Mm(115))
    about = drawn._inline.docPr
    about.set("descr", block.alt)
    about.set("title", say("export.most_votes", language))
    about.set("name", "results.png")


# --- paragraphs ------------------------------------------------------------------------------------------


def _elements(block: Block, keep: bool) -> Iterator[Any]:
    yield from _parse(f"<w:body {NAMESPACE}>{''.join(_block(block, keep))}</w:body>")


def _parse(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    # A list, because moving an element into the document removes it from the parsed parent.
    return list(parse_xml(xml))


def _block(block: Block, keep: bool) -> Iterator[str]:
    """The XML of a block. ``keep``: a table follows, and the paragraph stays on its page."""
    match block:
        case Heading():
            fresh = "<w:pageBreakBefore/>" if block.fresh_page else ""
            yield _paragraph(block.line, f'<w:pStyle w:val="Heading{block.level}"/>{fresh}')
        case Paragraph():
            yield _paragraph(block.line, "<w:keepNext/>" if keep else "")
        case Bullets():
            # No space between the lines of one list.
            style = '<w:pStyle w:val="ListBullet"/><w:spacing w:after="0"/>'
            yield from (_paragraph(line, style) for line in block.lines)
        case Table():
            yield from _table(block)


def _paragraph(line: SpanLine, properties: str = "", bold: bool = False) -> str:
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}{''.join(_run(span, bold) for span in line)}</w:p>"


def _run(span: Span, bold: bool) -> str:
    tag = f'<w:lang w:val="{LANGUAGE_TAGS[span.lang]}"/>' if span.lang in LANGUAGE_TAGS else ""
    properties = ("<w:b/>" if bold else "") + tag
    texts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in span.text.splitlines()]
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(texts)}</w:r>"


def _table(block: Table) -> Iterator[str]:
    widths = _widths(block)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        "<w:tbl><w:tblPr>"
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(block.caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    yield _row(block.heads, widths, "<w:cantSplit/><w:tblHeader/>", bold=True)
    for number, row in enumerate(block.rows, 1):
        # A short table stays on one page; a long one may break between any two rows.
        together = len(block.rows) <= MAX_UNBROKEN_ROWS and number < len(block.rows)
        yield _row(row, widths, "<w:cantSplit/>", together=together)
    yield '</w:tbl><w:p><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'


def _widths(block: Table) -> list[int]:
    """Column widths in twentieths of a point, together at most ``TEXT_WIDTH``.

    Each column gets the width of its longest word, so that no word is broken; the rest of the page is divided by the
    lengths of the longest cells (capped, so that one long cell does not take everything).
    """
    least, weights = [], []
    for heading, *cells in zip(block.heads, *block.rows, strict=True):
        texts = [plain_text(cell) for cell in cells]
        words = [len(word) * LETTER_WIDTH for text in texts for word in text.split()]
        heads = [len(word) * BOLD_LETTER_WIDTH for word in plain_text(heading).split()]
        least.append(min(max((*words, *heads), default=0), MAX_WORD_WIDTH) + CELL_PADDING)
        weights.append(min(max(map(len, (*texts, plain_text(heading)))), 44) + 2)
    left = max(0, TEXT_WIDTH - sum(least))
    widths = [width + left * weight // sum(weights) for width, weight in zip(least, weights, strict=True)]
    return [width * min(TEXT_WIDTH, sum(widths)) // sum(widths) for width in widths]


def _row(
    cells: Sequence[SpanLine], widths: Sequence[int], properties: str, bold: bool = False, together: bool = False
) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9EDF0"/>' if bold else ""
    # Little space around rows. ``keepNext`` keeps the heading row on the page of the first row.
    close = ("<w:keepNext/>" if bold or together else "") + '<w:spacing w:before="20" w:after="20"/>'
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{_paragraph(cell, close, bold)}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def _without_timestamps(document: bytes) -> bytes:
    """The document without the time stamps of its ZIP entries, so that equal content gives equal bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
