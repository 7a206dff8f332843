"""Join slips over real HTTP: phones with and without JavaScript, races, guessing, restarts, and what is on the disk."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from assertions import any_number, every, nonempty
from plain_browser import PlainBrowser
from running_room import Clock, RoomPhone, Running

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.voting.slips import format_code, parse_code, slip_of
from facilitator.templates.new_session import new_session
from facilitator.view import VoteBody
from store.disk import Disk
from store.errors import StoreError
from store.sessions import create, open_session

URL = "https://room.example.org"
OPTIONS = RoomOptions(host="127.0.0.1", port=0, url=URL)
LETTERS = re.compile(r'class="letters">([A-Z ]{9})<')


def codes_of(files: Sequence[str]) -> list[str]:
    """What stands on the sheet, as people read it."""
    page = next(Path(file) for file in files if file.endswith(".html")).read_text("utf-8")
    return LETTERS.findall(page)


async def printed(run: Running, number: int, folder: Path, **more: Any) -> list[str]:
    """New slips; what stands on them."""
    reply = await run.execute("handouts", slips=number, out=str(folder), **more)
    found = codes_of(reply["files"])
    assert len(found) == number
    return found


async def count(run: Running) -> tuple[int, int]:
    """Slips made and used, as the console has it now."""
    state = (await run.execute("state"))["state"]
    return state["slips_made"], state["slips_used"]


@asynccontextmanager
async def voting(
    folder: Path, slips: int = 4, state: str = "open"
) -> AsyncIterator[tuple[Running, list[str], list[str]]]:
    """A workshop at an open vote on four ideas by slips: what stands on the slips, and what is voted on."""
    path = folder / "workshop.json"
    create(path, *new_session("cx-what-can-i-do", 60))
    clock = Clock()
    room = Room(path, OPTIONS, clock=clock).start()
    run = Running(room, clock)
    try:
        codes = await printed(run, slips, folder / "print") if slips else []
        await run.walk_to("ideas", "open")
        for n in range(4):
            await run.execute("add", text=f"Idea numero {n}")
        await run.walk_to("vote", state)
        body = room.public.body
        assert isinstance(body, VoteBody)
        yield run, codes, [item.id for item in body.items]
    finally:
        await run.close()
        await asyncio.to_thread(run.room.stop)


async def test_a_slip_lets_a_phone_vote(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, items):
        phone = await run.phone()
        refused = await phone.send("vote", item=items[0], votes=1)
        assert (refused.status_code, refused.json()["error"]) == (409, "slip_needed")
        key = "k" * 20
        first = await phone.send("vote", key=key, slip=codes[0])
        again = await phone.send("vote", key=key, slip=codes[0])
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert (await phone.send("vote", key=key, slip=codes[1])).status_code == 409
        assert (await phone.send("vote", slip=codes[0])).status_code == 201
        assert (await phone.send("vote", item=items[0], votes=1)).status_code == 201
        state = await phone.state()
        assert (state["mine"]["slip"], state["stage"]["body"]["slips"]) == (True, True)
        assert await count(run) == (4, 1)


async def test_of_forty_phones_that_try_one_code_at_once_one_gets_in(tmp_path: Path) -> None:
    async with voting(tmp_path, slips=40) as (run, codes, items):
        phones = [await run.phone() for _ in range(40)]
        tried = await asyncio.gather(*(phone.send("vote", slip=codes[0]) for phone in phones))
        assert Counter(reply.status_code for reply in tried) == {201: 1, 409: 39}
        assert {reply.json()["error"] for reply in tried if reply.status_code == 409} == {"slip_used"}
        voted = await asyncio.gather(*(phone.send("vote", item=items[0], votes=1) for phone in phones))
        assert [reply.status_code == 201 for reply in voted] == [reply.status_code == 201 for reply in tried]
        # All have a slip of their own after all, each sent twice at once.
        own = [phone.send("vote", slip=code) for phone, code in zip(phones, codes, strict=True) for _ in range(2)]
        statuses = Counter(reply.status_code for reply in await asyncio.gather(*own))
        taken = next(n for n, reply in enumerate(tried) if reply.status_code == 201)
        assert statuses[201] >= 2 * 39
        left = 1 if taken == 0 else 2
        assert await count(run) == (40, 41 - left)


@pytest.mark.parametrize("language", ["sv"])
async def test_without_javascript_the_field_stands_where_the_votes_will(tmp_path: Path, language: str) -> None:
    async with voting(tmp_path) as (run, codes, items):
        phone = await run.phone(language)
        browser = PlainBrowser(phone.client, f"/{run.code}")
        page = await browser.open()
        for key in ("phone.slip.label", "phone.slip.hint", "stage.vote.slips"):
            assert say(key, language) in page.text
        assert "votes." not in page.html
        page = await browser.send(page.form_with("slip"), {"slip": "wxzw wxzw"})
        assert browser.status == 422
        assert say("error.slip_unknown", language) in page.text
        assert page.text.count(say("error.slip_unknown", language)) == 1
        form = page.form_with("slip")
        assert next(field.value for field in form.fields if field.name == "slip") == "wxzw wxzw"
        page = await browser.send(form, {"slip": codes[0].lower().replace(" ", "-")})
        assert browser.status == 200
        assert say("phone.saved", language) in page.text
        await browser.send(page.form_with("votes"), {f"votes.{items[1]}": "1"})
        assert (await phone.state())["mine"]["votes"] == {items[1]: 1}


async def test_a_form_that_was_drawn_before_is_answered_with_the_field_and_the_reason(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, _, items):
        phone = await run.phone()
        reply = await phone.form({"votes": "", f"votes.{items[0]}": "1"})
        assert reply.status_code == 409
        assert reply.text.count(say("error.slip_needed", "fi")) == 1
        assert 'name="slip"' in reply.text


async def test_a_code_sent_when_none_is_wanted_is_answered_on_the_page(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, _):
        phone = await run.phone()
        await run.execute("close")
        await run.execute("slips", on=False)
        await run.execute("reopen")
        reply = await phone.form({"slip": codes[0]})
        assert reply.status_code == 409
        assert reply.text.count(say("error.slips_off", "fi")) == 1
        assert 'name="votes"' in reply.text


@pytest.mark.parametrize("language", ["en"])
async def test_before_the_vote_opens_people_are_told_to_have_it_at_hand(tmp_path: Path, language: str) -> None:
    async with voting(tmp_path, slips=2, state="ready") as (run, _, _):
        phone = await run.phone(language)
        assert say("phone.slip.ready", language) in await phone.page()
        await run.execute("slips", on=False)
        assert say("phone.slip.ready", language) not in await phone.page()


async def test_the_text_twin_of_the_stage_says_that_the_vote_is_by_slips(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, _, _):
        for language in LANGUAGES:
            phone = await run.phone()
            assert say("stage.vote.slips", language) in await phone.page(f"/screen?lang={language}")


async def guess(phone: RoomPhone, number: int) -> int:
    """One wrong code; the status that it gets."""
    letters = "BCDFGHJKLMNPRSTVWXZ"
    code = "".join(letters[(number // 19**n) % 19] for n in range(8))
    return (await phone.send("vote", slip=code)).status_code


async def test_who_guesses_waits_and_nobody_else_does(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, _):
        guesser, honest = await run.phone(), await run.phone()
        assert [await guess(guesser, n) for n in range(8)] == [422] * 5 + [429] * 3
        paused = await guesser.send("vote", slip=codes[0])
        assert paused.status_code == 429
        assert 0 < int(paused.headers["retry-after"]) <= 20
        assert paused.json()["message"] == say("error.slip_pause", "fi", wait=paused.headers["retry-after"])
        assert (await honest.send("vote", slip=codes[1])).status_code == 201
        form = await guesser.form({"slip": "bcdf"})
        assert form.status_code == 429
        assert 'value="bcdf"' in form.text
        run.clock.ahead += 21
        assert (await guesser.send("vote", slip=codes[0])).status_code == 201


async def test_many_guessing_phones_are_told_to_the_console_and_keep_nobody_out(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, _):
        guessers = [await run.phone() for _ in range(50)]
        tried = await asyncio.gather(*(guess(phone, n) for n, phone in enumerate(guessers * 6)))
        assert set(tried) == {422, 429}
        assert tried.count(422) <= 210
        assert run.room.console.slips_wrong >= 20
        assert await count(run) == (4, 0)
        late = await run.phone()
        assert (await late.send("vote", slip=codes[0])).status_code == 201


async def test_a_seat_that_votes_cannot_try_codes_out(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, _):
        phone = await run.phone()
        await phone.send("vote", slip=codes[0])
        replies = [await phone.send("vote", slip=code) for code in ("BCDFGHJK", codes[1], codes[2])]
        assert [reply.status_code for reply in replies] == [201] * 3
        assert len({reply.json()["id"] for reply in replies}) == 1
        assert await count(run) == (4, 1)


async def test_a_new_program_knows_the_slips_and_who_may_vote(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, items):
        phone, other = await run.phone(), await run.phone()
        assert (await phone.send("vote", slip=codes[0])).status_code == 201
        port = run.room.port
        await asyncio.to_thread(run.room.stop)
        again = RoomOptions(host="127.0.0.1", port=port, url=URL)
        run.room = Room(tmp_path / "workshop.json", again, clock=run.clock).start()
        assert (await phone.send("vote", item=items[0], votes=1)).status_code == 201
        assert (await other.send("vote", slip=codes[0])).status_code == 409
        assert (await other.send("vote", slip=codes[1])).status_code == 201
        assert await count(run) == (4, 2)


async def test_codes_are_on_the_sheets_and_in_no_other_file_or_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with voting(tmp_path) as (run, codes, items):
        phones = [await run.phone() for _ in range(3)]
        for phone, code in zip(phones, codes, strict=False):
            await phone.send("vote", slip=code)
            await phone.send("vote", item=items[0], votes=1)
        open_vote = written(tmp_path)
        await run.execute("close")
        await run.execute("reveal")
        closed = written(tmp_path)
        await run.execute("export", out=str(tmp_path / "out"))
        plain = [each for code in codes for each in (code, parse_code(code), code.lower(), parse_code(code).lower())]
        with open_session(tmp_path / "workshop.json", read_only=True) as kept:
            hashes = [slip_of(kept.session, parse_code(code)).id for code in codes]
            seats = list(kept.seats)
        assert every(sum(each.encode() in content for content in open_vote.values()) for each in hashes)
        for files in (open_vote, closed, written(tmp_path)):
            for name, content in nonempty(files.items()):
                assert not [each for each in plain if each.encode() in content], name
        for name, content in nonempty(written(tmp_path / "out").items()):
            assert not [each for each in hashes if each.encode() in content], name
        # Once the vote is closed no line of the journal has a slip and a seat together.
        for line in any_number(closed.get("workshop.json.journal", b"").splitlines()):
            assert not (any(h.encode() in line for h in hashes) and any(s.encode() in line for s in seats))
        assert not [each for each in plain if each in caplog.text]
        for file in nonempty((tmp_path / "print").rglob("slips-*")):
            assert file.stat().st_mode & 0o077 == 0, file


def written(folder: Path) -> dict[str, bytes]:
    """All files but the sheets, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "print" not in path.parts
    }


