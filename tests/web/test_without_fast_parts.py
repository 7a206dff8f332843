"""Without the extra ``fast`` (httptools, uvloop) everything is the same but slower: the plain server, and a run."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from test_hostile_requests import (  # noqa: F401 - run here once more, with the plain protocol
    test_bytes_that_are_no_request_are_hung_up_on,
    test_odd_targets_are_no_pages_and_lead_nowhere_else,
    test_raw_requests_get_one_refusal,
)
from test_phone_server import (  # noqa: F401
    test_a_head_without_end_is_refused,
    test_a_reader_that_is_stuck_is_dropped,
    test_an_open_stream_outlives_the_deadline_of_requests,
    test_an_unfinished_request_is_cut_off_even_if_it_keeps_dripping,
    test_it_ends_soon_with_streams_and_half_requests_open,
    test_silent_connections_do_not_keep_others_out,
)

from facilitator.templates.new_session import new_session
from facilitator.web import server
from facilitator.web.fast_protocol import FastProtocol
from facilitator.web.plain_protocol import PlainProtocol
from facilitator.web.protocol import protocol_class
from store.sessions import create

WITHOUT = """
import runpy, sys
sys.modules["httptools"] = sys.modules["uvloop"] = None
runpy.run_module("facilitator", run_name="__main__")
"""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The protocol in plain Python."""
    monkeypatch.setattr(server, "protocol_class", lambda: PlainProtocol)


def test_the_fast_protocol_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert protocol_class() is FastProtocol
    monkeypatch.setitem(sys.modules, "facilitator.web.fast_protocol", None)
    assert protocol_class() is PlainProtocol


def test_a_workshop_is_served_without_them(tmp_path: Path) -> None:
    path = tmp_path / "workshop.json"
    create(path, *new_session("cx-what-can-i-do", 60))
    words = [sys.executable, "-c", WITHOUT, "serve", str(path), "--host", "127.0.0.1", "--port", "0"]
    surroundings = {**os.environ, "FACILITATOR_HOME": str(tmp_path / "home")}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        for number in range(40):
            process.stdin.write(json.dumps({"n": number, "do": "state"}) + "\n")
            process.stdin.flush()
            while (reply := json.loads(process.stdout.readline())).get("n") != number:
                pass
            step = reply["state"]["public"]["step"]
            if step and (step["id"], step["state"]) == ("ideas", "open"):
                break
            process.stdin.write('{"n": -1, "do": "next"}\n')
        address, _, code = ready["url"].rpartition("/")
        with httpx2.Client(base_url=address, trust_env=False) as phone:
            assert phone.get(f"/{code}").status_code == 200
            message = {"key": secrets.token_hex(16), "step": "ideas", "text": "Soitan asiakkaalle"}
            assert phone.post(f"/{code}/answers", json=message).status_code == 201
            assert phone.post(f"/{code}/answers", json=message).status_code == 200
        process.stdin.close()
        assert process.wait(20) == 0
    assert "Soitan asiakkaalle" in path.read_text("utf-8")
