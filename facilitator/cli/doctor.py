"""``facilitator doctor``: reports which address the join code would show, how certain that is, and the alternatives."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from facilitator.cli.arguments import DONE, Arguments
from facilitator.cli.output import print_json, print_line, print_message_to_stderr, print_table
from facilitator.i18n.messages import say
from facilitator.network.address_choice import ALL_INTERFACES, AddressCandidate, AddressChoice, choose_address
from facilitator.network.interfaces import Machine, this_machine
from facilitator.workspace.workspace import Workspace

DEFAULT_PORT = 8000
"""The port of the phones' server where none is given."""


def doctor(workspace: Workspace, args: Arguments) -> int:
    """Print the report on stdout and advice on stderr. The exit code is 0 even when the result is uncertain."""
    machine = this_machine()
    found = choose_address(machine)
    port = DEFAULT_PORT if args.port is None else args.port
    free = port_is_free(args.host, port)
    if args.json:
        print_json(_report_data(machine, found, port, free))
        return DONE
    spoken = workspace.preferences.language
    if found.best is not None:
        sure = "doctor.sure" if not found.doubt else "doctor.guess"
        print_line(say(sure, spoken, address=found.best.address, interface=found.best.interface))
        print_line("")
        print_table(_candidate_row(way, spoken) for way in found.ways)
    if found.doubt:
        print_message_to_stderr(found.doubt, spoken)
    if not free:
        print_message_to_stderr("doctor.port_taken", spoken, port=port)
    print_message_to_stderr("doctor.prove", spoken)
    return DONE


def _candidate_row(way: AddressCandidate, language: str) -> tuple[str, ...]:
    reasons = ", ".join(say(reason, language) for reason in way.reasons)
    return str(way.score), way.address, way.interface, reasons


def _report_data(machine: Machine, found: AddressChoice, port: int, free: bool) -> dict[str, object]:
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
        "inside": machine.container_kind,
        "port": port,
        "port_free": free,
    }


def port_is_free(host: str, port: int) -> bool:
    """Whether the port can be bound; a workshop takes the next free one otherwise."""
    host = "" if host in ALL_INTERFACES else host
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
