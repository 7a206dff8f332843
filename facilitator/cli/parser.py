"""Parses the command line with argparse; all text of the help comes from the catalogue."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from facilitator import __version__
from facilitator.cli.arguments import RETENTION, Arguments
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, language_of, say

SERVER_OPTIONS = ("host", "port", "url", "cert", "key")
"""Options of the commands that open the phones' server."""

COMMAND_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "demo": ("template", "minutes", "phones", "fast", "plain", *SERVER_OPTIONS),
    "new": ("template", "origin", "minutes", "title", "value", "out_file"),
    "run": ("session", "plain", *SERVER_OPTIONS),
    "resume": ("plain", *SERVER_OPTIONS),
    "stage": ("address",),
    "serve": ("session", *SERVER_OPTIONS),
    "export": ("session", "format", "also", "out_folder", "retention", "yes"),
    "suggest": ("question", "pack", "model", "words_only"),
    "list": ("json",),
    "check": ("session", "copy", "json"),
    "delete": ("session", "yes"),
    "templates": ("template_file", "save", "called", "json"),
    "handouts": ("session", "slips", "void", "host", "port", "url", "out_folder"),
    "doctor": ("host", "port", "json"),
    "help": ("topic",),
}
"""Command -> its arguments (keys of ``ARGUMENT_OPTIONS``), in the order of the help."""


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


FLAG_OPTION: Mapping[str, Any] = {"action": "store_true"}
FILE_OPTION: Mapping[str, Any] = {"type": Path, "metavar": "file"}

ARGUMENT_OPTIONS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "session": ("session", {"metavar": "session"}),
    "address": ("address", {"metavar": "address"}),
    "topic": ("topic", {"nargs": "?", "metavar": "topic"}),
    "host": ("--host", {"metavar": "address"}),
    "port": ("--port", {"type": _port, "metavar": "N"}),
    "url": ("--url", {"metavar": "address"}),
    "cert": ("--cert", FILE_OPTION),
    "key": ("--key", FILE_OPTION),
    "template": ("--template", {"metavar": "name"}),
    "origin": ("--from", {"dest": "origin", "metavar": "session"}),
    "value": ("--value", {"action": "append", "metavar": "text", "default": []}),
    "template_file": ("--check", {**FILE_OPTION, "dest": "template_file"}),
    "save": ("--save", {"metavar": "session"}),
    "called": ("--as", {"dest": "called", "metavar": "text"}),
    "minutes": ("--minutes", {"type": _count, "metavar": "N"}),
    "title": ("--title", {"metavar": "text"}),
    "out_file": ("--out", FILE_OPTION),
    "out_folder": ("--out", {"type": Path, "metavar": "folder"}),
    "format": ("--format", {"nargs": "+", "action": "extend", "metavar": "name", "default": []}),
    "question": ("--question", {"action": "append", "metavar": "text", "default": []}),
    "pack": ("--pack", {"action": "append", "metavar": "session", "default": []}),
    "model": ("--model", {"type": Path, "metavar": "folder"}),
    "words_only": ("--words-only", FLAG_OPTION),
    "also": (
        "--also",
        {"nargs": "+", "action": "extend", "choices": LANGUAGES, "metavar": "|".join(LANGUAGES), "default": []},
    ),
    "retention": ("--retention", {"choices": RETENTION, "metavar": "|".join(RETENTION)}),
    "copy": ("--copy", FILE_OPTION),
    "slips": ("--slips", {"type": _count, "metavar": "N"}),
    "void": ("--void", FLAG_OPTION),
    "json": ("--json", FLAG_OPTION),
    "fast": ("--fast", FLAG_OPTION),
    "plain": ("--plain", FLAG_OPTION),
    "phones": ("--phones", {"type": _count, "metavar": "N"}),
    "yes": ("--yes", FLAG_OPTION),
    "language": ("--language", {"choices": LANGUAGES, "metavar": "|".join(LANGUAGES)}),
}
"""Argument -> its flag and the options of ``add_argument``. A metavar in lower case is a catalogue key."""


