"""Makes requests of every shape: from the route table, from the types of the messages that each kind of step takes, and
from what has broken other programs. The same seed makes the same requests."""

from __future__ import annotations

import json
import random
import secrets
import string
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from raw_requests import request

from facilitator.rules.steps import kinds
from facilitator.rules.voting.slips import SlipMessage

RAW_VALUES = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 400, "-" + "9" * 5000, "0.1e-400", "1e400", "01",
    "+1", ".5",
    '"\\ud800"', '"\\udfff\\ud800"', '"\\u0000"', '"\\uffff"', '{"a":1,"a":2}',
    "[" * 60 + "]" * 60, '{"a":' * 40 + "1" + "}" * 40,
    "[" * 5000, '"' + "x" * 20_000 + '"', "truE",
    "undefined", "'x'", "//", "\u2028", '"\t"', "", "null", "true", "[]", "{}",
)  # fmt: skip
"""Pieces of JSON, most of them none."""

TEXTS = (
    "Soitan asiakkaalle", "a", "", " ", "\u202e\u2066", "👨‍👩‍👧‍👦 🇫🇮",
    "[@click=app.quit]x[/]", "=1+1", "\x1b]52;c;eA==\x07",
    "<script>alert(1)</script>", "{{7*7}}", "%s%n{0}", "../../etc/passwd", "' or 1=1 --",
    "Z" + "\u0334\u0301" * 60, "ö" * 900,
    "\u0000\u007f", "नमस्ते", "\ufffe\uffff", "a\r\nSet-Cookie: x=y", "\u200b\u200c\u200d", "null", "true", "-1", "1e9",
)  # fmt: skip

HEADERS: Sequence[tuple[str, Sequence[str]]] = (
    ("Accept", ("*/*", "text/html", "application/json", "text/event-stream", ";;;", "x" * 900, "text/html;q=nan")),
    ("Accept-Language", ("fi", "sv-FI,sv;q=0.9", "en;q=0.0001", "*", "fi;q=NaN", "q=1,,,;;;=", ",".join(["x"] * 400))),
    ("Accept-Encoding", ("gzip", "identity", "br;q=1, gzip;q=0", "gzip" * 200)),
    ("Content-Encoding", ("gzip", "identity", "x")),
    ("Origin", ("null", "http://evil.example", "http://[", "", "http://127.0.0.1:1@evil.example")),
    ("Cookie", ("seat=1", ";;;=;=", "a=" + "b" * 3000, "\xff\xfe=\x80", "seat-x=" + "%00" * 20)),
    ("Range", ("bytes=0-,0-,0-", "bytes=" + "0-," * 200)),
    ("Expect", ("100-continue", "x")),
    ("Upgrade", ("websocket", "h2c")),
    ("Transfer-Encoding", ("chunked", "identity", "gzip, chunked")),
    ("Content-Length", ("0", "5", "-1", "99999999999999999999", "1, 2", "+3", "0x10", "")),
    ("X-Forwarded-For", ("1.2.3.4", "\x00", "x" * 2000)),
    ("If-None-Match", ("*", '"x"')),
)
TYPES = ("application/json", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "text/plain",
         "multipart/form-data; boundary=x", "APPLICATION/JSON", "", "application/json, text/html")  # fmt: skip
METHODS = ("GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "BREW")


@dataclass
class Known:
    """The data of the workshop that a participant can obtain."""

    host: str
    code: str
    cookies: Sequence[str]
    step: str = "ideas"
    ids: Sequence[str] = field(default_factory=list)


def messages() -> list[type[msgspec.Struct]]:
    """The shapes of all messages that phones can send, as the modules of the kinds of steps define them."""
    modules = [sys.modules[type(kind).__module__] for kind in kinds().values()]
    return [SlipMessage, *(shape for module in modules for shape in messages_of(module))]


def messages_of(module: object) -> list[type[msgspec.Struct]]:
    """The message shapes that a module defines itself; imported ones belong to another kind of step."""
    name = getattr(module, "__name__", "")
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value.__name__.endswith("Message")
        and value.__module__ == name
    ]


