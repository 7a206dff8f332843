"""The steps of a workshop saved as a template: what comes back is what was there, and nothing that anybody answered."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from assertions import every

from facilitator.errors import RuleBroken
from facilitator.templates.folder import TemplateFolder
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import steps_of
from facilitator.templates.source import templates
from facilitator.templates.toml_writer import dumps
from facilitator.templates.user_templates import read_template
from store.records import replace

LENGTHS = [(ready.id, length) for ready in templates().values() for length in ready.lengths]


@pytest.mark.parametrize(("template_id", "minutes"), LENGTHS)
def test_a_saved_workshop_gives_the_same_steps_again(template_id: str, minutes: int, tmp_path: Path) -> None:
    session, steps = new_session(template_id, minutes)
    saved = read_template(TemplateFolder(tmp_path).save(session, steps, "Meidän työpaja"))
    assert steps_of(saved) == steps
    assert saved.lengths == (minutes,)
    assert set(saved.title.values()) == {"Meidän työpaja"}


def test_nothing_of_how_the_workshop_went_is_saved(tmp_path: Path) -> None:
    session, steps = new_session("workday-checkin")
    used = [replace(step, state="done", frame={"items": ("SECRET",)}, opened=5.0, seen={"rows": {}}) for step in steps]
    path = TemplateFolder(tmp_path).save(session, used, "Viikko")
    assert "SECRET" not in path.read_text("utf-8")
    assert every(step.state == "ready" and not step.frame and not step.opened for step in steps_of(read_template(path)))


def test_languages_that_are_not_complete_are_left_to_be_told(tmp_path: Path) -> None:
    session, steps = new_session("workday-checkin")
    steps[2] = replace(steps[2], question={"fi": "Uusi kysymys?"})
    found = read_template(TemplateFolder(tmp_path).save(session, steps, "Viikko"))
    assert found.languages == ("fi",)
    assert steps_of(found)[2].question == {"fi": "Uusi kysymys?"}


def test_a_workshop_without_one_whole_language_is_not_saved(tmp_path: Path) -> None:
    session, steps = new_session("workday-checkin")
    steps[1], steps[2] = replace(steps[1], question={"fi": "Mitä?"}), replace(steps[2], question={"sv": "Vad?"})
    with pytest.raises(RuleBroken, match="template_mixed"):
        TemplateFolder(tmp_path).save(session, steps, "Viikko")
    assert not list(tmp_path.iterdir())


def test_an_earlier_template_of_the_same_name_stays(tmp_path: Path) -> None:
    folder = TemplateFolder(tmp_path)
    path = folder.save(*new_session("workday-checkin"), "Viikko")
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match="template_exists"):
        folder.save(*new_session("negative-decision"), "viikko")
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["", "…", "../..", "///"])
def test_a_name_that_no_file_can_have_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="template_name"):
        TemplateFolder(tmp_path).save(*new_session("workday-checkin"), name)


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = TemplateFolder(tmp_path / "templates").save(*new_session("workday-checkin"), "../../ulos/Ääni!")
    assert path == tmp_path / "templates" / "ulos-aani.toml"


def test_what_is_written_is_what_toml_says() -> None:
    data = {
        "title": {"fi": 'Lainaus " ja \\ ja\nrivi', "sv": "å'ö"},
        "on": True,
        "DEL \x7f": ["\x00\x1b\x7f", -5],
        "list": [{"id": "a b", "label": {"fi": "x" * 120}}, {"id": "b", "label": {}}],
        "steps": [{"id": "1", "answer": {"type": "none"}}, {"id": "2", "help": {}}],
    }
    assert tomllib.loads(dumps(data)) == data
    assert tomllib.loads(dumps({"title": "x", "themes": data["steps"]}, tables="themes"))["themes"] == data["steps"]


def test_a_saved_template_is_laid_out_for_people() -> None:
    data = {"title": {"fi": "A"}, "many": ["x" * 60, "y" * 60], "steps": [{"id": "1", "options": [{"a b": 1}]}]}
    many = f'many = [\n  "{"x" * 60}",\n  "{"y" * 60}",\n]'
    assert dumps(data) == f'title.fi = "A"\n{many}\n\n[[steps]]\nid = "1"\noptions = [{{ "a b" = 1 }}]\n'
