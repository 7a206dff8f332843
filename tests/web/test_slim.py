"""What is left out of the script and the style sheet before phones load them."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from facilitator.web.minify import minify_script, minify_style

STATIC = resources.files("facilitator.web").joinpath("static")


@pytest.mark.parametrize(
    ("written", "slimmed"),
    [
        ("/* a\n * b */\n  x = 1;\n\n", "x=1;"),
        ("  // why\n  y = 'http://a/*b*/ , c'; // beside\n  z = 1;\n", "y='http://a/*b*/ , c';// beside\nz=1;"),
        ("if (z) /* here */ z();\r\n/* one */ a();\n", "if(z)/* here */ z();/* one */ a();"),
        ("a = b + +c - -d;\nreturn ++e;", "a=b + +c - -d;return ++e;"),
        (r"f(/ \{ (\w+) \} /g, a / b);", r"f(/ \{ (\w+) \} /g,a / b);"),
        (r"t = 'it\'s , so' + \" , \";".replace('\\"', '"'), r"t='it\'s , so' + \" , \";".replace('\\"', '"')),
        ("const f = x => {\n  g();\n}\nh();", "const f=x=>{g();}\nh();"),
    ],
)
def test_a_script_loses_only_what_its_reader_needs(written: str, slimmed: str) -> None:
    assert minify_script(written) == slimmed


def test_a_script_with_a_template_literal_is_refused() -> None:
    with pytest.raises(ValueError, match="template literals"):
        minify_script("`two\n  lines`")


@pytest.mark.parametrize(
    ("written", "slimmed"),
    [
        ("a,\nb > c { color: red; margin: 0 1rem }\n", "a,b>c{color:red;margin:0 1rem}"),
        ("/* one */\n@media (a: b) and (c: d) {\n  e :focus { f: g }\n}\n", "@media (a:b) and (c:d){e :focus{f:g}}"),
        ("h { i: calc(1px + 2px) }", "h{i:calc(1px + 2px)}"),
        ('dt::after { content: " : , " }', 'dt::after{content:" : , "}'),
    ],
)
def test_a_style_sheet_loses_only_what_its_reader_needs(written: str, slimmed: str) -> None:
    assert minify_style(written) == slimmed


def test_our_own_files_stay_the_same_but_for_spaces_and_comments() -> None:
    for part in STATIC.joinpath("phone").iterdir():
        text = part.read_text("utf-8")
        assert solid(minify_script(text)) == solid(text), part.name
    for name in ("phone.css", "screen.css"):
        text = STATIC.joinpath(name).read_text("utf-8")
        assert solid(minify_style(text)) == solid(text), name


def solid(text: str) -> str:
    """Without any comment on a line of its own, and any space."""
    return re.sub(r"\s+", "", re.sub(r"(?ms)^\s*(//[^\n]*|/\*.*?\*/)\s*$", "", text))
