"""The wall as a scene: typed boxes with stable ids, made from a public view. Pure: no fonts, no pixels, no terminal.

Lengths are in u: the height of the picture is 1080 u, whatever its pixels. Sizes are those of docs/domain.md 7.6.
"""
