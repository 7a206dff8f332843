"""The pages that are read: joining, languages, the live part, the stage as text, data for scripts, statements."""

from __future__ import annotations

import re

import msgspec
import pytest
from fake_phones import CODE, TOKEN, FakePhones, open_step, serving
from msgspec import structs

from facilitator.errors import RuleBroken
from facilitator.rules.steps import decode_body
from facilitator.view import LobbyBody, PublicView, Text, TextBody
from facilitator.view.mine import MyIdea, MyPromise, SeatView
from facilitator.web.assets import policy_hash
from store.errors import StoreError

PAGE = {"Accept": "text/html"}


async def test_the_first_visit_seats_the_phone_in_its_browsers_language() -> None:
    for wish, language in (
        ("sv-FI,sv;q=0.9,en;q=0.8", "sv"), ("en-GB", "en"), ("de, en;q=0.2, fi;q=0.9", "fi"), ("de", "fi"), ("", "fi"),
        ("sv;q=0, en;q=nonsense", "fi"),
    ):  # fmt: skip
        phones = FakePhones()
        async with serving(phones) as web:
            web.client.cookies.clear()
            reply = await web.client.get(f"/{CODE}", headers={**PAGE, "Accept-Language": wish})
            assert reply.status_code == 200
            assert phones.joined == [language]
            assert f'<html lang="{language}">' in reply.text
            cookie = reply.headers["set-cookie"]
            assert cookie.startswith(f"{phones.cookie_name}-new={TOKEN};")
            assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
            assert len(phones.joined) == 1


async def test_looking_without_opening_seats_nobody() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        web.client.cookies.clear()
        head = await web.client.head(f"/{CODE}")
        assert (head.status_code, head.content) == (200, b"")
        for path in ("state", "screen", "events"):
            assert (await web.client.head(f"/{CODE}/{path}")).status_code == 200
        state = (await web.client.get(f"/{CODE}/state")).json()
        assert state["mine"] is None
        assert (await web.client.get(f"/{CODE}/part")).json()["error"] == "no_seat"
        assert phones.joined == []


async def test_the_front_door_leads_to_the_session() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        for path in ("/", f"/?code={CODE}", "/?lang=xx"):
            reply = await web.client.get(path)
            assert (reply.status_code, reply.headers["location"]) == (303, f"/{CODE}")
        assert (await web.client.get("/?lang=sv")).headers["location"] == f"/{CODE}?lang=sv"
        wrong = await web.client.get("/?code=1234", headers=PAGE)
        assert wrong.status_code == 404
        assert "Tällä koodilla ei ole työpajaa." in wrong.text
        phones.view = structs.replace(phones.view, session=structs.replace(phones.view.session, state="closed"))
        over = await web.client.get("/", headers=PAGE)
        assert over.status_code == 200
        assert 'name="code"' in over.text


