"""The review of a follow-up on the phone's page, with and without JavaScript, against a real room."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from running_room import RoomPhone, Running, running


@asynccontextmanager
async def reviewing(folder: Path) -> AsyncIterator[tuple[Running, RoomPhone, str]]:
    """A follow-up at its open review, a phone, and the id of its one action, typed in by the facilitator."""
    async with running(folder, None, "follow-up") as run:
        await run.walk_to("status", "open")
        action = str((await run.execute("action", what="Kerromme <b>ajan</b>", owner="Anna"))["id"])
        yield run, await run.phone(), action


async def page(phone: RoomPhone) -> str:
    """The page as it is sent."""
    return (await phone.client.get(f"/{phone.code}")).text


async def test_a_report_is_sent_changed_and_removed_by_a_form(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (_, phone, action):
        assert len(re.findall(r'type="radio" name="status"', await page(phone))) == 5
        assert (await phone.form({"action": action, "status": "in_progress", "note": ""})).status_code == 303
        assert (await phone.form({"action": action, "status": "dropped", "note": "Aika"})).status_code == 303
        (report,) = (await phone.state())["mine"]["reports"]
        assert (report["action"], report["status"], report["text"]) == (action, "dropped", "Aika")
        shown = await page(phone)
        assert re.search(r'value="dropped"[^>]* checked', shown)
        assert "Olet kertonut: luovuttu" in shown
        assert (await phone.form({"withdraw": report["id"]})).status_code == 303
        assert (await phone.state())["mine"]["reports"] == []


async def test_a_report_without_its_reason_comes_back_open_beside_the_sentence(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (_, phone, action):
        refused = await phone.form({"action": action, "status": "passed_on", "note": ""})
        assert refused.status_code == 422
        assert refused.text.count("kirjataan kenelle") == 1
        assert re.search(rf'id="tell-{action}" open', refused.text)
        assert re.search(r'value="passed_on"[^>]* checked', refused.text)


async def test_what_others_reported_is_on_no_phone_and_not_on_the_screen(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (run, phone, action):
        await phone.send("status", action=action, status="dropped", note="Salainen syy")
        other = await run.phone()
        for path in ("", "/screen", "/state"):
            assert "Salainen syy" not in (await other.client.get(f"/{other.code}{path}")).text
        console = (await run.execute("state"))["state"]
        assert [report["text"] for report in console["reports"]] == ["Salainen syy"]


async def test_words_are_only_words_and_the_states_are_told_after_the_reveal(tmp_path: Path) -> None:
    async with reviewing(tmp_path) as (run, phone, action):
        await run.execute("edit_action", action=action, status="passed_on", note="<i>Johdolle</i>")
        shown = await page(phone)
        assert "&lt;b&gt;ajan&lt;/b&gt;" in shown
        assert "&lt;i&gt;Johdolle&lt;/i&gt;" in shown
        await run.walk_to("status", "revealed")
        screen = (await phone.client.get(f"/{phone.code}/screen")).text
        assert re.search(r"viety eteenpäin <b>1</b>", screen)
