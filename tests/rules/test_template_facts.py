"""What a template says is known to its workshops, and to the templates saved from them, without looking it up again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from assertions import any_number
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.export import render
from facilitator.export.build_report import build_report
from facilitator.files.opening import open_valid_session
from facilitator.rules.timing.dates import date_held
from facilitator.templates.answers import AnyAnswer
from facilitator.templates.folder import TemplateFolder
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import Template, steps_of
from facilitator.templates.source import templates
from facilitator.templates.user_templates import build_template, read_template
from facilitator.view import CloseBody
from store.records import Session, Step, replace
from store.sessions import create, open_session
from store.template_facts import TemplateFacts

TODAY = date(2027, 1, 1)
OF_THE_STEPS = frozenset(("steps", "lengths", "default_length", "languages", "scales", "tags"))
"""Fields of a template that its steps hold."""
OF_THE_FILE = frozenset(("id", "place", "title"))
"""Fields that a new template has its own of."""

OWN: dict[str, Any] = {
    "title": words("Oma"),
    "subtitle": words("Alaotsikko"),
    "purpose": words("Tarkoitus"),
    "content_note": words("Raskas aihe"),
    "imports": "actions",
    "anonymity_choice": "per_answer",
    "group_size": {"min": 2, "best": [4, 9], "max": 11},
    "follow_up": [{"days": 10, "what": "owner_check"}, {"days": 60, "what": "session", "template": "follow-up"}],
    "asks": {"tags": "values", "question": words("Mitkä arvot?"), "most": 3},
    "tags": {"values": [{"id": "a", "label": words("Ilo")}, {"id": "b", "label": words("Rohkeus")}]},
    "steps": [
        step("values", "info", answer={"tags": "values"}),
        step("first", "text", answer={"tags": "values"}),
        step("close", "close"),
    ],
}
"""A template of one's own that says all that can be said."""

ANSWERS: list[dict[str, Any]] = [
    step("join", "info", answer={"join": True, "recap": True, "tags": "cx"}),
    step("before", "scale", answer={"scale": "week5", "note": {"question": words("Miksi?"), "max_chars": 90}}),
    step("after", "scale", answer={"scale": "week5", "compare_with": "before"}),
    step("choose", "choice", answer={"options": [{"id": "a", "label": words("A")}, {"id": "b", "label": words("B")}],
                                     "min": 2, "max": 3, "allow_other": True, "shuffle": True}),
    step("grid", "grid", answer={"rows": [{"id": "a", "label": words("A")}, {"id": "b", "label": words("B")}],
                                 "scale": "confidence5", "importance": "week5", "allow_na": True,
                                 "na_label": words("En tiedä")}),
    step("gap", "grid", answer={"rows": [{"id": "a", "label": words("A")}], "importance_from": "choose"}),
    step("ideas", "text", answer={"max_chars": 99, "recommended_chars": 50, "max_per_person": 0, "min_chars": 2,
                                  "tags": "cx", "multiline": True, "per_table": True, "approve": True,
                                  "sign_optional": True}),
    step("pick", "pick", answer={"from": "ideas", "per_person": 4, "allow_edit": False}),
    step("tables", "pick", answer={"from": "ideas", "per_table": 3}),
    step("group", "group", answer={"min_themes": 1, "max_themes": 7, "recommended_themes": [3, 4], "theme_name_max": 30,
                                   "merge_only": True, "tags": "cx", "break_during": True}),
    step("vote", "vote", answer={"target": "picked", "votes_per_person": 7, "max_per_item": 2, "top_k": 4,
                                 "runoff": {"votes_per_person": 2, "minutes": 3}, "preset": "budget"}),
    step("crowd", "crowd", answer={"top_k": 5}),
    step("circle", "onetwofour", answer={"max_chars": 150, "recommended_chars": 70, "phases": [2, 3, 4, 6],
                                         "tags": "obstacle"}),
    step("about", "text", answer={"target_from": "top_themes"}),
    step("rate", "rate", answer={"target": "themes", "top_n": 2, "gain": "effort3", "effort": "impact3"}),
    step("commit", "commit", answer={"max_chars": 120, "sizes": "cx"}),
    step("actions", "action", answer={"most": 2, "fields": ["what", "owner"], "required": ["owner"], "checklist": True,
                                      "max_chars": 90}),
    step("review", "review", answer={"states": ["done", "dropped"], "fields": ["status"]}),
    step("close", "close"),
]  # fmt: skip
"""Every kind of step with a value of its own in every field of its answer."""

