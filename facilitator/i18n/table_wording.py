"""Message variants for workshops with one phone per table, where counts are of tables instead of people."""

from __future__ import annotations

TABLE_MESSAGES = {
    "stage.join.joined": "stage.join.joined.tables",
    "stage.count.voters": "stage.count.voters.tables",
    "stage.count.writers": "stage.count.writers.tables",
    "stage.count.answers": "stage.count.answers.tables",
    "stage.count.pickers": "stage.count.pickers.tables",
    "stage.vote.voters": "stage.vote.voters.tables",
    "console.joined": "console.joined.tables",
    "console.answered": "console.answered.tables",
    "console.voters": "console.voters.tables",
    "phone.text.writers": "phone.text.writers.tables",
    "phone.vote.of_joined": "phone.vote.of_joined.tables",
    "phone.people.from": "phone.people.from.tables",
}
"""Catalogue key of a message about people -> key of the same message about tables."""


def message_key(key: str, tables: bool) -> str:
    """The key to look up instead of ``key``: the variant about tables if ``tables`` and there is one."""
    return TABLE_MESSAGES.get(key, key) if tables else key
