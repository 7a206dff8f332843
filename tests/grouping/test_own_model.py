"""A model of one's own: a tiny one made here is read and used; what does not fit is said in a sentence."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from sets import groups, placed

from facilitator.errors import RuleBroken
from facilitator.grouping import model
from facilitator.grouping.helps import helps
from facilitator.words import explain

TOPICS = (("kissa", "koira", "hamsteri"), ("ruuvi", "vasara", "saha"), ("leipä", "kinkku", "juusto"))
"""Words that share no letters worth mentioning, and what they are about."""


def save(folder: Path, kind: str = "WordLevel", dtype: str = "F32", name: str = "embeddings") -> Path:
    """A model2vec folder whose vectors know the topics."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [word for topic in TOPICS for word in topic]
    numbers = np.array([[float(word in topic) + 0.01 for topic in TOPICS] for word in words])
    raw = numbers.astype({"F32": np.float32, "F16": np.float16}.get(dtype, np.float32)).tobytes()
    header = {name: {"dtype": dtype, "shape": list(numbers.shape), "data_offsets": [0, len(raw)]}}
    head = json.dumps(header).encode()
    (folder / model.WEIGHTS).write_bytes(struct.pack("<Q", len(head)) + head + raw)
    vocab = {word: number for number, word in enumerate(words)}
    (folder / model.TOKENS).write_text(json.dumps({"model": {"type": kind, "vocab": vocab}}))
    return folder


@pytest.mark.parametrize("dtype", ["F32", "F16"])
@pytest.mark.parametrize("kind", ["WordLevel", "WordPiece"])
def test_its_meaning_ties_what_no_letters_tie(tmp_path: Path, kind: str, dtype: str) -> None:
    save(tmp_path, kind, dtype)
    texts = [f"{topic[n % 3]} {topic[(n + k) % 3]}" for k in (0, 1) for n in range(6) for topic in TOPICS]
    texts = [*texts, *(word for topic in TOPICS for word in topic)]
    found = placed(texts, helps(folder=tmp_path))
    for places in groups(found).values():
        assert len({next(t for t, topic in enumerate(TOPICS) if texts[p].split()[0] in topic) for p in places}) == 1
    assert sum(each.group is not None for each in found) >= len(texts) - 2


def test_words_are_read_piece_by_piece() -> None:
    known = {"kokous": 0, "##huone": 1, "kokoushu": 2}
    assert model._pieces("kokoushuone", known) == []  # the longest beginning is taken, and it leads nowhere
    assert model._pieces("kokoushuone", {"kokous": 0, "##huone": 1}) == [0, 1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_does_not_fit_is_told(tmp_path: Path, language: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = save(tmp_path / "broken")
    (broken / model.WEIGHTS).write_bytes(b"\x05")
    no_numbers = save(tmp_path / "none", name="something")
    strange = save(tmp_path / "strange", dtype="BF99")
    bad_tokens = save(tmp_path / "tokens")
    (bad_tokens / model.TOKENS).write_text("[]")
    codes = {
        empty: "model_lacks",
        broken: "model_unreadable",
        no_numbers: "model_unreadable",
        strange: "model_unreadable",
        bad_tokens: "model_unreadable",
    }
    for folder, code in codes.items():
        with pytest.raises(RuleBroken) as refused:
            helps(folder=folder)
        assert refused.value.code == code
        assert str(folder) in explain(code, language, **refused.value.fields)


def test_a_model_that_is_saved_anew_is_read_anew(tmp_path: Path) -> None:
    first = helps(folder=save(tmp_path)).meaning
    assert helps(folder=tmp_path).meaning is first
