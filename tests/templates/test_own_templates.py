"""Templates of one's own: read from plain files, and every mistake told by file, step and field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from assertions import any_number, every
from template_file import HAND_WRITTEN, changed, written

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, catalogue, explain
from facilitator.rules.steps import kinds
from facilitator.rules.steps.review import STATES
from facilitator.system.documentation import page, sections
from facilitator.templates.answers import answer_types
from facilitator.templates.folder import TemplateFolder
from facilitator.templates.shipped import Template, steps_of
from facilitator.templates.source import StepSource
from facilitator.templates.user_templates import read_template


def refused(path: Path) -> RuleBroken:
    """What is said of a file that cannot be used."""
    with pytest.raises(RuleBroken) as found:
        read_template(path)
    for language in LANGUAGES:
        sentence = explain(found.value.code, language, **found.value.fields)
        assert path.name in sentence
        assert "{" not in sentence
        assert "\n" not in sentence
    return found.value


def test_a_file_written_by_hand_says_only_what_is_its_own(tmp_path: Path) -> None:
    found = read_template(written(tmp_path))
    steps = steps_of(found)
    assert (found.id, found.lengths, found.default_length) == ("oma", (16,), 16)
    assert [(step.id, step.kind, step.minutes) for step in steps] == [
        ("join", "info", 3), ("ideas", "text", 8), ("vote", "vote", 4), ("close", "close", 1),
    ]  # fmt: skip
    assert steps[1].settings["max_chars"] == 200
    assert steps[2].settings["target"] == "ideas"
    assert steps[0].settings["join"] is True


def test_json_of_the_same_shape_is_read_as_well(tmp_path: Path) -> None:
    import tomllib

    path = written(tmp_path, json.dumps(tomllib.loads(HAND_WRITTEN)), "oma.json")
    assert steps_of(read_template(path)) == steps_of(read_template(written(tmp_path)))


def test_a_file_with_the_byte_mark_of_an_editor_is_read(tmp_path: Path) -> None:
    assert read_template(written(tmp_path, HAND_WRITTEN.encode("utf-8-sig"))).id == "oma"


def test_a_template_in_one_language_says_so_and_needs_no_others(tmp_path: Path) -> None:
    one = """
    languages = ["sv"]
    title = "Egen stund"
    [[steps]]
    id = "pulse"
    kind = "scale"
    minutes = 3
    title = "Puls"
    question = "Hur gick veckan?"
    """
    (step,) = steps_of(read_template(written(tmp_path, one)))
    assert (step.title, step.question) == ({"sv": "Puls"}, {"sv": "Hur gick veckan?"})


@pytest.mark.parametrize(
    ("before", "after", "code", "where"),
    [
        ('sv = "Idéer", ', "", "words", "steps › ideas › title.sv"),
        ('en = "Own session"', 'en = ""', "words", "title.en"),
        ('fi = "Lue koodi.", sv', 'de = "Lesen", fi = "Lue koodi.", sv', "language", "steps › join › question.de"),
        ('"vote"\nkind = "vote"', '"vote"\nkind = "wote"', "kind", "steps › vote › kind"),
        ("[[steps]]", "lengths = [90]\n[[steps]]", "minutes", "lengths"),
        ("[[steps]]", "lengths = []\n[[steps]]", "many", "lengths"),
        ("[[steps]]", "lengths = [16]\ndefault_length = 60\n[[steps]]", "length", "default_length"),
        ('id = "vote"', 'id = "ideas"', "twice", "steps › ideas › id"),
        ('id = "vote"', 'id = "ä ö"', "id", "steps › ä ö › id"),
        ('target = "ideas"', 'target = "picked"', "nothing", "steps › vote › answer.target"),
        ('target = "ideas"', 'target = "nowhere"', "word", "steps › vote › answer.target"),
        ('target = "ideas"', 'target = "ideas"\nanswer.preset = "dot"', "word", "steps › vote › answer.preset"),
        ('kind = "text"', 'kind = "pick"\nanswer.from = "nope"', "no_step", "steps › ideas › answer.from"),
        ('kind = "text"', 'kind = "scale"\nanswer.scale = "mine"', "no_scale", "steps › ideas › answer.scale"),
        ('kind = "text"', 'kind = "scale"\nanswer.scale = "impact3"', "points", "steps › ideas › answer.scale"),
        ('kind = "text"', 'kind = "text"\nanswer.tags = "mine"', "no_tags", "steps › ideas › answer.tags"),
        ('kind = "text"', 'kind = "choice"', "lacks", "steps › ideas › answer.options"),
        ('kind = "text"', 'kind = "text"\nanswer.type = "scale"', "answer", "steps › ideas › answer.type"),
        ("minutes = 8", "minutes = -8", "number", "steps › ideas › minutes"),
        ("minutes = 8", 'minutes = "8"', "type", "steps › ideas › minutes"),
        ("minutes = 8", "minutes = 2026-01-01", "type", "steps › ideas › minutes"),
        ("minutes = 8", "", "lacks", "steps › ideas › minutes"),
        ("minutes = 8", "minutes = 8\ncolour = 3", "unknown", "steps › ideas › colour"),
        ('"Mitä kokeilemme?"', f'"{"x" * 401}"', "long", "steps › ideas › question.fi"),
        ('id = "vote"\nkind = "vote"', 'id = "vote"', "lacks", "steps › vote › kind"),
        ("[[steps]]", 'languages = ["de"]\n[[steps]]', "languages", "languages"),
        ("[[steps]]", 'id = "follow-up"\n[[steps]]', "twice", "id"),
    ],
)
def test_a_mistake_is_told_by_file_step_and_field(
    before: str, after: str, code: str, where: str, tmp_path: Path
) -> None:
    fault = refused(written(tmp_path, changed(before, after)))
    assert fault.code == f"template_{code}"
    assert fault.fields["where"] == where


def test_where_only_a_few_words_can_stand_they_are_named(tmp_path: Path) -> None:
    fault = refused(written(tmp_path, changed('target = "ideas"', 'target = "nowhere"')))
    assert "themes, ideas, picked" in explain(fault.code, "sv", **fault.fields)


def test_what_cannot_be_read_at_all_is_told_by_its_line(tmp_path: Path) -> None:
    fault = refused(written(tmp_path, changed('id = "ideas"', 'id = "ideas')))
    assert (fault.code, fault.fields["line"]) == ("template_syntax", "13")
    assert refused(written(tmp_path, '{"title": }', "x.json")).fields["line"] == 1


@pytest.mark.parametrize(
    "before",
    [
        "",
        'x = """\nfirst. second\n\n"""\n',
        "x = '''\n# no comment\n'''\ny = 1\n",
        '# """\nx = "#"\n',
        'x = "\u2028 \x85"\n',
        'x = """\r\na\r\n"""\r\n',
        "x = \"\"\"\na\n\"\"\"\ny = '''\nb\n\n'''\n# end\n",
    ],
)
@pytest.mark.parametrize("mistake", ["a" + ".b" * 12 + " = 1", "= 3", "a = ", 'a = "open'])
def test_the_line_of_a_mistake_is_that_of_the_file(before: str, mistake: str, tmp_path: Path) -> None:
    text = f"{before}{mistake}\nz = 1\n"
    fault = refused(written(tmp_path, text.encode()))
    assert fault.code == "template_syntax"
    assert int(str(fault.fields["line"])) == before.count("\n") + 1


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.toml", b"\xff\xfe\x00", "not_text"),
        ("a.toml", b"#" * (128 * 1024 + 1), "large"),
        ("a.toml", b"x = " + b"[" * 50_000, "deep"),
        ("a.toml", b"x = " + b"[" * 20 + b"]" * 20, "deep"),
        ("a.toml", b"a" + b".a" * 50_000 + b" = 1", "syntax"),
        ("a.toml", b"'a'" + b".'a'" * 30_000 + b" = 1", "syntax"),
        ("a.toml", b"a = " + b"9" * 100_000, "deep"),
        ("a.json", b"[" * 100_000, "deep"),
        ("a.json", b"[1]", "shape"),
        ("a.json", b'{"a\\u0000": 1}', "unclean"),
        ("a.json", b'{"a": 1e999}', "type"),
        ("a.json", b'{"steps": [3]}', "type"),
        ("a.json", b'{"steps": [{"kind": ["x"]}]}', "kind"),
        ("a.toml", b"", "lacks"),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence(name: str, text: bytes, code: str, tmp_path: Path) -> None:
    # Python's own JSON reader says of a missing bracket what it says of too many.
    assert refused(written(tmp_path, text, name)).code in (f"template_{code}", "template_syntax")


