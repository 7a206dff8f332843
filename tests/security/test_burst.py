"""A burst of new phones during a vote, over real HTTP: the facilitator is told, nobody else."""

from __future__ import annotations

from pathlib import Path

from running_room import running
from test_racing_votes import opened_vote

from facilitator.room.join_burst import WINDOW_SECONDS


async def test_a_burst_in_a_vote_is_told_to_the_facilitator_alone(tmp_path: Path) -> None:
    async with running(tmp_path, minutes=90) as run:
        first = [await run.phone() for _ in range(10)]
        await opened_vote(run)
        assert (await run.execute("state"))["state"]["before_burst"] == 0
        run.clock.ahead = WINDOW_SECONDS + 60
        for _ in range(6):
            await run.phone()
        state = (await run.execute("state"))["state"]
        assert state["public"]["joined"] == 16
        # A phone is counted as joined a moment before it is counted as new; the burst may be found in between.
        assert state["before_burst"] in (10, 11)
        assert "burst" not in str(await first[0].state())
        await run.execute("close")
        await run.execute("reveal")
        assert (await run.execute("state"))["state"]["before_burst"] == 0
