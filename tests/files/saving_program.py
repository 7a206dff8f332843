"""A program that is killed while it saves: prints the number of each idea that it was told is saved."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from store.records import Change, Idea
from store.sessions import open_session


def main(path: Path) -> None:
    """Add ideas until the end, a few at a time, with a checkpoint now and then."""
    with open_session(path) as kept:
        first = len(kept.ideas)
        for number in itertools.count(first, 3):
            saved = [
                kept.commit(Change(put=(Idea(id=f"i{each}", step="ideas", text=f"Idea {each}"),)))
                for each in range(number, number + 3)
            ]
            if number % 5 == 0:
                kept.snapshot(forget=number % 2 == 0)
            for offset, each in enumerate(saved):
                each.result()
                os.write(1, b"%d\n" % (number + offset))  # one write: a kill leaves a whole line or none


if __name__ == "__main__":
    main(Path(sys.argv[1]))
