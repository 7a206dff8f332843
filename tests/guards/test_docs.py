"""What README and documentation name exists: links, headings, files, commands, options, the rules that are cited."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from facilitator.cli.main import main
from facilitator.cli.parser import COMMAND_ARGUMENTS
from facilitator.export import FORMATS
from facilitator.room.verbs import VERBS
from facilitator.rules.steps import kinds
from facilitator.rules.steps.kind import Kind
from facilitator.system.documentation import TOPICS, sections
from facilitator.templates.shipped import cards
from screens.keymap import FIXED_COMMANDS
from screens.keys import KEYS
from store.records import TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "facilitator" / "docs"
PAGES = [ROOT / "README.md", ROOT / "sample_sessions" / "README.md", *sorted(DOCS.glob("*.md"))]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
MOST_LINES = 170
"""Of README.md; the rest is on the pages of the documentation."""

CODE = ("facilitator", "screens", "store", "tests")
"""Folders whose files may cite a rule."""

LINK = re.compile(r"\]\(([^()\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
SPAN = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")
PATH = re.compile(r"(?<![\w./~\\-])((?:facilitator|screens|store|tests|sample_sessions|\.ci|\.readme)/[\w./*-]*)")
COMMAND = re.compile(r"(?<![\w/.-])facilitator ([a-z]+)\b")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
PLACEHOLDER = re.compile(r"[A-Z]{2,}|\*")
"""Part of a path that stands for any name, such as ``NAME.py``."""
CITED = re.compile(r"docs/domain\.md[\s#]+(\d+(?:\.\d+)?(?:(?:,| and| to)\s+\d+\.\d+)*)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
OLD_CITATION = re.compile(r"domain reference|\bdomain \d+\.\d|\(reference:")
SOURCE = re.compile(r"\bS\d+\b")


@cache
def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def prose(text: str) -> str:
    """The text without what stands in code blocks."""
    kept, fenced = [], False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if not fenced and not line.startswith(("```", "    ")):
            kept.append(line)
    return "\n".join(kept)


def code_lines(text: str) -> Iterator[str]:
    """The lines of code blocks, fenced or indented."""
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield line.strip()


def code(text: str) -> Iterator[str]:
    """Everything that is marked as code: lines of blocks, and spans within sentences."""
    yield from code_lines(text)
    for found in SPAN.findall(prose(text)):
        yield " ".join(found.split())


def slug(heading: str) -> str:
    """The anchor that GitHub and Textual give a heading."""
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")


@cache
def anchors(page: Path) -> frozenset[str]:
    return frozenset(slug(section.title) for section in sections(text_of(page)))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    page, lost = ROOT / name, []
    links = [one or other for one, other in LINK.findall(prose(text_of(page)))]
    for link in links:
        if link.startswith(("http:", "https:")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_exists(name: str) -> None:
    named = {path for piece in code(text_of(ROOT / name)) for path in PATH.findall(piece)}
    lost = []
    for path in sorted(named):
        whole = ROOT / path.rstrip(".")
        while PLACEHOLDER.search(whole.name):
            whole = whole.parent
        if not whole.exists():
            lost.append(path)
    assert lost == []


@cache
def options_of(command: str) -> frozenset[str]:
    """The options in a command's help; for an empty name, those of the program."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main([*([command] if command else []), "--help"]) == 0
    return frozenset(OPTION.findall(said.getvalue()))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_is_named_exists(name: str) -> None:
    named = {word for piece in code(text_of(ROOT / name)) for word in COMMAND.findall(piece)}
    assert named - set(COMMAND_ARGUMENTS) == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_option_that_is_named_is_one_of_its_command(name: str) -> None:
    every = frozenset[str]().union(*map(options_of, ("", *COMMAND_ARGUMENTS)))
    lost = []
    for piece in code(text_of(ROOT / name)):
        called = COMMAND.search(piece)
        if called is not None:
            known = options_of(called[1])
        elif piece.startswith(("--", "facilitator --")):
            known = every
        else:
            continue  # another program's
        lost += [f"{piece}: {option}" for option in OPTION.findall(piece) if option not in known]
    assert lost == []


def test_the_readme_names_every_command() -> None:
    named = {word for line in code_lines(text_of(ROOT / "README.md")) for word in COMMAND.findall(line)}
    assert named >= set(COMMAND_ARGUMENTS)


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    readme = text_of(ROOT / "README.md")
    assert len(readme.splitlines()) <= MOST_LINES
    assert all(f"(facilitator/docs/{topic}.md)" in readme for topic in TOPICS)


# --- the rules that code cites --------------------------------------------------------------------------------


