"""Five thousand ideas go into every file in one go, and none is lost on the way."""

from __future__ import annotations

from datetime import date

from exported_files import docx, markdown, page, workbook
from finished_workshop import RECORDS, kept

from facilitator.export import FORMATS, render
from facilitator.export import page as html
from facilitator.export.build_report import build_report
from store.records import Idea
from store.session_snapshot import SessionSnapshot

IDEAS = 5000


def test_every_idea_of_five_thousand_stands_once_in_every_file_that_tells_ideas() -> None:
    many = [Idea(id=f"m{n}", step="ideas", text=f"Idea numero {n}") for n in range(IDEAS)]
    tables = kept(*RECORDS, *many)
    still = SessionSnapshot(
        version=1, **{name: getattr(tables, name) for name in SessionSnapshot.__dataclass_fields__ if name != "version"}
    )
    _, files = render(still, [], "fi", date(2027, 3, 8))
    assert set(files) == set(FORMATS)
    wanted = {idea.text for idea in many}
    for found in (docx(files["summary.docx"]), page(files["summary.html"]).found, markdown(files["summary.md"])):
        lines = [line for line in found.lines if line.startswith("Idea numero")]
        assert len(lines) == IDEAS
        assert set(lines) == wanted
    sheet = [row[2] for row in list(workbook(files["actions.xlsx"]).values())[3]]
    assert wanted <= set(sheet)
    assert html.write(build_report(tables, date(2027, 3, 8)), "fi") == files["summary.html"]