async def test_what_is_exported_says_how_the_vote_was_held_and_opens_again_for_everybody(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, items):
        phones = [await run.phone() for _ in range(3)]
        for phone, code in zip(phones, codes, strict=False):
            await phone.send("vote", slip=code)
            await phone.send("vote", item=items[0], votes=1)
        await run.execute("close")
        await run.execute("reveal")
        for language in LANGUAGES:
            reply = await run.execute("export", out=str(tmp_path / language), language=language)
            files = {Path(file).name: Path(file) for file in reply["files"]}
            for name in ("summary.md", "summary.html"):
                assert say("export.slips", language, n=4, used=3) in files[name].read_text("utf-8")
        copy = json.loads(files["session.json"].read_text("utf-8"))
        assert [slip["spent"] for slip in copy["slips"].values()].count(True) == 3
        assert not next(iter(copy["session"].values()))["slips"]
        with open_session(files["session.json"], read_only=True) as kept:
            assert len(kept.slips) == 4


async def test_three_come_late_and_unused_ones_are_made_void_only_if_asked(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, codes, _):
        late = await printed(run, 3, tmp_path / "print")
        phones = [await run.phone() for _ in range(3)]
        assert (await phones[0].send("vote", slip=codes[0])).status_code == 201
        assert (await phones[1].send("vote", slip=late[0])).status_code == 201
        await printed(run, 2, tmp_path / "print", void=True)
        assert (await phones[2].send("vote", slip=codes[1])).status_code == 422
        assert {file.name for file in (tmp_path / "print").rglob("*.html")} == {
            "slips-001-004.html",
            "slips-005-007.html",
            "slips-008-009.html",
        }


