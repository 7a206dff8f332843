"""Join slips in plain mode: made, told, and switched by numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_mode_process import Spoken

from facilitator.cli.main import main
from facilitator.i18n.messages import explain, say
from store.sessions import open_session


@pytest.mark.parametrize("language", ["sv"])
async def test_slips_are_made_and_switched_by_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    session = tmp_path / "workshop.json"
    assert main(["new", "--minutes", "60", "--language", language, "--out", str(session)]) == 0
    words = ("run", str(session), "--plain", "--language", language, "--url", "https://room.example.org")
    async with Spoken(tmp_path, *words) as talk:
        await talk.hears(f"46 {say('plain.act.slips', language)}")
        talk.type("47")
        talk.type("46")
        await talk.hears(say("slips.about", language), say("slips.ask", language))
        talk.type("600")
        await talk.hears(explain("slips_number", language, n=500).split(",")[0])
        talk.type("46")
        await talk.hears(say("slips.ask", language))
        talk.type("3")
        await talk.hears(say("live.slips", language, folder="@").split("@")[1])
        talk.type("46")
        await talk.hears(say("slips.so_far", language, n=3, used=0))
        talk.type("2")
        await talk.hears(say("slips.void", language))
        talk.type("1")
        await talk.hears(say("live.slips", language, folder="@").split("@")[1])
        talk.type("47")
        await talk.hears(say("live.slips_off", language))
        talk.type("12")
        await talk.hears(say("undo.slips", language))
        talk.type("3")
        talk.hang_up()
        assert await talk.ended() == 0
    assert b"Traceback" not in talk.errors
    with open_session(session, read_only=True) as kept:
        assert (len(kept.slips), kept.session.slips) == (2, True)
