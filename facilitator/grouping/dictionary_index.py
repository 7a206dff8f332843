"""Builds the indexes into simplemma's streams (see ``dictionary``): ``python -m facilitator.grouping.index``.

Run it once for each new version of simplemma; the files it writes to ``data/`` are part of the package.
"""

from __future__ import annotations

from simplemma.strategies.dictionaries import frontcode

from facilitator.grouping.dictionary import WORDS_PER_BLOCK, BlockIndex, index_file, stream
from store.records import LANGUAGES


def build_index(data: bytes) -> BlockIndex:
    """The index of a stream: one entry for every ``WORDS_PER_BLOCK`` words.

    Raises ``ValueError`` for a stream whose words are stored reversed: they are sorted from their end.
    """
    backwards, _, at = frontcode._read_header(data)
    if backwards:
        raise ValueError("a stream that is kept backwards is not read this way")
    offsets, words, bases = [], [], []
    behind = None
    for number, (start, word, base) in enumerate(frontcode._iter_records(data, at)):
        # The offset to store is where the next record starts, which is known one record later.
        if behind is not None:
            offsets.append(start)
            behind = None
        if number % WORDS_PER_BLOCK == 0:
            words.append(word)
            bases.append(base)
            behind = start
    if behind is not None:
        offsets.append(len(data))
    return BlockIndex(offsets, words, bases)


def main() -> None:
    """Write the index of each language."""
    for language in LANGUAGES:
        data, edition = stream(language)
        index_file(language).write_bytes(build_index(data).to_bytes(edition))


if __name__ == "__main__":
    main()
