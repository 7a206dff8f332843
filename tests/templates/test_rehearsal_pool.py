"""What the simulated people of a rehearsal write: enough of it, in three languages, fit for the flagship workshop."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources
from typing import Any

from assertions import every, nonempty

from facilitator.i18n.messages import LANGUAGES
from facilitator.templates.shipped import plan
from store.text import clean


def pool() -> dict[str, Any]:
    """The data file as it stands."""
    found: dict[str, Any] = json.loads(resources.files("facilitator.rehearsal").joinpath("ideas.json").read_bytes())
    return found


def test_forty_people_can_each_write_three_ideas_of_their_own() -> None:
    ideas = pool()["ideas"]
    assert len({idea["text"] for idea in ideas}) == len(ideas) >= 120
    assert all(Counter(idea["lang"] for idea in ideas)[language] >= 30 for language in LANGUAGES)


def test_ideas_fit_the_step_they_are_written_in() -> None:
    step = next(step for step in plan("cx-what-can-i-do", 60) if step.id == "ideas")
    tags = {"", *(tag["id"] for tag in step.settings["tags"])}
    for idea in nonempty(pool()["ideas"]):
        assert clean(idea["text"], step.settings["recommended_chars"]) == idea["text"]
        assert idea["tag"] in tags
        assert idea["text"].endswith(".")


def test_promises_and_theme_names_are_there_in_every_language() -> None:
    promises, themes = pool()["promises"], pool()["themes"]
    step = next(step for step in plan("cx-what-can-i-do", 60) if step.kind == "commit")
    assert {promise["lang"] for promise in promises} == set(LANGUAGES)
    assert {promise["size"] for promise in promises} == {size["id"] for size in step.settings["sizes"]}
    assert every(clean(promise["text"], step.settings["max_chars"]) for promise in promises)
    assert {len(themes[language]) for language in LANGUAGES} == {9}
    assert every(len(name) <= 40 for names in themes.values() for name in names)