def numbers() -> frozenset[str]:
    """The numbers of the headings of the page of rules."""
    titles = (section.title for section in sections(text_of(DOCS / "domain.md")))
    return frozenset(found[0].rstrip(".") for title in titles if (found := re.match(r"\d+(\.\d+)?\.?", title)))


def sources() -> Iterator[tuple[str, str]]:
    """Every file that may cite a rule, and what stands in it."""
    for folder in CODE:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".html", ".js", ".css", ".tcss", ".toml") and file != Path(__file__):
                yield file.relative_to(ROOT).as_posix(), file.read_text("utf-8")


def test_every_rule_that_is_cited_stands_on_the_page_of_rules() -> None:
    known, lost = numbers(), []
    assert {"2.2", "3.3", "4", "9.4"} <= known
    for name, text in sources():
        for cited in CITED.findall(text):
            lost += [f"{name}: {number}" for number in NUMBER.findall(cited) if number not in known]
    assert lost == []


def test_no_rule_is_cited_from_a_page_that_is_not_shipped() -> None:
    assert [name for name, text in sources() if OLD_CITATION.search(text)] == []


def test_every_source_of_a_rule_is_listed_and_every_listed_one_is_used() -> None:
    page = text_of(DOCS / "domain.md")
    rules, _, listed = page.partition("\n## 14. Sources")
    named = set(re.findall(r"^- (S\d+) ", listed, re.MULTILINE))
    assert set(SOURCE.findall(rules)) == named


# --- tables of the documentation against the code ---------------------------------------------------------------


def first_cells(page: str, heading: str) -> list[str]:
    """What stands in the first column of the tables of a section and of those below it."""
    found, level = [], 0
    for section in sections(text_of(DOCS / page)):
        if section.title == heading:
            level = section.level
        elif level and section.level <= level:
            break
        if level:
            found += re.findall(r"^\| ([^|]*) \|", section.text, re.MULTILINE)
    assert found, heading
    return found


def words(cells: list[str]) -> set[str]:
    """The words that are marked as code."""
    return {word for cell in cells for word in SPAN.findall(cell)}


def verb_rows() -> Iterator[str]:
    """The rows of the table of verbs, made from the registry."""
    for verb in VERBS:
        names = "".join(f"`{name}`, " for name in verb.argument_names).removesuffix(", ")
        yield f"| `{verb.name}` | {names} | {verb.sentence} |".replace("|  |", "| |")


def test_the_table_of_verbs_is_that_of_the_registry() -> None:
    (section,) = [each for each in sections(text_of(DOCS / "protocol.md")) if each.title == "Verbs"]
    rows = [line for line in section.text.splitlines() if line.startswith("| `")]
    assert rows == list(verb_rows()), "the table should be:\n" + "\n".join(verb_rows())


def test_every_kind_of_step_is_in_the_protocol_and_the_manual() -> None:
    asking = {name for name, kind in kinds().items() if type(kind).take_answer is not Kind.take_answer}
    assert asking == {cell for cell in first_cells("protocol.md", "Answers") if cell in kinds()}
    manual = {word for cell in first_cells("manual.md", "The kinds of step") for word in cell.split(", ")}
    assert set(kinds()) <= manual


def test_every_table_of_the_session_file_is_in_the_protocol() -> None:
    assert words(first_cells("protocol.md", "The session file")) == {*TABLES, "store"}


def test_every_file_of_the_export_is_in_the_protocol_and_the_manual() -> None:
    assert words(first_cells("protocol.md", "Exports")) == set(FORMATS)
    assert words(first_cells("manual.md", "Files for the next morning")) == set(FORMATS)


def test_every_act_that_can_have_another_key_is_in_the_manual() -> None:
    (section,) = [each for each in sections(text_of(DOCS / "manual.md")) if each.title == "Keys of your own"]
    named = set(re.findall(r"[a-z_]+\d?", section.text))
    assert {key.id for key in KEYS if key.id not in FIXED_COMMANDS and not re.fullmatch(r"place[2-8]", key.id)} <= named


def test_every_ready_workshop_is_in_the_manual_with_its_lengths() -> None:
    text = text_of(DOCS / "manual.md")
    for card in cards(kinds()):
        row = re.search(rf"^\| `{card.id}` \| [^|]* \| ([^|]*) \|$", text, re.MULTILINE)
        assert row is not None, card.id
        assert tuple(map(int, re.findall(r"\d+", row[1]))) == card.lengths


def test_every_direct_package_is_told_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["fast"], *extras["onnx"]]
    (section,) = [each for each in sections(text_of(DOCS / "architecture.md")) if each.title == "Dependencies"]
    told = set(re.findall(r"[\w.-]+", section.text))
    assert {Requirement(each).name for each in asked} <= told
