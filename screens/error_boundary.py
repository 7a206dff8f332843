"""The outer edge of the terminal: what went wrong becomes one calm sentence, and the details go to the log.

Inside ``with edge:`` nothing that fails can take the screen down. The room runs elsewhere and is not touched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain, knows
from store.errors import StoreError

log = logging.getLogger(__name__)


def words_for(code: str, language: str, **fields: object) -> str:
    """The sentence of an error code; one that says that the data is safe when the catalogue cannot make it."""
    if knows(f"error.{code}"):
        try:
            return explain(code, language, **fields)
        except KeyError:
            log.exception("the sentence of %s wants other fields", code)
    return explain("screen_fault", language)


def sentence(fault: BaseException, language: str) -> str:
    """What a person is told of a fault."""
    if isinstance(fault, RuleBroken | StoreError):
        return words_for(fault.code, language, **fault.fields)
    return explain("screen_fault", language)


class Edge:
    """``tell`` gets the sentence."""

    def __init__(self, language: str, tell: Callable[[str], None]) -> None:
        self._language = language
        self._tell = tell

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> bool:
        if not isinstance(fault, Exception):
            return False
        if not isinstance(fault, RuleBroken | StoreError):
            log.error("a fault of the terminal", exc_info=fault)
        self._tell(sentence(fault, self._language))
        return True
