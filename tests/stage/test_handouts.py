"""Poster and table cards: their codes are read, their words are there in three languages, and no password ever."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from readers import READERS, seen_from_afar

from facilitator.cli import main
from facilitator.handouts import HANDOUTS, Facts, handouts
from facilitator.handouts.pictures import MOST_LINES
from facilitator.lettering import readable, width, wrapped
from facilitator.words import LANGUAGES, say

FACTS = Facts("Mitä minä voin tehdä?", "http://192.168.1.20:8000/4829", "4829", "fi")
LONG = Facts("Työpaja " * 12, "https://a-rather-long-name.tunnel.example/kokous/48291", "48291", "sv")


@pytest.fixture(params=[FACTS, LONG], ids=["short", "long"])
def facts(request: pytest.FixtureRequest) -> Facts:
    """An ordinary workshop, and one whose title and address are as long as they come."""
    found: Facts = request.param
    return found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", [name for name in HANDOUTS if name.endswith(".png")])
def test_the_code_on_the_picture_is_read_even_when_it_is_printed_small(name: str, reader: str, facts: Facts) -> None:
    picture = Image.open(BytesIO(handouts(facts)[name])).convert("RGB")
    for factor in (1.0, 0.5, 0.3):
        assert READERS[reader](seen_from_afar(picture, factor)) == facts.address


@pytest.mark.parametrize("name", [name for name in HANDOUTS if name.endswith(".html")])
def test_the_page_has_code_address_and_three_languages(name: str, facts: Facts) -> None:
    page = HANDOUTS[name](facts).decode("utf-8")
    assert facts.typed in page
    assert page.count('class="qr"') == (4 if "cards" in name else 1)
    for language in LANGUAGES:
        assert f'lang="{language}"' in page
        assert say("handout.head", language) in page
    assert "http" not in page.replace(facts.address, "")


def test_a_title_is_only_text_on_the_page() -> None:
    hostile = Facts("<script>alert(1)</script>{title}", FACTS.address, "4829", "fi")
    page = HANDOUTS["poster.html"](hostile).decode("utf-8")
    assert "<script" not in page
    assert "{title}" in page


def test_the_pictures_of_a_long_address_keep_everything_on_the_sheet(facts: Facts) -> None:
    for name in ("poster.png", "table-card.png"):
        picture = Image.open(BytesIO(HANDOUTS[name](facts))).convert("L")
        edge = 20
        for box in (
            (0, 0, picture.width, edge),
            (0, picture.height - edge, picture.width, picture.height),
            (0, 0, edge, picture.height),
            (picture.width - edge, 0, picture.width, picture.height),
        ):
            assert picture.crop(box).getextrema() == (255, 255), name


def test_every_sentence_on_paper_can_be_drawn_and_fits() -> None:
    assert readable("Åäkta Öljy, éclair – 5 €?")
    assert not readable("\U0010fffd")
    said = [say(f"handout.{part}", code) for part in ("head", "scan", "type") for code in LANGUAGES]
    assert all(map(readable, said))
    for sentence in said:
        lines = wrapped(sentence, 774, 20, MOST_LINES)
        assert " ".join(lines) == sentence
        assert all(width(line, 20) <= 774 for line in lines)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workshop on disk."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    path = tmp_path / "workshop.json"
    assert main(["new", "--minutes", "60", "--language", "fi", "--out", str(path)]) == 0
    return path


def test_one_command_writes_them_and_leaves_the_workshop_alone(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = session.read_bytes()
    capsys.readouterr()
    words = ["handouts", str(session), "--url", "https://room.example.org", "--out", str(tmp_path / "cards")]
    assert main(words) == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {file.name for file in files} == set(HANDOUTS)
    assert files[0].parent.name.startswith(date.today().isoformat()[:4])
    code = next(iter(json.loads(before)["session"].values()))["code"]
    assert f"room.example.org/{code}" in (files[0].parent / "poster.html").read_text("utf-8")
    assert session.read_bytes() == before


def test_cards_that_would_lead_nowhere_are_not_made(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["handouts", str(session), "--host", "127.0.0.1", "--out", str(tmp_path / "cards")]) == 2
    assert "--url" in capsys.readouterr().err
    assert not (tmp_path / "cards").exists()
