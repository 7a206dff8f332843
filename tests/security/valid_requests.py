"""Valid requests of a phone to the open step, and the same requests with exactly one fault."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from raw_requests import request

from facilitator import view
from facilitator.rehearsal.phone import PhoneState

WRITTEN = ("Soitan asiakkaalle heti", "Jag svarar samma dag", "I ask what is missing", "Kysyn neuvoa", "Kiitän")
ODD_TEXTS: Sequence[Any] = (
    "", " ", "\u200b", "ö" * 900, "x" * 401, "\x1b[2J", "\ud800", 7, None, ["a"], {"a": "b"}, True,
)  # fmt: skip
ODD_VALUES: Sequence[Any] = (0, -1, 6, 99, 10**14, 1.5, "1", None, True, [], {})
ODD_IDS: Sequence[Any] = ("", "nothing", "x" * 300, "../..", 5, None, ["a"], {})
ODD_STEPS: Sequence[Any] = ("ideas", "vote", "join", "close", "nowhere", "", 7)
ODD_KEYS: Sequence[Any] = ("", "short", "k" * 65, "\n" * 20, "\ud800" * 20, 7, None)

Fields = dict[str, Any]


@dataclass
class Phone:
    """One seat that takes part, and what it has sent."""

    cookie: str
    language: str
    key: str = ""
    sent: Fields = field(default_factory=dict)
    made: str = ""
    """Id of what was saved last."""


def fitting(seen: PhoneState, chance: random.Random) -> Fields:
    """The fields of a message that fits what a phone sees; an ordinary text where nothing is asked."""
    body, mine = seen.stage.body, seen.mine
    words = f"{chance.choice(WRITTEN)} {chance.randrange(1000)}"
    match body:
        case view.ScaleBody():
            note = {"text": words} if body.note_question and chance.random() < 0.5 else {}
            return {"value": chance.randint(1, max(1, len(body.labels))), **note}
        case view.ChoiceBody() if body.options:
            wanted = chance.randint(min(body.least, body.most), min(body.most, len(body.options)))
            return {"options": [option.id for option in chance.sample(body.options, wanted)]}
        case view.GridBody() if body.rows:
            value = None if body.na and chance.random() < 0.2 else chance.randint(1, len(body.labels))
            return {"row": chance.choice(body.rows).id, "value": value}
        case view.TextBody() | view.CommitBody():
            return writing(seen, chance, words)
        case view.PickBody() if mine.ideas:
            return {"answer": chance.choice(mine.ideas).id}
        case view.VoteBody() if mine.order:
            return {"item": chance.choice(mine.order), "votes": chance.randint(body.least_per_item, body.max_per_item)}
        case view.RateBody() if body.items:
            scale = chance.choice(("gain", "effort"))
            return {"item": chance.choice(body.items).id, "scale": scale, "value": chance.randint(1, 3)}
    return agreed(seen, chance, words)


def writing(seen: PhoneState, chance: random.Random, words: str) -> Fields:
    """An idea or a promise."""
    body, mine = seen.stage.body, seen.mine
    if isinstance(body, view.CommitBody):
        size = {"size": chance.choice(body.sizes).id} if body.sizes and chance.random() < 0.5 else {}
        return {"text": words, "when": "huomenna", "share": chance.random() < 0.5, **size}
    tags = body.tags if isinstance(body, view.TextBody) else ()
    tag = {"tag": chance.choice(tags).id} if tags and chance.random() < 0.5 else {}
    again = {"replaces": chance.choice(mine.ideas).id} if mine.ideas and chance.random() < 0.3 else {}
    return {"text": words, **tag, **again}


def agreed(seen: PhoneState, chance: random.Random, words: str) -> Fields:
    """A name or a report for an action."""
    body = seen.stage.body
    match body:
        case view.ActionBody() if body.actions:
            free = [action for action in body.actions if not action.owner] or body.actions
            return {"action": chance.choice(free).id, "owner": f"Pöytä {chance.randint(1, 9)}"}
        case view.ReviewBody() if body.items:
            return {"action": chance.choice(body.items).action.id, "status": chance.choice(body.states), "note": words}
    return {"text": words}


def one_off(message: Fields, chance: random.Random, others: Sequence[str]) -> tuple[str, Fields]:
    """The name of a fault, and the message with this fault in one field. ``others``: existing ids of other records."""
    name = chance.choice([name for name in message if name != "step"])
    off: Mapping[str, Callable[[], Fields]] = {
        "a field less": lambda: {key: value for key, value in message.items() if key != name},
        "a field more": lambda: {**message, chance.choice(("admin", "seat", "__proto__", "id")): True},
        "odd text": lambda: {**message, name: chance.choice(ODD_TEXTS)},
        "odd number": lambda: {**message, name: chance.choice(ODD_VALUES)},
        "odd id": lambda: {**message, name: chance.choice(ODD_IDS)},
        "an id of another": lambda: {**message, name: chance.choice(others or ("x",))},
        "another step": lambda: {**message, "step": chance.choice(ODD_STEPS)},
        "odd key": lambda: {**message, "key": chance.choice(ODD_KEYS)},
    }
    what = chance.choice(list(off))
    return what, off[what]()


WRAPPED = ("no seat", "half a seat", "from elsewhere", "another kind", "another code", "another method", "two hosts",
           "cut off", "twice", "too large")  # fmt: skip


class Sender:
    """Writes the requests of phones that take part."""

    def __init__(self, host: str, code: str, chance: random.Random) -> None:
        self.host, self.code, self.chance = host, code, chance

    def look(self, phone: Phone) -> bytes:
        """The state, as the phone's script asks for it."""
        return request("GET", f"/{self.code}/state", self.headers(phone))

    def make(self, phone: Phone, seen: PhoneState, others: Sequence[str]) -> tuple[str, bytes]:
        """One request, and what is off with it; empty for nothing."""
        chance = self.chance
        if phone.made and chance.random() < 0.08:
            wanted = phone.made if chance.random() < 0.6 else chance.choice([*others, "nothing"])
            what = "" if wanted == phone.made else "an id of another"
            return what, request("DELETE", f"/{self.code}/answers/{wanted}", self.headers(phone))
        message = {"key": f"{chance.getrandbits(128):032x}", "step": seen.stage.current, **fitting(seen, chance)}
        dice = chance.random()
        if dice < 0.5:
            phone.key, phone.sent = message["key"], message
            return "", self.form(phone, message) if chance.random() < 0.15 else self.post(phone, message)
        if dice < 0.56 and phone.sent:
            return "sent again", self.post(phone, phone.sent)
        if dice < 0.6 and phone.key:
            return "a key used", self.post(phone, {**message, "key": phone.key})
        if dice < 0.85:
            what, message = one_off(message, chance, others)
            return what, self.post(phone, message)
        what = chance.choice(WRAPPED)
        return what, self.wrapped(what, phone, message)

    def headers(self, phone: Phone, kind: str = "application/json") -> list[tuple[str, str]]:
        """Those of the phone's own browser."""
        return [("Host", self.host), ("Accept", "application/json"), ("Accept-Language", phone.language),
                ("Origin", f"http://{self.host}"), ("Content-Type", kind), ("Cookie", phone.cookie)]  # fmt: skip

    def post(self, phone: Phone, message: Fields) -> bytes:
        """As the script sends it."""
        return request("POST", f"/{self.code}/answers", self.headers(phone), encoded(message))

    def form(self, phone: Phone, message: Fields) -> bytes:
        """As a browser without a script sends it."""
        fields = as_form(message)
        headers = [(name, "text/html" if name == "Accept" else value) for name, value in self.headers(phone, FORM)]
        return request("POST", f"/{self.code}/answers", headers, urlencode(fields).encode())

    def wrapped(self, what: str, phone: Phone, message: Fields) -> bytes:
        """A valid message in a request with one fault, named ``what``."""
        headers, body, method, code = dict(self.headers(phone)), encoded(message), "POST", self.code
        odd = {
            "half a seat": ("Cookie", phone.cookie[: -self.chance.randint(1, 12)]),
            "from elsewhere": ("Origin", "http://evil.example"),
            "another kind": ("Content-Type", self.chance.choice(OTHER_KINDS)),
            "two hosts": ("host", "evil.example"),
        }
        bodies = {
            "cut off": body[: self.chance.randrange(len(body))],
            "twice": body[:-1] + b', "step": "ideas"}',
            "too large": encoded({**message, "more": "x" * 17_000}),
        }
        if what in odd:
            headers[odd[what][0]] = odd[what][1]
        elif what == "no seat":
            del headers["Cookie"]
        elif what == "another code":
            code = "0000"
        elif what == "another method":
            method = self.chance.choice(("PUT", "PATCH", "post", "TRACE", "BREW"))
        return request(method, f"/{code}/answers", list(headers.items()), bodies.get(what, body))


FORM = "application/x-www-form-urlencoded"
OTHER_KINDS = ("text/plain", "multipart/form-data; boundary=x", FORM)


def encoded(message: Fields) -> bytes:
    """JSON; what has no UTF-8 is escaped."""
    return json.dumps(message).encode()


def as_form(message: Fields) -> list[tuple[str, str]]:
    """The fields of the page's own form that say the same."""
    pairs = [("key", message["key"]), ("step", message["step"])]
    if "votes" in message:
        return [*pairs, ("votes", ""), (f"votes.{message['item']}", str(message["votes"]))]
    if "scale" in message:
        return [*pairs, ("ratings", ""), (f"ratings.{message['item']}.{message['scale']}", str(message["value"]))]
    if "row" in message:
        value = "na" if message["value"] is None else str(message["value"])
        return [*pairs, ("grid", ""), (f"grid.{message['row']}.level", value)]
    if "options" in message:
        return [*pairs, ("options", ""), *((f"options.{option}", "on") for option in message["options"])]
    rest = {name: value for name, value in message.items() if name not in ("key", "step")}
    return pairs + [(name, str(value or "") if isinstance(value, bool) else str(value)) for name, value in rest.items()]
