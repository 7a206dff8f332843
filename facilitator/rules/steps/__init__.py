"""The kinds of step. Each kind is a module here, one in ``screens/steps`` and a page in ``web/templates/steps``.

Every module of this folder except ``kind`` defines one ``KIND`` and has the name of that kind; the folder is searched
for them. A kind whose name is a Python keyword (``break``) has a module name with an underscore appended.
"""

from __future__ import annotations

import functools
import importlib
import keyword
import operator
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from facilitator.view import Body, InfoBody, LobbyBody

if TYPE_CHECKING:
    from facilitator.rules.steps.kind import Kind


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """The rules of every kind of step, by name.

    Raises ``ImportError`` for a module that has no ``KIND``, or whose name is not that of its kind.
    """
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name == "kind":
            continue
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is None or module.name != module_name(kind.name):
            raise ImportError(f"{__name__}.{module.name} defines no kind of step of this name")
        found[kind.name] = kind
    return found


def kind_named(name: str) -> Kind:
    """The rules of a kind; for a kind that this version does not know, those of one that asks nothing."""
    return kinds().get(name) or _unknown_kind()


@functools.cache
def _unknown_kind() -> Kind:
    unknown: Kind = importlib.import_module(f"{__name__}.kind").UnknownKind()
    return unknown


@functools.cache
def _body_types() -> Any:
    """The union of all bodies of a public view."""
    bodies: Any = (LobbyBody, InfoBody, *(kind.body_type for kind in kinds().values()))
    return functools.reduce(operator.or_, bodies)


def decode_body(expected: type, data: object) -> object:
    """The body of a public view from plain data; the ``dec_hook`` for decoding views.

    Raises ``msgspec.ValidationError`` for a kind that this version does not know.
    """
    if expected is not Body:
        raise NotImplementedError(expected)
    return msgspec.convert(data, _body_types())


def providers(subject: str) -> tuple[str, ...]:
    """The names of the kinds that provide something to later steps, in the order of the alphabet."""
    return tuple(sorted(name for name, kind in kinds().items() if subject in kind.provides))


def module_name(kind: str) -> str:
    """The name of a kind's modules, here and in ``screens.steps``."""
    return f"{kind}_" if keyword.iskeyword(kind) else kind
