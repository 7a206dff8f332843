"""The door of the phones' server: whose name we answer to, who may write, and the headers of every reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitator.errors import RuleBroken


def policy(style: str = "", script: str = "") -> str:
    """What a page may load: our own files, and of what stands inside the page only what has these hashes."""
    own, styled = f"'self' {script}".strip(), f"'self' {style}".strip()
    return (
        f"default-src 'none'; script-src {own}; style-src {styled}; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


POLICY = policy()
SAFE_HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    # Not "no-referrer": with it browsers send "Origin: null" with a plain form, which the check below refuses.
    b"referrer-policy": b"same-origin",
    b"cache-control": b"no-store",
}
"""Of every reply that does not say otherwise."""
READS = ("GET", "HEAD", "OPTIONS", "TRACE")
LOCAL_ENDINGS = (".local", ".lan", ".home.arpa", ".test")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\Z")

Refuse = Callable[[Scope, RuleBroken], Response]
Hosts = Callable[[], Collection[str]]


class Guard:
    """Middleware: checks Host on every request and Origin on every write, then sets the headers of the reply."""

    def __init__(self, app: ASGIApp, hosts: Hosts, refuse: Refuse) -> None:
        self.app = app
        self.hosts = hosts
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on one request."""
        if scope["type"] != "http":
            return

        async def safe_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A list of its own: whoever replies may use the same one for every phone.
                said = message.get("headers", ())
                names = {name for name, _ in said}
                safe = [(name, value) for name, value in SAFE_HEADERS.items() if name not in names]
                message = {**message, "headers": [*said, *safe]}
            await send(message)

        try:
            check(scope, self.hosts)
        except RuleBroken as broken:
            # What comes next on a connection of which one request made no sense is not read.
            response = self.refuse(scope, broken)
            response.headers["connection"] = "close"
            await response(scope, receive, safe_send)
        else:
            await self.app(scope, receive, safe_send)


def check(scope: Scope, hosts: Hosts) -> None:
    """Raise ``RuleBroken`` for a name that is not ours, a write from elsewhere, or a body of two lengths."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    names = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(names) != 1 or not is_ours(names[0], hosts):
        raise RuleBroken("wrong_host", 400)
    if scope["method"] not in READS:
        for name, value in headers:
            if name == b"origin" and not same_place(value.decode("latin-1"), names[0]):
                raise RuleBroken("wrong_origin", 403)
    sent = {name for name, _ in headers}
    if b"content-length" in sent and b"transfer-encoding" in sent:
        raise RuleBroken("bad_json", 400)


def is_ours(host: str, hosts: Hosts) -> bool:
    """Whether a Host header names this machine: an address, a name of the local network, or one of ``hosts()``.

    A name from the internet that was pointed at us (DNS rebinding) is neither.
    """
    return _is_one_of(host, tuple(hosts()))


@lru_cache(maxsize=64)
def _is_one_of(host: str, hosts: tuple[str, ...]) -> bool:
    """The whole room says the same name with every request."""
    name = host_name(host)
    if name is None:
        return False
    try:
        ip_address(name)
    except ValueError:
        pass
    else:
        return True
    name = name.removesuffix(".")
    if _NAME.match(name) is None:
        return False
    return "." not in name or name.endswith(LOCAL_ENDINGS) or name in {_known(known) for known in hosts}


def _known(place: str) -> str | None:
    """The name in one of ``hosts()``, which may be a name, ``name:port`` or a whole address."""
    return host_name(urlsplit(place).netloc if "//" in place else place)


def host_name(host: str) -> str | None:
    """The name in ``name:port`` or ``[address]:port``, small letters; None when it makes no sense."""
    found = re.fullmatch(r"(\[([0-9A-Fa-f:.]+)\]|[^\[\]:/@\s]+)(:\d{1,5})?", host)
    return (found[2] or found[1]).lower() if found else None


def same_place(origin: str, host: str) -> bool:
    """Whether an Origin header says this very server. ``null`` (a sandbox, a file) does not."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
