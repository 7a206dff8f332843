"""A template that is called sound can be answered at every step: what cannot is told by file, step and field."""

from __future__ import annotations

from typing import Any

import pytest

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.templates.user_templates import build_template

LATER = {"projector": "after_reveal", "phones": "after_reveal"}


def words(text: str) -> dict[str, str]:
    """The same in three languages."""
    return {"fi": text, "sv": text, "en": text}


def workshop(kind: str, answer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Ideas, then a step of this kind."""
    steps = [("ideas", "text", {}, {}), ("asks", kind, answer, fields), ("close", "close", {}, {})]
    return {
        "title": words("Oma"),
        "steps": [
            {"id": name, "kind": of, "minutes": 5, "title": words(name), "question": words(name), "answer": said} | more
            for name, of, said, more in steps
        ],
    }


CANNOT: list[tuple[str, dict[str, Any], str]] = [
    ("vote", {"target": "ideas", "top_k": 0}, "top_k"),
    ("vote", {"target": "ideas", "top_k": 101}, "top_k"),
    ("vote", {"target": "ideas", "votes_per_person": 101}, "votes_per_person"),
    ("vote", {"target": "ideas", "max_per_item": 101}, "max_per_item"),
    ("vote", {"target": "ideas", "runoff": {"votes_per_person": 0, "minutes": 1}}, "runoff.votes_per_person"),
    ("vote", {"target": "ideas", "runoff": {"votes_per_person": 1, "minutes": 61}}, "runoff.minutes"),
    ("crowd", {"top_k": 0}, "top_k"),
    ("review", {"states": ["foo"]}, "states"),
    ("review", {"states": []}, "states"),
    ("text", {"min_chars": 300}, "min_chars"),
    ("commit", {"max_chars": 0}, "max_chars"),
    ("group", {"max_themes": 0}, "max_themes"),
    ("group", {"min_themes": 9, "max_themes": 5}, "min_themes"),
    ("pick", {"from": "ideas", "per_person": 0}, "per_person"),
    ("scale", {"note": {"question": words("Miksi?"), "max_chars": 0}}, "note.max_chars"),
    ("action", {"most": 0}, "most"),
]


@pytest.mark.parametrize(("kind", "answer", "field"), CANNOT)
def test_what_nobody_could_answer_is_told_with_step_and_field(kind: str, answer: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        build_template(workshop(kind, answer), "oma.toml", "oma")
    assert refused.value.fields["where"] == f"steps › asks › answer.{field}"
    for language in LANGUAGES:
        sentence = explain(refused.value.code, language, **refused.value.fields)
        assert "Expected" not in sentence
        assert "{" not in sentence


def test_who_sees_a_step_is_one_of_the_words_there_are() -> None:
    with pytest.raises(RuleBroken, match="template_word") as refused:
        build_template(workshop("talk", {}, visibility={**LATER, "projector": "nonsense"}), "oma.toml", "oma")
    assert refused.value.fields["where"] == "steps › asks › visibility.projector"


def test_an_answer_of_one_length_is_looked_at_like_any_other() -> None:
    raw = workshop("commit", {"max_chars": 200})
    raw["steps"][1]["by_length"] = {15: {"answer": {"type": "commit", "max_chars": 0, "sizes": "deed_size"}}}
    with pytest.raises(RuleBroken, match="template_number") as refused:
        build_template(raw, "oma.toml", "oma")
    assert "15" in str(refused.value.fields["where"])
