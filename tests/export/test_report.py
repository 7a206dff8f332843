"""What a report says of a workshop, and what it keeps to itself."""

from __future__ import annotations

from datetime import date

import pytest
from assertions import every
from finished_workshop import RECORDS, kept

from facilitator.errors import RuleBroken
from facilitator.export import actions_csv, markdown, page, picture, task_boards
from facilitator.export.build_report import build_report
from facilitator.export.parts.actions import open_decisions
from facilitator.i18n.messages import explain
from store.records import Action, Answer, Ballot, Idea, Session, Step, Theme, replace

TODAY = date(2027, 3, 8)


def step_of(step_id: str) -> Step:
    """The step of this id."""
    return next(record for record in RECORDS if isinstance(record, Step) and record.id == step_id)


def test_it_is_dated_by_the_day_the_first_step_was_opened() -> None:
    report = build_report(kept(*RECORDS), TODAY)
    assert (report.held, report.next_follow_up) == (date(2027, 3, 5), date(2027, 4, 4))
    assert report.participants == 6


def test_a_workshop_that_never_began_has_the_day_it_was_made() -> None:
    assert build_report(kept(Session(id="s", created="2027-01-02")), TODAY).held == date(2027, 1, 2)
    assert build_report(kept(Session(id="s")), TODAY).held == TODAY


def test_a_weekly_check_in_meets_again_in_a_week() -> None:
    made = Session(id="s", next_days=7, created="2027-03-01")
    assert build_report(kept(made), TODAY).next_follow_up == date(2027, 3, 8)


def test_votes_are_recounted_from_the_ballots_with_their_voters_and_shared_ranks() -> None:
    (poll,) = build_report(kept(*RECORDS), TODAY).polls
    assert (poll.voters, poll.total, poll.budget) == (5, 9, 2)
    assert [(c.name, c.votes, c.rank, c.rank_to) for c in poll.candidates] == [
        ("Kerromme aikataulun heti", 4, 1, 1),
        ("Vi ringer tillbaka", 3, 2, 2),
        ("We write plainly", 2, 3, 3),
    ]
    assert [c.verdict for c in poll.candidates] == ["now", "together", "decide"]


def test_items_of_equal_votes_share_their_ranks() -> None:
    extra = Ballot(id="extra", step="vote", votes={"t3": 1})
    (poll,) = build_report(kept(*RECORDS, extra), TODAY).polls
    assert [(c.rank, c.rank_to) for c in poll.candidates] == [(1, 1), (2, 3), (2, 3)]


def test_a_vote_that_is_open_is_not_told() -> None:
    vote = step_of("vote")
    report = build_report(kept(*RECORDS, replace(vote, state="open")), TODAY)
    assert report.polls == ()
    assert every(deed.votes is None for deed in report.actions)
    assert every(part.votes is None for section in report.sections for part in section.parts)


def test_a_runoff_stands_beside_its_first_round_and_leaves_the_votes_of_the_themes_alone() -> None:
    vote = step_of("vote")
    first = {"round": 1, **vote.frame}
    runoff = replace(vote, round=2, frame={"items": ("t2", "t3"), "budget": 1, "max": 1, "earlier": (first,)})
    ballots = [Ballot(id=f"again{n}", step="vote", round=2, votes={"t3": 1}) for n in range(4)]
    report = build_report(kept(*RECORDS, runoff, *ballots), TODAY)
    assert [(poll.round, poll.voters) for poll in report.polls] == [(1, 5), (2, 4)]
    assert report.polls[1].candidates[0].name == "We write plainly"
    part = next(part for part in report.sections[0].parts if part.name == "We write plainly")
    assert part.votes == 2
    open_again = build_report(kept(*RECORDS, replace(runoff, state="open"), *ballots), TODAY)
    assert [poll.round for poll in open_again.polls] == [1]


def test_a_pulse_shows_its_distribution_from_five_answers_on() -> None:
    before, after = build_report(kept(*RECORDS), TODAY).pulses
    assert (before.answers, before.counts, before.mean) == (6, (0, 2, 3, 1, 0), 17 / 6)
    assert (after.answers, after.counts, after.mean) == (4, None, None)


