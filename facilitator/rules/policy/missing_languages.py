"""Missing translations of a step: which languages are missing, and which language phones show instead. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.i18n.messages import LANGUAGES, pick
from store.records import Step


def missing_languages(step: Step) -> dict[str, str]:
    """Language that is missing from some text of the step -> language that phones show instead.

    If several texts lack a language, the replacement of the first of them is given.
    """
    found: dict[str, str] = {}
    for words in texts_for_phones(step):
        for language in LANGUAGES:
            if not words.get(language):
                shown = pick(words, language)
                found.setdefault(language, next(code for code, text in words.items() if text == shown))
    return {language: found[language] for language in LANGUAGES if language in found}


def texts_for_phones(step: Step) -> Iterator[Mapping[str, str]]:
    """Every text of the step, as language code -> text: title, question, help, placeholder, and those in its settings
    (labels, tags, rows). Texts that are empty in all languages are left out."""
    for words in (step.title, step.question, step.help, step.placeholder):
        if any(words.values()):
            yield words
    yield from _nested_texts(step.settings)


def _nested_texts(value: object) -> Iterator[Mapping[str, str]]:
    if isinstance(value, Mapping):
        if value and value.keys() <= set(LANGUAGES):
            # Settings have no schema here: a mapping whose keys are all language codes is a text.
            words = {code: text for code, text in value.items() if isinstance(text, str) and text}
            if words:
                yield words
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _nested_texts(part)