async def test_sheets_that_cannot_be_written_make_no_slips(tmp_path: Path) -> None:
    async with voting(tmp_path, slips=0) as (run, _, _):
        await run.execute("close")
        (tmp_path / "taken").write_text("")
        with pytest.raises(RuleBroken):
            await run.execute("handouts", slips=3, out=str(tmp_path / "taken"))
        assert await count(run) == (0, 0)
        assert not run.room.public.session.slips


async def test_sheets_of_slips_that_cannot_be_saved_are_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with voting(tmp_path, slips=0) as (run, _, _):
        await run.execute("close")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as disk:
            disk.setattr(Disk, "append", full)
            with pytest.raises(StoreError, match="disk_full"):
                await run.execute("handouts", slips=3, out=str(tmp_path / "print"))
        assert not list((tmp_path / "print").rglob("slips*"))


@pytest.mark.parametrize(
    "arguments", [{"slips": 0}, {"slips": -4}, {"slips": 501}, {"slips": "3"}, {"slips": True}, {"slips": 3, "no": 1}]
)
async def test_what_is_no_number_of_slips_makes_none(tmp_path: Path, arguments: dict[str, Any]) -> None:
    async with voting(tmp_path, slips=0) as (run, _, _):
        await run.execute("close")
        with pytest.raises(RuleBroken):
            await run.execute("handouts", out=str(tmp_path / "print"), **arguments)
        assert not (tmp_path / "print").exists()
        assert await count(run) == (0, 0)


