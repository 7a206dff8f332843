"""Fixtures that a whole folder of tests shares, and the one event loop of the browser tests."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from headless_terminal import Open

BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers for each processor: half of its time a test waits for a browser, a disk or another process."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 2 * processors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the asynchronous browser tests on the loop of the session: the browser that they share belongs to it."""
    for item in items:
        if BROWSER in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_collection_finish() -> None:
    """Leave what the imports have made out of garbage collection: all of it lives on, and each round would visit it."""
    gc.collect()
    gc.freeze()


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def browser_ends_with_the_session() -> AsyncIterator[None]:
    """Close the shared browser at the end, if a test has started it."""
    yield
    if (shared := sys.modules.get("shared_browser")) is not None:
        await shared.SHARED.close()


@pytest.fixture
def opened() -> Open:
    """Opens the live screen on a view: ``async with opened(view, size=(80, 24)) as terminal``."""
    from headless_terminal import open_live  # its folder is searched once a test in it has been collected

    return open_live


@pytest.fixture
def at_home() -> Open:
    """Opens the home screen of a fake workspace."""
    from headless_terminal import open_home

    return open_home
