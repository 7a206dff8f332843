"""``facilitator help``: the documentation without a network, as text that a terminal of any width can show."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from assertions import nonempty

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.system.documentation import TOPICS, page, sections
from facilitator.system.settings import HOME_VARIABLE
from screens.documentation_text import print_page


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_topic_every_topic_is_listed_with_what_it_is_about(language: str, capsys: Said) -> None:
    assert main(["help", "--language", language]) == 0
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == list(TOPICS)
    assert all(say(f"docs.topic.{topic}", language) in said.out for topic in TOPICS)
    assert "facilitator help" in said.err
    assert max(map(len, said.out.splitlines())) <= 100


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_goes_to_a_pipe_as_it_is_written(topic: str, capsys: Said) -> None:
    assert main(["help", topic]) == 0
    said = capsys.readouterr()
    assert said.out == page(topic)
    assert said.out.startswith("# ")
    assert said.err == ""


@pytest.mark.parametrize("width", [60, 80, 132])
@pytest.mark.parametrize("topic", TOPICS)
def test_on_a_terminal_it_is_wrapped_to_the_width(
    topic: str, width: int, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "dumb")
    print_page(page(topic))
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= width
    assert "\x1b" not in said
    assert "](" not in said  # links are their words
    for section in nonempty(sections(page(topic))):
        assert section.title.split()[0].replace("`", "") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_topic_ends_with_2_and_one_sentence_that_names_the_topics(language: str, capsys: Said) -> None:
    assert main(["help", "nonsense", "--language", language]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert all(topic in said.err for topic in ("nonsense", *TOPICS))


def test_a_page_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        page("../settings")


def test_every_page_that_is_shipped_is_a_topic() -> None:
    shipped = {file.name.removesuffix(".md") for file in resources.files("facilitator").joinpath("docs").iterdir()}
    assert shipped == set(TOPICS)
