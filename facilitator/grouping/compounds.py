"""Compounds taken apart by the dictionary: *palveluaika* is *palvelu* and *aika*, *väntetid* is *vänta* and *tid*.

English writes its compounds in two words already.
"""

from __future__ import annotations

from functools import lru_cache

from facilitator.grouping.dictionary import forms

SHORTEST = 3
"""Letters in a part."""
LONG_ENOUGH = 7
"""Letters in a word that may be a compound."""
LINKS = {"fi": ("",), "sv": ("", "s")}
"""What may stand between the parts, by language."""


@lru_cache(maxsize=50_000)
def parts(word: str, language: str) -> tuple[str, ...]:
    """Base forms of the two parts of a compound; nothing for a word that is none.

    Of several ways to cut it the one with the longest shorter part is taken, then the one that ends in a base form.
    """
    if language not in LINKS or len(word) < LONG_ENOUGH:
        return ()
    known = forms(language)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        last = known.get(word[cut:])
        if last is None:
            continue
        for link in LINKS[language]:
            first = word[: cut - len(link)]
            base = known.get(first) if word[:cut].endswith(link) and len(first) >= SHORTEST else None
            if base is not None:
                worth = min(len(first), len(word) - cut) + 0.5 * (last == word[cut:])
                best = max(best, (worth, (base, last)))
    return best[1]
