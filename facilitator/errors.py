"""The exception for a refused request, with the message for the phone or the terminal."""

from __future__ import annotations


class RuleBroken(Exception):
    """A verb or an answer was refused, and nothing was changed.

    ``code`` selects the message ``error.<code>``, and ``hint.<code>`` where there is one, in the catalogue; ``fields``
    fill their placeholders. ``status`` is the HTTP status of the reply. A field ``saying`` selects another message than
    the one of ``code``.
    """

    def __init__(self, code: str, status: int = 422, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.status = status
        self.fields = fields