def test_texts_are_cleaned_on_the_way_in(tmp_path: Path) -> None:
    found = read_template(written(tmp_path, changed("Mitä kokeilemme?", r"Mitä \u202ekokeilemme\u0007?")))
    assert found.steps[1].question["fi"] == "Mitä kokeilemme?"


def test_a_folder_lists_the_sound_ones_and_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    written(tmp_path, name="a.toml")
    written(tmp_path, changed('kind = "vote"', 'kind = "wote"'), "b.toml")
    written(tmp_path, "id = 'a'\n" + HAND_WRITTEN, "c.toml")
    written(tmp_path, "notes", "readme.txt")
    (tmp_path / "d.toml").mkdir()
    cards = TemplateFolder(tmp_path).cards()
    codes = [card.error.code if card.error else "" for card in cards]
    assert [card.id for card in cards] == ["a", "b", "c"]
    assert codes == ["", "template_kind", "template_twice"]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert TemplateFolder(tmp_path / "none").cards() == []


def test_one_is_found_by_its_id_or_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path / "templates")
    folder = TemplateFolder(path.parent)
    assert folder.find("oma").id == folder.find(str(path)).id == "oma"
    assert folder.find("follow-up").id == "follow-up"
    with pytest.raises(RuleBroken) as unknown:
        folder.find("nope")
    assert "oma" in explain(unknown.value.code, "fi", **unknown.value.fields)


