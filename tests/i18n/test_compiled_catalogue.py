"""The catalogue's TOML files are compiled once, and what is shown is never older than the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from facilitator.i18n.catalogue_cache import COMPILED_NAME, cache_file, load_catalogue
from facilitator.i18n.catalogue_source import CATALOGUE_FOLDER
from facilitator.i18n.messages import catalogue

ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import sys
from pathlib import Path
from facilitator.i18n.catalogue_cache import load_catalogue
print(load_catalogue(Path(sys.argv[1]))["greeting"]["en"], "tomllib" in sys.modules)
"""


def write(folder: Path, text: str, name: str = "greetings.toml") -> Path:
    """A catalogue of one message with this English text."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f'["greeting"]\nfi = "moi"\nsv = "hej"\nen = "{text}"\n', "utf-8")
    return file


def load_in_a_new_process(folder: Path) -> subprocess.Popen[str]:
    """A process that prints the English text, and whether it has loaded the reader of TOML."""
    return subprocess.Popen(
        [sys.executable, "-c", LOAD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def output(process: subprocess.Popen[str]) -> str:
    """What the process has printed; it has to succeed."""
    text, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return text.strip()


def test_the_compiled_catalogue_says_what_the_files_say() -> None:
    files = [tomllib.loads(file.read_text("utf-8")) for file in CATALOGUE_FOLDER.glob("*.toml")]
    assert len(files) > 20
    assert catalogue() == {key: texts for file in files for key, texts in file.items()}
    assert sum(map(len, files)) == len(catalogue())


def test_the_second_start_does_not_read_toml(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    write(folder, "hello")
    assert output(load_in_a_new_process(folder)) == "hello True"
    assert output(load_in_a_new_process(folder)) == "hello False"


def test_an_edit_shows_at_the_next_start_even_if_size_and_time_stay(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    file = write(folder, "hello")
    before = file.stat()
    assert load_catalogue(folder)["greeting"]["en"] == "hello"
    write(folder, "howdy")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert load_catalogue(folder)["greeting"]["en"] == "howdy"


def test_a_file_that_was_added_renamed_or_removed_shows_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    write(folder, "hello")
    assert set(load_catalogue(folder)) == {"greeting"}
    added = folder / "farewells.toml"
    added.write_text('["farewell"]\nfi = "hei hei"\n', "utf-8")
    assert set(load_catalogue(folder)) == {"greeting", "farewell"}
    added.unlink()
    assert set(load_catalogue(folder)) == {"greeting"}


@pytest.mark.parametrize("damage", [b"", b"half", b"\n{", b"\xff\xfe\n[]"])
def test_a_damaged_cache_is_made_again(tmp_path: Path, damage: bytes) -> None:
    folder = tmp_path / "catalogue"
    write(folder, "hello")
    load_catalogue(folder)
    whole = cache_file(folder).read_bytes()
    cache_file(folder).write_bytes(damage)
    assert load_catalogue(folder)["greeting"]["en"] == "hello"
    cache_file(folder).write_bytes(whole[:-5])
    assert load_catalogue(folder)["greeting"]["en"] == "hello"
    assert cache_file(folder).read_bytes() == whole


def test_a_catalogue_without_a_place_for_its_cache_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "catalogue"
    write(folder, "hello")
    # A file where the folder of the cache should be cannot be written into by anybody, not even by root.
    cache_file(folder).parent.write_text("", "utf-8")
    assert load_catalogue(folder)["greeting"]["en"] == "hello"
    write(folder, "hi")
    assert load_catalogue(folder)["greeting"]["en"] == "hi"
    cache_file(folder).parent.unlink()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    assert load_catalogue(folder)["greeting"]["en"] == "hi"
    assert list(cache_file(folder).parent.iterdir()) == []


def test_processes_that_start_at_once_get_whole_catalogues(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    for text in ("hello", "good morning"):
        write(folder, text)
        processes = [load_in_a_new_process(folder) for _ in range(4)]
        assert {output(process).rsplit(" ", 1)[0] for process in processes} == {text}
    assert [file.name for file in cache_file(folder).parent.iterdir()] == [COMPILED_NAME]


def test_an_installed_catalogue_has_no_toml_files(tmp_path: Path) -> None:
    (tmp_path / COMPILED_NAME).write_text(json.dumps({"greeting": {"en": "hello"}}), "utf-8")
    assert load_catalogue(tmp_path / "catalogue") == {"greeting": {"en": "hello"}}


def test_a_faulty_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    write(folder, "hello")
    write(folder, "hello", "more.toml")
    with pytest.raises(ValueError, match=r"more\.toml: the message greeting is in greetings\.toml already"):
        load_catalogue(folder)
    (folder / "more.toml").write_text("[[[", "utf-8")
    with pytest.raises(ValueError, match=r"more\.toml: "):
        load_catalogue(folder)
    (folder / "more.toml").write_text('["farewell"]\nfi = 3\n', "utf-8")
    with pytest.raises(msgspec.ValidationError):
        load_catalogue(folder)
