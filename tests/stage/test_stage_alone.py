"""Every kind of step runs alone with its samples, for whoever draws it."""

from __future__ import annotations

import itertools
import runpy
import sys
from pathlib import Path

import pytest
from assertions import every

from screens import steps
from screens.stage import preview
from screens.stage.preview import PreviewApp
from screens.stage.samples import samples, samples_of_kind
from screens.themes import THEMES

KINDS = sorted(file.stem for file in Path(str(steps.__file__)).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_module_of_a_kind_shows_that_kind_when_it_is_run(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(preview, "run", ran.append)
    monkeypatch.delitem(sys.modules, f"screens.steps.{kind}", raising=False)
    runpy.run_module(f"screens.steps.{kind}", run_name="__main__")
    name = kind.removesuffix("_")
    assert ran == [name]
    assert samples_of_kind(name)


async def test_keys_go_through_samples_languages_looks_and_codes() -> None:
    app = PreviewApp(samples())
    async with app.run_test(size=(120, 40)) as pilot:
        seen = [app.stage.picture.text()]
        for key in ("f6", "f6", "f6", "right", "right", "right", "f5", "f5", "f3", "left"):
            await pilot.press(key)
            seen.append(app.stage.picture.text())
        assert every(one != other for one, other in itertools.pairwise(seen[3:]))
        assert "Nästa" in seen[-1]
        await pilot.press("f4")
        assert app.theme == THEMES[1].name
