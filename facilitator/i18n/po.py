"""The exchange with translators' tools: ``python -m facilitator.i18n.po export|import FOLDER``, run in a checkout.

``export`` writes one gettext file for each language. ``import`` writes the translations of the files back into the
catalogue, and changes nothing there if one of them is fuzzy, empty or does not fit; ``import --partial`` takes the
others. Needs the extra ``translate``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import tomlkit

from facilitator.i18n.catalogue_cache import CatalogueEntry, Messages, load_catalogue
from facilitator.i18n.catalogue_source import CATALOGUE_FOLDER, parse_catalogue_file, read_catalogue_files
from facilitator.i18n.languages import LANGUAGE_FACTS, LanguageFacts
from facilitator.i18n.po_files import CatalogueFile, Translations, read_translations, write_translations

REFUSALS_SHOWN = 20


def export_translations(catalogue: Path, folder: Path, languages: Mapping[str, LanguageFacts]) -> list[Path]:
    """Write the gettext files of these languages into ``folder``; the files that were written.

    Raises: ``ValueError`` for a faulty catalogue, ``OSError`` for a folder that cannot be written.
    """
    files = [_catalogue_file(name, contents) for name, contents in read_catalogue_files(catalogue).items()]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language, facts in languages.items():
        file = folder / f"{language}.po"
        file.write_bytes(write_translations(files, language, facts))
        written.append(file)
    return written


def import_translations(
    catalogue: Path, folder: Path, languages: Mapping[str, LanguageFacts], partial: bool = False
) -> list[str]:
    """Write the translations of the gettext files in ``folder`` into the catalogue's files.

    Returns what was refused, one sentence each. If anything was, nothing is written, unless ``partial``.
    Raises: ``ValueError`` for a faulty catalogue, ``OSError`` for files that cannot be read or written.
    """
    messages = load_catalogue(catalogue)
    found: dict[str, Translations] = {}
    refusals = []
    for file in sorted(folder.glob("*.po")):
        if file.stem not in languages:
            refusals.append(f"{file.name}: the language has no entry in facilitator/i18n/languages.py.")
            continue
        read = read_translations(file.read_bytes(), file.stem, languages[file.stem], messages)
        found[file.stem] = read
        refusals += [f"{file.name}: {sentence}" for sentence in read.refusals]
    if not refusals or partial:
        _write_into_catalogue(catalogue, {language: read.entries for language, read in found.items()}, messages)
    return refusals


def _catalogue_file(name: str, contents: bytes) -> CatalogueFile:
    lines = contents.decode("utf-8").splitlines()
    description = lines[0].removeprefix("#").strip() if lines and lines[0].startswith("#") else ""
    messages = msgspec.convert(parse_catalogue_file(name, contents), dict[str, dict[str, CatalogueEntry]])
    return CatalogueFile(name, description, messages)


def _write_into_catalogue(
    catalogue: Path, found: Mapping[str, Mapping[str, CatalogueEntry]], messages: Messages
) -> None:
    """Change the entries that differ; comments, order and everything else in the files stay as they are."""
    for name, contents in read_catalogue_files(catalogue).items():
        changes = [
            (key, language, entries[key])
            for key in parse_catalogue_file(name, contents)
            for language, entries in found.items()
            if key in entries and entries[key] != messages[key].get(language)
        ]
        if not changes:
            continue
        document = tomlkit.parse(contents.decode("utf-8"))
        for key, language, entry in changes:
            _set_entry(document[key], language, entry)
        (catalogue / name).write_bytes(tomlkit.dumps(document).encode("utf-8"))


def _set_entry(texts: Any, language: str, entry: CatalogueEntry) -> None:
    """Set the entry of one language in the TOML table of a message. A table of plural forms stands on one line."""
    if isinstance(entry, str):
        texts[language] = entry
    else:
        texts[language] = tomlkit.inline_table()
        texts[language].update(entry)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 when something was refused or could not be read or written."""
    parser = argparse.ArgumentParser(prog="python -m facilitator.i18n.po", description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["export", "import"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partial", action="store_true", help="import what fits, although some of it does not")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE_FOLDER, help="the folder of the TOML files")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.action == "export":
            for file in export_translations(chosen.catalogue, chosen.folder, LANGUAGE_FACTS):
                print(file)
            return 0
        refusals = import_translations(chosen.catalogue, chosen.folder, LANGUAGE_FACTS, chosen.partial)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(*refusals[:REFUSALS_SHOWN], sep="\n", end="\n" if refusals else "", file=sys.stderr)
    if len(refusals) > REFUSALS_SHOWN:
        print(f"… and {len(refusals) - REFUSALS_SHOWN} more.", file=sys.stderr)
    if refusals and not chosen.partial:
        print("Nothing was changed.", file=sys.stderr)
    return 1 if refusals else 0


if __name__ == "__main__":
    sys.exit(main())
