"""Every text from outside: what it is made of after the intake, and what is refused."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from store_fixtures import hostile_texts

from store.errors import TextRefused, UncleanText
from store.records import Idea, Session
from store.text import all_plain, check, clean, one_line, tidy

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U0010ffff]"
)
GOOD = (
    "Älä pelkää",
    "Ensimmäinen\n\ntoinen\nkolmas",
    "می‌خواهم",
    "क्‍ष र‍्य",
    "ශ්‍රී ලංකා",
    "שָׁלוֹם · مرحبا",
    "한국어 中文 日本語",
    "👨‍👩‍👧‍👦 🇫🇮 🏴‍☠️ 🙂‍↔️ 🧔🏽‍♂️",
    "1️⃣ #️⃣ ‼️ ©️ ❤︎",
    "\U0001fae9",
    "5 € – “lainaus” … 3 × 4 ≠ 11",
)


@pytest.mark.parametrize(("text", "benign"), [pytest.param(t, b, id=n) for n, t, b in hostile_texts()])
def test_hostile_text_comes_out_harmless_or_is_refused(text: str, benign: bool) -> None:
    kept = tidy(text)
    if benign:
        assert clean(text) == unicodedata.normalize("NFC", text)
    elif not 0 < len(kept) <= 500:
        with pytest.raises(TextRefused, match="too_long" if kept else "empty"):
            clean(text)
    else:
        assert clean(text) == clean(kept) == kept
    check(kept)
    assert not FORBIDDEN.search(kept)
    assert "\n\n\n" not in kept


@pytest.mark.parametrize("text", [unicodedata.normalize("NFC", text) for text in GOOD])
def test_good_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert clean(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  kaksi  väliä ja\tsarkain \r\n loppu ", "kaksi väliä ja sarkain\nloppu"),
        ("a\u2028b\u2029c\u0085d\r\ne\rf\vg\fh", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("alku\n \n\t\n\n\nloppu", "alku\n\nloppu"),
        ("\ud800abc", "abc"),
        ("\x1b]52;c;eA==\x1b\\hei", "]52;c;eA==\\hei"),
        ("a\u200db", "ab"),
        ("abc\u200d", "abc"),
        ("a\ufe0fb", "ab"),
        ("\u0301alku", "alku"),
        ("e\u200b\u0301", "é"),
        ("Z" + "\u0334" * 50, "Z" + "\u0334" * 4),
        ("10\u00a0000\u2009€", "10 000 €"),
        ("x\u3164", "x\u3164"),
    ],
)
def test_what_is_never_kept_is_left_out_and_the_rest_stays(given: str, kept: str) -> None:
    assert clean(given) == kept


@pytest.mark.parametrize(
    "text", ["", "  \n\t", "\u200b\ufeff", "\u3164\u115f\u1160\uffa0\u2800\u00a0", "\u0301", "\x1b"]
)
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    assert tidy(text) == ""
    with pytest.raises(TextRefused, match="empty"):
        clean(text)


def test_a_long_text_is_refused_with_the_excess_and_never_cut() -> None:
    assert clean("ö" * 500) == "ö" * 500
    with pytest.raises(TextRefused) as refused:
        clean("ö" * 512)
    assert (refused.value.code, refused.value.over) == ("too_long", 12)
    assert clean(" " * 600 + "ö" * 20, limit=20) == "ö" * 20


@pytest.mark.parametrize("given", [None, 7, b"text", ["text"], {"text": "x"}])
def test_what_is_not_text_is_refused(given: object) -> None:
    with pytest.raises(TextRefused, match="not_text"):
        clean(given)
    with pytest.raises(UncleanText):
        check(given)


def test_any_mixture_is_stable_after_one_cleaning() -> None:
    chance = random.Random(20)
    pool = [" ", "\n", "\t", "\u0301", "\u0323", "\u200d", "\u200c", "\ufe0f", "\ufe0e", "\u20e3", "1", "a", "ä", "😀"]
    pool += ["\u0344", "\u1100", "\u1161", "\u11a8", "\u034f", "\u200b", "\u3164", "\u0915", "\u094d", "\x1b", "\ud800"]
    for _ in range(5000):
        text = "".join(
            chance.choice(pool) if chance.random() < 0.85 else chr(chance.randrange(0x110000))
            for _ in range(chance.randrange(1, 25))
        )
        kept = tidy(text)
        assert tidy(kept) == kept == unicodedata.normalize("NFC", kept)
        assert not FORBIDDEN.search(kept)


def test_many_texts_are_called_plain_only_if_each_is_tidy() -> None:
    assert all_plain(["Älä pelkää", "", "kaksi\n\nriviä"])
    for bad in (" alku", "loppu ", "loppu\n", "\nalku", "a  b", "a\x1bb", "e\u0301"):
        assert not all_plain(["hyvä", bad, "hyvä"])


def test_one_line_has_no_breaks() -> None:
    assert one_line("a\n\nb\nc") == "a b c"


def test_a_record_refuses_text_that_was_not_cleaned() -> None:
    with pytest.raises(UncleanText):
        Idea(id="1", text="a\x1b[2J")
    with pytest.raises(UncleanText):
        Session(id="1", title={"fi": "hyvä", "sv": "ond\u202e"})
