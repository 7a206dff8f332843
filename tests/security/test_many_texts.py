"""A short run of generated texts through everything; the long one is ``many_texts.py``."""

from __future__ import annotations

import os
from pathlib import Path

from many_texts import GOOD, cleaned, texts, through

from facilitator.web.assets import Assets
from facilitator.web.render import Renderer

TEXTS = int(os.environ.get("MANY_TEXTS", "1500"))


def test_generated_texts_are_harmless_everywhere_and_good_ones_stay_as_they_are(tmp_path: Path) -> None:
    source = texts(seed=3)
    kept = through([next(source) for _ in range(TEXTS)], tmp_path, Renderer(Assets()))
    assert TEXTS * 0.5 < kept < TEXTS
    assert cleaned(GOOD) == list(GOOD)
