"""A rule was broken: what the person is told, on phone and terminal alike."""

from __future__ import annotations


class RuleBroken(Exception):
    """A verb was refused; nothing was changed.

    ``code`` names the sentence ``error.<code>`` (and maybe ``hint.<code>``) in the catalogue; ``fields`` fill
    its placeholders. ``status`` is the HTTP status a phone gets. A field ``saying`` names another sentence to say.
    """

    def __init__(self, code: str, status: int = 422, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.status = status
        self.fields = fields
