"""Error boundary of the terminal: turns an exception into one sentence for the user and writes details to the log.

An exception inside ``with ErrorBoundary(...):`` does not end the screen. The room runs in another thread and is not
affected.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, has_message
from store.errors import StoreError

log = logging.getLogger(__name__)


def error_text(code: str, language: str, **fields: object) -> str:
    """Return the catalogue's sentence for an error code.

    Falls back to a general sentence ("the data is safe") if the catalogue has no message or ``fields`` do not fit it.
    """
    if has_message(f"error.{code}"):
        try:
            return explain(code, language, **fields)
        except KeyError:
            log.exception("the sentence of %s wants other fields", code)
    return explain("screen_fault", language)


def exception_text(fault: BaseException, language: str) -> str:
    """Return the sentence for an exception: its own for errors of rules and store, a general one for others."""
    if isinstance(fault, RuleBroken | StoreError):
        return error_text(fault.code, language, **fault.fields)
    return explain("screen_fault", language)


class ErrorBoundary:
    """Context manager that suppresses exceptions and passes a sentence about each to ``tell``."""

    def __init__(self, language: str, tell: Callable[[str], None]) -> None:
        self._language = language
        self._tell = tell

    def __enter__(self) -> None:
        """Enter the block; nothing is prepared."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> bool:
        # KeyboardInterrupt, SystemExit and a task's cancellation pass through.
        if not isinstance(fault, Exception):
            return False
        if not isinstance(fault, RuleBroken | StoreError):
            log.error("a fault of the terminal", exc_info=fault)
        self._tell(exception_text(fault, self._language))
        return True
