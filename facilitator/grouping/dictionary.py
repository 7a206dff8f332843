"""Opens simplemma's dictionaries quickly: 4 million word forms with their base forms in a quarter of a second.

simplemma stores each language as one sorted, front-coded stream: each record holds only the bytes that differ from the
record before it. Reading from the middle therefore needs a known starting record. simplemma looks for such records at
every start, which takes three seconds and more. They are the same for every copy of a stream, so this package ships
them as an index in ``data/``, made by ``python -m facilitator.grouping.index``. When the checksum shows another edition
of the stream (another simplemma version), simplemma's own slower reader is used; it gives the same answers.
"""

from __future__ import annotations

import lzma
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import dictionary_factory, frontcode
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

DATA = Path(__file__).parent / "data"
WORDS_PER_BLOCK = 32
"""Records from one index entry to the next: a lookup decodes at most this many."""
CACHE_SIZE = 200_000
"""Most lookups that are cached; then the cache is emptied."""
SAME_BASE, LITERAL_BASE = 254, 255
"""Reserved values of a record's trim byte: the base form equals that of the record before, or is stored in full.

Any other value is the number of bytes to cut from the end of the word before the stored tail is appended.
"""


class BlockIndex:
    """An index into a stream: for each block the offset after its first record, that word and its base form."""

    def __init__(self, offsets: list[int], words: list[bytes], bases: list[bytes]) -> None:
        self.offsets, self.words, self.bases = offsets, words, bases

    def to_bytes(self, edition: int) -> bytes:
        """The index as the content of a file. ``edition`` is the checksum of the stream that it belongs to.

        Four lines, LZMA-compressed: the edition, differences between offsets, words, base forms.
        """
        # Differences are small numbers that repeat, so they compress much better than the offsets themselves.
        steps = [b - a for a, b in zip([0, *self.offsets], self.offsets, strict=False)]
        lines = [str(edition), " ".join(map(str, steps))]
        text = "\n".join(lines).encode() + b"\n" + b"\t".join(self.words) + b"\n" + b"\t".join(self.bases)
        return lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)

    @classmethod
    def from_bytes(cls, packed: bytes, edition: int) -> BlockIndex | None:
        """The index from the content of a file; None when it belongs to another edition of the stream."""
        said, steps, words, bases = lzma.decompress(packed).split(b"\n")
        if int(said) != edition:
            return None
        offsets, at = [], 0
        for step in steps.split(b" "):
            at += int(step)
            offsets.append(at)
        return cls(offsets, words.split(b"\t"), bases.split(b"\t"))


class BaseForms(Mapping[str, str]):
    """Word form -> base form. Each lookup reads from the stream; results are cached."""

    def __init__(self, data: bytes, index: BlockIndex) -> None:
        self._data, self._index = data, index
        self._cache: dict[str, str | None] = {}
        self._count = frontcode._read_header(data)[1]

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The base form, or ``default`` when the word is not in the dictionary."""
        found = self._find(key)
        return default if found is None else found

    def __getitem__(self, key: str) -> str:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        position = frontcode._read_header(self._data)[2]
        return (word.decode() for _, word, _ in frontcode._iter_records(self._data, position))

    def __len__(self) -> int:
        return self._count

    def _find(self, word: str) -> str | None:
        if word not in self._cache:
            if len(self._cache) >= CACHE_SIZE:
                # Emptying the whole cache needs no bookkeeping per lookup, unlike dropping the oldest entry.
                self._cache.clear()
            self._cache[word] = self._read(word)
        return self._cache[word]

    def _read(self, word: str) -> str | None:
        wanted, places = word.encode("utf-8", "replace"), self._index
        # The last block whose first word is not after the wanted one; no other block can contain the word.
        block = bisect_right(places.words, wanted) - 1
        if block < 0:
            return None
        base = _scan(self._data, wanted, places.offsets[block], places.words[block], places.bases[block])
        return None if base is None else base.decode()


def _scan(data: bytes, wanted: bytes, at: int, word: bytes, base: bytes) -> bytes | None:
    """The base form of ``wanted``, searched from the record at ``at``; ``word`` and ``base`` are the record before it.

    This repeats simplemma's record decoder inline. The generator ``_iter_records`` costs a resume per record, and this
    loop runs for every word of every idea.
    """
    end = len(data)
    # Words are sorted, so the search ends at the first word that is not before the wanted one.
    while word < wanted and at < end:
        shared, length = data[at], data[at + 1]
        if shared > 127 or length > 127:  # a multi-byte number, which no real word needs: use simplemma's decoder
            return _scan_with_simplemma(data, wanted, at, word, base)
        at += 2 + length
        # Front coding: keep the shared beginning of the word before, append the stored rest.
        word = word[:shared] + data[at - length : at]
        trim = data[at]
        at += 1
        if trim != SAME_BASE:
            length = data[at]
            if length > 127:
                return None
            at += 1 + length
            tail = data[at - length : at]
            base = tail if trim == LITERAL_BASE else word[: len(word) - trim] + tail
    return base if word == wanted else None


def _scan_with_simplemma(data: bytes, wanted: bytes, at: int, word: bytes, base: bytes) -> bytes | None:
    for _, found, value in frontcode._iter_records(data, at, word, base):
        if found >= wanted:
            return value if found == wanted else None
    return None


def stream(language: str) -> tuple[bytes, int]:
    """The decompressed stream of a language, and the CRC-32 of its file, which identifies the edition."""
    packed = (dictionary_factory.DATA_FOLDER / f"{language}.plzma").read_bytes()
    return lzma.decompress(packed), zlib.crc32(packed)


def index_file(language: str) -> Path:
    """The path of the index of a language."""
    return DATA / f"places-{language}.xz"


@cache
def base_forms(language: str) -> Mapping[str, str]:
    """The dictionary of a language: word form -> base form. Opened once per process."""
    data, edition = stream(language)
    file = index_file(language)
    places = BlockIndex.from_bytes(file.read_bytes(), edition) if file.is_file() else None
    return BaseForms(data, places) if places else StreamMap(language)


class _DictionaryFactory:
    """Hands these dictionaries to simplemma (its ``DictionaryFactory`` protocol)."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        return base_forms(lang)


@cache
def lemmatizer() -> Lemmatizer:
    """simplemma's lemmatizer, reading these dictionaries."""
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_DictionaryFactory()))
