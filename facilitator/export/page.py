"""Writes ``summary.html``: one self-contained file, made for screen readers and for printing on A4.

It runs no script and loads nothing; a Content-Security-Policy makes the browser enforce that. The tables themselves
have bars, so figures are left out.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from facilitator.export.blocks import Bullets, Heading, Paragraph, Table, plain_text
from facilitator.export.parts import head
from facilitator.export.report import WorkshopReport
from facilitator.export.summary import summary_blocks

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


def write(report: WorkshopReport, language: str) -> bytes:
    """The file in ``language``."""
    style = resources.files("facilitator.export").joinpath("page.css").read_text("utf-8")
    title = plain_text(head.title(report, language))
    page = _template().render(language=language, title=title, style=style, blocks=summary_blocks(report, language))
    return page.encode()


@cache
def _template() -> Template:
    """``templates/summary.html``. Jinja is imported with the first summary: a list of sessions does not need it."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def escape_value(value: object) -> Markup:
        # Spells an apostrophe &#x27; where Jinja's own escaping has &#39;, so that a summary that is written again is
        # the same file as before.
        return value if isinstance(value, Markup) else Markup(escape(str(value)))

    def lines(text: str) -> Markup:
        return Markup("<br>".join(map(escape, text.splitlines())))

    jinja = Environment(
        loader=PackageLoader("facilitator.export"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        finalize=escape_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters["lines"] = lines
    jinja.tests.update(
        heading=lambda block: isinstance(block, Heading),
        paragraph=lambda block: isinstance(block, Paragraph),
        bullets=lambda block: isinstance(block, Bullets),
        table=lambda block: isinstance(block, Table),
    )
    return jinja.get_template("summary.html")
