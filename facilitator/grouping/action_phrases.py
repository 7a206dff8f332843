"""Recognises a short text that states an action ("We answer within a day"): it begins with a verb.

A theme should be named by an action with a verb rather than by a noun (docs/domain.md 3.2), so such wordings are
offered as names. Verbs are recognised by which inflected forms the dictionary knows, without a part-of-speech tagger.
"""

from __future__ import annotations

from facilitator.grouping.dictionary import base_forms
from facilitator.grouping.text_features import base_form
from facilitator.grouping.tokens import tokenize

FINNISH_VERB_ENDINGS = ("mme", "taan", "tään", "daan", "dään", "laan", "lään", "naan", "nään", "raan", "rään", "n")
"""Finnish verb endings: first person plural, passive and first person singular."""
SUBJECTS = {"fi": ("minä", "me", "mä"), "sv": ("jag", "vi", "att"), "en": ("i", "we", "to", "let's")}


def is_action_phrase(text: str, language: str) -> bool:
    """Whether the text begins with a verb, after an optional subject. A single word never counts as an action."""
    words = tokenize(text)
    if len(words) < 2:
        return False
    # A subject may precede the verb; of two words only, the first one must be the verb.
    first = words[1] if words[0] in SUBJECTS[language] and len(words) > 2 else words[0]
    return {"fi": _is_finnish_verb, "sv": _is_swedish_verb, "en": _is_english_verb}[language](first)


def _is_finnish_verb(word: str) -> bool:
    """Whether the word is a Finnish verb: its base form has the "while doing" form that only verbs have.

    *vastata* has *vastatessa*; the noun *hinta* has no such form.
    """
    lemma, known = base_form(word, "fi"), base_forms("fi")
    # Infinitives in *-ea* form their inessive with *i* (*lukea*, *lukiessa*); others only lose the last vowel.
    stem = lemma[:-2] + "i" if lemma.endswith(("ea", "eä")) else lemma[:-1]
    verb = any(known.get(stem + ending) == lemma for ending in ("essa", "essä"))
    return verb and (word == lemma or word.endswith(FINNISH_VERB_ENDINGS))


def _is_swedish_verb(word: str) -> bool:
    """Whether the word is a Swedish verb: it has a present tense in -r and a past tense in -de or -te."""
    stem = word[:-1] if word.endswith("r") else word
    known = base_forms("sv")
    return any(known.get(stem + ending) == base_form(stem, "sv") for ending in ("de", "te")) and stem + "r" in known


def _is_english_verb(word: str) -> bool:
    known, stem = base_forms("en"), word.removesuffix("e")
    # English verbs form *-ing* with or without a doubled last letter (*plan*, *planning*).
    doing = any(known.get(form) == word for form in (stem + "ing", stem + word[-1:] + "ing"))
    return doing and base_form(word, "en") == word
