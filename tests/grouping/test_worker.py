"""Suggestions run in a separate, supervised process, can be cancelled, and load no heavy module into the room's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sorted_ideas import full, groups, meetings, placed, together, written

from facilitator.errors import RuleBroken
from facilitator.grouping.groups import WirePlacement, group_placements
from facilitator.grouping.suggest import suggest
from facilitator.suggestions.worker import Worker


@pytest.fixture(scope="module")
def shared() -> Iterator[Worker]:
    """One worker for the tests that only ask: its process takes a second to get ready."""
    found = Worker()
    yield found
    found.stop()


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    found = Worker()
    yield found
    found.stop()


async def test_the_answer_is_that_of_the_command_and_progress_is_told(shared: Worker) -> None:
    texts = [idea.text for idea in meetings()]
    shares: list[float] = []
    answer = await shared.ask(written(texts), (), frozenset(), shares.append)
    assert {frozenset(group.ideas) for group in answer.groups} == together(placed(texts))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 3


async def test_the_loop_goes_on_while_a_long_one_is_worked_out_and_it_can_be_called_off(worker: Worker) -> None:
    ideas = written([f"{idea.text} {n}{chr(97 + n % 26) * 3}" for n in range(60) for idea in meetings()])
    begun = asyncio.Event()
    asked = asyncio.create_task(worker.ask(ideas, (), frozenset(), lambda share: begun.set()))
    await begun.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not asked.done()
    with pytest.raises(RuleBroken) as busy:
        await worker.ask(ideas[:3], (), frozenset(), lambda share: None)
    assert busy.value.code == "suggest_busy"
    worker.stop()
    with pytest.raises(RuleBroken) as stopped:
        await asked
    assert stopped.value.code == "suggest_stopped"
    again = await worker.ask(ideas[:30], (), frozenset(), lambda share: None)
    assert again.groups


async def test_it_can_be_called_off_before_there_is_a_process_that_could_be_ended(worker: Worker) -> None:
    asked = asyncio.create_task(worker.ask(written(["Soitan", "Kysyn"]), (), frozenset(), lambda share: None))
    await asyncio.sleep(0)
    worker.stop()
    with pytest.raises(RuleBroken) as stopped:
        await asked
    assert stopped.value.code == "suggest_stopped"


async def test_a_process_that_ends_is_told_and_the_next_question_gets_another(worker: Worker) -> None:
    await worker.warm()
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    answer = await worker.ask(written([idea.text for idea in meetings("sv")]), (), frozenset(), lambda share: None)
    assert answer.groups


async def test_a_model_that_does_not_fit_is_told_as_by_the_command(tmp_path: Path) -> None:
    worker = Worker(model=tmp_path)
    try:
        with pytest.raises(RuleBroken) as refused:
            await worker.ask(written(["a", "b"]), (), frozenset(), lambda share: None)
        assert refused.value.code == "model_lacks"
    finally:
        worker.stop()


async def test_themes_that_there_are_are_joined_and_near_duplicates_are_told(shared: Worker) -> None:
    ideas = meetings("fi")
    texts = [idea.text for idea in ideas]
    by_hand = [place for place, idea in enumerate(ideas) if idea.label == "minutes"][:3]
    asked = [
        each if place not in by_hand else type(each)(id=each.id, text=each.text, group="t1", name="Kirjaamme")
        for place, each in enumerate(written([*texts, texts[0]]))
    ]
    answer = await shared.ask(asked, (), {"t1"}, lambda share: None)
    joining = next(group for group in answer.groups if group.theme == "t1")
    assert joining.name == "Kirjaamme"
    assert not {f"i{place}" for place in by_hand} & {idea for group in answer.groups for idea in group.ideas}
    assert ("i0", f"i{len(texts)}") in answer.alike
    assert groups(placed(texts))


async def test_a_worker_that_is_closed_as_it_gets_ready_leaves_no_process_behind(worker: Worker) -> None:
    for _ in range(20):
        worker = Worker()
        getting_ready = asyncio.create_task(worker.warm())
        await asyncio.sleep(0)
        worker.close()
        await getting_ready
        assert worker._process is None
    with pytest.raises(RuleBroken) as stopped:
        await worker.ask(written(["a", "b"]), (), frozenset(), lambda share: None)
    assert stopped.value.code == "suggest_stopped"


async def test_the_surest_suggestions_are_there_and_what_people_have_placed_is_not(shared: Worker) -> None:
    texts = [idea.text for idea in meetings("fi")]
    before = placed(texts)
    by_hand = [
        replace(idea, group=where.group or "", name=where.name) if place % 2 else idea
        for place, (idea, where) in enumerate(zip(written(texts), before, strict=True))
    ]
    # The same words as those of a placed idea: nothing is surer than that they belong together.
    same = next(idea for idea in by_hand if idea.group)
    ideas = [*by_hand, replace(same, id="same", group="", name="")]
    found = suggest(ideas, full()).ideas
    open_ids = {idea.id for idea in ideas if not idea.group}
    wanted = {each.id for each in found if each.group is not None and each.id in open_ids}
    assert {each.id: each.conf for each in found}["same"] == 1.0
    answer = await shared.ask(ideas, (), frozenset(idea.group for idea in ideas if idea.group), lambda share: None)
    assert {idea for group in answer.groups for idea in group.ideas} == wanted
    assert "same" in next(group.ideas for group in answer.groups if group.theme == same.group)


@pytest.mark.parametrize("conf", [0.0, 0.5, 0.999, 1.0])
def test_no_confidence_makes_a_suggestion_one_of_a_person(conf: float) -> None:
    placements = [WirePlacement(f"i{n}", "1", "Nimi", "", ("sana",), conf, None, n == 2) for n in range(3)]
    (group,) = group_placements(placements, {}, ()).groups
    assert group.ideas == ("i0", "i1")
