"""Converts the catalogue to gettext files (``.po``) for translators' tools, and reads such files back.

A file is for one language. The source text (``msgid``) is the English one; the key of a message is its context
(``msgctxt``), so that equal English texts can have different translations. English itself has a file too, in which its
own texts can be corrected.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from facilitator import __version__
from facilitator.i18n.catalogue_cache import CatalogueEntry, Messages
from facilitator.i18n.languages import LanguageFacts, plural_index

SOURCE_LANGUAGE = "en"

HEADER_COMMENT = """\
# {name}: the texts of facilitator. License: MIT.
# The context of a message is its key in the catalogue. {{...}} stands for what is filled in, and stays as it is."""

COUNTS_COMPARED = range(200)
"""Numbers over which two plural expressions have to select the same forms to count as the same rule."""

_PLACEHOLDER = re.compile(r"\{[\w.]+\}")


@dataclass(frozen=True)
class CatalogueFile:
    """One TOML file of the catalogue: its name, what it says of itself at its top, and its messages."""

    name: str
    description: str
    messages: Messages


@dataclass(frozen=True)
class Translations:
    """What a translator's file holds: the entries that can be used, and a sentence for each that cannot."""

    entries: Mapping[str, CatalogueEntry]
    refusals: tuple[str, ...]


def write_translations(files: list[CatalogueFile], language: str, facts: LanguageFacts) -> bytes:
    """The gettext file of a language. A message that has no text in the language is left empty."""
    catalog = Catalog(
        language,
        header_comment=HEADER_COMMENT.format(name=facts.name),
        project="facilitator",
        version=__version__,
        revision_date=datetime.now().astimezone(),
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    catalog.mime_headers = [("Plural-Forms", plural_forms_header(facts))]
    for file in files:
        for key, texts in file.messages.items():
            source = _forms(texts[SOURCE_LANGUAGE])
            entry = texts.get(language)
            forms = _forms(entry) if entry else ("",) * (len(facts.plural_categories) if len(source) > 1 else 1)
            message = catalog.add(
                source if len(source) > 1 else source[0],
                forms if len(source) > 1 else forms[0],
                context=key,
                locations=[(file.name, 0)],
                auto_comments=[file.description] if file.description else [],
            )
            # Babel guesses the format from the text, and takes "50 % of" for a placeholder of the C language.
            message.flags = {"python-brace-format"} if _placeholders(texts[SOURCE_LANGUAGE]) else set()
    out = io.BytesIO()
    write_po(out, catalog, width=0, include_lineno=False)
    return out.getvalue()


def read_translations(data: bytes, language: str, facts: LanguageFacts, messages: Messages) -> Translations:
    """The entries of a gettext file that are whole and fit ``messages``; sentences about the others.

    A message that the file lacks is not mentioned: a translation may be older than the message.
    """
    try:
        catalog = read_po(io.BytesIO(data), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        return Translations({}, (f"The file cannot be read as a gettext file: {error}.",))
    if not _same_plural_rule(catalog, facts):
        wanted, found = plural_forms_header(facts), catalog.plural_forms
        return Translations({}, (f"Plural-Forms is “{found}”, but the language needs “{wanted}”.",))
    entries: dict[str, CatalogueEntry] = {}
    refusals = []
    for message in catalog:
        if message.id:
            key = message.context or ""
            flaw = next(_flaws(message, facts, messages.get(key)), None)
            if flaw is None:
                entries[key] = _entry(message, facts)
            else:
                refusals.append(f"{key or message.id}: {flaw}.")
    return Translations(entries, tuple(refusals))


def plural_forms_header(facts: LanguageFacts) -> str:
    """The plural rule of a language as gettext files state it."""
    return f"nplurals={len(facts.plural_categories)}; plural=({facts.plural_expression});"


def _same_plural_rule(catalog: Catalog, facts: LanguageFacts) -> bool:
    """Whether the file counts as the language does; editors write the same expression in different ways."""
    if catalog.num_plurals != len(facts.plural_categories):
        return False
    ours = plural_index(facts.plural_expression)
    try:
        theirs = plural_index(catalog.plural_expr)
        return all(theirs(n) == ours(n) for n in COUNTS_COMPARED)
    except (ValueError, ArithmeticError):  # not an expression, or one that divides by zero
        return False


def _flaws(message: Message, facts: LanguageFacts, texts: Mapping[str, CatalogueEntry] | None) -> Iterator[str]:
    """What is wrong with a translation, the cause before its consequences."""
    if texts is None:
        yield "the catalogue has no message with this key"
        return
    if message.fuzzy:
        yield "the translation is marked as fuzzy, so somebody has to look at it"
    source = texts[SOURCE_LANGUAGE]
    if _strings(message.id) != _forms(source):
        yield "the English text has changed since the file was exported"
    forms = _strings(message.string)
    if len(forms) != (1 if isinstance(source, str) else len(facts.plural_categories)):
        yield f"there are {len(forms)} plural forms, but the language has {len(facts.plural_categories)}"
    if not all(form.strip() for form in forms):
        yield "the translation is empty"
    found = {name for form in forms for name in _PLACEHOLDER.findall(form)}
    if differing := found ^ _placeholders(source):
        yield f"these placeholders are missing or added: {', '.join(sorted(differing))}"


def _entry(message: Message, facts: LanguageFacts) -> CatalogueEntry:
    forms = _strings(message.string)
    return dict(zip(facts.plural_categories, forms, strict=True)) if isinstance(message.id, tuple) else forms[0]


def _strings(texts: object) -> tuple[str, ...]:
    """The texts of a message, of which Babel keeps one as a string, several in a sequence, and none as None."""
    return tuple(text or "" for text in texts) if isinstance(texts, (tuple, list)) else (str(texts or ""),)


def _forms(entry: CatalogueEntry) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else tuple(entry.values())


def _placeholders(entry: CatalogueEntry) -> set[str]:
    return {name for form in _forms(entry) for name in _PLACEHOLDER.findall(form)}
