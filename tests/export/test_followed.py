"""What a follow-up's summary says of the workshop before it, at 30, 60 and 90 days."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date, datetime, timedelta

import pytest
from finished_workshop import HOSTILE, kept
from markdown_it import MarkdownIt

from facilitator.export import actions_csv, markdown
from facilitator.export.build_report import build_report
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import LANGUAGES
from store.earlier_workshop import AgreedAction, EarlierWorkshop, Status
from store.records import Action, Session, Step, replace

FIRST = date(2027, 3, 5)
STATES = ("not_started", "in_progress", "done", "dropped", "passed_on")


def past(number: int, what: str, status: Status = "not_started", **fields: str) -> AgreedAction:
    return AgreedAction(id=f"a{number}", number=number, what=what, status=status, due="2027-04-05", **fields)  # type: ignore[arg-type]


PAST = (
    past(1, "Kerromme ajan", owner="Anna"),
    past(2, "Yksi ohje", "in_progress"),
    past(3, "Soitamme"),
    past(4, "Lomake"),
    past(5, "Valmis jo", "done", note="Otettiin käyttöön"),
    past(6, "Poistettu"),
)
NOW = (
    Action(id="a1", step="r", number=1, what="Kerromme ajan", owner="Anna", due="2027-04-05", status="done"),
    Action(id="a2", step="r", number=2, what="Yksi ohje", due="2027-06-01", status="in_progress", first_step="Lista"),
    Action(id="a3", step="r", number=3, what="Soitamme", due="2027-04-05", status="dropped", note="Aika ei riittänyt"),
    Action(id="a4", step="r", number=4, what="Lomake", due="2027-04-05", status="not_started"),
    Action(id="n7", step="r", number=7, what="Uusi", status="passed_on", note="Johtoryhmälle"),
)


def report(days: int = 30, actions: tuple[Action, ...] = NOW, **changes: object) -> WorkshopReport:
    held = FIRST + timedelta(days=days)
    opened = datetime(held.year, held.month, held.day, 12).timestamp()
    seen = {"rows": {"a1": {"people": 6, "counts": [0, 1, 5, 0, 0]}}}
    day = FIRST.isoformat()
    before = EarlierWorkshop(session="s0", title={"fi": "Kevät"}, held=day, first=day, promises=34, actions=PAST)
    session = Session(id="s", title={"fi": "Seuranta"}, template="follow-up", earlier=before)
    step = Step(id="r", position=1, kind="review", state="done", opened=opened, seen=seen)
    records = (replace(session, **changes), step, *actions)
    return build_report(kept(*records), held)


def section(days: int = 30, language: str = "fi", actions: tuple[Action, ...] = NOW) -> str:
    text = markdown.write(report(days, actions), language).decode()
    return text.split("\n## ")[1]


def test_it_compares_each_state_with_the_time_before() -> None:
    told = section()
    for row in (
        "| Valmis | 2 | 1 |",
        "| Käynnissä | 1 | 1 |",
        "| Viety eteenpäin | 1 | 0 |",
        "| Luovuttu | 1 | 0 |",
        "| Ei aloitettu | 1 | 4 |",
    ):
        assert row in told


def test_dropped_has_its_reason_and_passed_on_has_whom() -> None:
    told = section()
    assert "### Luovuttu (1)\n\n- T-03 Soitamme – syy: Aika ei riittänyt; oli: ei aloitettu" in told
    assert "### Viety eteenpäin (1)\n\n- T-07 Uusi – kenelle: Johtoryhmälle; uusi" in told


def test_what_moved_what_is_new_what_was_closed_and_what_was_removed_is_told() -> None:
    told = section()
    assert "viimeistään 1.6.2027, aiemmin 5.4.2027; seuraava askel: Lista" in told
    assert "- T-05 Valmis jo – huomio: Otettiin käyttöön; jo aiemmin" in told
    assert "Poistettu luettelosta: T-06 Poistettu." in told
    assert "6 puhelinta kertoi: käynnissä 1, valmis 5" in told
    assert "annettiin 34 omaa lupausta" in told


@pytest.mark.parametrize(
    ("days", "mark", "waiting"),
    [
        (30, "30 päivän seuranta", ""),
        (62, "60 päivän seuranta", "1 toimenpide odottaa"),
        (91, "90 päivän seuranta", "2 toimenpidettä odottaa"),
    ],
)
def test_the_day_decides_which_follow_up_it_is_and_what_must_be_settled(days: int, mark: str, waiting: str) -> None:
    told = section(days)
    assert f"{days} päivää sitten" in told
    assert mark in told
    assert (waiting in told) if waiting else ("odottaa ratkaisua" not in told)


def test_a_follow_up_at_another_time_has_no_mark() -> None:
    assert "päivän seuranta" not in section(5)
    assert "päivän seuranta" not in section(200)


def test_it_is_said_in_three_languages() -> None:
    told = {language: section(language=language) for language in LANGUAGES}
    assert "reason: Aika ei riittänyt" in told["en"]
    assert "skäl: Aika ei riittänyt" in told["sv"]
    assert len(set(told.values())) == 3


def test_the_table_of_actions_lists_only_those_that_go_on() -> None:
    text = markdown.write(report(), "fi").decode()
    table = text.split("## Toimenpiteet, jotka jatkuvat")[1].split("\n## ")[0]
    assert "T-02" in table
    assert "T-04" in table
    assert "T-01" not in table
    assert "T-03" not in table


def test_the_list_for_excel_has_the_new_states_and_where_the_action_came_from() -> None:
    origin = tuple(dataclasses.replace(each, why="Kerromme heti") if each.id == "a1" else each for each in PAST)
    before = EarlierWorkshop(session="s0", title={"fi": "Kevät"}, held="2027-03-05", first="2027-03-05", actions=origin)
    raw = actions_csv.write(report(earlier=before), "fi").decode("utf-8-sig")
    rows = list(csv.DictReader(raw.splitlines(), delimiter=";"))
    assert [row["Tila"] for row in rows] == ["Valmis", "Käynnissä", "Luovuttu", "Ei aloitettu", "Viety eteenpäin"]
    assert [row["Miksi"] for row in rows] == ["Kerromme heti", "", "", "", ""]


def test_an_odd_date_in_an_old_file_is_no_date() -> None:
    odd = EarlierWorkshop(session="s0", title={"fi": "Kevät"}, held="keväällä", first="", actions=PAST)
    text = markdown.write(report(earlier=odd), "fi").decode()
    assert "Kevät" in text
    assert "päivää sitten" not in text


@pytest.mark.parametrize("text", HOSTILE[:20])
def test_nobodys_words_become_anything_but_words(text: str) -> None:
    action = Action(id="a3", step="r", number=3, what=text, owner=text, note=text, status="dropped")
    written = markdown.write(report(actions=(action,)), "fi").decode()
    tokens = [token for each in MarkdownIt("gfm-like").parse(written) for token in (each, *(each.children or ()))]
    assert not {token.type for token in tokens} & {"link_open", "image", "html_inline", "html_block"}