def test_lines_beside_a_number_are_told_from_ten_answers_on() -> None:
    more = [Answer(id=f"more{n}", step="pulse_out", value=4, text="Rauhaa") for n in range(5)]
    assert build_report(kept(*RECORDS, *more), TODAY).pulses[1].notes == ()
    last = Answer(id="more9", step="pulse_out", value=4, text="Rauhaa")
    notes = build_report(kept(*RECORDS, *more, last), TODAY).pulses[1].notes
    assert sorted(note.text for note in notes) == ["Aikaa harjoitella", *["Rauhaa"] * 6, "Tukea tiimiltä"]


def test_a_pulse_that_asks_the_same_again_knows_what_it_was() -> None:
    again = step_of("pulse_out")
    again = replace(again, settings={**again.settings, "compare_with": "pulse_in"})
    fifth = Answer(id="fifth", step="pulse_out", value=4)
    assert build_report(kept(*RECORDS, again, fifth), TODAY).pulses[1].mean_before == 17 / 6


def test_ideas_stand_under_their_themes_best_first_and_the_rest_after_them() -> None:
    (section,) = build_report(kept(*RECORDS), TODAY).sections
    assert [(part.name, part.votes, len(part.texts)) for part in section.parts] == [
        ("Kerromme aikataulun heti", 4, 2),
        ("Vi ringer tillbaka", 3, 1),
        ("We write plainly", 2, 1),
        ("", None, 2),
    ]
    assert section.texts[0].tag["sv"] == "Effektivitet"


def test_hidden_texts_are_counted_and_not_told() -> None:
    (section,) = build_report(kept(*RECORDS), TODAY).sections
    assert section.hidden == 1
    assert "Loukkaava teksti" not in {text.text for text in section.texts}


def test_the_order_of_texts_says_nothing_about_who_wrote_first() -> None:
    forwards = build_report(kept(*RECORDS), TODAY)
    backwards = build_report(kept(*reversed(RECORDS)), TODAY)
    assert forwards == backwards


def test_a_promise_is_counted_and_told_only_when_its_writer_shared_it() -> None:
    promises = build_report(kept(*RECORDS), TODAY).promises
    assert promises.count == 3
    assert promises.sizes == ()  # of three promises a size would tell of its writer
    assert {vow.text for vow in promises.shared} == {"Soitan ennen kirjettä.", "Jag skriver om mallen."}


def test_an_action_knows_the_votes_behind_it_and_what_it_lacks() -> None:
    first, second = build_report(kept(*RECORDS), TODAY).actions
    assert (first.label, first.theme, first.votes, first.voters) == ("T-01", "Kerromme aikataulun heti", 4, 5)
    assert first.missing == ()
    assert (second.label, second.missing) == ("T-02", ("due", "first_step"))


def test_a_checklist_has_one_owner_and_one_date_and_needs_no_first_steps() -> None:
    step = Step(id="list", kind="action", settings={"checklist": True, "required": ["what", "owner", "due"]})
    lines = [
        Action(id="a", step="list", number=1, what="Kuuntelemme loppuun", owner="Anna"),
        Action(id="b", step="list", number=2, what="Sanomme syyn selvästi", due="2027-04-05"),
    ]
    deeds = build_report(kept(Session(id="s"), step, *lines), TODAY).actions
    assert {(deed.owner, deed.due, deed.missing) for deed in deeds} == {("Anna", date(2027, 4, 5), ())}


def test_an_action_may_come_from_an_idea_of_a_vote_on_ideas() -> None:
    vote = Step(
        id="v", position=1, kind="vote", state="done", frame={"items": ["i", "j"], "budget": 1}, settings={"top_k": 1}
    )
    written = [Idea(id="i", step="t", text="Varaan soittoajan"), Idea(id="j", step="t", text="Piilossa", hidden=True)]
    ballots = [Ballot(id="b1", step="v", votes={"i": 1}), Ballot(id="b2", step="v", votes={"j": 1})]
    action = Action(id="a", step="x", number=3, what="Varaamme ajat", theme="i")
    report = build_report(kept(Session(id="s"), vote, *written, *ballots, action), TODAY)
    assert [candidate.name for candidate in report.polls[0].candidates] == ["Varaan soittoajan", "–"]
    assert (report.actions[0].theme, report.actions[0].votes, report.actions[0].voters) == ("Varaan soittoajan", 1, 2)


