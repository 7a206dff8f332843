"""Without JavaScript: a text that no field is drawn for comes back with its reason, and a chosen point stays chosen."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from running_room import RoomPhone, plain, running

from facilitator.i18n.messages import explain, say

LANGUAGES = ("fi", "sv", "en")


def unsent(page: str) -> list[str]:
    """The texts that the page gives back outside of any form."""
    return re.findall(r'<label class="unsent">[^<]*<textarea readonly[^>]*>([^<]*)<', page)


def chosen(page: str) -> list[str]:
    """The points that are chosen on the page."""
    return re.findall(r'name="value" value="(\d)"[^>]* checked', page)


async def full(phone: RoomPhone) -> None:
    """The person has written what the step takes: one text."""
    assert (await phone.send("develop", text="Ensimmäinen ehdotus")).status_code == 201


@pytest.mark.parametrize("language", ["sv"])
async def test_a_text_too_many_comes_back_with_the_reason(tmp_path: Path, language: str) -> None:
    async with running(tmp_path, 120) as run:
        await run.walk_to("develop", "open")
        phone = await run.phone(language)
        await full(phone)
        assert say("phone.text.enough", language, n=1) in await phone.page()
        assert "1" not in say("phone.text.enough", language, n=1)
        refused = await phone.form({"step": "develop", "key": secrets.token_hex(16), "text": "Toinen <b> ehdotus"})
        assert refused.status_code == 422
        assert unsent(refused.text) == ["Toinen &lt;b&gt; ehdotus"]
        assert explain("enough_ideas", language, n=1) in plain(refused.text)


async def test_a_form_sent_again_with_other_words_gives_them_back(tmp_path: Path) -> None:
    async with running(tmp_path, 120) as run:
        await run.walk_to("develop", "open")
        phone, key = await run.phone(), secrets.token_hex(16)
        assert (await phone.form({"text": "Ensimmäinen"}, key=key)).status_code == 303
        # The back button shows the form as it was, with the key that has been used.
        refused = await phone.form({"step": "develop", "text": "Toinen"}, key=key)
        assert refused.status_code == 409
        assert unsent(refused.text) == ["Toinen"]
        assert explain("key_used", "fi") in plain(refused.text)


async def test_a_text_of_a_step_that_is_over_comes_back_with_the_reason(tmp_path: Path) -> None:
    async with running(tmp_path, 120) as run:
        await run.walk_to("develop", "open")
        phone = await run.phone()
        await run.walk_to("develop", "revealed")
        run.clock.ahead = 60
        refused = await phone.form({"step": "develop", "key": secrets.token_hex(16), "text": "Myöhässä"})
        assert refused.status_code == 409
        assert unsent(refused.text) == ["Myöhässä"]
        assert explain("step_closed", "fi") in plain(refused.text)


async def test_a_text_of_another_step_stands_in_no_field_of_the_one_that_is_open(tmp_path: Path) -> None:
    async with running(tmp_path, 60) as run:
        await run.walk_to("ideas", "open")
        phone = await run.phone()
        refused = await phone.form({"step": "pulse_in", "key": secrets.token_hex(16), "text": "Myöhässä"})
        assert refused.status_code == 409
        assert unsent(refused.text) == ["Myöhässä"]
        assert refused.text.count("Myöhässä") == 1
        assert "aria-invalid" not in refused.text
        assert explain("step_closed", "fi") in plain(refused.text)


async def test_an_edit_that_is_refused_stands_in_its_own_field_and_nowhere_else(tmp_path: Path) -> None:
    async with running(tmp_path, 120) as run:
        await run.walk_to("develop", "open")
        phone = await run.phone()
        await full(phone)
        idea = (await phone.state())["mine"]["ideas"][0]["id"]
        fields = {"step": "develop", "key": secrets.token_hex(16), "text": "y" * 2000, "replaces": idea}
        refused = await phone.form(fields)
        assert refused.status_code == 422
        assert unsent(refused.text) == []
        assert refused.text.count("y" * 2000) == 1
        assert refused.text.count('class="error"') == 1


async def test_a_point_stays_chosen_when_the_line_under_it_is_too_long(tmp_path: Path) -> None:
    async with running(tmp_path, 90) as run:
        await run.walk_to("pulse_out", "open")
        phone = await run.phone()
        refused = await phone.form({"value": "3", "text": "y" * 300})
        assert refused.status_code == 422
        assert chosen(refused.text) == ["3"]
        assert "y" * 300 in refused.text
        assert (await phone.form({"value": "2", "text": "Lyhyt"})).status_code == 303
        refused = await phone.form({"value": "4", "text": "y" * 300})
        assert chosen(refused.text) == ["4"]
        refused = await phone.form({"text": "y" * 300})
        assert chosen(refused.text) == ["2"]


@pytest.mark.parametrize("language", ["en"])
async def test_what_is_removed_twice_is_said_to_be_removed(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phone, other = await run.phone(language), await run.phone(language)
        saved = (await phone.send("ideas", text="Soitan ensin")).json()["id"]
        theirs = await other.form({"withdraw": saved})
        assert (theirs.status_code, explain("not_yours", language) in plain(theirs.text)) == (403, True)
        assert (await phone.form({"withdraw": saved})).status_code == 303
        again = await phone.form({"withdraw": saved})
        assert (again.status_code, explain("answer_gone", language) in plain(again.text)) == (404, True)
        await run.walk_to("pick", "open")
        late = await phone.client.delete(f"/{run.code}/answers/{saved}", headers={"Accept": "application/json"})
        assert (late.status_code, late.json()["error"]) == (404, "answer_gone")
