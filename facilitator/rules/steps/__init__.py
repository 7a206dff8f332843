"""The kinds of step. Each kind is a module here, one in ``screens/steps`` and a page in ``web/templates/steps``.

Every module of this folder except ``kind`` defines one ``KIND`` and has the name of that kind; the folder is searched
for them. A kind whose name is a Python keyword (``break``) has a module name with an underscore appended.
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
    """The rules of every kind of step, by name."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name != "kind")
    found = {name: importlib.import_module(f"{__name__}.{name}").KIND for name in names}
    assert all(name == module_name(kind.name) for name, kind in found.items())
    return {kind.name: kind for kind in found.values()}


def module_name(kind: str) -> str:
    """The name of a kind's modules, here and in ``screens.steps``."""
    return f"{kind}_" if keyword.iskeyword(kind) else kind
