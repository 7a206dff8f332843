"""Makes the places to start from in simplemma's streams: ``python -m facilitator.grouping.index``.

Needed once for each edition of simplemma; the files are part of the package.
"""

from __future__ import annotations

from simplemma.strategies.dictionaries import frontcode

from facilitator.grouping.dictionary import BLOCK, Places, places_file, stream
from store.records import LANGUAGES


def places(data: bytes) -> Places:
    """One place for every ``BLOCK`` words. Raises ``ValueError`` for a stream that is kept backwards."""
    backwards, _, at = frontcode._read_header(data)
    if backwards:
        raise ValueError("a stream that is kept backwards is not read this way")
    offsets, words, bases = [], [], []
    behind = None
    for number, (start, word, base) in enumerate(frontcode._iter_records(data, at)):
        if behind is not None:
            offsets.append(start)
            behind = None
        if number % BLOCK == 0:
            words.append(word)
            bases.append(base)
            behind = start
    if behind is not None:
        offsets.append(len(data))
    return Places(offsets, words, bases)


def main() -> None:
    """Write the file of each language."""
    for language in LANGUAGES:
        data, edition = stream(language)
        places_file(language).write_bytes(places(data).packed(edition))


if __name__ == "__main__":
    main()
