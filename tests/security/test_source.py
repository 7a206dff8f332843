"""What the code itself must not do: run what it was given, call a shell, talk to others, read loose formats."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assertions import nonempty
from program_source import ROOT, Module, modules

NEVER_CALLED = frozenset({"eval", "exec", "compile", "__import__", "os.system", "os.popen", "input"})
NEVER_IMPORTED = frozenset({"pickle", "marshal", "shelve", "subprocess", "xml", "ftplib", "smtplib", "ctypes"})
CLIENTS = frozenset({"httpx2", "requests", "urllib.request", "http.client", "aiohttp"})
MAY_CALL_OTHERS = frozenset(
    {"facilitator/rehearsal/phone.py", "facilitator/rehearsal/crowd.py", "screens/remote_stage.py"}
)
"""The simulated phones and the projected view: they talk to a workshop whose address was given to them."""

ALLOWED = frozenset(
    {("facilitator/suggestions/worker.py", "subprocess"), ("facilitator/export/word.py", "xml.sax.saxutils")}
)
"""Our own program in a process of its own, by a fixed command without a shell; and escaping, not reading, of XML."""

SECRETS = re.compile(r"(?i)(password|secret|api[_-]?key|passwd)\s*=\s*[\"'][^\"']{6,}")


def imports(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_nothing_that_was_given_is_ever_run() -> None:
    found = []
    for module in nonempty(modules()):
        for node in module.calls:
            shell = [keyword for keyword in node.keywords if keyword.arg == "shell"]
            if shell or ast.unparse(node.func) in NEVER_CALLED:
                found.append(f"{module.name}:{node.lineno} {ast.unparse(node.func)}")
    assert not found


def test_no_shell_no_loose_format_and_no_other_server_is_reached() -> None:
    found = []
    for module in nonempty(modules()):
        for imported in imports(module):
            top = imported.split(".")[0]
            if top in NEVER_IMPORTED and (module.name, imported) not in ALLOWED:
                found.append(f"{module.name} {imported}")
            if (imported in CLIENTS or top in CLIENTS) and module.name not in MAY_CALL_OTHERS:
                found.append(f"{module.name} {imported}")
    assert not found


def test_no_key_stands_in_the_code_and_no_page_loads_from_elsewhere() -> None:
    assert not [module.name for module in nonempty(modules()) if SECRETS.search(module.text)]
    pages = [*(ROOT / "facilitator" / "web").rglob("*.html"), *(ROOT / "facilitator" / "web").rglob("*.js")]
    elsewhere = re.compile(r"(?:src|href|action|url|fetch)\W{1,3}(?:https?:)?//", re.IGNORECASE)
    assert not [path.name for path in pages if elsewhere.search(path.read_text("utf-8"))]


def test_no_page_switches_escaping_off_and_no_script_writes_html_of_texts() -> None:
    for path in (ROOT / "facilitator" / "web" / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "|safe" not in text.replace(" ", ""), path.name
        assert "autoescape" not in text, path.name
    for path in (ROOT / "facilitator" / "web" / "static").rglob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"document\.write|insertAdjacentHTML|outerHTML\s*=", text), path.name


def test_no_pattern_and_no_format_is_made_of_what_was_given() -> None:
    """Patterns are written out, or put together from what is; and so is whatever has ``format`` called on it."""
    found = []
    for module in nonempty(modules()):
        for node in module.calls:
            if not isinstance(node.func, ast.Attribute):
                continue
            owner, called = ast.unparse(node.func.value), node.func.attr
            if owner == "re" and called != "escape" and node.args and not written_out(node.args[0]):
                found.append(f"{module.name}:{node.lineno} {ast.unparse(node)[:80]}")
            if called in ("format", "format_map") and not written_out(node.func.value) and owner not in FORMATS:
                found.append(f"{module.name}:{node.lineno} {ast.unparse(node)[:80]}")
    assert not found


FORMATS = frozenset({"super()", "msgspec.json", "route.path"})
"""``format`` of something that is no text, and of the addresses of our own route table."""


def written_out(node: ast.expr) -> bool:
    """A literal, the name of a constant, or both put together."""
    if isinstance(node, ast.JoinedStr):
        return all(written_out(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Markup":
        return all(map(written_out, node.args))
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return isinstance(node, ast.Constant) or bool(re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name))
