"""The defaults of the user's own templates, added before a template is read."""

from __future__ import annotations

from typing import Any

from facilitator.i18n.messages import LANGUAGES
from facilitator.templates.answers import answer_types
from facilitator.templates.errors import Raw, location, template_error

DEFAULT_GROUP_SIZE = {"min": 3, "best": [6, 30], "max": 120}
DEFAULT_FOLLOW_UP = [{"days": 30, "what": "session", "template": "follow-up"}]
TRANSLATED_FIELDS = frozenset(
    ("title", "subtitle", "purpose", "content_note", "question", "help", "placeholder", "notes", "label")
)
"""Names of fields that hold a text by language."""


def with_defaults(raw: Raw, file: str, name: str) -> Raw:
    """The data with every field that a shipped template has; ``name`` is the id of a template that gives none.

    Raises ``RuleBroken`` for an unknown kind of step or language, and for steps that are no list of tables.
    """
    languages = _languages(raw, file)
    one = languages[0] if len(languages) == 1 else ""
    steps = raw.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise template_error("type", file, "steps")
    found = {
        "id": name,
        "place": 0,
        "subtitle": {},
        "purpose": {},
        "group_size": DEFAULT_GROUP_SIZE,
        "follow_up": DEFAULT_FOLLOW_UP,
        **_by_language(raw, one),
        "languages": languages,
        "steps": [_step(raw, index, step, file, one) for index, step in enumerate(steps)],
        "tags": _with_symbols(_by_language(raw.get("tags", {}), one)),
        "scales": _points(raw.get("scales", {}), one),
    }
    found.setdefault("lengths", [_total_minutes(found["steps"])])
    lengths = found["lengths"]
    found.setdefault("default_length", lengths[0] if isinstance(lengths, list) and lengths else 0)
    return found


def _languages(raw: Raw, file: str) -> list[str]:
    wanted = raw.get("languages", list(LANGUAGES))
    if not isinstance(wanted, list) or not wanted or not set(map(str, wanted)) <= set(LANGUAGES):
        raise template_error("languages", file, "languages", known=", ".join(LANGUAGES))
    return [code for code in LANGUAGES if code in wanted]


def _step(raw: Raw, index: int, step: Raw, file: str, one: str) -> Raw:
    kind = step.get("kind")
    where = location(raw, ["steps", index, "kind"])
    if kind is None:
        raise template_error("lacks", file, where)
    if not isinstance(kind, str) or kind not in answer_types():
        raise template_error("kind", file, where, kind=str(kind)[:40], known=", ".join(sorted(answer_types())))
    said, wanted = step.get("answer", {}), answer_types()[kind]
    if not isinstance(said, dict):
        raise template_error("type", file, location(raw, ["steps", index, "answer"]))
    if said.get("type", wanted.type_name()) != wanted.type_name():
        path = location(raw, ["steps", index, "answer", "type"])
        raise template_error("answer", file, path, kind=kind, type=wanted.type_name())
    answer = wanted.with_defaults(_by_language(said, one))
    return {"visibility": wanted.visibility, **_by_language(step, one), "answer": answer}


def _by_language(value: Any, one: str) -> Any:
    """The value with each plain text put under the template's only language; unchanged if it has several."""
    if isinstance(value, list):
        return [_by_language(each, one) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {one: inner} if one and name in TRANSLATED_FIELDS and isinstance(inner, str) else _by_language(inner, one)
        for name, inner in value.items()
    }


def _with_symbols(tags: Any) -> Any:
    """The sets of tags with an empty symbol in each tag that has none."""
    if not isinstance(tags, dict):
        return tags
    return {
        name: [{"symbol": "", **tag} if isinstance(tag, dict) else tag for tag in among]
        if isinstance(among, list)
        else among
        for name, among in tags.items()
    }


def _points(scales: Any, one: str) -> Any:
    """The scales with each plain label put under the template's only language."""
    if not one or not isinstance(scales, dict):
        return scales

    def with_language(points: Any) -> Any:
        return [{one: point} if isinstance(point, str) else point for point in points]

    return {name: with_language(points) if isinstance(points, list) else points for name, points in scales.items()}


def _total_minutes(steps: list[Raw]) -> int:
    return sum(step["minutes"] for step in steps if isinstance(step.get("minutes"), int))
