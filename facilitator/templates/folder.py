"""The user's folder of templates: lists it, finds a template by name, and saves a workshop's steps as a new one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.templates.errors import template_error
from facilitator.templates.from_session import as_template
from facilitator.templates.shipped import Template, TemplateCard, card_of, template
from facilitator.templates.source import templates
from facilitator.templates.toml_writer import dumps
from facilitator.templates.user_templates import SUFFIXES, build_template, list_files, read_template
from store.records import Session, Step

LONGEST_NAME = 40


class TemplateFolder:
    """The user's own templates. The folder need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def cards(self) -> list[TemplateCard]:
        """One card per file, by file name; a file that cannot be used has its error."""
        return [
            card_of(each.template, each.path) if each.template else _error_card(each.path, each.error)
            for each in list_files(self.path)
        ]

    def find(self, name: str) -> Template:
        """The template of an id (of a shipped one or one in the folder) or of a path. Raises ``RuleBroken``."""
        if name in templates():
            return template(name)
        if name.endswith(SUFFIXES):
            return read_template(Path(name).expanduser())
        found = list_files(self.path)
        for each in found:
            if each.template is not None and each.template.id == name:
                return each.template
        for each in found:
            if each.error is not None and each.path.stem == name:
                raise each.error
        own = (each.template.id for each in found if each.template is not None)
        raise RuleBroken("no_template", 404, id=name, known=", ".join((*templates(), *own)))

    def save(self, session: Session, steps: Iterable[Step], name: str) -> Path:
        """Write the steps of a workshop as a new template called ``name`` and return its file. Raises ``RuleBroken``.

        No answer, theme or action is saved. The data is checked first, so that nothing unreadable is written.
        """
        stem = stem_of(name)
        path = self.path / f"{stem}.toml"
        raw = as_template(session, steps, name, path.name)
        build_template(raw, path.name, stem)
        content = dumps(raw)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except FileExistsError as there:
            raise template_error("exists", path.name) from there
        except OSError as bad:
            raise RuleBroken("cannot_write", path=path) from bad
        return path


def stem_of(name: str) -> str:
    """The name as a template id and file name. Raises ``RuleBroken`` when no usable character is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    if not found:
        raise RuleBroken("template_name")
    return found


def _error_card(path: Path, fault: RuleBroken | None) -> TemplateCard:
    return TemplateCard(
        id=path.stem,
        title={},
        subtitle={},
        purpose={},
        lengths=(),
        default_length=0,
        kinds=frozenset(),
        path=path,
        error=fault,
    )
