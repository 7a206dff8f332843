"""Sheets of join slips for cutting: each slip has its own code; all have the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from facilitator.handouts.facts import HandoutFacts
from facilitator.handouts.pages import html_page, join_qr
from facilitator.handouts.slip_pictures import PER_PAGE, slips_picture
from facilitator.i18n.messages import say
from facilitator.rules.voting.slips import format_code

_SLIP = Markup(
    '<article class="slip">\n<div class="code">{qr}</div>\n<div>\n<p class="title">{title}</p>\n'
    '<p class="letters">{letters}</p>\n<p class="address">{address}</p>\n<div class="ways">{ways}</div>\n'
    "</div>\n</article>"
)
_WAY = Markup('<p lang="{language}">{text}</p>')


def slip_files(facts: HandoutFacts, codes: Sequence[str], name: str) -> dict[str, bytes]:
    """All slips as one HTML page and one picture per sheet: file name -> content. ``name``: stem of the file names."""
    files = {f"{name}.html": slips_page(facts, codes)}
    for number, start in enumerate(range(0, len(codes), PER_PAGE), 1):
        files[f"{name}-{number}.png"] = slips_picture(facts, codes[start : start + PER_PAGE])
    return files


def slips_page(facts: HandoutFacts, codes: Sequence[str]) -> bytes:
    """All slips as an HTML page of as many sheets as needed."""
    ways = Markup("\n").join(_WAY.format(language=language, text=text) for language, text in slip_instructions(facts))
    qr = join_qr(facts)
    slips = (
        _SLIP.format(qr=qr, title=facts.title, letters=format_code(each), address=facts.typed_address, ways=ways)
        for each in codes
    )
    return html_page(facts, Markup('<main class="sheet">\n{}\n</main>').format(Markup("\n").join(slips)))


def slip_instructions(facts: HandoutFacts) -> Iterator[tuple[str, str]]:
    """For each language: its code, and how to use a slip."""
    for language in facts.languages:
        yield language, say("handout.slip", language)