async def test_language_is_changed_with_one_link_and_the_address_stays_clean() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        page = (await web.client.get(f"/{CODE}")).text
        for code, name in (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")):
            assert re.search(rf'<a href="/{CODE}\?lang={code}" lang="{code}"[^>]*>{name}</a>', page)
        changed = await web.client.get(f"/{CODE}?lang=sv")
        assert (changed.status_code, changed.headers["location"]) == (303, f"/{CODE}")
        assert phones.spoken == ["sv"]
        assert "Vad kan jag göra?" in (await web.client.get(f"/{CODE}")).text
        await web.client.get(f"/{CODE}?lang=klingon")
        assert phones.spoken == ["sv"]


async def test_a_phone_that_comes_when_it_is_over_reads_along() -> None:
    phones = FakePhones()
    session = structs.replace(phones.view.session, state="closed")
    phones.view = structs.replace(phones.view, session=session)
    async with serving(phones) as web:
        web.client.cookies.clear()
        for path in (f"/{CODE}", f"/{CODE}/part", f"/{CODE}/screen"):
            reply = await web.client.get(path, headers=PAGE)
            assert reply.status_code == 200
        assert "Työpaja on päättynyt." in (await web.client.get(f"/{CODE}", headers=PAGE)).text
        assert phones.joined == []


@pytest.mark.parametrize(
    ("trouble", "status"), [(StoreError("disk_full"), 507), (RuleBroken("session_closed", 409), 409)]
)
async def test_a_phone_that_cannot_be_seated_is_told_why(trouble: Exception, status: int) -> None:
    phones = FakePhones()
    phones.trouble = trouble
    async with serving(phones) as web:
        web.client.cookies.clear()
        reply = await web.client.get(f"/{CODE}", headers=PAGE)
        assert reply.status_code == status
        assert "Tämä ei onnistunut" in reply.text


async def test_garbage_in_cookies_makes_a_new_phone() -> None:
    phones = FakePhones()
    junk = (
        f';;=;"\\;{phones.cookie_name}=\xff;{phones.cookie_name}=;{phones.cookie_name}=a;'
        + f"{phones.cookie_name}={'b' * 3000};"
        + "x=y;" * 900
    )
    async with serving(phones) as web:
        web.client.cookies.clear()
        for cookie, joins in ((junk, 1), (f"{junk}{phones.cookie_name}={TOKEN}", 0)):
            phones.joined.clear()
            reply = await web.client.get(f"/{CODE}", headers={b"Cookie": cookie.encode("latin-1")})
            assert reply.status_code == 200
            assert len(phones.joined) == joins


async def test_the_state_says_everything_as_data_and_its_stage_comes_back_whole() -> None:
    view = open_step(TextBody(count=3, writers=2, texts=(Text(id="i1", text="Soitan <b>", lang="fi"),)))
    phones = FakePhones(view, SeatView(language="sv", ideas=(MyIdea(id="i1", text="Soitan <b>", lang="fi"),)))
    async with serving(phones) as web:
        reply = await web.client.get(f"/{CODE}/state", headers={"Accept-Encoding": "identity"})
        state = reply.json()
        assert (state["api"], state["version"], state["step"]["id"]) == (1, 7, "ideas")
        assert state["step"]["question"] == "Vad kan jag göra?"
        assert state["step"]["questions"]["en"] == "What can I do?"
        assert state["session"]["code"] == CODE
        assert state["mine"]["ideas"][0]["text"] == "Soitan <b>"
        assert state["now"] > 1_700_000_000
        stage = msgspec.json.encode(state["stage"])
        assert msgspec.json.decode(stage, type=PublicView, dec_hook=decode_body) == view


async def test_the_lobby_has_no_step() -> None:
    phones = FakePhones()
    phones.view = structs.replace(phones.view, step=None, current="", body=LobbyBody())
    async with serving(phones) as web:
        assert (await web.client.get(f"/{CODE}/state")).json()["step"] is None
        assert "Tervetuloa" in (await web.client.get(f"/{CODE}")).text
        assert phones.view.session.address in (await web.client.get(f"/{CODE}/screen")).text


async def test_the_stage_as_text_needs_no_seat_and_speaks_the_language_that_is_asked_for() -> None:
    view = open_step(TextBody(count=1, writers=1, texts=(Text(id="i1", text="Soitan", lang="fi"),)), state="revealed")
    phones = FakePhones(view)
    async with serving(phones) as web:
        web.client.cookies.clear()
        for path in ("screen", "screen/part"):
            reply = await web.client.get(f"/{CODE}/{path}?lang=sv", headers=PAGE)
            assert "Vad kan jag göra?" in reply.text
            assert '<span class="said" lang="fi" dir="auto">Soitan</span>' in reply.text
            assert "set-cookie" not in reply.headers
        phones.view = structs.replace(view, session=structs.replace(view.session, black=True))
        dark = await web.client.get(f"/{CODE}/screen?lang=fi", headers=PAGE)
        assert "Näyttö on hetken pimeänä." in dark.text
        assert "Soitan" not in dark.text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_statements_are_there_in_three_languages(language: str) -> None:
    async with serving(FakePhones()) as web:
        for path in ("privacy", "accessibility"):
            reply = await web.client.get(f"/{path}?lang={language}", headers=PAGE)
            assert reply.status_code == 200
            assert f'<html lang="{language}">' in reply.text
            assert reply.text.count("<h2>") >= 6


async def test_files_are_zipped_named_by_content_and_kept_for_ever() -> None:
    async with serving(FakePhones()) as web:
        page = (await web.client.get(f"/{CODE}")).text
        paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert [path.rsplit(".", 1)[1] for path in paths] == ["css", "js"]
        for path in paths:
            reply = await web.client.get(path)
            assert reply.headers["content-encoding"] == "gzip"
            assert "immutable" in reply.headers["cache-control"]
            plain = await web.client.get(path, headers={"Accept-Encoding": "identity"})
            assert plain.content == reply.content
            ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(1500))
            assert (await web.client.get(path, headers={"Range": ranges})).status_code == 200
        for path in ("/static/x.js", "/static/..%2f..%2fapp.py", "/static/%2e%2e/app.py", "/static/phone.js"):
            assert (await web.client.get(path)).status_code == 404


async def test_a_first_visit_has_style_and_script_inside_and_lets_in_nothing_else_that_stands_there() -> None:
    async with serving(FakePhones()) as web:
        web.client.cookies.clear()
        page = await web.client.get(f"/{CODE}")
        assert re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text) == []
        policy = page.headers["content-security-policy"]
        for kind, tag in (("style", "style"), ("script", "script")):
            inside = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page.text, re.DOTALL)
            assert [policy_hash(text) for text in inside] == re.findall(rf"{kind}-src 'self' ('sha256-[^']+')", policy)
        assert "unsafe" not in policy


async def test_ones_own_promise_comes_as_a_calendar_file() -> None:
    promise = MyPromise(id="p1", text="Soitan asiakkaalle", when="maanantaina", size="", share=False, lang="fi")
    phones = FakePhones(mine=SeatView(language="sv", promise=promise))
    async with serving(phones) as web:
        reply = await web.client.get(f"/{CODE}/mine.ics")
        assert reply.headers["content-type"].startswith("text/calendar")
        assert reply.headers["content-disposition"] == 'attachment; filename="lofte.ics"'
        assert b"Soitan asiakkaalle" in reply.content
        phones.own = SeatView(language="sv")
        missing = await web.client.get(f"/{CODE}/mine.ics", headers=PAGE)
        assert missing.status_code == 404
        assert "Du har ännu inget löfte för kalendern." in missing.text


async def test_going_to_the_address_of_answers_leads_back_to_the_page() -> None:
    async with serving(FakePhones()) as web:
        reply = await web.client.get(f"/{CODE}/answers")
        assert (reply.status_code, reply.headers["location"]) == (303, f"/{CODE}")
        slash = await web.client.get(f"/{CODE}/", follow_redirects=True)
        assert slash.status_code == 200
