"""At the end a phone shows everything that its person has answered, and nobody else's."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from assertions import any_number
from running_room import RoomPhone, Running, running
from test_forms_alone import flagship_and_more, opened

from facilitator.i18n.messages import say
from facilitator.templates.follow_up import follow_up_session
from store.sessions import create, open_session

LANGUAGES = ("fi", "sv", "en")
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "pulse_in": [{"value": 4}],
    "ideas": [{"text": "Soitan <b>ensin</b>"}, {"text": "Kerron syyn"}],
    "pulse_out": [{"value": 2, "text": "Tarvitsen tukea"}],
    "commit": [{"text": "Lupaan soittaa", "share": False}],
}


async def kept(phone: RoomPhone) -> dict[str, list[tuple[str, str]]]:
    """What the state says to this phone of its own answers: step -> (what was chosen, what was written)."""
    found = (await phone.state())["mine"]["kept"]
    return {step["id"]: [(line["chosen"].get("fi", ""), line["text"]) for line in step["lines"]] for step in found}


async def answered(run: Running, phone: RoomPhone) -> None:
    """The phone answers on the way to the end."""
    while run.room.public.next.act != "last":
        await run.execute("next")
        step = run.room.public.step
        assert step is not None
        if step.state == "open":
            assert await kept(phone) == {} or step.kind == "close"
            for fields in any_number(ANSWERS.get(step.id, ())):
                assert (await phone.send(step.id, **fields)).status_code == 201


@pytest.mark.parametrize("language", ["sv"])
async def test_all_own_answers_stand_on_the_last_page_and_after_the_end(tmp_path: Path, language: str) -> None:
    async with running(tmp_path, 90) as run:
        phone, other = await run.phone(language), await run.phone(language)
        await answered(run, phone)
        for state in ("closing", "closed"):
            assert run.room.public.session.state == state
            assert await kept(phone) == {
                "pulse_in": [("4 Melko hyvin", "")],
                "ideas": [("", "Soitan <b>ensin</b>"), ("", "Kerron syyn")],
                "pulse_out": [("2 Vähän varma", "Tarvitsen tukea")],
            }
            page = (await phone.client.get(f"/{run.code}")).text
            for words in (say("phone.kept", language), "Kerron syyn", "Tarvitsen tukea", "Lupaan soittaa"):
                assert page.count(words) == 1
            assert "Soitan &lt;b&gt;ensin" in page
            theirs = (await other.client.get(f"/{run.code}")).text
            assert await kept(other) == {}
            assert not [words for words in (say("phone.kept", language), "Kerron", "Tarvitsen") if words in theirs]
            if state == "closing":
                await run.execute("close")


async def test_choices_and_rows_are_kept_too(tmp_path: Path) -> None:
    flagship_and_more(tmp_path / "workshop.json")
    async with opened(tmp_path / "workshop.json") as run:
        phone = await run.phone("sv")
        await run.walk_to("extra_choice", "open")
        option = run.room.public.body.options[0]  # type: ignore[attr-defined]
        await phone.send("extra_choice", options=[option.id])
        await run.walk_to("extra_grid", "open")
        grid = run.room.public.body
        row = grid.rows[0]  # type: ignore[attr-defined]
        await phone.send("extra_grid", row=row.id, value=1)
        await run.walk_to("close", "open")
        page = await phone.page()
        assert option.label["sv"] in page
        assert f"{row.label['sv']}: 1 {grid.labels[0]['sv']}" in page  # type: ignore[attr-defined]


async def test_what_was_said_of_earlier_actions_is_kept_too(tmp_path: Path) -> None:
    async with running(tmp_path, 60) as run:
        await run.walk_to("actions", "open")
        await run.execute("action", what="Gemensam svarsmall", owner="Aino", due="2027-04-05", first_step="Mallit")
        path = run.room.path
    with open_session(path, read_only=True) as found:
        session, steps, actions = follow_up_session(found)
    await asyncio.to_thread(create, tmp_path / "follow-up.json", session, (*steps, *actions))
    async with opened(tmp_path / "follow-up.json") as run:
        phone = await run.phone("en")
        review = next(step for step in steps if step.kind == "review")
        await run.walk_to(review.id, "open")
        sent = await phone.send(review.id, action=actions[0].id, status="done", note="All is well")
        assert sent.status_code == 201
        await run.walk_to("close", "open")
        page = (await phone.page()).partition(say("phone.kept", "en"))[2]
        assert f"Gemensam svarsmall : {say('status.done', 'en')} All is well" in page
