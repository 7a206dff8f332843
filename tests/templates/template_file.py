"""A small sound template of one's own, as a person would write it by hand."""

from __future__ import annotations

from pathlib import Path

HAND_WRITTEN = """
title = {fi = "Oma tuokio", sv = "Egen stund", en = "Own session"}

[[steps]]
id = "join"
kind = "info"
minutes = 3
title = {fi = "Tervetuloa", sv = "Välkommen", en = "Welcome"}
question = {fi = "Lue koodi.", sv = "Läs koden.", en = "Scan the code."}
answer.join = true

[[steps]]
id = "ideas"
kind = "text"
minutes = 8
title = {fi = "Ideat", sv = "Idéer", en = "Ideas"}
question = {fi = "Mitä kokeilemme?", sv = "Vad provar vi?", en = "What do we try?"}

[[steps]]
id = "vote"
kind = "vote"
minutes = 4
title = {fi = "Äänestys", sv = "Omröstning", en = "Vote"}
question = {fi = "Mikä ensin?", sv = "Vilket först?", en = "Which first?"}
answer.target = "ideas"

[[steps]]
id = "close"
kind = "close"
minutes = 1
title = {fi = "Kiitos", sv = "Tack", en = "Thank you"}
question = {fi = "Seuraavaksi", sv = "Till näst", en = "Next"}
"""


def written(folder: Path, text: str | bytes = HAND_WRITTEN, name: str = "oma.toml") -> Path:
    """A file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def changed(before: str, after: str) -> str:
    """The hand-written template with one thing changed."""
    assert before in HAND_WRITTEN
    return HAND_WRITTEN.replace(before, after, 1)
