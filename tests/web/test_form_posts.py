"""Without JavaScript: every kind of answer by plain forms, against a real room."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from assertions import any_number, nonempty
from fake_phones import CODE, FakePhones, open_step, serving
from running_room import RoomPhone, Running, plain, running

from facilitator.errors import RuleBroken
from facilitator.rules.timing.grace import GRACE_SECONDS
from facilitator.view import CommitBody, PickBody, TextBody, VoteBody, VoteItem
from facilitator.view.mine import MyPromise, SeatView
from facilitator.web.form import form_messages
from store.errors import StoreError

VIEW = open_step(
    VoteBody(
        items=tuple(VoteItem(id=f"t{n}", label={"fi": f"Teema {n}"}) for n in range(60)),
        budget=3,
        max_per_item=1,
        voters=0,
    )
)
FORM = {"key": "0123456789abcdef", "step": "ideas"}


async def with_ideas(run: Running, *texts: str) -> RoomPhone:
    """A phone that has written ``texts`` in the open text step."""
    phone = await run.phone()
    for text in nonempty(texts):
        assert (await phone.send("ideas", text=text)).status_code == 201
    return phone


async def test_an_idea_is_written_edited_and_removed(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        saved = await phone.form({"text": "Soitan\r\nennen kirjettä", "tag": "feeling"})
        assert (saved.status_code, saved.headers["location"]) == (303, f"/{run.code}?saved=saved")
        page = (await phone.client.get(saved.headers["location"])).text
        assert re.search(r'role="status">Tallennettu<', page)
        idea = (await phone.state())["mine"]["ideas"][0]
        assert idea["tag"] == "feeling"
        editing = (await phone.client.get(f"/{run.code}?edit={idea['id']}")).text
        assert unescape(re.findall(r"<textarea[^>]*>([^<]*)</textarea>", editing)[0]) == idea["text"]
        changed = await phone.form({"text": "Soitan aina", "tag": "", "replaces": idea["id"]})
        assert changed.status_code == 303
        assert [own["text"] for own in (await phone.state())["mine"]["ideas"]] == ["Soitan aina"]
        gone = await phone.form({"withdraw": idea["id"]})
        assert gone.headers["location"] == f"/{run.code}?saved=removed"
        assert "Poistettu" in await phone.page("?saved=removed")
        assert (await phone.state())["mine"]["ideas"] == []


async def test_a_refused_text_comes_back_in_its_field_with_the_reason_beside_it(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone("sv")
        long = "Jag <i>ringer</i> & frågar " * 12
        reply = await phone.form({"text": long, "tag": "ease"})
        assert reply.status_code == 422
        assert re.search(r'<p id="why" class="error">[^<]+</p>\s*<textarea[^>]*aria-describedby="[^"]*why', reply.text)
        assert unescape(re.findall(r"<textarea[^>]*>([^<]*)</textarea>", reply.text)[0]) == long
        assert re.search(r'value="ease" checked', reply.text)
        assert (await phone.state())["mine"]["ideas"] == []


async def test_a_text_that_comes_too_late_is_shown_so_that_it_can_be_kept(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await with_ideas(run, "Soitan heti")
        await run.walk_to("pick", "open")
        run.clock.ahead = GRACE_SECONDS
        reply = await phone.client.post(f"/{run.code}/answers", data={**FORM, "text": "Vielä yksi ajatus"})
        assert reply.status_code == 409
        assert "Tekstisi, jota ei lähetetty" in plain(reply.text)
        assert re.search(r"<textarea readonly[^>]*>Vielä yksi ajatus</textarea>", reply.text)
        assert "Nosta tämä" in reply.text


async def test_a_form_that_was_open_as_the_step_closed_is_taken_and_the_page_still_shows_it(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await with_ideas(run, "Soitan heti")
        await run.execute("close")
        page = await phone.page()
        assert "Vaihe on juuri suljettu. Jos vastauksesi jäi kesken, lähetä se heti. Aikaa on 19 sekuntia." in page
        reply = await phone.form({"text": "Lause oli kesken"})
        assert reply.status_code == 303
        assert len((await phone.state())["mine"]["ideas"]) == 2
        run.clock.ahead = GRACE_SECONDS
        assert "lähetä se heti" not in await phone.page()
        reply = await phone.client.post(f"/{run.code}/answers", data={**FORM, "text": "Myöhässä"})
        assert reply.status_code == 409
        assert re.search(r"<textarea readonly[^>]*>Myöhässä</textarea>", reply.text)


async def test_a_form_of_the_step_before_is_taken_while_the_room_goes_on(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await with_ideas(run, "Soitan heti")
        await run.execute("close")
        await run.walk_to("pick", "ready")
        reply = await phone.client.post(f"/{run.code}/answers", data={**FORM, "text": "Lause oli kesken"})
        assert reply.status_code == 303
        await run.execute("next")
        assert len((await phone.state())["mine"]["ideas"]) == 2


async def test_the_same_form_sent_twice_makes_one_idea(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        for _ in range(2):
            reply = await phone.client.post(f"/{run.code}/answers", data={**FORM, "text": "Kerran vain"})
            assert reply.status_code == 303
        other = await phone.client.post(f"/{run.code}/answers", data={**FORM, "text": "Toinen teksti"})
        assert other.status_code == 409
        assert len((await phone.state())["mine"]["ideas"]) == 1


async def test_a_scale_a_pick_votes_and_a_promise_by_form(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("pulse_in", "open")
        phone = await run.phone()
        assert (await phone.form({"value": "4"})).status_code == 303
        assert (await phone.state())["mine"]["value"] == 4
        await run.walk_to("ideas", "open")
        for text in ("Soitan heti", "Kysyn lopuksi", "Kerron ajan", "Vastaan tänään"):
            assert (await phone.form({"text": text})).status_code == 303
        await run.walk_to("pick", "open")
        for idea in nonempty((await phone.state())["mine"]["ideas"][:2]):
            assert (await phone.form({"answer": idea["id"], "text": idea["text"] + " aina"})).status_code == 303
        more = await with_ideas_picked(run)
        await run.walk_to("vote", "open")
        items = (await phone.state())["mine"]["order"]
        assert len(items) == 4
        chosen = {f"votes.{item}": "1" for item in items[:2]}
        assert (await phone.form({"votes": "", **chosen})).status_code == 303
        assert (await phone.state())["mine"]["votes"] == {items[0]: 1, items[1]: 1}
        moved = {f"votes.{item}": "1" for item in items[1:3]}
        assert (await phone.form({"votes": "", **moved})).status_code == 303
        assert (await phone.state())["mine"]["votes"] == {items[1]: 1, items[2]: 1}
        over = await phone.form({"votes": "", **{f"votes.{item}": "1" for item in items}})
        assert over.status_code == 409
        assert "Kaikki äänesi on käytetty" in plain(over.text)
        await run.walk_to("commit", "open")
        promise = {"text": "Soitan joka kerta", "when": "", "size": "small", "share": ""}
        assert (await phone.form(promise)).status_code == 303
        mine = (await phone.state())["mine"]["promise"]
        assert (mine["text"], mine["size"], mine["share"]) == ("Soitan joka kerta", "small", False)
        assert (await phone.client.get(f"/{run.code}/mine.ics")).status_code == 200
        assert (await more.client.get(f"/{run.code}/mine.ics")).status_code == 404


async def with_ideas_picked(run: Running) -> RoomPhone:
    """Another phone, whose ideas came on paper: two more raised ideas to vote on."""
    await run.execute("add", text="Paperilta yksi")
    await run.execute("add", text="Paperilta kaksi")
    return await run.phone()


def test_a_vote_form_says_only_what_changed_and_takes_back_before_it_gives() -> None:
    mine = SeatView(language="fi", votes={"t1": 1, "t2": 1, "t3": 1})
    fields = {**FORM, "votes": "", "votes.t0": "1", "votes.t1": "1", "votes.t4": "1"}
    found = form_messages(fields, mine, VIEW)
    assert [(each["item"], each["votes"]) for each in found] == [("t2", 0), ("t3", 0), ("t0", 1), ("t4", 1)]
    assert len({each["key"] for each in found}) == 4
    assert found == form_messages(fields, mine, VIEW)
    assert form_messages({**FORM, "votes": "", "votes.t1": "1", "votes.t2": "1", "votes.t3": "1"}, mine, VIEW) == []


def test_a_rating_form_says_only_what_was_chosen_anew() -> None:
    mine = SeatView(language="fi", ratings={"t1": {"gain": 2}})
    fields = {
        **FORM,
        "ratings": "",
        "ratings.t1.gain": "2",
        "ratings.t1.effort": "3",
        "ratings.x": "1",
        "ratings.t2.gain": "",
    }
    found = [(each["item"], each["scale"], each["value"]) for each in form_messages(fields, mine, VIEW)]
    assert found == [("t1", "effort", 3)]


def test_a_box_that_was_left_empty_is_a_no() -> None:
    common = {**FORM, "text": "a", "when": "", "size": ""}
    assert form_messages({**common, "share": ""}, SeatView(language="fi"), VIEW)[0]["share"] is False
    assert form_messages({**common, "share": "yes"}, SeatView(language="fi"), VIEW)[0]["share"] is True
    assert "when" not in form_messages({**common, "share": ""}, SeatView(language="fi"), VIEW)[0]


@pytest.mark.parametrize("value", ["-1", "1.5", "99999999", "yksi", "１", "1e3", " 1"])
async def test_a_number_that_is_none_is_refused_with_the_page(value: str) -> None:
    phones = FakePhones(VIEW)
    async with serving(phones) as web:
        for field in ("value", "votes.t1"):
            fields = {**FORM, field: value} if field == "value" else {**FORM, "votes": "", field: value}
            reply = await web.client.post(f"/{CODE}/answers", data=fields)
            assert reply.status_code == 400
            assert "Lomaketta ei ymmärretty" in reply.text
        assert phones.heard == []


@pytest.mark.parametrize(
    "body", [b"text=%ff%fe", b"&".join(b"a%d=1" % n for n in range(400)), b"text=\xff", b"text=%ED%A0%80"]
)
async def test_a_form_that_makes_no_sense_is_refused(body: bytes) -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        reply = await web.client.post(f"/{CODE}/answers", content=body, headers=headers)
        assert reply.status_code == 400
        assert "Lomaketta ei ymmärretty" in reply.text
        assert phones.heard == []


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(StoreError("disk_full"), 507), (RuleBroken("locked", 409), 409), (RuleBroken("no_item", 404), 404)],
)
async def test_what_could_not_be_saved_is_still_in_the_form(trouble: Exception, status: int) -> None:
    old = MyPromise(id="p1", text="Vanha", when="", size="", share=False, lang="fi")
    views = [
        (open_step(TextBody(count=0, writers=0)), SeatView(language="fi"), {}),
        (
            open_step(CommitBody(count=1, small=0, large=0), kind="commit"),
            SeatView(language="fi", promise=old),
            {"when": "pian"},
        ),
    ]
    for view, mine, more in views:
        phones = FakePhones(view, mine)
        phones.trouble = trouble
        async with serving(phones) as web:
            reply = await web.client.post(f"/{CODE}/answers", data={**FORM, "text": 'Uusi "teksti"', **more})
            assert reply.status_code == status
            assert re.search(r"<textarea[^>]*>Uusi &#34;teksti&#34;</textarea>", reply.text)
            for value in any_number(more.values()):
                assert f'value="{value}"' in reply.text


async def test_a_browser_that_lost_its_seat_gets_its_text_back_and_can_send_it_again() -> None:
    phones = FakePhones()
    async with serving(phones) as web:
        web.client.cookies.clear()
        fields = {**FORM, "text": "Kirjoitin tämän"}
        reply = await web.client.post(f"/{CODE}/answers", data=fields)
        assert reply.status_code == 403
        assert ">Kirjoitin tämän</textarea>" in reply.text
        assert phones.heard == []
        again = await web.client.post(f"/{CODE}/answers", data=fields)
        assert again.status_code == 303
        assert phones.heard == [fields]


async def test_with_nothing_to_raise_a_phone_is_told_so() -> None:
    phones = FakePhones(open_step(PickBody(raised=0, pickers=0, quota=1), kind="pick"))
    async with serving(phones) as web:
        page = plain((await web.client.get(f"/{CODE}")).text)
        assert "Sinulla ei ole omia ideoita nostettavaksi." in page