LISTED = frozenset(("rows_from", "options_from"))
"""Fields whose list itself is saved, because people may have edited it."""
NEVER_TRUE = frozenset(("share_default",))


def own() -> Template:
    return build_template(OWN, "oma.toml", "oma")


def saved(session: Session, steps: list[Step], folder: Path, name: str = "Toinen") -> Template:
    """The template that a workshop is saved as, read from its file."""
    return read_template(TemplateFolder(folder).save(session, steps, name))


def shown_day(template: Template) -> str:
    """The day that the close step shows, in a workshop held from the lobby to its end."""
    play = Play(template, None)
    play.walk_to(max(play.memory.steps.values(), key=lambda step: step.position).id)
    body = play.public.body
    assert isinstance(body, CloseBody)
    held = date_held(play.memory.session, play.book.steps)
    assert held is not None
    return str((date.fromisoformat(body.follow_up) - held).days)


def test_every_field_of_a_template_is_kept_by_its_workshop() -> None:
    assert set(Template.__struct_fields__) == OF_THE_STEPS | OF_THE_FILE | set(TemplateFacts.__struct_fields__)


@pytest.mark.parametrize("template", [*templates().values(), own()], ids=lambda template: template.id)
def test_what_a_template_says_survives_being_saved_twice(template: Template, tmp_path: Path) -> None:
    first = saved(*new_session(template), tmp_path)
    second = saved(*new_session(first), tmp_path, "Kolmas")
    for again in (first, second):
        assert again.facts == template.facts
        assert again.next_days == template.next_days
        assert again.kinds == template.kinds


def test_every_field_of_every_answer_survives_being_saved(tmp_path: Path) -> None:
    raw = {"title": words("Kaikki"), "imports": "actions", "steps": ANSWERS}
    template = build_template(raw, "kaikki.toml", "kaikki")
    again = saved(*new_session(template), tmp_path)
    assert [step.answer for step in again.steps] == [step.answer for step in template.steps]
    assert [step.visibility for step in again.steps] == [step.visibility for step in template.steps]
    for kind in get_args(AnyAnswer):
        usual = [msgspec.structs.asdict(step.answer) for step in template.steps if isinstance(step.answer, kind)]
        defaults = {field.name: field.default for field in msgspec.structs.fields(kind)}
        for name in any_number(set(defaults) - LISTED - NEVER_TRUE):
            assert any(each[name] != defaults[name] for each in usual), f"{kind.__name__}.{name} is not tried"


@pytest.mark.parametrize(
    ("kind", "answer"), [("choice", {"options_from": "values"}), ("grid", {"rows_from": "values"})]
)
def test_names_are_asked_for_again_also_where_they_are_only_options_or_rows(
    kind: str, answer: dict[str, str], tmp_path: Path
) -> None:
    raw = {**OWN, "steps": [step("asked", kind, answer=answer), step("close", "close")]}
    template = build_template(raw, "oma.toml", "oma")
    again = saved(*new_session(template, given=["Into", "Tuki", "Luottamus"]), tmp_path)
    assert again.facts == template.facts
    (asked, _) = steps_of(again, names=["Uusi", "Toinen"])
    listed = asked.settings["options" if kind == "choice" else "rows"]
    assert [each["label"] for each in listed] == [{"fi": "Uusi"}, {"fi": "Toinen"}]


