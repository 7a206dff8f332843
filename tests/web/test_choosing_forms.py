"""Choices, grids and breaks on the phone's page, with and without JavaScript, against a real room."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from running_room import RoomPhone, running

from facilitator.i18n.messages import format_time_of_day


async def mine(phone: RoomPhone) -> Any:
    return (await phone.state())["mine"]


async def raw(phone: RoomPhone) -> str:
    """The page as it is sent."""
    return (await phone.client.get(f"/{phone.code}")).text


async def test_options_are_chosen_changed_and_taken_back_by_a_form(tmp_path: Path) -> None:
    async with running(tmp_path, None, "motivators-pulse") as run:
        await run.walk_to("important", "open")
        phone = await run.phone()
        sent = await phone.form({"options": "", "options.trust": "trust", "options.pay": "pay", "other": "Huumori"})
        assert sent.status_code == 303
        assert ((await mine(phone))["options"], (await mine(phone))["note"]) == (["trust", "pay"], "Huumori")
        assert len(re.findall(r'name="options\.\w+"[^>]* checked', await raw(phone))) == 2
        await phone.form({"options": "", "options.goals": "goals", "other": ""})
        assert ((await mine(phone))["options"], (await mine(phone))["note"]) == (["goals"], "")
        await phone.form({"options": "", "other": ""})
        assert (await mine(phone))["options"] == []


async def test_too_many_options_are_refused_with_the_reason_and_what_was_typed_is_kept(tmp_path: Path) -> None:
    async with running(tmp_path, None, "motivators-pulse") as run:
        await run.walk_to("important", "open")
        phone = await run.phone()
        many = {f"options.{name}": name for name in ("trust", "pay", "goals")}
        refused = await phone.form({"options": "", **many, "other": "Huumori"})
        assert refused.status_code == 422
        assert "Voit valita enintään 3." in refused.text
        assert 'value="Huumori"' in refused.text
        assert len(re.findall(r'name="options\.\w+"[^>]* checked', refused.text)) == 3
        assert (await mine(phone))["options"] == []
        assert (await phone.send("important", options=["a"] * 4000)).status_code in (404, 413)


async def test_one_option_is_a_radio_button(tmp_path: Path) -> None:
    async with running(tmp_path, None, "follow-up") as run:
        await run.walk_to("own", "open")
        phone = await run.phone()
        assert len(re.findall(r'type="radio" name="option" value="\w+"', await raw(phone))) == 5
        await phone.form({"options": "", "option": "partly"})
        assert (await mine(phone))["options"] == ["partly"]


async def test_rows_are_rated_left_out_and_taken_back_by_a_form(tmp_path: Path) -> None:
    async with running(tmp_path, None, "employee-lifecycle") as run:
        await run.walk_to("curve", "open")
        phone = await run.phone()
        page = await raw(phone)
        assert page.count('<fieldset class="points">') == 7
        assert page.count("Ei kokemusta") == 7
        await phone.form({"grid": "", "grid.apply.level": "2", "grid.leave.level": "na"})
        assert (await mine(phone))["grid"] == {"apply": {"level": 2}, "leave": {"level": None}}
        await phone.form({"grid": "", "grid.apply.level": "5", "grid.leave.level": "na"})
        assert (await mine(phone))["grid"] == {"apply": {"level": 5}, "leave": {"level": None}}
        assert (await phone.form({"grid": "", "grid.apply.level": "9"})).status_code == 422
        assert (await phone.form({"grid": "", "grid.apply.level": "x"})).status_code == 400


async def test_a_row_that_may_be_passed_over_can_be_taken_back(tmp_path: Path) -> None:
    async with running(tmp_path, None, "motivators-pulse") as run:
        await run.walk_to("state", "open")
        phone = await run.phone()
        await phone.form({"grid": "", "grid.trust.level": "4", "grid.role.level": "pass"})
        assert (await mine(phone))["grid"] == {"trust": {"level": 4}}
        await phone.form({"grid": "", "grid.trust.level": "pass"})
        assert (await mine(phone))["grid"] == {}


async def test_a_revealed_grid_is_a_table_of_counts_with_the_gaps_before_it(tmp_path: Path) -> None:
    async with running(tmp_path, None, "leadership-expectations") as run:
        phones = [await run.phone(language) for language in ("fi", "sv", "en", "fi", "fi")]
        await run.walk_to("expect", "open")
        for phone in phones:
            await phone.send("expect", options=["care", "clarity"])
        await run.walk_to("expect", "revealed")
        assert "Huolehtii jaksamisesta ja hyvinvoinnista 5 (100 %)" in await phones[0].page()
        await run.walk_to("state", "open")
        for phone in phones:
            await phone.send("state", row="care", value=2)
            await phone.send("state", row="clarity", value=5)
        assert "table" not in await raw(phones[0])
        await run.walk_to("state", "revealed")
        page = await phones[0].page()
        assert page.index("Huolehtii jaksamisesta") < page.index("Kertoo tavoitteet")
        assert "Tärkeä: 5/5 (100 %) Toteutuu 2,0 (n = 5)" in page
        assert "Viktigt: 5/5 (100 %) Förverkligas 2,0 (n = 5)" in await phones[1].page()
        assert "Kuuntelee ja asettuu toisen asemaan Näytetään, kun vastauksia on vähintään 5." in page
        await run.walk_to("read", "open")
        assert "Tärkeä: 5/5 (100 %)" in await phones[0].page()


async def test_a_break_says_when_the_room_goes_on_and_answers_are_taken_meanwhile(tmp_path: Path) -> None:
    async with running(tmp_path, None, "employee-lifecycle") as run:
        await run.walk_to("curve", "open")
        phone = await run.phone()
        await run.execute("break", minutes=20)
        until = format_time_of_day(run.room.public.timer.ends, "fi")
        assert abs(run.room.public.timer.ends - time.time() - 1200) < 60
        assert f"Jatkamme klo {until}. Nyt on tauko. Voit silti vastata." in await phone.page()
        assert f"Jatkamme klo {until}" in await phone.page("/screen")
        assert (await phone.send("curve", row="apply", value=3)).status_code == 201
        await run.execute("extend", minutes=10)
        assert f"Jatkamme klo {format_time_of_day(run.room.public.timer.ends, 'fi')}" in await phone.page("/screen")
        assert abs(run.room.public.timer.ends - time.time() - 1800) < 60