def parse(words: Sequence[str], language: str) -> Arguments:
    """Parse a command line; messages and help are in ``language``.

    Raises: ``RuleBroken`` for an invalid command line, and ``SystemExit(0)`` after printing the help or the version.
    """
    parser = _build_parser(language)
    asked = Arguments()
    try:
        _, rest = parser.parse_known_args(words, asked)
    except argparse.ArgumentError as wrong:
        if wrong.argument_name == say("cli.metavar.command", language):
            raise RuleBroken("cli_no_command", 400, what=_first_word(words)) from wrong
        raise RuleBroken("cli_bad_option", 400, what=wrong.argument_name, command=_command_name(words)) from wrong
    if rest:
        raise RuleBroken("cli_unknown", 400, what=" ".join(rest), command=_command_name(words))
    if (asked.cert is None) != (asked.key is None):
        raise RuleBroken("cli_cert_without_key", 400)
    if asked.void and not asked.slips:
        raise RuleBroken("cli_void_without_slips", 400)
    if bool(asked.save) != bool(asked.called):
        raise RuleBroken("cli_save_without_as", 400)
    return asked


def requested_language(words: Sequence[str]) -> str:
    """The value of ``--language``, found before parsing because error messages need it; empty if there is none."""
    for at, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--language":
            return language_of(value or "".join(words[at + 1 : at + 2])) or ""
    return ""


class _Parser(argparse.ArgumentParser):
    """An argparse parser that raises instead of printing in English."""

    def error(self, message: str) -> NoReturn:
        raise RuleBroken("cli_unclear", 400, command=self.prog)


def _build_parser(language: str) -> _Parser:
    def usage(prog: str) -> argparse.HelpFormatter:
        return _Help(prog, language)

    parser = _Parser(
        prog="facilitator",
        description=say("cli.about", language),
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        formatter_class=usage,
    )
    _translate_headings(parser, language)
    _add_options(parser, ("language",), language)
    version = say("cli.option.version", language)
    parser.add_argument("--version", action="version", version=__version__, help=version)
    commands = parser.add_subparsers(
        dest="command",
        title=say("cli.heading.commands", language),
        metavar=say("cli.metavar.command", language),
        parser_class=_Parser,
    )
    for name, options in COMMAND_ARGUMENTS.items():
        about = say(f"cli.command.{name}", language)
        one = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
            formatter_class=usage,
        )
        _translate_headings(one, language)
        _add_options(one, (*options, "language"), language)
    return parser


def _translate_headings(parser: argparse.ArgumentParser, language: str) -> None:
    # argparse has no public way to change the headings of its two built-in groups.
    parser._positionals.title = say("cli.heading.arguments", language)
    parser._optionals.title = say("cli.heading.options", language)
    parser.add_argument("-h", "--help", action="help", help=say("cli.option.help", language))


def _add_options(parser: argparse.ArgumentParser, names: Iterable[str], language: str) -> None:
    for name in names:
        flag, how = ARGUMENT_OPTIONS[name]
        metavar = how.get("metavar", "")
        if metavar.islower() and "|" not in metavar:
            how = {**how, "metavar": say(f"cli.metavar.{metavar}", language)}
        # Without SUPPRESS the default of a subcommand would overwrite an option that was given before the command.
        how = {"default": argparse.SUPPRESS, **how}
        parser.add_argument(flag, help=say(f"cli.option.{name}", language), **how)


class _Help(argparse.HelpFormatter):
    """Help whose word "usage" is translated."""

    def __init__(self, prog: str, language: str) -> None:
        super().__init__(prog, max_help_position=30)
        self._language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        first = say("cli.usage", self._language) if prefix is None else prefix
        super().add_usage(usage, actions, groups, first)


def _first_word(words: Sequence[str]) -> str:
    """The first word that is neither an option nor the value of ``--language``; empty for none."""
    return next((word for word in words if not word.startswith("-") and word not in LANGUAGES), "")


def _command_name(words: Sequence[str]) -> str:
    """The program with its command, as messages name it."""
    name = _first_word(words)
    return f"facilitator {name}" if name in COMMAND_ARGUMENTS else "facilitator"
