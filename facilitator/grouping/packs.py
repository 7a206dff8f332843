"""Theme packs: an earlier sorting of answers to such a question helps to sort new ones, and bridges languages.

One for customer experience comes with the program; every sorted workshop can be saved as another. A pack that does not
fit what was written now has no say: how well it fits is measured each time.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from facilitator.grouping.idea import Nodes
from facilitator.grouping.language import languages_of
from facilitator.grouping.sparse import Numbers, common, weighed
from facilitator.grouping.text_features import bag, letters
from facilitator.grouping.vectors import Meaning

SHIPPED = Path(__file__).parent / "packs"
NEAREST = 2
"""An idea is as near to a theme as to this many of its sentences."""
SHARPNESS = 0.06
FITS_LEXICAL, FITS = (0.11, 0.15), (0.22, 0.28)
"""How near the middle idea is to its best theme where a pack begins to fit, and where it fits wholly; without and with
meaning."""
HEARD = 0.05
"""Share of the ideas that a language has to have for a pack's sentences in it to be compared."""
MOST_SENTENCES = 3000
IDEAS = ("fi", "sv", "en", "ideas")
"""What a theme of a pack may hold: sentences by language, or just so."""


@dataclass(frozen=True)
class Pack:
    """Sentences with the number of the theme that each was sorted to."""

    title: str
    sentences: tuple[str, ...]
    languages: tuple[str, ...]
    themes: tuple[int, ...]
    count: int


def read_pack(file: Path) -> Pack:
    """From a file. Raises ``ValueError`` for one that is not a pack, ``OSError`` for one that cannot be read."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
        themes = [[str(text) for name in IDEAS for text in each.get(name, ())] for each in found["themes"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(str(wrong)) from wrong
    return make_pack(file.stem, themes)


def make_pack(title: str, themes: Sequence[Sequence[str]]) -> Pack:
    """From sorted ideas; themes of one idea teach nothing. Raises ``ValueError`` when fewer than two are left."""
    kept = [sorted(set(texts)) for texts in themes if len(set(texts)) > 1]
    if len(kept) < 2:
        raise ValueError("at least two themes with two ideas each")
    pairs = [(text, number) for number, texts in enumerate(kept) for text in texts][:MOST_SENTENCES]
    sentences = tuple(text for text, _ in pairs)
    return Pack(title, sentences, tuple(languages_of(sentences)), tuple(number for _, number in pairs), len(kept))


@cache
def shipped() -> tuple[Pack, ...]:
    """The packs that come with the program."""
    return tuple(read_pack(file) for file in sorted(SHIPPED.glob("*.toml")))


@lru_cache(maxsize=8)
def _read(pack: Pack) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Words and letters of each of its sentences."""
    pairs = list(zip(pack.sentences, pack.languages, strict=True))
    return [bag(*pair) for pair in pairs], [letters(*pair) for pair in pairs]


def _spoken(pack: Pack, languages: set[str]) -> Pack:
    """The part of it that speaks these languages, or all of it when it speaks none of them."""
    kept = [place for place, language in enumerate(pack.languages) if language in languages]
    if not kept:
        return pack
    return replace(
        pack,
        sentences=tuple(pack.sentences[place] for place in kept),
        languages=tuple(pack.languages[place] for place in kept),
        themes=tuple(pack.themes[place] for place in kept),
    )


def sorting(
    nodes: Nodes, packs: Sequence[Pack], meaning: Meaning | None, centre: Callable[[Numbers, Sequence[str]], Numbers]
) -> Numbers | None:
    """How much each node belongs to each theme of the pack that fits best; None when none fits."""
    best, found = 0.0, None
    counted = Counter(node.language for node in nodes)
    spoken = {code for code, count in counted.items() if count >= HEARD * len(nodes)}
    for pack in packs:
        near = _near(nodes, _spoken(pack, spoken), meaning, centre)
        low, high = FITS if meaning is not None else FITS_LEXICAL
        fit = float(np.clip((np.median(near.max(axis=1)) - low) / (high - low), 0, 1))
        if fit > best:
            share = np.exp((near - near.max(axis=1, keepdims=True)) / SHARPNESS)
            share /= share.sum(axis=1, keepdims=True)
            best, found = fit, np.asarray(np.sqrt(fit) * share, dtype=np.float32)
    return found


def _near(
    nodes: Nodes, pack: Pack, meaning: Meaning | None, centre: Callable[[Numbers, Sequence[str]], Numbers]
) -> Numbers:
    """How near each node is to each theme."""
    count = len(nodes)
    texts = [*(node.text for node in nodes), *pack.sentences]
    spoken = [*(node.language for node in nodes), *pack.languages]
    known, spelt = _read(pack)
    bags = [*(node.bag for node in nodes), *known]
    words = weighed(bags)
    rows = weighed([*(letters(node.text, node.language) for node in nodes), *spelt])
    total = len(texts)
    near = 0.5 * common(words.part(0, count), words.part(count, total).turned())
    near += 0.5 * common(rows.part(0, count), rows.part(count, total).turned())
    if meaning is not None:
        ours = centre(meaning.of(bags[:count], spoken[:count], texts[:count]), spoken[:count])
        theirs = centre(meaning.of(bags[count:], spoken[count:], texts[count:]), spoken[count:])
        near += 0.5 * np.maximum(ours @ theirs.T, 0)
    of = np.array(pack.themes)
    table = np.zeros((count, pack.count), dtype=np.float32)
    for theme in range(pack.count):
        nearest = np.sort(near[:, of == theme], axis=1)[:, -NEAREST:]
        table[:, theme] = nearest.mean(axis=1) if nearest.size else 0.0
    return table
