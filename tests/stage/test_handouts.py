"""Poster and table cards: the codes are decodable, the texts are in three languages, and no password is printed."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from assertions import every, none
from PIL import Image
from qr_readers import READERS, seen_from_afar

from facilitator.cli.main import main
from facilitator.handouts import HANDOUTS, HandoutFacts, make_handouts
from facilitator.handouts.pictures import MAX_LINES
from facilitator.handouts.slip_pictures import PER_PAGE
from facilitator.handouts.slips import slip_files
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.media.fonts import can_draw, text_width, wrap_text
from facilitator.rules.voting.slips import format_code, new_codes, parse_code, slip_of
from store.sessions import open_session

FACTS = HandoutFacts("Mitä minä voin tehdä?", "http://192.168.1.20:8000/4829", "4829", "fi")
LONG = HandoutFacts("Työpaja " * 12, "https://a-rather-long-name.tunnel.example/kokous/48291", "48291", "sv")


@pytest.fixture(params=[FACTS, LONG], ids=["short", "long"])
def facts(request: pytest.FixtureRequest) -> HandoutFacts:
    """An ordinary workshop, and one whose title and address are as long as they come."""
    found: HandoutFacts = request.param
    return found


@cache
def handout(name: str, facts: HandoutFacts) -> bytes:
    """One of the files, made once for all who look at it."""
    return HANDOUTS[name](facts)


@cache
def page_of_slips(facts: HandoutFacts) -> Image.Image:
    """A full page of slips as a picture."""
    content = slip_files(facts, new_codes(PER_PAGE, random.Random(5)), "s")["s-1.png"]
    return Image.open(BytesIO(content)).convert("RGB")


def test_all_files_are_made_at_once_under_their_names() -> None:
    assert make_handouts(FACTS) == {name: handout(name, FACTS) for name in HANDOUTS}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", [name for name in HANDOUTS if name.endswith(".png")])
def test_the_code_on_the_picture_is_read_even_when_it_is_printed_small(
    name: str, reader: str, facts: HandoutFacts
) -> None:
    picture = Image.open(BytesIO(handout(name, facts))).convert("RGB")
    for factor in (1.0, 0.5, 0.3):
        assert READERS[reader](seen_from_afar(picture, factor)) == facts.address


@pytest.mark.parametrize("name", [name for name in HANDOUTS if name.endswith(".html")])
def test_the_page_has_code_address_and_three_languages(name: str, facts: HandoutFacts) -> None:
    page = handout(name, facts).decode("utf-8")
    assert facts.typed_address in page
    assert page.count('class="qr"') == (4 if "cards" in name else 1)
    for language in LANGUAGES:
        assert f'lang="{language}"' in page
        assert say("handout.head", language) in page
    assert "http" not in page.replace(facts.address, "")


def test_a_title_is_only_text_on_the_page() -> None:
    hostile = HandoutFacts("<script>alert(1)</script>{title}", FACTS.address, "4829", "fi")
    page = HANDOUTS["poster.html"](hostile).decode("utf-8")
    assert "<script" not in page
    assert "{title}" in page


def test_the_pictures_of_a_long_address_keep_everything_on_the_sheet(facts: HandoutFacts) -> None:
    for name in ("poster.png", "table-card.png"):
        picture = Image.open(BytesIO(handout(name, facts))).convert("L")
        edge = 20
        for box in (
            (0, 0, picture.width, edge),
            (0, picture.height - edge, picture.width, picture.height),
            (0, 0, edge, picture.height),
            (picture.width - edge, 0, picture.width, picture.height),
        ):
            assert picture.crop(box).getextrema() == (255, 255), name


def test_every_sentence_on_paper_can_be_drawn_and_fits() -> None:
    assert can_draw("Åäkta Öljy, éclair – 5 €?")
    assert not can_draw("\U0010fffd")
    said = [say(f"handout.{part}", code) for part in ("head", "scan", "type") for code in LANGUAGES]
    assert every(map(can_draw, said))
    for sentence in said:
        lines = wrap_text(sentence, 774, 20, MAX_LINES)
        assert " ".join(lines) == sentence
        assert every(text_width(line, 20) <= 774 for line in lines)


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


def test_slips_have_a_code_each_and_the_address_and_say_what_to_do_in_three_languages(facts: HandoutFacts) -> None:
    codes = new_codes(30, random.Random(5))
    files = slip_files(facts, codes, "slips-001-030")
    assert list(files) == ["slips-001-030.html", *(f"slips-001-030-{n}.png" for n in (1, 2, 3))]
    page = files["slips-001-030.html"].decode("utf-8")
    assert re.findall(r'class="letters">([^<]*)<', page) == [format_code(code) for code in codes]
    assert page.count('class="qr"') == page.count(facts.typed_address + "</p>") == 30
    for language in LANGUAGES:
        assert page.count(f'<p lang="{language}">{say("handout.slip", language)}</p>') == 30
        assert can_draw(say("handout.slip", language))
    assert "http" not in page.replace(facts.address, "")


@pytest.mark.parametrize("reader", READERS)
def test_the_join_code_of_every_slip_on_a_picture_is_read(reader: str, facts: HandoutFacts) -> None:
    picture = page_of_slips(facts)
    wide, high = (picture.width - 120) // 2, (picture.height - 120) // 6
    for number in range(PER_PAGE):
        x, y = 60 + number % 2 * wide, 60 + number // 2 * high
        assert READERS[reader](picture.crop((x + 4, y + 4, x + wide - 4, y + high - 4))) == facts.address


def test_what_stands_on_a_slip_stays_within_its_lines(facts: HandoutFacts) -> None:
    picture = Image.open(BytesIO(slip_files(facts, ["W" * 8, "M" * 8], "s")["s-1.png"])).convert("L")
    wide, high = (picture.width - 120) // 2, (picture.height - 120) // 6
    below = picture.crop((0, 60 + high + 2, picture.width, picture.height))
    assert below.getextrema() == (255, 255)
    for x in (60 + wide - 8, 60 + 2 * wide - 8):
        assert picture.crop((x, 64, x + 6, 60 + high - 4)).getextrema() == (255, 255)


def test_a_title_on_a_slip_is_only_text() -> None:
    hostile = HandoutFacts("<script>alert(1)</script>{letters}", FACTS.address, "4829", "fi")
    page = slip_files(hostile, ["BCDFGHJK"], "s")["s.html"].decode("utf-8")
    assert "<script" not in page
    assert "{letters}" in page


def made(capsys: pytest.CaptureFixture[str], *words: str) -> list[Path]:
    """The files of one command that went well."""
    capsys.readouterr()
    assert main(["handouts", *words, "--url", "https://room.example.org"]) == 0
    return [Path(line) for line in capsys.readouterr().out.splitlines()]


def test_the_command_makes_slips_that_the_workshop_takes(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = made(capsys, str(session), "--slips", "40", "--out", str(tmp_path / "print"))
    assert [file.name for file in files] == ["slips-001-040.html", *(f"slips-001-040-{n}.png" for n in (1, 2, 3, 4))]
    codes = re.findall(r'class="letters">([^<]*)<', files[0].read_text("utf-8"))
    with open_session(session, read_only=True) as kept:
        assert kept.session.slips
        assert {slip_of(kept.session, parse_code(code)).id for code in codes} == set(kept.slips)
        assert len(set(codes)) == 40
    made(capsys, str(session), "--slips", "3", "--out", str(tmp_path / "print"))
    with open_session(session, read_only=True) as kept:
        assert len(kept.slips) == 43
    made(capsys, str(session), "--slips", "5", "--void", "--out", str(tmp_path / "print"))
    with open_session(session, read_only=True) as kept:
        assert len(kept.slips) == 5
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*.json*") if path.is_file())
    assert not [code for code in codes if code.encode() in everything or parse_code(code).encode() in everything]


def test_the_slips_of_a_workshop_are_deleted_with_it(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = made(capsys, str(session), "--slips", "3")
    assert every(file.exists() for file in files)
    assert main(["delete", str(session), "--yes"]) == 0
    assert none(file.exists() for file in files)


def test_slips_are_not_made_behind_the_back_of_a_running_workshop(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_session(session):
        words = ["handouts", str(session), "--slips", "3", "--url", "https://room.example.org"]
        assert main([*words, "--out", str(tmp_path / "print")]) == 3
    assert not (tmp_path / "print").exists()


@pytest.mark.parametrize("more", [["--void"], ["--slips", "0"], ["--slips", "501"], ["--slips", "few"]])
def test_what_is_no_number_of_slips_is_refused_with_a_sentence(
    session: Path, tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = session.read_bytes()
    words = ["handouts", str(session), "--url", "https://room.example.org", "--out", str(tmp_path / "print"), *more]
    assert main(words) == 2
    assert "slips" in capsys.readouterr().err or more == ["--slips", "501"]
    assert session.read_bytes() == before
    assert not (tmp_path / "print").exists()


def test_slips_that_would_lead_nowhere_are_not_made(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handouts", str(session), "--slips", "3", "--host", "127.0.0.1"]) == 2
    with open_session(session, read_only=True) as kept:
        assert not kept.slips
        assert not kept.session.slips
