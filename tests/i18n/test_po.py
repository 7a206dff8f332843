"""Translators' tools get the catalogue as gettext files, and what they send back is what the catalogue then has."""

from __future__ import annotations

import gettext
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit
from assertions import every
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from facilitator.i18n import po
from facilitator.i18n.catalogue_cache import load_catalogue
from facilitator.i18n.catalogue_source import CATALOGUE_FOLDER
from facilitator.i18n.languages import LANGUAGE_FACTS, LanguageFacts

NORTHERN_SAAMI = LanguageFacts("Davvisámegiella", ("one", "two", "other"), "n == 1 ? 0 : n == 2 ? 1 : 2")

SMALL = """# Votes on the stage.

["votes"]
fi = {one = "{n} ääni", other = "{n} ääntä"}
sv = {one = "{n} röst", other = "{n} röster"}
en = {one = "{n} vote", other = "{n} votes"}

# --- the end ---
["thanks"]
fi = "Kiitos, {name}. Paina {key.reopen}."
sv = "Tack, {name}. Tryck på {key.reopen}."
en = "Thank you, {name}. Press {key.reopen}."
"""


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of the whole catalogue."""
    copy = tmp_path / "whole"
    shutil.copytree(CATALOGUE_FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A catalogue of two messages."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "votes.toml").write_text(SMALL, "utf-8")
    return folder


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translators' files of the whole catalogue, which no test changes."""
    folder = tmp_path_factory.mktemp("exported")
    assert run("export", folder, CATALOGUE_FOLDER) == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """File name -> bytes."""
    return {file.name: file.read_bytes() for file in folder.glob("*.toml")}


def run(action: str, folder: Path, catalogue: Path, *options: str) -> int:
    """The command, on another catalogue than the program's."""
    return po.main([action, str(folder), "--catalogue", str(catalogue), *options])


def edit(file: Path, change: Callable[[str], str]) -> None:
    """Change the text of a file, which has to differ afterwards."""
    before = file.read_text("utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, "utf-8")


def replacing(old: str, new: str) -> Callable[[str], str]:
    """The change of ``old`` to ``new``."""
    return lambda text: text.replace(old, new)


def test_the_whole_catalogue_comes_back_unchanged(whole: Path, exported: Path) -> None:
    before = contents(whole)
    assert {file.name for file in exported.iterdir()} == {f"{code}.po" for code in LANGUAGE_FACTS}
    assert run("import", exported, whole) == 0
    assert contents(whole) == before


def test_every_translation_can_be_restored_from_the_files_of_the_translators(whole: Path, exported: Path) -> None:
    before = load_catalogue(whole)
    for file in whole.glob("*.toml"):
        document = tomlkit.parse(file.read_text("utf-8"))
        for texts in document.values():
            del texts["fi"], texts["sv"]
        file.write_text(tomlkit.dumps(document), "utf-8")
    assert every(set(texts) == {"en"} for texts in load_catalogue(whole).values())
    assert run("import", exported, whole) == 0
    assert load_catalogue(whole) == before


@pytest.mark.parametrize("language", LANGUAGE_FACTS)
def test_gettext_itself_reads_every_text_and_every_plural_form(language: str, exported: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO((exported / f"{language}.po").read_bytes()), abort_invalid=True))
    translations = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    messages = load_catalogue(CATALOGUE_FOLDER)
    assert len(messages) > 1_000
    for key, texts in messages.items():
        source, entry = texts["en"], texts[language]
        if isinstance(source, str) or isinstance(entry, str):
            assert translations.pgettext(key, str(source)) == entry
        else:
            for number, category in ((1, "one"), (2, "other"), (0, "other")):
                assert translations.npgettext(key, source["one"], source["other"], number) == entry[category]


def test_an_edited_translation_changes_its_own_line_only(small: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "po", small)
    edit(tmp_path / "po" / "sv.po", replacing("{n} röster", "{n} avgivna röster"))
    edit(tmp_path / "po" / "en.po", replacing('msgstr "Thank you', 'msgstr "Many thanks'))
    assert run("import", tmp_path / "po", small) == 0
    expected = SMALL.replace("{n} röster", "{n} avgivna röster").replace("Thank you", "Many thanks")
    assert (small / "votes.toml").read_text("utf-8") == expected


