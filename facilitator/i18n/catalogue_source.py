"""Reads the TOML files of the catalogue and compiles them to one JSON document.

The build hook runs this module where the program's dependencies are not installed: it uses the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

CATALOGUE_FOLDER = Path(__file__).with_name("catalogue")
"""The TOML files. A wheel does not have this folder; it has the compiled catalogue instead."""


def read_catalogue_files(folder: Path) -> dict[str, bytes]:
    """File name -> contents of the TOML files of a folder, in the order of their names; empty for a missing folder.

    Raises: ``OSError`` for a file that cannot be read.
    """
    # A name with a leading dot is an editor's temporary file.
    files = sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
    return {file.name: file.read_bytes() for file in files}


def parse_catalogue_file(name: str, contents: bytes) -> dict[str, dict[str, object]]:
    """Key -> language -> entry of one file. Raises: ``ValueError``, with the file's name, for a faulty file."""
    import tomllib  # here, because a start of the program that finds the compiled catalogue does not need it

    try:
        return tomllib.loads(contents.decode("utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def compile_catalogue(files: Mapping[str, bytes]) -> bytes:
    """The messages of all files as one JSON object: key -> language -> entry.

    Raises: ``ValueError`` for a faulty file and for a key that is in two files.
    """
    found: dict[str, tuple[str, dict[str, object]]] = {}
    for name, contents in files.items():
        for key, texts in parse_catalogue_file(name, contents).items():
            if key in found:
                raise ValueError(f"{name}: the message {key} is in {found[key][0]} already")
            found[key] = name, texts
    messages = {key: texts for key, (_, texts) in found.items()}
    return json.dumps(messages, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
