"""All browser tests of a worker run on one event loop, for the browser they share belongs to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from shared_browser import SHARED

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the asynchronous tests of this folder on the loop of the session."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def browser_ends_with_the_session() -> AsyncIterator[None]:
    """Close the browser at the end, if a test has started it."""
    yield
    await SHARED.close()
