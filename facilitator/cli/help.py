"""``facilitator help``: the documentation, offline. Lists the topics, or prints the page of one."""

from __future__ import annotations

import sys

from facilitator.cli.arguments import DONE, Arguments
from facilitator.cli.output import print_line, print_message_to_stderr, print_table
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.system.documentation import TOPICS, page
from facilitator.workspace.workspace import Workspace


def show_help(workspace: Workspace, args: Arguments) -> int:
    """The list of topics, or one page. Raises ``RuleBroken`` for a topic that does not exist."""
    if not args.topic:
        print_table((topic, say(f"docs.topic.{topic}", workspace.preferences.language)) for topic in TOPICS)
        print_message_to_stderr("docs.how", workspace.preferences.language)
        return DONE
    if args.topic not in TOPICS:
        raise RuleBroken("no_topic", 400, topic=args.topic, known=", ".join(TOPICS))
    _print(page(args.topic))
    return DONE


def _print(text: str) -> None:
    """To a terminal as formatted text, wrapped to its width; to a pipe or a file as the Markdown source."""
    if sys.stdout.isatty():
        from screens.documentation_text import print_page  # late: the renderer takes a while to load

        print_page(text)
    else:
        print_line(text.rstrip("\n"))
