"""Checks of every outcome and every refusal of a rule that a test happens to cause: ``Play`` runs them each time.

A refusal has its HTTP status, and its message can be said in every language with the fields that it carries. A record
can be stored and read again as it is, and the log and the undo list name what the catalogue and the verb table know.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain, has_message
from facilitator.room.verbs import VERBS
from facilitator.rules.core.context import Outcome
from store.codec import encode
from store.records import Event, HistoryEntry

STATUSES = {
    400: "bad_answer bad_arguments bad_key no_language no_status no_step no_tag",
    403: "no_seat not_yours",
    404: "answer_gone no_action no_idea no_item no_step no_theme no_verb",
    422: """
        bad_date bad_minutes bad_settings break_minutes empty enough_actions enough_ideas enough_themes
        names_languages names_many names_none names_twice no_kind no_tie no_votes_against not_text nothing_to_rate
        nothing_to_vote off_scale options_over options_under paper_item paper_total paper_voters same_theme slip_form
        slip_unknown slips_number step_minutes too_long too_short votes_per_item votes_too_many
        reason_missing whom_missing
    """,
}
"""HTTP status -> codes of refusals. All others have 409: not now."""

EITHER = ("no_tie",)
"""Codes with 409 beside another status."""

LOGGED = frozenset(VERBS.names)
"""What the log of the session may name."""


@contextmanager
def checked_refusals() -> Iterator[None]:
    """Check the refusal that is raised within, and raise it again."""
    try:
        yield
    except RuleBroken as refused:
        check_refusal(refused)
        raise


def check_refusal(refused: RuleBroken) -> None:
    """Fail unless the refusal has its status and can be said in every language."""
    allowed = {status for status, codes in STATUSES.items() if refused.code in codes.split()}
    if not allowed or refused.code in EITHER:
        allowed.add(409)
    assert refused.status in allowed, f"{refused.code} has the status {refused.status}"
    assert None not in refused.fields.values(), refused
    for language in LANGUAGES:
        assert explain(str(refused.fields.get("saying", refused.code)), language, **refused.fields)


def check_outcome(outcome: Outcome) -> None:
    """Fail unless every record of the outcome can be stored and read again, and says what is known."""
    for record in outcome.put:
        encode(record)  # raises for a value of a wrong type and for text that is not clean
        if isinstance(record, Event):
            assert record.verb in LOGGED, record
        if isinstance(record, HistoryEntry):
            assert has_message(f"undo.{record.label}"), record
