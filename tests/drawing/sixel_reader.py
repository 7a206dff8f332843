"""Reads a sixel sequence back into pixels (DEC STD 070), to compare what a terminal is told with what was drawn."""

from __future__ import annotations

import re

TOKEN = re.compile(rb"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)(.)|([\x3f-\x7e])|([$-])", re.DOTALL)

Pixels = dict[tuple[int, int], int]


def read(data: bytes) -> tuple[tuple[int, int], dict[int, tuple[int, int, int]], Pixels]:
    """Width and height, the registers in percent, and (x, y) -> register. Fails on anything that is not understood."""
    head = re.match(rb'\x1bP[\d;]*q"1;1;(\d+);(\d+)', data)
    assert head is not None
    assert data.endswith(b"\x1b\\")
    size = int(head[1]), int(head[2])
    body = data[head.end() : -2]
    registers: dict[int, tuple[int, int, int]] = {}
    pixels: Pixels = {}
    colour, x, band, at, drawn = 0, 0, 0, 0, False
    while at < len(body):
        token = TOKEN.match(body, at)
        assert token is not None, body[at : at + 20]
        at = token.end()
        if token[1] is not None:
            colour = int(token[1])
            if token[2] is not None:
                assert not drawn, "a colour is defined after the first pixel"
                registers[colour] = int(token[2]), int(token[3]), int(token[4])
        elif token[8] == b"$":
            x = 0
        elif token[8] == b"-":
            x, band = 0, band + 1
        else:
            many, sixel = (int(token[5]), token[6][0] - 63) if token[5] else (1, token[7][0] - 63)
            drawn = True
            for column in range(x, x + many):
                for row in range(6):
                    if sixel >> row & 1:
                        pixels[column, band * 6 + row] = colour
            x += many
    return size, registers, pixels
