"""The code of the room's Wi-Fi: what it says, how it is drawn, and that it is written nowhere."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from qr_readers import READERS
from stage_pictures import SIZES, photograph, shot, widths_are_right

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.network.wifi import WifiArguments, WifiDisplay, check_wifi
from facilitator.view.wifi import Wifi
from screens.stage.samples import samples

HARD = Wifi(name='Vieras;"A\\B"', password="a:b,c;d\\e f")
SAMPLES = samples()


def unescaped(payload: str) -> dict[str, str]:
    """A reader of the format, written apart from ours: fields end at a semicolon without a backslash before it."""
    assert payload.startswith("WIFI:")
    assert payload.endswith(";;")
    fields = re.findall(r"([A-Z]):((?:\\.|[^;\\])*);", payload.removeprefix("WIFI:"))
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in fields}


@pytest.mark.parametrize(
    ("wifi", "payload"),
    [
        (Wifi(name="Vieras", password="salasana"), "WIFI:T:WPA;S:Vieras;P:salasana;;"),
        (Wifi(name="Avoin"), "WIFI:T:nopass;S:Avoin;;"),
        (Wifi(name="Piilo", password="salasana", hidden=True), "WIFI:T:WPA;S:Piilo;P:salasana;H:true;;"),
    ],
)
def test_the_code_says_what_phones_understand(wifi: Wifi, payload: str) -> None:
    assert wifi.payload == payload


@pytest.mark.parametrize("text", [";", ",", ":", "\\", '"', "\\;", 'a";b', "ö å ; ä", "\\\\"])
def test_characters_with_a_meaning_of_their_own_come_through(text: str) -> None:
    found = unescaped(Wifi(name=f"n{text}", password=f"12345678{text}").payload)
    assert found["S"] == f"n{text}"
    assert found["P"] == f"12345678{text}"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_code_is_read_from_the_stage(reader: str, width: int, height: int) -> None:
    short = Wifi(name="VIERAS-5", password="kesayo2027")
    for wifi in (short, HARD):
        picture = shot(replace(SAMPLES["lobby"], wifi=wifi), width, height)
        assert widths_are_right(picture)
        assert READERS[reader](photograph(picture)) == wifi.payload


def test_a_code_that_does_not_fit_leaves_name_and_password_and_no_word_of_a_code() -> None:
    long = Wifi(name="Vieras 2027 " * 2, password="p;" * 28)
    text = shot(replace(SAMPLES["lobby"], wifi=long), 60, 20).text()
    assert long.name.strip() in text
    assert long.password[:40] in text
    assert say("stage.wifi.join", "fi") in text
    assert say("stage.wifi.scan", "fi").split()[0] not in text


@pytest.mark.parametrize("name", ["lobby", "text-open", "vote-revealed", "text-overlay"])
def test_it_lies_over_any_step_with_name_and_password_and_the_next_act_below(name: str) -> None:
    text = shot(replace(SAMPLES[name], wifi=HARD)).text()
    assert HARD.name in text
    assert HARD.password in text
    assert text.split("\n")[-1].startswith(" ▸ ")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 33},
        {"name": "ö" * 17},
        {"name": "a\nb"},
        {"name": "a", "password": "short"},
        {"name": "a", "password": "x" * 64},
    ],
)
def test_what_no_network_is_called_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        check_wifi(WifiArguments(fields["name"], fields.get("password", "")))


def test_it_is_shown_only_when_asked_and_only_once_entered() -> None:
    shown = WifiDisplay()
    with pytest.raises(RuleBroken, match="no_wifi"):
        shown.show(True)
    shown.enter(WifiArguments(name="Vieras", password="salasana"))
    seen = [shown.visible]
    for on in (True, False):
        shown.show(on)
        seen.append(shown.visible)
    assert seen == [None, Wifi(name="Vieras", password="salasana"), None]
