"""``facilitator doctor``: reports which address the join code would show, how certain that is, and the alternatives."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from facilitator.cli.arguments import DONE, Asked
from facilitator.cli.output import data, line, table, tell
from facilitator.i18n.messages import say
from facilitator.network import ANYWHERE, Candidate, Pick, pick
from facilitator.network.interfaces import Machine, this_machine
from facilitator.workspace.workspace import House

PORT = 8000
"""The port of the phones' server where none is given."""


def doctor(house: House, asked: Asked) -> int:
    """Print the report on stdout and advice on stderr. The exit code is 0 even when the result is uncertain."""
    machine = this_machine()
    found = pick(machine)
    port = PORT if asked.port is None else asked.port
    free = port_is_free(asked.host, port)
    if asked.json:
        data(_facts(machine, found, port, free))
        return DONE
    spoken = house.language
    if found.best is not None:
        sure = "doctor.sure" if not found.doubt else "doctor.guess"
        line(say(sure, spoken, address=found.best.address, interface=found.best.interface))
        line("")
        table(_row(way, spoken) for way in found.ways)
    if found.doubt:
        tell(found.doubt, spoken)
    if not free:
        tell("doctor.port_taken", spoken, port=port)
    tell("doctor.prove", spoken)
    return DONE


def _row(way: Candidate, language: str) -> tuple[str, ...]:
    reasons = ", ".join(say(reason, language) for reason in way.reasons)
    return str(way.score), way.address, way.interface, reasons


def _facts(machine: Machine, found: Pick, port: int, free: bool) -> dict[str, object]:
    ways = [
        {
            "address": way.address,
            "interface": way.interface,
            "score": way.score,
            "reasons": [reason.removeprefix("network.") for reason in way.reasons],
        }
        for way in found.ways
    ]
    return {
        "pick": ways[0] if ways else None,
        "sure": bool(ways) and not found.doubt,
        "doubt": found.doubt.removeprefix("network.doubt."),
        "ways": ways,
        "inside": machine.inside,
        "port": port,
        "port_free": free,
    }


def port_is_free(host: str, port: int) -> bool:
    """Whether the port can be bound; a workshop takes the next free one otherwise."""
    host = "" if host in ANYWHERE else host
    try:
        family = socket.AF_INET6 if host and ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        family = socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        try:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trying.bind((host, port))
        except OSError:
            return False
        return True
