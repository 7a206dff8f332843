"""Fixtures that open the terminal on the live screen or on the home screen, with a fake room."""

from __future__ import annotations

import pytest
from headless_terminal import Open, open_home, open_live


@pytest.fixture
def opened() -> Open:
    """Opens the live screen on a view: ``async with opened(view, size=(80, 24)) as terminal``."""
    return open_live


@pytest.fixture
def at_home() -> Open:
    """Opens the home screen of a house."""
    return open_home
