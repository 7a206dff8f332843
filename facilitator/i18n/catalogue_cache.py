"""Loads the catalogue in its compiled form: JSON, which is read about fifty times as fast as TOML.

A wheel has the compiled catalogue in ``catalogue.json`` (see ``build_hook.py``). A checkout has TOML files, which may
have been edited since the last start, so its compiled form is kept in the folder of Python's own caches together with a
hash of the files, and is made again when the hash differs. Times of modification are not used: they can stay equal
when a file changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from facilitator.i18n.catalogue_source import CATALOGUE_FOLDER, compile_catalogue, read_catalogue_files

CatalogueEntry = str | Mapping[str, str]
"""A text, or plural category -> text."""

Messages = Mapping[str, Mapping[str, CatalogueEntry]]
"""Key -> language -> entry."""

COMPILED_NAME = "catalogue.json"
FORMAT_VERSION = b"1"
"""Part of the hash: to be raised when ``compile_catalogue`` makes something else of the same files."""

_decoder = msgspec.json.Decoder(dict[str, dict[str, CatalogueEntry]])


def load_catalogue(folder: Path = CATALOGUE_FOLDER) -> Messages:
    """The messages of the TOML files in ``folder``; without any, of the compiled catalogue beside the folder.

    Raises: ``ValueError`` for a faulty file, for a key in two files and for an entry of the wrong type; ``OSError``
    when neither the files nor the compiled catalogue can be read.
    """
    files = read_catalogue_files(folder)
    if not files:
        return _decoder.decode(folder.with_name(COMPILED_NAME).read_bytes())
    digest = _digest(files)
    cache = cache_file(folder)
    # The hash is of the contents just read, so a file edited between reading and writing makes the cache outdated, not
    # wrong.
    cached = _read_cache(cache, digest)
    if cached is not None:
        return cached
    compiled = compile_catalogue(files)
    messages = _decoder.decode(compiled)
    _write_cache(cache, digest + b"\n" + compiled)
    return messages


def cache_file(folder: Path) -> Path:
    """Where the compiled form of the files in ``folder`` is kept: in Python's folder for caches of that place."""
    from importlib.util import cache_from_source

    return Path(cache_from_source(str(folder.with_suffix(".py")))).with_name(COMPILED_NAME)


def _digest(files: Mapping[str, bytes]) -> bytes:
    """A hash of the names and contents; each is preceded by its length, so that no two sets of files look alike."""
    found = hashlib.blake2b(FORMAT_VERSION, digest_size=32)
    for name, contents in files.items():
        found.update(f"{len(name)} {name} {len(contents)} ".encode())
        found.update(contents)
    return found.hexdigest().encode()


def _read_cache(cache: Path, digest: bytes) -> Messages | None:
    """The messages of the cache; None when there is none, it is damaged, or it was made of other files."""
    try:
        head, _, compiled = cache.read_bytes().partition(b"\n")
        return _decoder.decode(compiled) if head == digest else None
    except (OSError, msgspec.DecodeError):
        return None


def _write_cache(cache: Path, contents: bytes) -> None:
    """Replace the cache, as one step: another process sees the old file or the new one. Fails silently.

    A folder that cannot be written costs time at each start, and nothing else.
    """
    import tempfile

    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, because a file can be replaced in one step only within one file system.
        handle, temporary = tempfile.mkstemp(dir=cache.parent, prefix=f"{COMPILED_NAME}.")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
        # ``mkstemp`` makes the file private, and other users of the same installation read the cache too.
        os.chmod(temporary, 0o644)
        os.replace(temporary, cache)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