ODD = ("", " ", "-" * 40, "\u202e\u2066", "[@click=app.quit]x[/]", "\x1b]52;c;eA==\x07", "<script>alert(1)</script>",
       "ß" * 8, "ǅ" * 8, "İ" * 8, "１２３４５６７８", "BCDF\u0000GHJK", "{{7*7}}", "B" * 9000)  # fmt: skip


NO_TEXTS: tuple[object, ...] = (None, 5, 1.5, [], {}, True, ["BCDFGHJK"])


async def test_whatever_is_sent_as_a_code_is_refused_with_a_sentence_and_drawn_as_text(tmp_path: Path) -> None:
    async with voting(tmp_path) as (run, _, _):
        phone = await run.phone("en")
        for odd in ODD:
            for reply in (await phone.send("vote", slip=odd), await phone.form({"slip": odd})):
                assert reply.status_code in (422, 429), (odd, reply.text)
                assert "<script>alert" not in reply.text
            assert "message" in (await phone.send("vote", slip=odd)).json()
        for strange in NO_TEXTS:
            assert (await phone.send("vote", slip=strange)).status_code == 400
        assert await count(run) == (4, 0)


def test_what_is_printed_is_what_is_typed() -> None:
    assert parse_code(format_code("BCDFGHJK")) == "BCDFGHJK"