@pytest.mark.parametrize(("template", "days"), [(own(), "60"), (templates()["workday-checkin"], "7")])
def test_the_wall_says_when_the_room_meets_again(template: Template, days: str, tmp_path: Path) -> None:
    assert shown_day(template) == days
    assert shown_day(saved(*new_session(template), tmp_path)) == days


@pytest.mark.parametrize(
    ("template", "day"), [(own(), date(2027, 3, 2)), (templates()["workday-checkin"], date(2027, 1, 8))]
)
def test_the_minutes_and_the_calendar_say_it_too(template: Template, day: date, tmp_path: Path) -> None:
    session, steps = new_session(saved(*new_session(template), tmp_path), today=TODAY)
    create(tmp_path / "workshop.json", session, steps)
    with open_session(tmp_path / "workshop.json", read_only=True) as kept:
        report = build_report(kept, TODAY)
        assert report.next_follow_up == day
        assert report.purpose == template.purpose
        _, files = render(kept, ["summary.md", "calendar.ics"], "en", TODAY)
    assert f"{day.day} {day:%B} {day.year}" in files["summary.md"].decode()
    assert template.purpose["en"] in files["summary.md"].decode()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in files["calendar.ics"].decode()


def test_a_workshop_never_asks_for_its_template_again(tmp_path: Path) -> None:
    session, steps = new_session("values-in-daily-work", today=TODAY)
    gone = replace(session, template="no-longer-there")
    play, other = Play("values-in-daily-work", None), Play("values-in-daily-work", None)
    other.memory.session = replace(other.memory.session, template="no-longer-there")
    for each in (play, other):
        with pytest.raises(RuleBroken, match="names_many"):
            each.do("names", names=[f"Arvo {n}" for n in range(7)])
    for n, made in enumerate((session, gone)):
        create(tmp_path / f"{n}.json", made, steps)
    reports = []
    for n in range(2):
        with open_valid_session(tmp_path / f"{n}.json", read_only=True) as kept:
            reports.append(build_report(kept, TODAY))
    assert reports[0] == reports[1]
    first, second = (saved(each, steps, tmp_path, name) for each, name in ((session, "Eka"), (gone, "Toka")))
    assert first.facts == second.facts == templates()["values-in-daily-work"].facts


def test_no_more_names_than_the_template_asks_for_are_taken() -> None:
    play = Play(own(), None)
    play.do("names", names=["Ilo", "Tuki", "Into"])
    with pytest.raises(RuleBroken) as refused:
        play.do("names", names=["Ilo", "Tuki", "Into", "Neljäs"])
    assert (refused.value.code, refused.value.fields["n"]) == ("names_many", 3)


def before_the_facts(path: Path, template: str | Template) -> None:
    """A session file of a version that did not store what the template says."""
    create(path, *new_session(template, today=TODAY))
    tables = json.loads(path.read_text("utf-8"))
    del tables["session"]["1"]["next_days"], tables["session"]["1"]["template_facts"]
    path.write_text(json.dumps(tables), "utf-8")


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_file_of_a_ready_workshop_has_the_days_of_that_workshop(read_only: bool, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    before_the_facts(path, "workday-checkin")
    before = path.read_bytes()
    with open_valid_session(path, read_only=read_only) as kept:
        assert kept.session.template_facts == templates()["workday-checkin"].facts
        assert build_report(kept, TODAY).next_follow_up == date(2027, 1, 8)
        assert kept.version == 0
        assert path.read_bytes() == before


def test_an_older_file_of_a_template_of_ones_own_has_thirty_days(tmp_path: Path) -> None:
    before_the_facts(tmp_path / "old.json", own())
    with open_valid_session(tmp_path / "old.json") as kept:
        assert kept.session.template_facts is None
        assert build_report(kept, TODAY).next_follow_up == date(2027, 1, 31)


def test_a_template_without_a_follow_up_has_thirty_days() -> None:
    assert build_template({**OWN, "follow_up": []}, "oma.toml", "oma").next_days == 30
