"""Middleware against cross-site attacks: checks Host and Origin of requests, sets security headers of replies."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitator.errors import RuleBroken


def content_security_policy(style: str = "", script: str = "") -> str:
    """A content security policy: files of this server, and inline ``style`` and ``script`` with the given hashes."""
    own, styled = f"'self' {script}".strip(), f"'self' {style}".strip()
    return (
        f"default-src 'none'; script-src {own}; style-src {styled}; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


DEFAULT_POLICY = content_security_policy()
SAFE_HEADERS = {
    b"content-security-policy": DEFAULT_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    # Not "no-referrer": with that, browsers send "Origin: null" with a plain form, which ``check_request`` refuses.
    b"referrer-policy": b"same-origin",
    b"cache-control": b"no-store",
}
"""Headers of every reply, unless it sets them itself."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
"""Methods that change nothing ("safe", RFC 9110 9.2.1), and so need no check of the origin."""
LOCAL_ENDINGS = (".local", ".lan", ".home.arpa", ".test")
"""Endings that no public name has: of RFC 6762, RFC 8375 and RFC 6761, and ``.lan``, which many routers use."""
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\Z")

MakeRefusal = Callable[[Scope, RuleBroken], Response]
Hosts = Callable[[], Collection[str]]


class RequestGuard:
    """Middleware: checks Host on every request and Origin on every write, then sets the headers of the reply."""

    def __init__(self, app: ASGIApp, hosts: Hosts, refuse: MakeRefusal) -> None:
        self.app = app
        self.hosts = hosts
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on; a refused one is answered here."""
        if scope["type"] != "http":
            return

        async def safe_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A new list, because the app may use the same list object for every reply.
                said = message.get("headers", ())
                names = {name for name, _ in said}
                safe = [(name, value) for name, value in SAFE_HEADERS.items() if name not in names]
                message = {**message, "headers": [*said, *safe]}
            await send(message)

        try:
            check_request(scope, self.hosts)
        except RuleBroken as broken:
            # Close the connection, so that nothing after a malformed request is read (request smuggling).
            response = self.refuse(scope, broken)
            response.headers["connection"] = "close"
            await response(scope, receive, safe_send)
        else:
            await self.app(scope, receive, safe_send)


def check_request(scope: Scope, hosts: Hosts) -> None:
    """Check the headers of one request.

    Raises: ``RuleBroken`` ``wrong_host`` for a Host that is not this server, ``wrong_origin`` for a write from another
    site, ``bad_json`` for both Content-Length and Transfer-Encoding (RFC 9112 6.3: possibly request smuggling).
    """
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    names = [value.decode("latin-1") for name, value in headers if name == b"host"]
    # A request without Host or with two must be refused (RFC 9112 3.2).
    if len(names) != 1 or not is_own_host(names[0], hosts):
        raise RuleBroken("wrong_host", 400)
    if scope["method"] not in SAFE_METHODS:
        for name, value in headers:
            # Browsers send Origin with every cross-site write. A request without it comes from no other site's page.
            if name == b"origin" and not is_same_origin(value.decode("latin-1"), names[0]):
                raise RuleBroken("wrong_origin", 403)
    sent = {name for name, _ in headers}
    if b"content-length" in sent and b"transfer-encoding" in sent:
        raise RuleBroken("bad_json", 400)


def is_own_host(host: str, hosts: Hosts) -> bool:
    """Whether a Host header may name this server: an IP address, a name of the local network, or one of ``hosts()``.

    This refuses a public name that an attacker has pointed at this computer (DNS rebinding).
    """
    return _is_own_name(host, tuple(hosts()))


@lru_cache(maxsize=64)
def _is_own_name(host: str, hosts: tuple[str, ...]) -> bool:
    """The cached part of ``is_own_host``: all phones send the same name with every request."""
    name = host_name(host)
    if name is None:
        return False
    try:
        # An IP address is allowed: DNS rebinding needs a name that the attacker controls.
        ip_address(name)
    except ValueError:
        pass
    else:
        return True
    # A name with a final dot is the same name, written as an absolute one.
    name = name.removesuffix(".")
    if _NAME.match(name) is None:
        return False
    return "." not in name or name.endswith(LOCAL_ENDINGS) or name in {_host_in(known) for known in hosts}


def _host_in(place: str) -> str | None:
    """The host name in one of ``hosts()``, which may be a name, ``name:port`` or a URL; None when it has none."""
    return host_name(urlsplit(place).netloc if "//" in place else place)


def host_name(host: str) -> str | None:
    """The host in ``name:port`` or ``[address]:port``, in lower case; None when it is malformed."""
    found = re.fullmatch(r"(\[([0-9A-Fa-f:.]+)\]|[^\[\]:/@\s]+)(:\d{1,5})?", host)
    return (found[2] or found[1]).lower() if found else None


def is_same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header names this server. ``null``, which sandboxed pages and files send, does not."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
