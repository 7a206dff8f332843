"""Makes ``sample_sessions/*.json`` by running real workshops: every act and answer goes through rules and store.

What people say stands in the TOML files beside this one. Ids, clock and chance are fixed, so that the same content
always makes the same files. Run from the project's root: ``python tests/samples/make_samples.py``.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.ids import ID_ALPHABET
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.workshop import Workshop
from facilitator.templates.new_session import new_session
from store.records import Idea, Step, replace
from store.sessions import create, open_session

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_sessions"
NAMES = ("cx-what-can-i-do", "workday-checkin", "negative-decision")
SEAT_KEY = "5a" * 32
"""No secret: the people of a sample have no phones."""

Content = Mapping[str, Any]


class Performance:
    """One workshop being run from its script."""

    def __init__(self, path: Path, content: Content) -> None:
        self.content = content
        self.people: Sequence[Content] = content["people"]
        self.chance = random.Random(content["seed"])
        self.now = content["start"].timestamp()
        session, steps = new_session(
            content["template"],
            content["minutes"],
            language=content["language"],
            today=content["start"].date(),
            make_id=self.new_id,
            rng=self.chance,
        )
        create(path, replace(session, seat_key=SEAT_KEY, state="lobby"), steps)
        self.kept = open_session(path)
        self.book = RecordIndex(self.kept)
        self.rules = Workshop()
        self.keys = 0
        self.seats: list[str] = []
        self.themes: dict[str, str] = {}

    # --- the room's part: rule, store, book ----------------------------------------------------------

    def new_id(self) -> str:
        """Ten characters that are the same in every run."""
        return "".join(self.chance.choice(ID_ALPHABET) for _ in range(10))

    @property
    def here(self) -> Context:
        """The session as a verb finds it now."""
        return Context(index=self.book, now=self.now, new_id=self.new_id, rng=self.chance)

    @property
    def step(self) -> Step:
        """The current step."""
        found = self.book.step(self.book.session.step)
        assert found is not None
        return found

    def carry_out(self, act: Outcome) -> None:
        """Keep what a verb changes."""
        change = act.change()
        self.saving = self.kept.commit(change)
        self.book.apply(change)

    def do(self, verb: str, **arguments: Any) -> Mapping[str, Any]:
        """One act of the facilitator."""
        act = self.rules.execute(self.here, verb, arguments)
        self.carry_out(act)
        return act.reply

    def say(self, person: int, **message: Any) -> str:
        """One answer of a phone; returns the id of what was kept."""
        self.keys += 1
        sent = {"key": f"sample-key-{self.keys:08}", "step": self.step.id, **message}
        act, saved = self.rules.answer(self.here, self.seats[person], sent, self.kept.version + 1)
        assert act is not None
        self.carry_out(act)
        return saved.id

    # --- the run of show -----------------------------------------------------------------------------

    def run(self) -> None:
        """From the lobby to the closed session."""
        for number, person in enumerate(self.people):
            act, seat = self.rules.join(self.here, f"sample-phone-{number}", person["lang"])
            self.carry_out(act)
            self.seats.append(seat)
        started = self.now
        played: set[tuple[str, int]] = set()
        while self.book.session.state != "closed":
            last = self.book.session.step and self.step.kind == "close"
            self.do("close" if last else "next")
            if not last and self.step.state == "open" and (self.step.id, self.step.round) not in played:
                played.add((self.step.id, self.step.round))
                self.now = started + 60 * sum(s.minutes for s in self.book.steps if s.position < self.step.position)
                self.play()
                self.now += 60 * self.step.minutes
        self.saving.result()
        self.kept.close()

    def play(self) -> None:
        """What happens while the current step is open."""
        part = getattr(self, f"_{self.step.kind}", None)
        if part is not None:
            part(self.content.get(self.step.id, {}))

    def said(self, key: str) -> Iterator[tuple[int, Any]]:
        """The people who have something under ``key``, with what it is."""
        return ((number, person[key]) for number, person in enumerate(self.people) if key in person)

    def own(self, person: int, step: str) -> list[Idea]:
        """A person's ideas in the order they were written."""
        return self.book.records_of_seat(Idea, step, self.seats[person])

    def _scale(self, _: Content) -> None:
        for person, answer in self.said(self.step.id):
            self.say(person, **(answer if isinstance(answer, dict) else {"value": answer}))

    def _text(self, content: Content) -> None:
        for person, texts in self.said(self.step.id):
            for tag, text in texts:
                self.say(person, text=text, tag=tag or None)
        for person, number in content.get("hide", ()):
            self.do("hide", idea=self.own(person - 1, self.step.id)[number].id)

    def _pick(self, content: Content) -> None:
        for person, number in self.said(self.step.id):
            self.say(person, answer=self.own(person, self.step.settings["from"])[number].id)
        self.paper = [(self.do("add", text=paper["text"], tag=paper["tag"]), paper) for paper in content.get("add", ())]

    def _group(self, content: Content) -> None:
        source = next(step.settings["from"] for step in self.book.steps if step.kind == "pick")
        for theme in content["themes"]:
            self.themes[theme["key"]] = self.do("theme", name=theme["name"])["id"]
            for person in theme["ideas"]:
                raised = next(idea for idea in self.own(person - 1, source) if idea.raised)
                self.do("move", idea=raised.id, theme=self.themes[theme["key"]])
        for made, paper in self.paper:
            self.do("move", idea=made["id"], theme=self.themes[paper["theme"]])

    def _vote(self, _: Content) -> None:
        for person, items in self.said("vote" if self.step.round == 1 else "runoff"):
            for item in items:
                self.say(person, item=self.themes[item] if isinstance(item, str) else self._raised(item), votes=1)
        if self.step.round == 1 and any(self.said("runoff")):
            self.do("close")
            self.do("reveal")
            self.do("round")
            self.play()

    def _raised(self, person: int) -> str:
        source = next(step.settings["from"] for step in self.book.steps if step.kind == "pick")
        return next(idea.id for idea in self.own(person - 1, source) if idea.raised)

    def _rate(self, _: Content) -> None:
        rated = {self.themes[theme["key"]]: theme["rated"] for theme in self.content["group"]["themes"]}
        for person, _vote in self.said("vote"):
            for item in self.step.frame["items"]:
                gain, effort = rated[item][person % len(rated[item])]
                self.say(person, item=item, scale="gain", value=int(gain))
                self.say(person, item=item, scale="effort", value=int(effort))

    def _commit(self, _: Content) -> None:
        for person, promise in self.said("commit"):
            self.say(person, **promise)

    def _action(self, content: Content) -> None:
        for fields in content["list"]:
            theme = {"theme": self.themes[fields["theme"]]} if "theme" in fields else {}
            self.do("action", **{**fields, **theme})


def make(name: str, folder: Path) -> Path:
    """Run the workshop of this name; returns its session file in ``folder``, where it replaces an earlier one."""
    path = folder / f"{name}.json"
    path.unlink(missing_ok=True)
    Performance(path, tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))).run()
    for beside in folder.glob(f"{path.name}.*"):
        beside.unlink()  # an older copy and the lock: a sample is one file
    path.chmod(0o644)
    return path


if __name__ == "__main__":
    for each in NAMES:
        print(make(each, SAMPLES))
