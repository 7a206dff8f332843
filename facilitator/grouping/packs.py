"""Theme packs: ideas on a similar question that people have sorted before. They help to sort new ones.

Organisations ask the same question in many units. On the evaluation sets one earlier session raised the score of a
Finnish session on the same question from 0.34 to 0.50 without embeddings, more than any change of algorithm did. A pack
with several languages also links ideas across languages.

One pack, on customer experience, is shipped; any sorted workshop can be saved as another. How well a pack fits the new
ideas is measured each time, and a pack that does not fit has no effect.
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
"""Similarity of an idea to a theme is the mean over this many of the theme's nearest sentences."""
SHARPNESS = 0.06
"""Softmax temperature: a theme that is 0.06 less similar than the best gets 1/e of its share."""
FITS_LEXICAL, FITS = (0.11, 0.15), (0.22, 0.28)
"""Median over the ideas of the similarity to their best theme, where a pack begins to fit and where it fits fully;
without and with embeddings."""
HEARD = 0.05
"""Least share of the new ideas in a language for the pack's sentences in that language to be compared."""
MOST_SENTENCES = 3000
"""Sentences of a pack that are read, so that a large saved workshop does not slow every suggestion down."""
IDEAS = ("fi", "sv", "en", "ideas")
"""Keys of a theme in a pack file: sentences by language, or without one."""


@dataclass(frozen=True)
class Pack:
    """Sorted sentences with their languages and theme numbers; the three tuples have equal length."""

    title: str
    sentences: tuple[str, ...]
    languages: tuple[str, ...]
    themes: tuple[int, ...]
    count: int


def read_pack(file: Path) -> Pack:
    """The pack in a TOML file.

    Raises ``ValueError`` for a file that is not a pack, ``OSError`` for one that cannot be read.
    """
    try:
        found = tomllib.loads(file.read_text("utf-8"))
        themes = [[str(text) for name in IDEAS for text in each.get(name, ())] for each in found["themes"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(str(wrong)) from wrong
    return make_pack(file.stem, themes)


def make_pack(title: str, themes: Sequence[Sequence[str]]) -> Pack:
    """A pack from ideas by theme. Themes with one idea are left out: they give nothing to compare with.

    Raises ``ValueError`` when fewer than two themes remain.
    """
    kept = [sorted(set(texts)) for texts in themes if len(set(texts)) > 1]
    if len(kept) < 2:
        raise ValueError("at least two themes with two ideas each")
    pairs = [(text, number) for number, texts in enumerate(kept) for text in texts][:MOST_SENTENCES]
    sentences = tuple(text for text, _ in pairs)
    return Pack(title, sentences, tuple(languages_of(sentences)), tuple(number for _, number in pairs), len(kept))


@cache
def shipped() -> tuple[Pack, ...]:
    """The packs that are shipped with the program."""
    return tuple(read_pack(file) for file in sorted(SHIPPED.glob("*.toml")))


@lru_cache(maxsize=8)
def _read(pack: Pack) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Bag of words and letter n-grams of each sentence. Cached, because lemmatising a pack costs most of a request."""
    pairs = list(zip(pack.sentences, pack.languages, strict=True))
    return [bag(*pair) for pair in pairs], [letters(*pair) for pair in pairs]


def _spoken(pack: Pack, languages: set[str]) -> Pack:
    """The sentences in these languages; all of them when there are none."""
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
    """Membership of each node in the themes of the best-fitting pack, shape (nodes, themes); None when no pack fits.

    The dot product of two rows is used as a similarity, so each row is a softmax over the themes times the square root
    of the fit: a pack that fits half counts half. ``centre``: ``centre_by_language``.
    """
    best, found = 0.0, None
    counted = Counter(node.language for node in nodes)
    spoken = {code for code, count in counted.items() if count >= HEARD * len(nodes)}
    for pack in packs:
        near = _near(nodes, _spoken(pack, spoken), meaning, centre)
        # The median shrugs off single odd ideas: at least half of the ideas must resemble some theme.
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
    """Similarity of each node to each theme of a pack, shape (nodes, themes); features as between ideas."""
    count = len(nodes)
    texts = [*(node.text for node in nodes), *pack.sentences]
    spoken = [*(node.language for node in nodes), *pack.languages]
    known, spelt = _read(pack)
    bags = [*(node.bag for node in nodes), *known]
    # Weighed together, so that word rarities are those of nodes and sentences alike.
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
