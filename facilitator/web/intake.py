"""What phones send: bytes with a limit, then strict JSON or a form. Refusals are ``RuleBroken`` (400, 413, 415)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from facilitator.errors import RuleBroken

BODY_LIMIT = 16_384
"""Bytes of one message; the longest text is 400 characters."""

FIELD_LIMIT = 320
"""Fields of one form: without JavaScript, a vote on 300 ideas sends them all at once (``voting.limits.MOST``)."""

INT_DIGITS = 15
"""Digits of a whole number: what a phone's own numbers hold exactly."""

DEEPEST = 8
"""Levels of one JSON message. The protocol's own have two; what checks them may recurse."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def head(scope: Scope) -> Mapping[str, str]:
    """The headers by small name; of one that comes twice the first counts. One pass, where the framework's own object
    looks through all of them for each."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}


async def read(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The body of a request. Raises ``RuleBroken`` ``too_large`` before more than the limit is held."""
    if headers.get("content-encoding", "identity") != "identity":
        raise RuleBroken("wrong_type", 415)
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > BODY_LIMIT:
        raise RuleBroken("too_large", 413)
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY_LIMIT:
            raise RuleBroken("too_large", 413)
    return body


def media_type(headers: Mapping[str, str]) -> str:
    """``FORM`` or ``JSON``. Raises ``RuleBroken`` for anything else, multipart included."""
    said = headers.get("content-type", "").split(";")[0].strip().lower()
    if said not in (FORM, JSON):
        raise RuleBroken("wrong_type", 415)
    return said


def parse_json(body: bytes) -> Mapping[str, Any]:
    """One JSON object. Refuses what Python would let by: NaN, huge numbers, a key twice, half a surrogate pair,
    many levels. Raises ``RuleBroken`` ``bad_json``."""
    try:
        text = body.decode("utf-8")
        found = _STRICT.decode(text)
        if "\\ud" in text or "\\uD" in text:
            # Only what is escaped can be half a pair: as bytes it would not have been UTF-8.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as wrong:
        raise RuleBroken("bad_json", 400) from wrong
    if not isinstance(found, dict) or not _shallow(found, DEEPEST):
        raise RuleBroken("bad_json", 400)
    return found


def parse_form(body: bytes) -> Mapping[str, str]:
    """The fields of a form; of a field that comes twice the last one counts, as a box after its hidden "no" does."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELD_LIMIT, errors="strict")
    except ValueError as wrong:
        raise RuleBroken("bad_form", 400) from wrong
    return dict(pairs)


def _shallow(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_shallow(part, levels - 1) for part in inside)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _whole(digits: str) -> int:
    if len(digits) > INT_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


_STRICT = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_refuse, parse_int=_whole, parse_float=_finite
)
