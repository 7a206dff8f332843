"""Reads and parses request bodies: bytes with a limit, then strict JSON or a form.

Refusals are raised as ``RuleBroken`` with status 400, 413 or 415.
"""

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
"""Most bytes of one body; the longest text is 400 characters."""

FIELD_LIMIT = 320
"""Most fields of one form: without JavaScript, a vote on 300 ideas sends one field for each of them."""

INT_DIGITS = 15
"""Most digits of a whole number: JavaScript's numbers (IEEE 754 doubles) hold 15 digits exactly."""

MAX_DEPTH = 8
"""Most levels of nesting in a JSON message. Valid ones have two; the limit protects recursive code."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def request_headers(scope: Scope) -> Mapping[str, str]:
    """The headers by lower-case name; of a repeated header the first counts.

    One pass over the list; Starlette's ``Headers`` searches it for every look-up.
    """
    # A later key replaces an earlier one in a dict, so the list is read backwards.
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}


async def read_body(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The body of a request.

    Raises: ``RuleBroken`` ``wrong_type`` for a compressed body and ``too_large`` before more than ``BODY_LIMIT`` bytes
    are in memory, ``ClientDisconnect`` when the phone closes the connection.
    """
    if headers.get("content-encoding", "identity") != "identity":
        raise RuleBroken("wrong_type", 415)
    said = headers.get("content-length", "0")
    # A body that announces too much is refused before any of it is read.
    if not said.isdecimal() or int(said) > BODY_LIMIT:
        raise RuleBroken("too_large", 413)
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        # Checked again after each chunk: a chunked body announces no length.
        if len(body) > BODY_LIMIT:
            raise RuleBroken("too_large", 413)
    return body


def media_type(headers: Mapping[str, str]) -> str:
    """``FORM`` or ``JSON``. Raises: ``RuleBroken`` ``wrong_type`` for any other type, multipart included."""
    said = headers.get("content-type", "").split(";")[0].strip().lower()
    if said not in (FORM, JSON):
        raise RuleBroken("wrong_type", 415)
    return said


def parse_json(body: bytes) -> Mapping[str, Any]:
    """Parse one JSON object, more strictly than Python's ``json``.

    Also refused are NaN and infinity, numbers that are too long, repeated keys, unpaired surrogates and deep nesting.
    Raises: ``RuleBroken`` ``bad_json``.
    """
    try:
        text = body.decode("utf-8")
        found = _STRICT.decode(text)
        if "\\ud" in text or "\\uD" in text:
            # An unpaired surrogate can only come from an escape, since the bytes are valid UTF-8; it cannot be encoded.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as wrong:
        raise RuleBroken("bad_json", 400) from wrong
    if not isinstance(found, dict) or not _is_within_depth(found, MAX_DEPTH):
        raise RuleBroken("bad_json", 400)
    return found


def parse_form(body: bytes) -> Mapping[str, str]:
    """The fields of a form; of a repeated field the last value counts, as of a check box after its hidden default.

    Raises: ``RuleBroken`` ``bad_form`` for invalid encoding or more than ``FIELD_LIMIT`` fields.
    """
    try:
        # A form is percent-encoded, so a valid one is ASCII.
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELD_LIMIT, errors="strict")
    except ValueError as wrong:
        raise RuleBroken("bad_form", 400) from wrong
    return dict(pairs)


def _is_within_depth(value: object, levels: int) -> bool:
    """Whether a decoded value is nested in at most ``levels`` levels."""
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_within_depth(part, levels - 1) for part in inside)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    # Which of two equal keys counts depends on the parser (RFC 8259 4), so neither does.
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _reject_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _parse_int(digits: str) -> int:
    # Checked first, because ``int`` takes quadratic time for a long number.
    if len(digits) > INT_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


def _parse_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


_STRICT = json.JSONDecoder(
    object_pairs_hook=_unique_keys, parse_constant=_reject_constant, parse_int=_parse_int, parse_float=_parse_float
)
