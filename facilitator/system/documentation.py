"""The documentation that is shipped with the program: its topics, and the Markdown text of each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

TOPICS = ("manual", "templates", "protocol", "limits", "architecture", "domain")
"""The pages in the order in which they are listed. Each is ``docs/<topic>.md``; what it is about stands in the
catalogue as ``docs.topic.<topic>``."""

FENCE = "```"


class HelpSection(NamedTuple):
    """A heading with what follows it, up to the next heading of any level. ``text`` is Markdown, heading included."""

    level: int
    title: str
    text: str


def page(topic: str) -> str:
    """The Markdown text of one topic. Raises ``KeyError`` for a topic that does not exist."""
    if topic not in TOPICS:
        raise KeyError(topic)
    return resources.files("facilitator").joinpath("docs", f"{topic}.md").read_text("utf-8")


def sections(text: str) -> Iterator[HelpSection]:
    """The sections of a page, in order. A page begins with a heading."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        # A line that begins with "#" within a code block is a comment, not a heading.
        fenced ^= line.startswith(FENCE)
        if line.startswith("#") and not fenced and lines:
            yield _section(lines)
            lines = []
        lines.append(line)
    yield _section(lines)


def _section(lines: list[str]) -> HelpSection:
    mark, _, title = lines[0].partition(" ")
    return HelpSection(len(mark), title.strip(), "\n".join(lines))
