"""The kinds of step. A new kind is a module here, one in ``screens/steps`` and a page in ``web/templates/steps``.

Every module of this folder but ``kind`` holds one ``KIND`` of the module's name; they are found by looking. Where the
name is a word of Python's own (``break``), the module's name ends with an underscore.
"""

from __future__ import annotations

import functools
import importlib
import keyword
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.rules.steps.kind import Kind


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Name -> rules of every kind of step there is."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name != "kind")
    found = {name: importlib.import_module(f"{__name__}.{name}").KIND for name in names}
    assert all(name == module_name(kind.name) for name, kind in found.items())
    return {kind.name: kind for kind in found.values()}


def module_name(kind: str) -> str:
    """The name of a kind's modules, here and in ``screens.steps``."""
    return f"{kind}_" if keyword.iskeyword(kind) else kind
