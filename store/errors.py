"""What can go wrong below: every error carries a code that the catalogue turns into one sentence."""

from __future__ import annotations


class StoreError(Exception):
    """A fault of the store that a person has to be told about.

    ``code`` names a sentence ``error.<code>`` in the catalogue (and ``hint.<code>`` where there is a next
    step); ``fields`` fill its placeholders.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


class UncleanText(ValueError):
    """A record was given text that ``clean`` would change: a mistake of the program or a hostile file."""


class TextRefused(ValueError):
    """Human text that cannot be taken: ``code`` is ``empty``, ``too_long`` or ``not_text``.

    ``over`` says how many characters are too many (0 unless ``too_long``).
    """

    def __init__(self, code: str, over: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.over = over
