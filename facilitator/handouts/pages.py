"""Poster and table cards as HTML pages for printing: self-contained files."""

from __future__ import annotations

from markupsafe import Markup

from facilitator.handouts.facts import HandoutFacts
from facilitator.i18n.messages import say
from facilitator.media.qr_svg import qr_svg

CARDS_PER_SHEET = 4
"""Cards on one sheet of A4."""

_STYLE = Markup("""
@page { size: A4; margin: 12mm }
* { box-sizing: border-box }
body { margin: 0; font: 14pt/1.35 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #000; background: #fff }
h1 { font-size: 24pt; line-height: 1.2; margin: 0 0 6mm }
h2 { font-size: 1.15em; margin: 0 }
p { margin: 0 }
.qr { display: block; width: 100%; height: auto }
.address { font-family: ui-monospace, Consolas, monospace; font-weight: 700; overflow-wrap: anywhere }
.poster { min-height: 270mm; display: flex; flex-direction: column; text-align: center }
.poster .code { width: 120mm; margin: 0 auto }
.poster .address { font-size: 26pt; margin: 4mm 0 }
.poster .ways { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6mm; text-align: left; margin-top: auto }
.sheet { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)) }
.card { height: 134mm; padding: 5mm; border: 0.3mm dashed #000; break-inside: avoid }
.card { font-size: 8pt; line-height: 1.25; overflow: hidden }
.card .code { width: 48mm; margin: 0 auto }
.card .address { font-size: 13pt; text-align: center; margin: 2mm 0 }
.card .title { font-weight: 700; text-align: center; max-height: 2.8em; overflow: hidden }
.card section { margin-top: 1.5mm }
.slip { display: grid; grid-template-columns: 27mm minmax(0, 1fr); gap: 2mm; height: 45mm; padding: 3mm }
.slip { border: 0.3mm dashed #000; break-inside: avoid; overflow: hidden }
.slip { font-size: 7pt; line-height: 1.2; align-content: center }
.slip .title { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.slip .letters { font: 700 19pt/1.3 ui-monospace, Consolas, monospace; white-space: nowrap }
.slip .address { font-size: 8.5pt; line-height: 1.15 }
.slip .ways p { margin-top: 0.8mm }
""")

_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
    "<style>{style}</style>\n<body>\n{body}\n</body>\n</html>\n"
)
_POSTER = Markup(
    '<main class="poster">\n<h1>{title}</h1>\n<div class="code">{qr}</div>\n<p class="address">{address}</p>\n'
    '<div class="ways">{ways}</div>\n</main>'
)
_CARD = Markup(
    '<article class="card">\n<p class="title">{title}</p>\n<div class="code">{qr}</div>\n'
    '<p class="address">{address}</p>\n{ways}\n</article>'
)
_WAY = Markup('<section lang="{language}"><h2>{head}</h2><p>{scan}</p><p>{type}</p></section>')


def poster_page(facts: HandoutFacts) -> bytes:
    """The poster as an HTML page."""
    return html_page(
        facts,
        _POSTER.format(title=facts.title, qr=join_qr(facts), address=facts.typed_address, ways=_instructions(facts)),
    )


def cards_page(facts: HandoutFacts) -> bytes:
    """A sheet of identical cards for cutting, as an HTML page."""
    card = _CARD.format(title=facts.title, qr=join_qr(facts), address=facts.typed_address, ways=_instructions(facts))
    return html_page(
        facts, Markup('<main class="sheet">\n{}\n</main>').format(Markup("\n").join([card] * CARDS_PER_SHEET))
    )


def html_page(facts: HandoutFacts, body: Markup) -> bytes:
    """A complete page around ``body``, UTF-8."""
    whole = _PAGE.format(language=facts.language, title=facts.title, style=_STYLE, body=body)
    return str(whole).encode("utf-8")


def join_qr(facts: HandoutFacts) -> Markup:
    """The QR code of the join address, as SVG with a text alternative."""
    return qr_svg(facts.address, say("handout.code", facts.language, address=facts.typed_address))


def _instructions(facts: HandoutFacts) -> Markup:
    ways = (
        _WAY.format(language=code, head=head, scan=scan, type=typed) for code, head, scan, typed in facts.instructions()
    )
    return Markup("\n").join(ways)
