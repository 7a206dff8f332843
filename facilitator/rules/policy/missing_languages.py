"""Which languages a step's texts lack, and which one a phone is shown instead. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.i18n.messages import LANGUAGES, pick
from store.records import Step


def lacking(step: Step) -> dict[str, str]:
    """Language that some text of the step is not written in -> language that phones show it in."""
    found: dict[str, str] = {}
    for words in texts_for_phones(step):
        for language in LANGUAGES:
            if not words.get(language):
                shown = pick(words, language)
                found.setdefault(language, next(code for code, text in words.items() if text == shown))
    return {language: found[language] for language in LANGUAGES if language in found}


def texts_for_phones(step: Step) -> Iterator[Mapping[str, str]]:
    """Every text of the step that has words in any language: its face, and labels, tags and rows in its settings."""
    for words in (step.title, step.question, step.help, step.placeholder):
        if any(words.values()):
            yield words
    yield from _inside(step.settings)


def _inside(value: object) -> Iterator[Mapping[str, str]]:
    if isinstance(value, Mapping):
        if value and value.keys() <= set(LANGUAGES):
            words = {code: text for code, text in value.items() if isinstance(text, str) and text}
            if words:
                yield words
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _inside(part)