@pytest.mark.parametrize(("carried", "left"), [((), 2), (("i",), 1), (("j",), 1), (("i", "j"), 0)])
def test_two_items_of_one_name_do_not_hide_each_other_among_the_open_decisions(
    carried: tuple[str, ...], left: int
) -> None:
    frame = {"items": ["i", "j"], "budget": 1}
    steps = [
        Step(id="v", position=1, kind="vote", state="done", frame=frame, settings={"top_k": 2}),
        Step(id="r", position=2, kind="rate", state="done", frame={"items": ["i", "j"]}),
    ]
    written = [Idea(id=name, step="t", seat=name, text="Uusi lomake") for name in ("i", "j")]
    ballots = [Ballot(id="b1", step="v", votes={"i": 1}), Ballot(id="b2", step="v", votes={"j": 1})]
    # A large gain and a large effort: somebody has to decide.
    rated = [
        Answer(id=f"{name}{scale}{n}", step="r", seat=f"s{n}", item=name, scale=scale, value=3)
        for name in ("i", "j") for scale in ("gain", "effort") for n in range(6)
    ]  # fmt: skip
    actions = [
        Action(id=f"a{name}", step="x", number=n, what="Kysymme", theme=name, decision_from="johtoryhmä")
        for n, name in enumerate(carried, 1)
    ]
    report = build_report(kept(Session(id="s"), *steps, *written, *ballots, *rated, *actions), TODAY)
    assert {candidate.verdict for candidate in report.polls[0].candidates} == {"decide"}
    assert open_decisions(report, "fi") == ["Uusi lomake"] * left


def test_skipped_steps_are_named() -> None:
    skipped = replace(step_of("size"), state="skipped")
    assert [title["en"] for title in build_report(kept(*RECORDS, skipped), TODAY).skipped] == ["Small or large deed?"]


@pytest.mark.parametrize(
    "broken",
    [
        Step(id="x", kind="text", settings={"tags": 7}),
        Step(id="x", kind="commit", settings={"sizes": [{"name": "small"}]}),
        Step(id="x", kind="scale", state="done", settings={"labels": "five"}),
        Step(id="x", kind="vote", state="done", frame={"items": 3}),
        Step(id="x", kind="vote", state="done", frame={"items": ["a"], "earlier": [{"round": "first"}]}),
        Step(id="x", kind="action", settings={"required": {"what": 1}}),
    ],
)
def test_a_session_that_was_tampered_with_is_refused_in_words(broken: Step) -> None:
    with pytest.raises(RuleBroken) as refused:
        build_report(kept(Session(id="s"), broken, Action(id="a", step="x", what="Soitamme")), TODAY)
    assert refused.value.code == "bad_settings"
    assert "x" in explain(refused.value.code, "fi", **refused.value.fields)


def test_nobody_s_seat_is_in_a_report() -> None:
    told = repr(build_report(kept(*RECORDS), TODAY))
    assert "seat" not in told
    assert "Salainen lupaukseni." not in told


def test_a_theme_that_has_a_name_in_the_reader_s_language_is_called_by_it_in_every_file() -> None:
    named = next(each for each in RECORDS if isinstance(each, Theme) and each.id == "t1")
    theme = replace(named, also={"sv": "Vi säger tiden genast"})
    found = build_report(kept(*RECORDS, theme), TODAY)
    for language, name in (("fi", "Kerromme aikataulun heti"), ("sv", "Vi säger tiden genast")):
        files = (
            markdown.write(found, language),
            page.write(found, language),
            actions_csv.write(found, language),
            task_boards.jira(found, language),
            picture.text_version(found, language),
        )
        assert all(name.encode() in content for content in files)
        other = ({"Kerromme aikataulun heti", "Vi säger tiden genast"} - {name}).pop()
        assert not any(other.encode() in content for content in files)
