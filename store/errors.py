"""The errors of the store. Each carries a code, which the message catalogue turns into one sentence."""

from __future__ import annotations


class StoreError(Exception):
    """A fault of the store that the user must be told about.

    ``code`` names a sentence ``error.<code>`` in the catalogue (and ``hint.<code>``, if there is something to do about
    it); ``fields`` fill its placeholders.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


class UncleanText(ValueError):
    """A record was given text that ``clean`` would change: a programming error, or a manipulated file."""


class TextRefused(ValueError):
    """Human text that is refused: ``code`` is ``empty``, ``too_long`` or ``not_text``.

    ``over``: number of characters above the limit (0 unless ``too_long``).
    """

    def __init__(self, code: str, over: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.over = over
