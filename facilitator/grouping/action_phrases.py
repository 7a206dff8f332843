"""Whether a short text says a deed: does it begin with a verb, as one that does something would put it?"""

from __future__ import annotations

from facilitator.grouping.dictionary import forms
from facilitator.grouping.text_features import base
from facilitator.grouping.tokens import tokens

FINNISH_DOING = ("mme", "taan", "tään", "daan", "dään", "laan", "lään", "naan", "nään", "raan", "rään", "n")
"""Endings of "we do", "one does" and "I do"."""
SUBJECTS = {"fi": ("minä", "me", "mä"), "sv": ("jag", "vi", "att"), "en": ("i", "we", "to", "let's")}


def is_deed(text: str, language: str) -> bool:
    """Whether it begins with a verb, or with who does it; of one word it is no deed."""
    words = tokens(text)
    if len(words) < 2:
        return False
    first = words[1] if words[0] in SUBJECTS[language] and len(words) > 2 else words[0]
    return {"fi": _finnish, "sv": _swedish, "en": _english}[language](first)


def _finnish(word: str) -> bool:
    """One whose base form has the verb's own "while doing": *vastata*, *vastatessa*; *hinta* has no such form."""
    lemma, known = base(word, "fi"), forms("fi")
    stem = lemma[:-2] + "i" if lemma.endswith(("ea", "eä")) else lemma[:-1]
    verb = any(known.get(stem + ending) == lemma for ending in ("essa", "essä"))
    return verb and (word == lemma or word.endswith(FINNISH_DOING))


def _swedish(word: str) -> bool:
    """One that has a present tense in -r and a past in -de or -te."""
    stem = word[:-1] if word.endswith("r") else word
    known = forms("sv")
    return any(known.get(stem + ending) == base(stem, "sv") for ending in ("de", "te")) and stem + "r" in known


def _english(word: str) -> bool:
    known, stem = forms("en"), word.removesuffix("e")
    doing = any(known.get(form) == word for form in (stem + "ing", stem + word[-1:] + "ing"))
    return doing and base(word, "en") == word