class Maker:
    """``make`` gives the next request."""

    def __init__(self, routes: Sequence[tuple[str, str]], known: Known, seed: int) -> None:
        self.routes, self.known, self.chance = routes, known, random.Random(seed)
        self.shapes = messages()

    def make(self) -> bytes:
        """Make one request: about half are valid requests of a phone, the others have one or more faults."""
        chance = self.chance
        method, path = chance.choice(self.routes)
        if chance.random() < 0.4:
            method, path = "POST", "/{code}/answers"
        if chance.random() < 0.06:
            method = chance.choice(METHODS)
        target = self.target(path)
        headers = self.headers(method)
        body = self.body() if method in ("POST", "DELETE", "PUT", "PATCH") or chance.random() < 0.02 else None
        return request(method, target, headers, body)

    # --- addresses and headers --------------------------------------------------------------------------------

    def target(self, path: str) -> str:
        """The path with its places filled, sometimes with a query, sometimes odd."""
        code = self.known.code if self.chance.random() < 0.95 else self.piece()
        filled = path.replace("{code}", code).replace("{id}", self.id()).replace("{name}", self.piece())
        if self.chance.random() < 0.25:
            names = ("lang", "edit", "have", "saved", "code", self.piece())
            pairs = [(self.chance.choice(names), self.piece()) for _ in range(self.chance.randint(1, 4))]
            filled += "?" + (urlencode(pairs) if self.chance.random() < 0.8 else "&&%zz=%=;" + "?" * 9)
        if self.chance.random() < 0.05:
            odd: Sequence[Callable[[str], str]] = (
                lambda p: p + "/", lambda p: "/" + p, lambda p: p.upper(), lambda p: p + "%00", lambda p: "*",
                lambda p: "http://evil.example" + p, lambda p: p.replace("/", "%2f"), lambda p: p + "/" + "a/" * 200,
                lambda p: "/%ff%fe" + p, lambda p: "/../.." + p, lambda p: "@" + p, lambda p: p + "#x",
            )  # fmt: skip
            filled = self.chance.choice(odd)(filled)
        return filled

    def piece(self) -> str:
        """A piece of an address."""
        text = self.chance.choice((*TEXTS, self.id(), "fi", "sv", "7", "-1", "saved", "phone.js"))
        return quote(text[:200].encode("utf-8", "surrogatepass"), safe="")

    def id(self) -> str:
        """An id that is there, or one that is not."""
        if self.known.ids and self.chance.random() < 0.7:
            return self.chance.choice(self.known.ids)
        return "".join(self.chance.choice(string.ascii_lowercase) for _ in range(10))

    def headers(self, method: str) -> list[tuple[str, str]]:
        """Those of a phone, with some of our own choice."""
        chance, host = self.chance, self.known.host
        odd = chance.choice(("evil.example", "", "a b", "[::1", "x" * 300))
        found = [("Host", host if chance.random() < 0.97 else odd)]
        if chance.random() < 0.9:
            found.append(("Cookie", chance.choice(self.known.cookies)))
        if method not in ("GET", "HEAD"):
            found.append(("Content-Type", "application/json" if chance.random() < 0.8 else chance.choice(TYPES)))
            if chance.random() < 0.5:
                found.append(("Origin", f"http://{host}"))
        while chance.random() < 0.12:
            name, values = chance.choice(HEADERS)
            found.append((name, chance.choice(values)))
        if chance.random() < 0.01:
            found += [(f"X-{n}", "y" * 50) for n in range(chance.choice((10, 100, 400)))]
        return found

    # --- bodies -----------------------------------------------------------------------------------------------

    def body(self) -> bytes:
        """JSON, near-JSON, a form, or bytes."""
        chance = self.chance.random()
        if chance < 0.8:
            return self.json().encode("utf-8", "surrogatepass")
        if chance < 0.95:
            return self.form()
        return self.chance.randbytes(self.chance.choice((0, 1, 30, 900, 17_000)))

    def json(self) -> str:
        """One message, maybe with a value that is none."""
        message = {"key": self.key(), "step": self.known.step, **self.message()}
        if self.chance.random() < 0.15:
            message.pop(self.chance.choice(list(message)))
        if self.chance.random() < 0.1:
            message[self.chance.choice(TEXTS)] = self.value()
        text = json.dumps(message, ensure_ascii=self.chance.random() < 0.5)
        if self.chance.random() < 0.2:
            name = self.chance.choice(list(message) or ["x"])
            text = text[:-1] + f", {json.dumps(name)}: {self.chance.choice(RAW_VALUES)}" + "}"
        if self.chance.random() < 0.05:
            return self.chance.choice(RAW_VALUES)
        if self.chance.random() < 0.03:
            text = text[: self.chance.randrange(len(text) + 1)]
        return text

    def key(self) -> Any:
        """A valid idempotency key, or an invalid value."""
        if self.chance.random() < 0.92:
            return f"{self.chance.getrandbits(128):032x}"
        return self.chance.choice(("", "k", "k" * 65, "k" * 16, 7, None, "\n" * 20, "\ud800" * 20, ["k" * 20]))

    def message(self) -> Mapping[str, Any]:
        """A message with the fields of a random message type; most values have the declared type."""
        shape = self.chance.choice(self.shapes)
        fields = msgspec.structs.fields(shape)
        said = [each for each in fields if each.required or self.chance.random() < 0.7]
        return {each.encode_name: self.of_type(each.type) for each in said}

    def of_type(self, wanted: Any) -> Any:
        """A value of a type, or now and then of another."""
        if self.chance.random() < 0.15:
            return self.value()
        said = str(wanted)
        if "bool" in said:
            return self.chance.random() < 0.5
        if "int" in said:
            return self.chance.choice((0, 1, 1, 2, 3, 5, -1, 6, 10**9, 10**14))
        if "tuple" in said or "list" in said:
            return [self.id() for _ in range(self.chance.randint(0, 4))]
        literals = getattr(wanted, "__args__", ())
        if literals and all(isinstance(each, str) for each in literals):
            return self.chance.choice(literals)
        return self.id() if self.chance.random() < 0.5 else self.chance.choice(TEXTS)

    def value(self, depth: int = 0) -> Any:
        """Anything that JSON has."""
        if depth < 3 and self.chance.random() < 0.3:
            inner = [self.value(depth + 1) for _ in range(self.chance.randint(0, 4))]
            return inner if self.chance.random() < 0.5 else {self.chance.choice(TEXTS): each for each in inner}
        plain: Sequence[Any] = (None, True, False, 0, -1, 2**53, 10**15 - 1, 1.5, -0.0, 1e308, self.id(), *TEXTS)
        return self.chance.choice(plain)

    def form(self) -> bytes:
        """The fields of a form, those with a dot in their names too."""
        names = (
            "text", "tag", "withdraw", "votes", f"votes.{self.id()}", "ratings", f"ratings.{self.id()}.gain", "grid",
            f"grid.{self.id()}.level", "options", f"options.{self.id()}", "option", "other", "value", "share",
            "replaces", "slip",
        )  # fmt: skip
        pairs = [("key", str(self.key())), ("step", self.known.step)]
        for _ in range(self.chance.choice((0, 1, 2, 5, 130))):
            pairs.append((self.chance.choice(names), str(self.value())))
        if self.chance.random() < 0.1:
            return b"%ff=%zz&&==" + secrets.token_bytes(9)
        return urlencode(pairs, errors="surrogatepass").encode()
