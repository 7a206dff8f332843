"""Adds the compiled catalogue to a wheel, in place of the TOML files. Run by hatchling, see ``pyproject.toml``.

An editable install gets nothing: it reads the TOML files of the checkout, and compiles them when they change.
"""

from __future__ import annotations

import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Compiles ``facilitator/i18n/catalogue/*.toml`` to ``facilitator/i18n/catalogue.json``."""

    _folder: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue into a temporary file and have it put into the wheel."""
        if version == "editable":
            return
        package = Path(self.root, "facilitator", "i18n")
        # The package itself cannot be imported here, because its dependencies are not installed where wheels are built.
        source = runpy.run_path(str(package / "catalogue_source.py"))
        compiled = source["compile_catalogue"](source["read_catalogue_files"](package / "catalogue"))
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name, "catalogue.json")
        file.write_bytes(compiled)
        build_data["force_include"][str(file)] = "facilitator/i18n/catalogue.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary file."""
        if self._folder is not None:
            self._folder.cleanup()
