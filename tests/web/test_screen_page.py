"""The stage as text on a page of its own, and the statements: what they have to say, in three languages."""

from __future__ import annotations

import re

import pytest
from fake_phones import CODE, FakePhones, open_step, serving
from msgspec import structs

from facilitator.view import InfoBody, LobbyBody, PublicView, TextBody

PAGE = {"Accept": "text/html"}
CODE_PICTURE = '<svg class="qr" role="img" aria-label="'


def lobby() -> PublicView:
    """Before the first step."""
    return structs.replace(open_step(LobbyBody()), step=None, current="")


@pytest.mark.parametrize("view", [lobby(), open_step(InfoBody(join=True), kind="info")], ids=["lobby", "welcome"])
async def test_the_join_code_is_drawn_once_where_people_come_in(view: PublicView) -> None:
    async with serving(FakePhones(view)) as web:
        page = (await web.client.get(f"/{CODE}/screen?lang=sv", headers=PAGE)).text
        assert page.count(CODE_PICTURE) == 1
        assert "QR-kod som leder till den här workshoppen" in page
        assert page.count(f"<dd>http://192.168.1.20:8000/{CODE}</dd>") == 1
        assert "<svg" not in (await web.client.get(f"/{CODE}", headers=PAGE)).text


async def test_over_any_step_the_code_is_drawn_when_the_facilitator_shows_it() -> None:
    view = open_step(TextBody(count=3, writers=2))
    phones = FakePhones(view)
    async with serving(phones) as web:
        assert CODE_PICTURE not in (await web.client.get(f"/{CODE}/screen", headers=PAGE)).text
        phones.change(structs.replace(view, session=structs.replace(view.session, overlay=True)))
        page = (await web.client.get(f"/{CODE}/screen", headers=PAGE)).text
        assert page.count(CODE_PICTURE) == 1
        assert page.count(f"<dd>http://192.168.1.20:8000/{CODE}</dd>") == 1


async def test_a_dark_screen_says_only_that_it_is_dark() -> None:
    view = open_step(TextBody(count=3, writers=2))
    phones = FakePhones(structs.replace(view, session=structs.replace(view.session, black=True)))
    async with serving(phones) as web:
        part = (await web.client.get(f"/{CODE}/screen/part?lang=en", headers=PAGE)).text
        assert "The screen is dark for a moment." in part
        assert "What can I do?" not in part
        assert "3 ideas" not in part
        assert part.count("<h1") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", ("WCAG 2.2", "EN 301 549", "VoiceOver", "TalkBack", "14 päivän", "Ulkopuolinen ei ole tarkastanut")),
        ("sv", ("WCAG 2.2", "EN 301 549", "VoiceOver", "TalkBack", "14 dagar", "Ingen utomstående har granskat")),
        ("en", ("WCAG 2.2", "EN 301 549", "VoiceOver", "TalkBack", "14 days", "Nobody outside has audited")),
    ],
)
async def test_the_accessibility_statement_is_filled_in_and_says_what_was_not_tried(
    language: str, said: tuple[str, ...]
) -> None:
    async with serving(FakePhones()) as web:
        page = (await web.client.get(f"/accessibility?lang={language}", headers=PAGE)).text
        assert [words for words in said if words not in page] == []
        assert re.findall(r"<h([1-6])", page) == ["1", *"2" * 8]
        assert f'href="/{CODE}?lang={language}"' in page


@pytest.mark.parametrize(("language", "person"), [("fi", "järjestäjä"), ("sv", "ordnar"), ("en", "organiser")])
async def test_the_privacy_page_says_who_answers_for_the_data(language: str, person: str) -> None:
    async with serving(FakePhones()) as web:
        page = (await web.client.get(f"/privacy?lang={language}", headers=PAGE)).text
        assert person in page
        assert "http://" in page
        assert len(re.findall("<h2>", page)) == 9
