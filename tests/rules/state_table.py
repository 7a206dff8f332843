"""The state machine as the table says it (docs/domain.md 4.1 and 4.2), written down once more and on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from store.records import Session, Step

ASKING = {"scale", "grid", "choice", "text", "onetwofour", "pick", "vote", "crowd", "rate", "commit", "review"}
SHOWING = ASKING - {"commit"}
SEEN = {"closed", "revealed", "done"}
BALLOTS = {"vote", "crowd"}
CAN_BE_EMPTY = {*BALLOTS, "rate"}
"""Kinds that cannot open when there is nothing to vote on."""


@dataclass(frozen=True)
class Plan:
    """What does not change: kinds in their order, which have a clock, whose result "next" shows."""

    kinds: Mapping[str, str]
    clocked: frozenset[str]
    told: frozenset[str]


@dataclass(frozen=True)
class Table:
    """One state of the model: all values that the state table covers."""

    plan: Plan
    session: str
    current: str
    states: Mapping[str, str]
    told: frozenset[str] = frozenset()
    """Steps that were left with their result shown."""
    looking: str = ""
    clock: str = "off"
    step_clock: str = "off"
    """The step's clock while the room is on a break of its own."""
    locked: bool = False
    black: bool = False
    overlay: bool = False
    language: str = "fi"

    # --- reading ------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """Kind of the current step; empty in the lobby."""
        return self.plan.kinds.get(self.current, "")

    @property
    def state(self) -> str:
        """State of the current step; empty in the lobby."""
        return self.states.get(self.current, "")

    @property
    def resting(self) -> bool:
        """On a break that is no step."""
        return self.session == "break" and self.kind != "break"

    def place(self, step: str) -> int:
        """Where a step stands in the run of show, from 1; 0 for none."""
        return list(self.plan.kinds).index(step) + 1 if step else 0

    def coming(self) -> str:
        """The step after the current one that is not skipped."""
        after = [s for s in self.plan.kinds if self.place(s) > self.place(self.current)]
        return next((s for s in after if self.states[s] != "skipped"), "")

    def forbidden(self) -> str:
        """What the table does not allow here; empty when all is as it says."""
        kinds, states = self.plan.kinds, self.states
        wrong = {
            "nothing is current before the start": (self.session in ("draft", "lobby")) != (self.current == ""),
            "only the current step is at work": any(
                state in ("open", "closed", "revealed") and step != self.current for step, state in states.items()
            ),
            "the current step is under way": self.current != ""
            and self.state not in ("ready", "open", "closed", "revealed")
            and self.session != "closed",
            "what asks nothing has nothing to close": any(
                state in ("closed", "revealed") and kinds[step] not in ASKING for step, state in states.items()
            ),
            "what asks nothing opens at once": self.current != ""
            and self.kind not in ASKING
            and self.state != "open"
            and self.session != "closed",
            "what has no result reveals none": any(
                state == "revealed" and kinds[step] not in SHOWING for step, state in states.items()
            ),
            "closing is the last step": (self.session == "closing") != (self.kind == "close" and self.state == "open"),
            "closed is after the last step": self.session == "closed" and (self.kind, self.state) != ("close", "done"),
            "a break step is a break": self.kind == "break" and self.session != "break",
            "looks at what there is": self.looking != ""
            and (states[self.looking] not in SEEN or self.place(self.looking) >= self.place(self.current)),
            "a break stands for itself": self.step_clock != "off" and not self.resting,
        }
        return next((name for name, is_wrong in wrong.items() if is_wrong), "")

    # --- moving -------------------------------------------------------------------------------------

    def with_state(self, step: str, state: str) -> Table:
        """One step in another state."""
        return replace(self, states={**self.states, step: state})

    def left(self, to: str) -> Table:
        """The current step is done with."""
        match self.state:
            case "ready" if self.place(to) > self.place(self.current):
                return self.with_state(self.current, "skipped")
            case "open" | "closed" | "revealed":
                told = self.told - {self.current} | ({self.current} if self.state == "revealed" else set())
                return replace(self.with_state(self.current, "done"), told=told)
        return self

    def arrived(self, step: str) -> Table:
        """Another step is the current one."""
        kind, state = self.plan.kinds[step], self.states[step]
        session = {"close": "closing", "break": "break"}.get(kind, "running")
        there = replace(self, session=session, current=step, looking="", clock="off", step_clock="off")
        if kind not in ASKING:
            opened = there.with_state(step, "open")
            return opened if state == "done" else opened.ticking()
        if state == "done":
            shown = "revealed" if step in self.told else "closed"
            return replace(there.with_state(step, shown), told=self.told - {step})
        return there.with_state(step, "ready")

    def ticking(self) -> Table:
        """The current step's clock runs, if it has one."""
        return replace(self, clock="running") if self.current in self.plan.clocked else self

    def gone_on(self) -> list[Table]:
        """On to the next step; nowhere after the last."""
        then = self.coming()
        return [self.left(then).arrived(then)] if then else []

    def next(self) -> list[Table]:
        """Where "next" may lead; nowhere when it must be refused. Turning a page leads here again."""
        if self.looking:
            ahead = range(self.place(self.looking), self.place(self.current) - 1)
            between = [list(self.plan.kinds)[place] for place in ahead]
            return [replace(self, looking=next((s for s in between if self.states[s] in SEEN), ""))]
        if self.session in ("draft", "closed"):
            return []
        if self.resting:
            return self.resume()
        match self.state:
            case "ready":
                return self.open() + (self.gone_on() if self.kind in CAN_BE_EMPTY else [])
            case "open" if self.kind in ASKING:
                return self.close()
            case "closed" if self.current in self.plan.told:
                return self.reveal()
        return self.gone_on()

    def open(self) -> list[Table]:
        """Ready -> open."""
        can = self.state == "ready" and not self.resting
        return [self.with_state(self.current, "open").ticking()] if can else []

    def close(self) -> list[Table]:
        """Open -> closed, and the last step closes the session."""
        if self.state != "open" or self.resting or self.session == "closed":
            return []
        if self.kind == "close":
            return [replace(self.with_state(self.current, "done"), session="closed", looking="", clock="off")]
        return [replace(self.with_state(self.current, "closed"), clock="off")] if self.kind in ASKING else []

    def reveal(self) -> list[Table]:
        """Closed -> revealed."""
        can = self.state == "closed" and self.kind in SHOWING and not self.resting
        shown = self.with_state(self.current, "revealed")
        return [shown.ticking() if self.kind == "onetwofour" else shown] if can else []

    def hide_results(self) -> list[Table]:
        """Revealed -> closed."""
        return [self.with_state(self.current, "closed")] if self.state == "revealed" and not self.resting else []

    def reopen(self) -> list[Table]:
        """Closed or revealed -> open; one that is looked at is taken up again; a closed session is closing again."""
        if self.session == "closed":
            return [replace(self.with_state(self.current, "open"), session="closing", looking="")]
        step = self.looking or self.current
        if self.states.get(step) not in SEEN or self.resting:
            return []
        if step == self.current:
            return [self.with_state(step, "open")]
        back = self.left(step).arrived(step)
        return [replace(back.with_state(step, "open"), clock="off", told=back.told - {step})]

    def round(self) -> list[Table]:
        """Another round of a vote that is closed."""
        can = self.kind == "vote" and self.state in ("closed", "revealed") and not self.resting
        return [replace(self.with_state(self.current, "open"), clock="running")] if can else []

    def goto(self, step: str) -> list[Table]:
        """Any step is the current one."""
        if self.session in ("draft", "closed"):
            return []
        return [replace(self, looking="")] if step == self.current else [self.left(step).arrived(step)]

    def skip(self, step: str) -> list[Table]:
        """Ready -> skipped."""
        target = step or self.current
        if self.session == "closed" or self.states.get(target) != "ready" or self.plan.kinds[target] == "close":
            return []
        skipped = self.with_state(target, "skipped")
        if target != self.current:
            return [skipped]
        return [skipped.arrived(self.coming())] if self.coming() else []

    def rest(self) -> list[Table]:
        """Running -> break."""
        if self.session != "running":
            return []
        return [replace(self, session="break", looking="", clock="running", step_clock=self.clock)]

    def resume(self) -> list[Table]:
        """Break -> running."""
        if not self.resting:
            return []
        return [replace(self, session="running", clock=self.step_clock, step_clock="off")]

    def back(self, page: int) -> list[Table]:
        """The stage looks at the page, or the step, before."""
        if page and not self.looking:
            return [self]
        shown = self.looking or self.current
        before = [s for s in self.plan.kinds if self.place(s) < self.place(shown) and self.states[s] in SEEN]
        return [replace(self, looking=before[-1])] if before else []

    def extend(self) -> list[Table]:
        """More or less time starts a clock that does not run."""
        if self.session not in ("running", "closing", "break"):
            return []
        return [self if self.clock == "paused" else replace(self, clock="running")]

    def pause(self) -> list[Table]:
        """Running <-> paused."""
        other = {"running": "paused", "paused": "running"}.get(self.clock)
        return [replace(self, clock=other)] if other else []


@dataclass
class Reader:
    """Reads a ``Table`` off the records."""

    plan: Plan = field(init=False)

    def __init__(self, steps: list[Step]) -> None:
        after = {s.id: s.settings.get("visibility", {}).get("projector", "after_reveal") for s in steps}
        self.plan = Plan(
            kinds={step.id: step.kind for step in steps},
            clocked=frozenset(step.id for step in steps if step.minutes),
            told=frozenset(
                s.id for s in steps if s.kind in SHOWING and (s.kind != "text" or after[s.id] == "after_reveal")
            ),
        )

    def read(self, session: Session, steps: Mapping[str, Step]) -> Table:
        """As the records stand."""
        return Table(
            plan=self.plan,
            session=session.state,
            current=session.step,
            states={step: steps[step].state for step in self.plan.kinds},
            told=frozenset(s.id for s in steps.values() if s.state == "done" and s.frame.get("revealed")),
            looking=session.looking,
            clock=session.timer,
            step_clock=session.step_timer,
            locked=session.locked,
            black=session.black,
            overlay=session.overlay,
            language=session.stage_language,
        )