def test_a_new_language_with_a_form_for_two_comes_in_through_its_file(small: Path, tmp_path: Path) -> None:
    languages = {**LANGUAGE_FACTS, "se": NORTHERN_SAAMI}
    po.export_translations(small, tmp_path / "po", languages)
    file = tmp_path / "po" / "se.po"
    text = file.read_text("utf-8")
    assert "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);" in text
    assert re.findall(r'^msgstr.*""$', text, re.M)[1:] == [*(f'msgstr[{n}] ""' for n in range(3)), 'msgstr ""']
    refused = po.import_translations(small, tmp_path / "po", languages)
    assert refused == ["se.po: votes: the translation is empty.", "se.po: thanks: the translation is empty."]
    for number, form in enumerate(("jietna", "jiena", "jienat")):
        edit(file, replacing(f'msgstr[{number}] ""', f'msgstr[{number}] "{{n}} {form}"'))
    edit(file, lambda text: re.sub(r'(msgid "Thank.*\nmsgstr) ""', r'\1 "Giitu, {name}. {key.reopen}"', text))
    # Editors write the rule of a language in their own way.
    edit(file, replacing("plural=(n == 1 ? 0 : n == 2 ? 1 : 2)", "plural=n==1 ? 0 : (n==2 ? 1 : 2)"))
    assert po.import_translations(small, tmp_path / "po", languages) == []
    texts = load_catalogue(small)
    assert texts["votes"]["se"] == {"one": "{n} jietna", "two": "{n} jiena", "other": "{n} jienat"}
    assert texts["thanks"]["se"] == "Giitu, {name}. {key.reopen}"
    added = [line for line in (small / "votes.toml").read_text("utf-8").splitlines() if not line.startswith("se = ")]
    assert added == SMALL.splitlines()


REFUSED = {
    "fuzzy": ("#, python-brace-format\nmsgctxt", "#, fuzzy, python-brace-format\nmsgctxt", "marked as fuzzy"),
    "empty": ('msgstr[1] "{n} röster"', 'msgstr[1] ""', "the translation is empty"),
    "form missing": ('msgstr[1] "{n} röster"\n', "", "the translation is empty"),
    "form added": ('msgstr[1] "{n} röster"\n', 'msgstr[1] "{n} röster"\nmsgstr[2] "{n} röst"\n', "sv.po: "),
    "field renamed": ("{name}. Tryck", "{namn}. Tryck", "missing or added: {name}, {namn}"),
    "key dropped": ("Tryck på {key.reopen}", "Tryck på o", "missing or added: {key.reopen}"),
    "old source": ('msgid "Thank you', 'msgid "Thanks', "the English text has changed"),
    "unknown key": ('msgctxt "thanks"', 'msgctxt "thank"', "thank: the catalogue has no message with this key"),
    "other rule": ("plural=(n != 1)", "plural=(n > 1)", "Plural-Forms is"),
    "faulty rule": ("plural=(n != 1)", "plural=(n / 0)", "Plural-Forms is"),
    "other count": ("nplurals=2", "nplurals=3", "Plural-Forms is"),
    "not gettext": ('msgctxt "thanks"', '<<<<<<< HEAD\nmsgctxt "thanks"', "cannot be read as a gettext file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(
    case: str, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, sentence = REFUSED[case]
    run("export", tmp_path / "po", small)
    edit(tmp_path / "po" / "sv.po", replacing(old, new))
    edit(tmp_path / "po" / "fi.po", replacing("Kiitos", "Paljon kiitoksia"))
    assert run("import", tmp_path / "po", small) == 1
    shown = capsys.readouterr().err
    assert sentence in shown
    assert "Nothing was changed." in shown
    assert contents(small) == {"votes.toml": SMALL.encode()}


def test_what_fits_can_be_taken_although_something_else_does_not(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("export", tmp_path / "po", small)
    edit(tmp_path / "po" / "sv.po", replacing('msgstr[1] "{n} röster"', 'msgstr[1] ""'))
    edit(tmp_path / "po" / "sv.po", replacing("Tack", "Stort tack"))
    assert run("import", tmp_path / "po", small, "--partial") == 1
    assert capsys.readouterr().err == "sv.po: votes: the translation is empty.\n"
    assert (small / "votes.toml").read_text("utf-8") == SMALL.replace("Tack", "Stort tack")


def test_a_file_of_a_language_that_the_program_does_not_know_is_refused(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("export", tmp_path / "po", small)
    (tmp_path / "po" / "sv.po").rename(tmp_path / "po" / "se.po")
    assert run("import", tmp_path / "po", small) == 1
    assert "se.po: the language has no entry in facilitator/i18n/languages.py." in capsys.readouterr().err


def test_a_message_that_is_newer_than_the_files_keeps_its_texts(small: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "po", small)
    newer = SMALL + '\n["newer"]\nfi = "uusi"\nsv = "ny"\nen = "new"\n'
    (small / "votes.toml").write_text(newer, "utf-8")
    assert run("import", tmp_path / "po", small) == 0
    assert (small / "votes.toml").read_text("utf-8") == newer
