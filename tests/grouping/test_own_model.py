"""A model of one's own: a tiny one made here is read and used; what does not fit is said in a sentence."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
import tokenizers
from assertions import nonempty
from sorted_ideas import groups, placed

from facilitator.errors import RuleBroken
from facilitator.grouping import model
from facilitator.grouping.sentence_model import SentenceModel
from facilitator.i18n.messages import explain
from facilitator.suggestions.resources import load_resources

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
    (folder / model.WEIGHTS_FILE).write_bytes(struct.pack("<Q", len(head)) + head + raw)
    vocab = {word: number for number, word in enumerate(words)}
    made = getattr(tokenizers.models, kind)(vocab, unk_token=words[-1])
    tokenizer = tokenizers.Tokenizer(made)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / model.TOKENIZER_FILE))
    return folder


def by_topic(folder: Path) -> None:
    """Ideas of one topic are placed together, and nearly all are placed."""
    texts = [f"{topic[n % 3]} {topic[(n + k) % 3]}" for k in (0, 1) for n in range(6) for topic in TOPICS]
    texts = [*texts, *(word for topic in TOPICS for word in topic)]
    found = placed(texts, load_resources(model_folder=folder))
    for places in nonempty(groups(found).values()):
        assert len({next(t for t, topic in enumerate(TOPICS) if texts[p].split()[0] in topic) for p in places}) == 1
    assert sum(each.group is not None for each in found) >= len(texts) - 2


@pytest.mark.parametrize("dtype", ["F32", "F16"])
@pytest.mark.parametrize("kind", ["WordLevel", "WordPiece"])
@pytest.mark.parametrize("library", [True, False])
def test_its_meaning_ties_what_no_letters_tie(
    tmp_path: Path, kind: str, dtype: str, library: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, kind, dtype)
    if not library:
        monkeypatch.setitem(sys.modules, "tokenizers", None)
    by_topic(tmp_path)


def test_words_are_read_piece_by_piece() -> None:
    known = {"kokous": 0, "##huone": 1, "kokoushu": 2}
    assert model._word_pieces("kokoushuone", known) == []  # the longest beginning is taken, and it leads nowhere
    assert model._word_pieces("kokoushuone", {"kokous": 0, "##huone": 1}) == [0, 1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_does_not_fit_is_told(tmp_path: Path, language: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = save(tmp_path / "broken")
    (broken / model.WEIGHTS_FILE).write_bytes(b"\x05")
    no_numbers = save(tmp_path / "none", name="something")
    strange = save(tmp_path / "strange", dtype="BF99")
    bad_tokens = save(tmp_path / "tokens")
    (bad_tokens / model.TOKENIZER_FILE).write_text("[]")
    codes = {
        empty: "model_lacks",
        broken: "model_unreadable",
        no_numbers: "model_unreadable",
        strange: "model_unreadable",
        bad_tokens: "model_unreadable",
    }
    for folder, code in codes.items():
        with pytest.raises(RuleBroken) as refused:
            load_resources(model_folder=folder)
        assert refused.value.code == code
        assert str(folder) in explain(code, language, **refused.value.fields)


def test_a_model_that_is_saved_anew_is_read_anew(tmp_path: Path) -> None:
    first = load_resources(model_folder=save(tmp_path)).embedder
    assert load_resources(model_folder=tmp_path).embedder is first


def save_sentences(
    folder: Path, *, shape: str = "tokens", where: str = "onnx/model.onnx", inputs: tuple[str, ...] = ()
) -> Path:
    """A sentence model in ONNX form whose vectors know the topics. ``shape``: ``tokens`` for a vector of each token,
    ``whole`` for one of each text; ``inputs``: more of them than the words' numbers."""
    words = ["[PAD]", *(word for topic in TOPICS for word in topic)]
    numbers = np.array([[float(word in topic) + 0.01 for topic in TOPICS] for word in words], dtype=np.float32)
    (folder / where).parent.mkdir(parents=True, exist_ok=True)
    known = {word: number for number, word in enumerate(words)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(known, unk_token="[PAD]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / model.TOKENIZER_FILE))
    given = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask", *inputs)
    ]
    nodes = [onnx.helper.make_node("Gather", ["numbers", "input_ids"], ["token_embeddings"])]
    made = onnx.helper.make_tensor_value_info("token_embeddings", onnx.TensorProto.FLOAT, ["texts", "tokens", 3])
    if shape == "whole":
        nodes.append(onnx.helper.make_node("ReduceMean", ["token_embeddings"], ["whole"], axes=[1], keepdims=0))
        made = onnx.helper.make_tensor_value_info("whole", onnx.TensorProto.FLOAT, ["texts", 3])
    graph = onnx.helper.make_graph(
        nodes, "topics", given, [made], [onnx.numpy_helper.from_array(numbers, name="numbers")]
    )
    built = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(built, str(folder / where))
    return folder


@pytest.mark.parametrize("shape", ["tokens", "whole"])
@pytest.mark.parametrize("where", ["model.onnx", "onnx/model_quantized.onnx"])
def test_a_sentence_model_ties_what_no_letters_tie(tmp_path: Path, shape: str, where: str) -> None:
    save_sentences(tmp_path, shape=shape, where=where, inputs=("token_type_ids",))
    by_topic(tmp_path)


def test_texts_of_any_length_and_none_have_a_row_each(tmp_path: Path) -> None:
    meaning = load_resources(model_folder=save_sentences(tmp_path)).embedder
    assert meaning is not None
    texts = ["kissa", "", "kissa koira " * 300, *["ruuvi"] * 40]
    rows = meaning.embed([{}] * len(texts), ["fi"] * len(texts), texts)
    assert rows.shape == (43, 3)
    assert np.allclose(rows[0], rows[2], atol=1e-5)
    assert not rows[1].any()
    assert rows[0] @ rows[3] < 0.1 < 0.99 < rows[0] @ rows[0]
    assert meaning.embed([], [], []).shape[0] == 0


def test_the_weights_that_lie_beside_a_sentence_model_are_not_taken_for_vectors_of_words(tmp_path: Path) -> None:
    save(tmp_path, name="encoder.layer.0.attention.weight")
    save_sentences(tmp_path)
    assert isinstance(load_resources(model_folder=tmp_path).embedder, SentenceModel)
    save(tmp_path)
    assert isinstance(load_resources(model_folder=tmp_path).embedder, model.StaticModel)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_does_not_fit_of_a_sentence_model_is_told(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_tokens = save_sentences(tmp_path / "no_tokens")
    (no_tokens / model.TOKENIZER_FILE).unlink()
    broken = save_sentences(tmp_path / "broken")
    (broken / "onnx" / "model.onnx").write_bytes(b"\x08\x09nothing")
    bad_tokens = save_sentences(tmp_path / "bad_tokens")
    (bad_tokens / model.TOKENIZER_FILE).write_text("[]")
    strange = save_sentences(tmp_path / "strange", inputs=("pixel_values",))
    codes = {
        no_tokens: "model_lacks",
        broken: "model_unreadable",
        bad_tokens: "model_unreadable",
        strange: "model_unreadable",
    }
    for folder, code in codes.items():
        with pytest.raises(RuleBroken) as refused:
            load_resources(model_folder=folder)
        assert refused.value.code == code
        assert str(folder) in explain(code, language, **refused.value.fields)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(RuleBroken, match="model_runtime") as refused:
        load_resources(model_folder=save_sentences(tmp_path / "fine"))
    assert "onnxruntime" in explain("model_runtime", language, **refused.value.fields)


def test_the_command_uses_the_sentence_model_it_is_pointed_at(tmp_path: Path) -> None:
    save_sentences(tmp_path / "model")
    texts = [" ".join(topic[:2]) for topic in TOPICS for _ in range(1)] + [w for topic in TOPICS for w in topic] * 2
    lines = "".join(json.dumps({"id": f"i{n}", "text": text, "lang": "fi"}) + "\n" for n, text in enumerate(texts))
    asked = [sys.executable, "-m", "facilitator", "suggest", "--model", str(tmp_path / "model")]
    environment = {**os.environ, "FACILITATOR_HOME": str(tmp_path / "home")}
    done = subprocess.run(asked, input=lines, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [f"i{n}" for n in range(len(texts))]
