"""Participants' texts as lines to read, for plain mode. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.i18n.messages import pick, say
from facilitator.view import Tag, Text


def texts_lines(texts: Sequence[Text], tags: Sequence[Tag], language: str) -> Iterator[str]:
    """Yield one text per line, followed by its label."""
    labels = {tag.id: pick(tag.label, language) for tag in tags}
    for text in texts:
        yield f"{text.text} ({labels[text.tag]})" if text.tag in labels else text.text


def page_line(page: int, pages: int, language: str) -> Iterator[str]:
    """Yield which page of several is shown; nothing for a single page."""
    if pages > 1:
        yield say("plain.page", language, page=page + 1, pages=pages)
