"""Plain mode reads aloud what the stage shows: first of all the question, whatever the state."""

from __future__ import annotations

import pytest

from facilitator.i18n.messages import LANGUAGES, pick
from facilitator.view import ConsoleView
from screens.plain.view_lines import stage_lines
from screens.stage.samples import samples

VIEWS = samples()
ASKED = [name for name, view in VIEWS.items() if view.step is not None and any(view.step.question.values())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_the_question_is_read_first_and_once(name: str, language: str) -> None:
    view = VIEWS[name]
    lines = list(stage_lines(ConsoleView(public=view, notes={}, plan=()), language))
    assert view.step is not None
    question = pick(view.step.question, language)
    assert lines[0] == question
    assert lines.count(question) == 1
