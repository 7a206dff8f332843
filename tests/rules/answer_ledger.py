"""Independent ledger of the phones' answers: no command of the facilitator may lose or change one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workshop_on_disk import Stored

from store.records import Step

Key = tuple[str, ...]


@dataclass
class Ledger:
    """Every answer that was taken and not withdrawn by its writer."""

    ideas: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Idea -> seat and text."""
    raised: dict[str, bool] = field(default_factory=dict)
    answers: dict[Key, object] = field(default_factory=dict)
    """Step, seat, item and scale -> what was said."""
    promises: dict[Key, tuple[str, bool]] = field(default_factory=dict)
    votes: dict[tuple[str, int], dict[str, dict[str, int]]] = field(default_factory=dict)
    """Round of a vote -> seat -> votes."""
    owners: dict[str, str] = field(default_factory=dict)
    """Action -> who took it on by phone; none once the facilitator has changed the owner."""

    def took(self, step: Step, seat: str, said: Mapping[str, Any], made: str) -> None:
        """An answer was accepted."""
        if step.kind in ("choice", "grid", "rate", "review", "scale"):
            self._said(step, seat, said)
            return
        match step.kind:
            case "text" | "onetwofour":
                self.ideas[made] = (seat, said["text"])
                self.raised.setdefault(made, False)
            case "pick":
                mine = [idea for idea, (writer, _) in self.ideas.items() if writer == seat]
                self.raised.update(dict.fromkeys(mine, False) | {said["answer"]: True})
            case "vote" | "crowd":
                self._voted(step, seat, said)
            case "commit":
                self.promises[step.id, seat] = (said["text"], said["share"])
            case "action":
                self.owners[said["action"]] = said["owner"]

    def _voted(self, step: Step, seat: str, said: Mapping[str, Any]) -> None:
        mine = self.votes.setdefault((step.id, step.round), {}).setdefault(seat, {})
        mine[said["item"]] = said["votes"]
        if not said["votes"]:
            del mine[said["item"]]

    def _said(self, step: Step, seat: str, said: Mapping[str, Any]) -> None:
        about = str(said.get("row") or said.get("item") or said.get("action") or "")
        key = (step.id, seat, about, str(said.get("scale", "")))
        if step.kind == "choice":
            # Nothing chosen takes the answer back; a row of a grid without experience is an answer too. Options are
            # kept once each, in their own order.
            self.answers[key] = tuple(sorted(set(said["options"])))
            if not said["options"]:
                del self.answers[key]
        else:
            self.answers[key] = (said["status"],) if step.kind == "review" else said["value"]

    def withdrew(self, step: Step, seat: str, answer: str) -> None:
        """An answer was taken back by its writer."""
        match step.kind:
            case "text" | "onetwofour":
                del self.ideas[answer], self.raised[answer]
            case "pick":
                self.raised[answer] = False
            case "vote" | "crowd":
                self.votes[step.id, step.round].pop(seat)
            case "commit":
                del self.promises[step.id, seat]

    def answered(self, play: Stored) -> set[str]:
        """The steps that somebody has answered."""
        said = {step for step, _ in self.promises} | {key[0] for key in self.answers}
        cast = {step for step, _ in cast_in(play)}
        return said | cast | {play.kept.ideas[idea].step for idea in self.ideas}

    def missing(self, play: Stored) -> str:
        """The first kind of recorded answers that differs from the session; empty when all agree."""
        kept = play.kept
        written = {idea.id: (idea.seat, idea.text) for idea in kept.ideas.values() if not idea.paper}
        raised = {idea.id: idea.raised for idea in kept.ideas.values() if not idea.paper}
        answers = {(a.step, a.seat, a.item, a.scale): a.options or a.value for a in kept.answers.values()}
        promises = {(p.step, p.seat): (p.text, p.share) for p in kept.promises.values()}
        owners = {a.id: a.owner for a in kept.actions.values() if a.id in self.owners}
        wrong = {
            "ideas": written != self.ideas,
            "what was raised": raised != self.raised,
            "answers": answers != self.answers,
            "promises": promises != self.promises,
            "owners": owners != {a: name for a, name in self.owners.items() if a in kept.actions},
            "votes": cast_in(play) != self._ballots(),
        }
        return next((name for name, is_wrong in wrong.items() if is_wrong), "")

    def _ballots(self) -> dict[tuple[str, int], Counter[str]]:
        every = ((which, [votes for votes in seats.values() if votes]) for which, seats in self.votes.items())
        return {which: Counter(str(sorted(votes.items())) for votes in given) for which, given in every if given}


def cast_in(play: Stored) -> dict[tuple[str, int], Counter[str]]:
    """Round of a vote -> its ballots, whoever gave them."""
    found: dict[tuple[str, int], Counter[str]] = {}
    for ballot in [ballot for ballot in play.kept.ballots.values() if not ballot.paper]:
        found.setdefault((ballot.step, ballot.round), Counter())[str(sorted(ballot.votes.items()))] += 1
    return found