def test_one_with_a_mistake_says_so_when_it_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path, changed("minutes = 8", "minutes = 900"))
    with pytest.raises(RuleBroken, match="template_number"):
        TemplateFolder(tmp_path).find("oma")


def test_every_kind_of_step_can_stand_in_a_template() -> None:
    assert set(answer_types()) == set(kinds())


def test_every_mistake_has_a_sentence_that_names_the_file() -> None:
    told = [key for key in catalogue() if key.startswith("error.template_") and key != "error.template_name"]
    assert len(told) > 25
    mixed = "error.template_mixed"
    assert every("{file}" in str(text) for key in told if key != mixed for text in catalogue()[key].values())


def documented() -> dict[str, str]:
    """The page about templates: heading -> what stands under it, down to the next heading of any level."""
    return {section.title: section.text for section in sections(page("templates"))}


def test_the_example_of_the_documentation_is_a_sound_template(tmp_path: Path) -> None:
    example = documented()["An example"].split("```toml\n")[1].split("```")[0]
    assert [step.id for step in steps_of(read_template(written(tmp_path, example)))] == ["join", "ideas", "vote"]


def test_every_field_is_documented_where_it_belongs() -> None:
    page_about = documented()
    named = {title: set(re.findall(r"`([a-z_]+)[`.]", text)) for title, text in page_about.items()}
    for kind, struct in answer_types().items():
        (title,) = [each for each in named if f"`{kind}`" in each]
        told = {name for line in page_about[title].splitlines() if line.startswith("| `") for name in fields_of(line)}
        assert told == set(struct.__struct_encode_fields__), kind
    assert set(Template.__struct_encode_fields__) <= named["Top level"]
    assert set(StepSource.__struct_encode_fields__) <= named["Every step"]


def fields_of(row: str) -> set[str]:
    """The fields that the first cell of a row names."""
    return set(re.findall(r"`([a-z_]+)[`.]", row.split(" | ")[0]))


def test_every_default_and_range_is_documented() -> None:
    page_about = documented()
    for kind, struct in answer_types().items():
        (text,) = [text for title, text in page_about.items() if f"`{kind}`" in title]
        for name, value in struct.defaults.items():
            rows = [line for line in text.splitlines() if line.startswith("|") and name in fields_of(line)]
            default = rows[0].rstrip(" |").split(" | ")[-1]
            numbers = any_number(each for each in flat(value) if not isinstance(each, bool))
            assert all(str(each) in default for each in numbers), (kind, name)
    for kind, struct in answer_types().items():
        (text,) = [text for title, text in page_about.items() if f"`{kind}`" in title]
        for (name, *_), (least, most) in struct.ranges.items():
            rows = [line for line in text.splitlines() if line.startswith("|") and name in fields_of(line)]
            wanted = rf"\b{least} to .*{most:,}|\b{least} to {most}\b|as in `text`"
            assert any(re.search(wanted, row) for row in rows), (kind, name)


def flat(value: object) -> Iterator[object]:
    """A default and, of a list or a table, what is in it."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        yield from value if value != list(STATES) else ()
    else:
        yield value


def test_several_lengths_leave_out_what_does_not_name_them(tmp_path: Path) -> None:
    text = changed("minutes = 4", "minutes = {16 = 4}").replace("[[steps]]", "lengths = [12, 16]\n[[steps]]", 1)
    found = read_template(written(tmp_path, text))
    assert [step.id for step in steps_of(found, 12)] == ["join", "ideas", "close"]
    assert [step.id for step in steps_of(found, 16)] == ["join", "ideas", "vote", "close"]
