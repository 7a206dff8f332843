"""How numbers are worded where a phone answers for a table: they are of tables then, and not of people."""

from __future__ import annotations

OF_TABLES = {
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
"""Key of the catalogue -> key of the same message about tables."""


def worded(key: str, tables: bool) -> str:
    """The key of the message to say."""
    return OF_TABLES.get(key, key) if tables else key
