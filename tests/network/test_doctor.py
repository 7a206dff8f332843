"""``facilitator doctor`` on the command line, on this computer and on made-up ones."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from fake_machines import CASES

from facilitator.cli import doctor
from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES, say


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this computer's own settings."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))


@pytest.mark.parametrize("name", CASES)
def test_as_data_it_says_the_pick_the_others_and_the_doubt(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    monkeypatch.setattr(doctor, "this_machine", lambda: case.machine)
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["doubt"] == case.doubt
    assert found["sure"] is (not case.doubt)
    assert found["pick"] == (found["ways"][0] if found["ways"] else None)
    assert found["inside"] == case.inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_words_it_says_what_is_shown_why_and_that_only_a_phone_can_prove_it(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "this_machine", lambda: CASES["Linux, Wi-Fi and cable in two networks"].machine)
    assert main(["doctor", "--language", language]) == 0
    said = capsys.readouterr()
    assert "192.168.1.20" in said.out
    assert "10.1.2.3" in said.out
    assert say("network.wifi", language) in said.out
    assert say("network.doubt.close", language) in said.err
    assert say("doctor.prove", language) in said.err


def test_a_computer_without_a_network_gets_a_sentence_and_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "this_machine", lambda: CASES["Linux, nothing but loopback"].machine)
    assert main(["doctor", "--language", "en"]) == 0
    said = capsys.readouterr()
    assert not said.out
    assert say("network.doubt.none", "en") in said.err


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["doctor", "--json", "--port", str(port)]) == 0
        assert json.loads(capsys.readouterr().out)["port_free"] is False
    assert main(["doctor", "--json", "--port", str(port)]) == 0
    assert json.loads(capsys.readouterr().out)["port_free"] is True
