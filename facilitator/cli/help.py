"""``facilitator help``: the documentation, offline. Lists the topics, or prints the page of one."""

from __future__ import annotations

import sys

from facilitator.cli.arguments import DONE, Asked
from facilitator.cli.output import line, table, tell
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.system.documentation import TOPICS, page
from facilitator.workspace.workspace import House


def show_help(house: House, asked: Asked) -> int:
    """The list of topics, or one page. Raises ``RuleBroken`` for a topic that does not exist."""
    if not asked.topic:
        table((topic, say(f"docs.topic.{topic}", house.language)) for topic in TOPICS)
        tell("docs.how", house.language)
        return DONE
    if asked.topic not in TOPICS:
        raise RuleBroken("no_topic", 400, topic=asked.topic, known=", ".join(TOPICS))
    _print(page(asked.topic))
    return DONE


def _print(text: str) -> None:
    """To a terminal as formatted text, wrapped to its width; to a pipe or a file as the Markdown source."""
    if sys.stdout.isatty():
        from screens.documentation_text import print_page  # late: the renderer takes a while to load

        print_page(text)
    else:
        line(text.rstrip("\n"))
