"""The request guard: accepted Host headers, who may write, and the security headers of every reply."""

from __future__ import annotations

import pytest
from fake_phones import CODE, FakePhones, serving

from facilitator.web.guard import DEFAULT_POLICY, is_own_host, is_same_origin

KEY = "k" * 16


@pytest.mark.parametrize(
    "host",
    [
        "192.168.1.20:8000", "10.0.0.1", "[fe80::1]:8000", "[::1]", "localhost:8000", "LOCALHOST", "laptop",
        "laptop:8000", "workshop.local", "workshop.lan:8000", "box.home.arpa", "room.test:41000", "room.test.",
        "tunnel.example.org",
    ],
)  # fmt: skip
def test_addresses_and_names_of_the_local_network_are_ours(host: str) -> None:
    assert is_own_host(host, lambda: ["Tunnel.example.org"])


def test_a_name_may_be_given_as_the_whole_address_that_the_code_says() -> None:
    assert is_own_host("tunnel.example.org", lambda: ["https://tunnel.example.org/4829"])


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "evil.example.", "local.evil.example", "test.evil.example", "",
        "192.168.1.20@evil.example", "192.168.1.20.evil.example", "a b", "[::1", "x/y", "evil.example#.local",
        "tunnel.example.org.evil.example", ".local", "-.-", "room.test:port",
    ],
)  # fmt: skip
def test_a_name_of_the_internet_that_was_pointed_at_us_is_not(host: str) -> None:
    assert not is_own_host(host, lambda: ["tunnel.example.org"])


@pytest.mark.parametrize("origin", ["null", "", "http://evil.example", "http://room.test", "file://", "http://[", "*"])
def test_only_the_very_same_place_may_write(origin: str) -> None:
    assert not is_same_origin(origin, "room.test:8000")
    assert is_same_origin("http://ROOM.test:8000", "room.test:8000")


async def test_a_foreign_host_gets_a_sentence_and_nothing_of_the_session() -> None:
    async with serving(FakePhones()) as web:
        reply = await web.client.get(f"/{CODE}", headers={"Host": "evil.example", "Accept": "text/html"})
        assert reply.status_code == 400
        assert "Tämä osoite ei ole työpajan osoite." in reply.text
        assert "Mitä minä voin" not in reply.text
        assert CODE not in reply.text
        assert "set-cookie" not in reply.headers


async def test_a_write_from_elsewhere_is_refused_and_one_from_here_is_taken() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        message = {"key": KEY, "step": "ideas", "text": "Soitan"}
        for origin in ("http://evil.example", "null", f"http://127.0.0.1:{web.port + 1}"):
            refused = await web.client.post(f"/{CODE}/answers", json=message, headers={"Origin": origin})
            assert (refused.status_code, refused.json()["error"]) == (403, "wrong_origin")
            gone = await web.client.delete(f"/{CODE}/answers/a1", headers={"Origin": origin})
            assert gone.status_code == 403
        assert phones.heard == []
        origin = f"http://127.0.0.1:{web.port}"
        taken = await web.client.post(f"/{CODE}/answers", json=message, headers={"Origin": origin})
        assert taken.status_code == 201


@pytest.mark.parametrize(
    "path", ["/", f"/{CODE}", f"/{CODE}/part", f"/{CODE}/state", f"/{CODE}/screen", "/privacy", "/health", "/none"]
)
async def test_every_reply_has_the_safe_headers_and_none_is_kept(path: str) -> None:
    async with serving(FakePhones()) as web:
        reply = await web.client.get(path)
        assert reply.headers["content-security-policy"] == DEFAULT_POLICY
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "same-origin"
        assert reply.headers["cache-control"] == "no-store"
        assert "server" not in reply.headers
        assert "access-control-allow-origin" not in reply.headers


async def test_a_mistake_of_ours_is_a_calm_sentence_with_the_safe_headers(caplog: pytest.LogCaptureFixture) -> None:
    phones = FakePhones()
    phones.trouble = ZeroDivisionError("inner detail")
    async with serving(phones) as web:
        message = {"key": KEY, "step": "ideas", "text": "Soitan"}
        reply = await web.client.post(f"/{CODE}/answers", json=message)
    assert (reply.status_code, reply.json()["error"]) == (500, "mistake")
    assert reply.headers["content-security-policy"] == DEFAULT_POLICY
    assert "inner detail" not in reply.text
    assert "inner detail" in caplog.text


async def test_what_is_not_there_and_what_cannot_be_done_are_told_in_the_phones_language() -> None:
    async with serving(FakePhones()) as web:
        page = {"Accept": "text/html", "Accept-Language": "sv-FI, en;q=0.5"}
        web.client.cookies.clear()
        missing = await web.client.get("/999999", headers=page)
        assert missing.status_code == 404
        assert "Det finns ingen workshop med den koden." in missing.text
        assert 'name="code"' in missing.text
        assert '<html lang="sv">' in missing.text
        wrong = await web.client.request("PUT", f"/{CODE}/answers", headers={"Accept-Language": "en"})
        assert wrong.status_code == 405
        assert wrong.json()["message"] == "The page did not understand the request."
        for method in ("OPTIONS", "TRACE", "PATCH", "DELETE"):
            assert (await web.client.request(method, f"/{CODE}")).status_code == 405


async def test_no_address_controls_the_workshop() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        for verb in ("next", "open", "close", "reveal", "undo", "export", "stop"):
            for path in (f"/{verb}", f"/{CODE}/{verb}", f"/{CODE}/do/{verb}", f"/{CODE}/answers/{verb}"):
                assert (await web.client.post(path, json={"do": verb})).status_code in (404, 405)
        assert phones.heard == []
