"""The verbs of the facilitator as data: name, arguments, handler and one sentence about each.

``rules`` lists the verbs that change the session, ``room`` those about the running program; both are entries of one
type and stand in one table. ``serve``, the terminal and the protocol page are made from that table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from facilitator.errors import RuleBroken

H = TypeVar("H")
G = TypeVar("G")


@dataclass(frozen=True)
class Verb(Generic[H]):
    """One verb, or one of the variants of a verb that takes different arguments for different purposes."""

    name: str
    arguments: type[Struct]
    """Type of the arguments, checked strictly before the handler is called."""
    handler: H
    """The function that carries the verb out; its type is that of the table."""
    sentence: str
    """What the verb does and what its reply contains besides the version, in English, for docs/protocol.md."""
    variant: str = ""
    """Distinguishes the variants of a verb in the catalogue; empty for the first."""
    in_process: frozenset[str] = frozenset()
    """Arguments that only callers within the program can give. They are not documented."""

    @property
    def catalogue_key(self) -> str:
        """Key of the sentence that describes the verb to the facilitator."""
        return f"verb.{self.name}.{self.variant}" if self.variant else f"verb.{self.name}"

    @property
    def argument_names(self) -> tuple[str, ...]:
        """The names of the arguments, required ones first; ``?`` marks those that can be left out."""
        found = [field for field in fields(self.arguments) if field.encode_name not in self.in_process]
        found.sort(key=lambda field: not field.required)
        return tuple(field.encode_name if field.required else f"{field.encode_name}?" for field in found)

    def with_handler(self, handler: G) -> Verb[G]:
        """The same verb carried out by another handler."""
        return Verb(self.name, self.arguments, handler, self.sentence, self.variant, self.in_process)

    @property
    def required_names(self) -> frozenset[str]:
        """The names of the arguments that cannot be left out."""
        return frozenset(field.encode_name for field in fields(self.arguments) if field.required)


class VerbTable(Generic[H]):
    """Verbs by name. The order is that of the documentation."""

    def __init__(self, verbs: Iterable[Verb[H]]) -> None:
        self._variants: dict[str, list[Verb[H]]] = {}
        for verb in verbs:
            self._variants.setdefault(verb.name, []).append(verb)

    def __iter__(self) -> Iterator[Verb[H]]:
        """All verbs, and all variants of each."""
        return (verb for variants in self._variants.values() for verb in variants)

    def __contains__(self, name: object) -> bool:
        return name in self._variants

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all verbs."""
        return tuple(self._variants)

    def variants(self, name: str) -> tuple[Verb[H], ...]:
        """The variants of a verb, usually one. Raises ``RuleBroken`` (404): no_verb."""
        if name not in self._variants:
            raise RuleBroken("no_verb", 404, verb=name)
        return tuple(self._variants[name])

    def parse(self, name: str, arguments: Mapping[str, Any]) -> tuple[Verb[H], Any]:
        """The verb and its arguments as its own type. Raises ``RuleBroken``: no_verb (404), bad_arguments (400)."""
        variants = self.variants(name)
        # The variant of which most arguments are named; the first one, also when none fits, so that it reports errors.
        fitting = [verb for verb in variants if verb.required_names <= arguments.keys()]
        verb = max(fitting or variants[:1], key=lambda each: len(each.required_names))
        return verb, parse_arguments(name, arguments, verb.arguments)


S = TypeVar("S", bound=Struct)


def parse_arguments(verb: str, arguments: Mapping[str, Any], shape: type[S]) -> S:
    """The arguments as ``shape``, without converting any value. Raises ``RuleBroken`` (400): bad_arguments."""
    try:
        return msgspec.convert(arguments, shape, strict=True)
    except msgspec.ValidationError as wrong:
        raise RuleBroken("bad_arguments", 400, verb=verb, problem=str(wrong)) from wrong
