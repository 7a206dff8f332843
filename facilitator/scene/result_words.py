"""What is said beside a result, on the wall and on the stage alike: who voted, ties, answers that came late. Pure."""

from __future__ import annotations

from facilitator.scene.shown_view import ShownView
from facilitator.view import VoteBody


def vote_note(shown: ShownView, body: VoteBody) -> str:
    """Return the round, and the numbers of voters and votes after the reveal, or each person's budget before it."""
    parts = [shown.say("stage.vote.round", n=shown.step.round)] if shown.step and shown.step.round > 1 else []
    if body.total is not None:
        parts.append(shown.say("stage.vote.voters", n=body.voters))
        parts.append(shown.say(f"stage.vote.total.{_unit(body)}", n=body.total))
    elif body.budget:
        parts.append(votes_each(shown, body))
    if body.slips:
        parts.append(shown.say("stage.vote.slips"))
    return " · ".join(parts)


def votes_each(shown: ShownView, body: VoteBody) -> str:
    """Return how many votes a person may give: to each item if stars are given, else in total."""
    most = body.max_per_item if body.preset == "stars" else body.budget
    return shown.say(f"stage.vote.each.{body.preset}", n=most)


def _unit(body: VoteBody) -> str:
    return {"budget": "points", "stars": "stars"}.get(body.preset, "votes")


def through_words(shown: ShownView, body: VoteBody) -> str:
    """Return which items went on in an earlier round; empty for none."""
    names = ", ".join(shown.pick(item.label) for item in body.through)
    return shown.say("stage.vote.through", names=names) if names else ""


def answers_note(shown: ShownView, answers: int, late: int) -> str:
    """Return the number of answers shown, and of later ones, which are not added to the bars.

    Otherwise the change of a bar would disclose the answer of the person who came late.
    """
    counted = shown.say("stage.answers.note", n=answers)
    return f"{counted} · {shown.say('stage.scale.late', n=late)}" if late else counted
