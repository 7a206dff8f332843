"""A programming error during a write: every waiting caller gets the error, in whichever thread it occurs."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted_workshop import idea, make

from store.disk import Disk
from store.errors import StoreError
from store.records import Change
from store.sessions import open_session


class MistakenDisk(Disk):
    """Raises what no disk raises."""

    wrong = False

    def append(self, handle: int, data: bytes) -> None:
        if self.wrong:
            raise RuntimeError("a mistake")
        super().append(handle, data)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("patience", [None, 60.0], ids=["written by the caller", "written by the thread"])
def test_nobody_is_promised_anything_by_a_mistake(tmp_path: Path, patience: float | None) -> None:
    disk = MistakenDisk()
    with open_session(make(tmp_path), disk=disk) as kept:
        disk.wrong = True
        first, second = (kept.commit(Change(put=(idea(number),))) for number in (1, 2))
        with pytest.raises((RuntimeError, StoreError)):
            first.result(patience)
        with pytest.raises(StoreError, match="not_saved"):
            second.result(60)
        disk.wrong = False
        kept.recover()
        assert not kept.ideas
        kept.commit(Change(put=(idea(3),))).result(60)
    with open_session(tmp_path / "session.json") as kept:
        assert list(kept.ideas) == ["i3"]
