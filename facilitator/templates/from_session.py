"""Makes a template from the steps of a session: the reverse of what ``answers`` does to settings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.context import clean_text
from facilitator.rules.core.template_answer import GIVEN_SETTING, to_plain
from facilitator.rules.steps import kind_named
from facilitator.templates.errors import Raw, template_error
from facilitator.templates.source import shared_labels
from facilitator.templates.validation import translated_texts
from store.records import Session, Step

NAME_LIMIT = 120


def as_template(session: Session, steps: Iterable[Step], name: str, file: str) -> Raw:
    """The data of a template called ``name`` with these steps.

    Its languages are those in which every text is written. Raises ``RuleBroken`` for an unusable name, and when no
    language is complete.
    """
    ordered = sorted(steps, key=lambda step: step.position)
    keep = _LabelNames()
    keep.given_tags = keep.tag_set(_given_tags(ordered))
    made = [_step(step, keep) for step in ordered]
    languages = _languages(made, keep, file)
    title = clean_text(name, NAME_LIMIT)
    facts: Raw = to_plain(session.template_facts) if session.template_facts else {}
    asks = facts.pop("asks", None)
    whole: Raw = {
        "title": dict.fromkeys(languages, title),
        **facts,
        "languages": languages,
        "lengths": [sum(step.minutes for step in ordered)],
        **({"scales": keep.scales} if keep.scales else {}),
        **({"tags": keep.tags} if keep.tags else {}),
        # The names that the first template asked for are asked for by the new one too.
        **({"asks": {"tags": keep.given_tags, **asks}} if asks and keep.given_tags in keep.tags else {}),
    }
    return {**whole, "steps": made}


def _given_tags(steps: list[Step]) -> list[dict[str, Any]]:
    """The tags that the organisation has named, from a step that lists them whole, else from options or rows."""
    given = {field: list(step.settings[field]) for step in steps if (field := step.settings.get(GIVEN_SETTING))}
    return given.get("tags") or [{"symbol": "", **each} for each in next(iter(given.values()), ())]


class _LabelNames:
    """Names for scales and sets of tags: that of the equal shared one, else a new one of the template's own."""

    def __init__(self) -> None:
        self.scales: dict[str, list[Any]] = {}
        self.tags: dict[str, list[Any]] = {}
        self.given_tags = ""
        """Name of the set of tags that the organisation has named; empty for none."""

    def scale(self, points: Any) -> str:
        """The name of a scale."""
        shared = {name: shared_labels().points(name) for name in shared_labels().scales}
        return _name_for([dict(point) for point in points], shared, self.scales, "scale")

    def tag_set(self, tags: Any) -> str:
        """The name of a set of tags; empty for no tags."""
        shared = {name: shared_labels().tag_set(name) for name in shared_labels().tags}
        return _name_for([dict(tag) for tag in tags], shared, self.tags, "tags") if tags else ""


def _name_for(wanted: list[Any], shared: Mapping[str, list[Any]], own: dict[str, list[Any]], what: str) -> str:
    """The name of an equal scale or set of tags, or a new name under which ``wanted`` is added to ``own``."""
    for known in (shared, own):
        for name, found in known.items():
            if found == wanted:
                return name
    name = f"{what}-{len(own) + 1}"
    own[name] = wanted
    return name


def _step(step: Step, keep: _LabelNames) -> Raw:
    words = {"title": step.title, "question": step.question, "help": step.help, "placeholder": step.placeholder}
    said = {
        name: written_translations(text)
        for name, text in {**words, "notes": step.notes}.items()
        if written_translations(text)
    }
    visible = step.settings.get("visibility")
    # An unknown kind, from a newer version of the program, is refused when the template is checked.
    answer = kind_named(step.kind).answer_type.from_settings(step.settings, keep)
    return {
        "id": step.id,
        "kind": step.kind,
        "minutes": step.minutes,
        **said,
        "answer": {name: value for name, value in answer.items() if value is not None},
        **({"visibility": dict(visible)} if isinstance(visible, Mapping) else {}),
    }


def written_translations(words: Mapping[str, str]) -> dict[str, str]:
    """The translations that are not empty, in the order of ``LANGUAGES``."""
    return {code: words[code] for code in LANGUAGES if words.get(code)}


def _languages(steps: list[Raw], keep: _LabelNames, file: str) -> list[str]:
    whole = {"steps": steps, "tags": keep.tags, "scales": keep.scales}
    written = [{code for code in LANGUAGES if words.get(code)} for _, words in translated_texts(whole, [])]
    found = [code for code in LANGUAGES if all(code in each for each in written if each)]
    if not found:
        raise template_error("mixed", file)
    return found
