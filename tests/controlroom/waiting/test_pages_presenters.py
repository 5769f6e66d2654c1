"""A waiting list is said in figures and sentences that a tired reader understands."""

from datetime import date

import polars as pl
import pytest

from tidegate.controlroom.board.figures import origin
from tidegate.controlroom.waiting import figures
from tidegate.controlroom.waiting.figures import Counts
from tidegate.controlroom.waiting.presenters import lists, pathways, published
from tidegate.controlroom.waiting.published import Month, Step

# provider, weeks waited, people: one line of a counted list each
LIST = pl.DataFrame(
    [
        ("Z01", 0, 10),
        ("Z01", 17, 20),
        ("Z01", 18, 30),
        ("Z02", 51, 5),
        ("Z02", 52, 6),
        ("Z02", 65, 7),
        ("Z02", 130, 2),
    ],
    schema=["holder", "weeks_waited", "count"],
    orient="row",
)
ALL = Counts(waiting=80, within_18_weeks=30, over_52_weeks=15, over_65_weeks=9)
JANUARY = origin("rtt", "NHS England", date(2026, 1, 31), date(2026, 3, 12))
NAMES = {"Z01": "Northmere", "Z02": "Saltby"}


def test_eighteen_weeks_counts_as_over_and_fifty_two_as_a_year() -> None:
    assert figures.count(LIST) == ALL


def test_an_empty_list_counts_nobody_and_has_no_share() -> None:
    nobody = figures.count(LIST.clear())
    assert nobody == Counts()
    assert nobody.share_within_18 is None


def test_providers_come_with_the_most_waiting_first() -> None:
    by_holder = figures.count_by(LIST, "holder")
    assert list(by_holder) == ["Z01", "Z02"]
    assert by_holder["Z02"] == Counts(20, 0, 15, 9)


def test_waits_beyond_104_weeks_are_counted_together() -> None:
    people = figures.by_weeks_waited(LIST)
    assert len(people) == 105
    assert people[104] == 2
    assert sum(people) == 80


def test_the_filter_offers_the_values_that_are_there() -> None:
    assert figures.values(LIST, ["holder"]) == {"holder": ["Z01", "Z02"]}


def test_the_headline_says_how_each_figure_moved() -> None:
    before = Counts(waiting=70, within_18_weeks=35, over_52_weeks=15, over_65_weeks=12)
    shown = lists.headline(ALL, JANUARY, before, "December 2025")
    assert [(figure.label, figure.value, figure.note) for figure in shown] == [
        ("Waiting", "80", "up 10 since December 2025"),
        ("Within 18 weeks", "37.5%", "down 12.5 percentage points since December 2025"),
        ("Over 52 weeks", "15", "unchanged since December 2025"),
        ("Over 65 weeks", "9", "down 3 since December 2025"),
    ]


def test_without_an_earlier_list_the_headline_claims_no_change() -> None:
    notes = [figure.note for figure in lists.headline(ALL, JANUARY)]
    assert notes == ["", "the standard is 92%", "", ""]


def test_the_sentence_names_who_has_most_and_who_has_waited_longest() -> None:
    chart = lists.waiting_by(
        "holder", "provider", "providers", figures.count_by(LIST, "holder"), NAMES.__getitem__
    )
    assert chart.sentence == (
        "Northmere has most people waiting: 60, 75% of all. "
        "Saltby has most who have waited over a year: 15."
    )
    assert [cell.text for cell in chart.table.rows[0]] == ["Northmere", "60", "50.0%", "0", "0"]


def test_one_provider_alone_is_said_so() -> None:
    counts = {"Z01": Counts(60, 30, 0, 0)}
    chart = lists.waiting_by("holder", "provider", "providers", counts, NAMES.__getitem__)
    assert chart.sentence == "All 60 are here: Northmere."


def test_what_a_shortened_table_leaves_out_is_counted() -> None:
    counts = {f"Z{number:02}": Counts(100 - number) for number in range(17)}
    chart = lists.waiting_by("holder", "provider", "providers", counts, str)
    assert len(chart.table.rows) == lists.MOST_BARS
    assert chart.table.more == "2 more providers with 169 people are not shown."


def test_how_long_people_waited_names_the_middle_and_the_late() -> None:
    chart = lists.weeks_waited(figures.by_weeks_waited(LIST))
    assert chart.sentence == (
        "Half have waited 18 weeks or more. 50 have passed the 18 weeks in which treatment "
        "should start."
    )
    assert chart.table.rows[-1][0].text == "104+"


def test_a_list_with_nobody_on_it_is_said_so() -> None:
    assert lists.weeks_waited([0] * 105).sentence == "Nobody waits."
    assert lists.waiting_by("tfc", "specialty", "specialties", {}, str).sentence == "Nobody waits."


def test_a_priority_is_named_with_what_it_means() -> None:
    assert lists.priority_name("P2") == "P2 (within 1 month)"
    assert lists.priority_name("P9") == "P9"


DECEMBER = Month(date(2025, 12, 31), Counts(1000, 600))
JANUARY_MONTH = Month(date(2026, 1, 31), Counts(1010, 606))
LEFT = Step(date(2026, 1, 31), before=1000, starts=250, stops=200, after=1010, gap=40)
JOINED = Step(date(2026, 2, 28), before=1010, starts=1, stops=1, after=1011, gap=-1)


def test_what_neither_arrivals_nor_treatment_explain_left_without_a_reason() -> None:
    said = published.roll_forward_sentence([LEFT])
    assert said.startswith("In January 2026, 40 people (4.0% of the list) left the list without")
    said = published.roll_forward_sentence([LEFT, JOINED])
    assert said.startswith("In February 2026, 1 person (0.1% of the list) joined the list without")


def test_each_step_of_the_roll_forward_is_a_row() -> None:
    (row,) = published.roll_forward([LEFT]).rows
    assert [cell.text for cell in row] == ["January 2026", "1,000", "250", "200", "1,010", "40"]


def test_without_two_consecutive_months_there_is_no_roll_forward() -> None:
    assert published.roll_forward_sentence([]).startswith("Two consecutive months are needed")


def test_a_trend_is_drawn_at_the_dates_and_said_in_words() -> None:
    chart = published.waiting_trend([DECEMBER, JANUARY_MONTH])
    assert chart.sentence == "1,010 in January 2026, up 10 since December 2025."
    assert [row[0].place for row in chart.table.rows] == ["2025-12-31", "2026-01-31"]
    assert published.within_18_trend([JANUARY_MONTH]).sentence == (
        "60.0% in January 2026. The standard is 92%."
    )


PATHWAY = {
    "pathway_id": "Z01-000001",
    "href": "/waiting/pathways/Z01-000001/",
    "holder": "Z01",
    "tfc": "110",
    "priority": "P4",
    "weeks_waited": 71,
    "consent": None,
    "conditions": ["diabetes", "obesity"],
    "travel_max_minutes": 60.0,
    "needs_critical_care": False,
    "bmi": 31.5,
}
AS_CODED = dict.fromkeys(("holder", "tfc", "priority", "area"), str)


def test_a_heading_sorts_by_its_column_and_back_when_pressed_again() -> None:
    table = pathways.page_of_pathways([PATHWAY], AS_CODED, "/p/", {"tfc": "110"}, "-weeks_waited")
    weeks = table.columns[-1]
    assert weeks.sorted == "descending"
    assert weeks.sort_href == "/p/?tfc=110&sort=weeks_waited"
    assert table.columns[1].sort_href == "/p/?tfc=110&sort=holder"


def test_what_is_not_recorded_of_a_patient_is_said_to_be_not_known() -> None:
    facts = dict(pathways.facts(PATHWAY, AS_CODED))
    assert facts["Agrees to be treated elsewhere"] == "Not known"
    assert facts["Age"] == "Not known"
    assert facts["Needs critical care"] == "No"
    assert facts["Longest journey"] == "60 minutes"
    assert facts["Conditions"] == "diabetes and obesity"
    assert facts["Body mass index"] == "31.5"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"conditions": None}, ("Conditions", "Not known")),
        ({"conditions": []}, ("Conditions", "None")),
        ({"earliest_week": 0}, ("Can come", "In any week")),
        ({"earliest_week": 1}, ("Can come", "After 1 week")),
        ({"travel_max_miles": 20.0}, ("Longest journey", "60 minutes and 20 miles")),
        ({"modality": "day_case"}, ("Kind of care", "Day case")),
    ],
)
def test_each_fact_of_a_pathway_is_said_in_words(known: dict, said: tuple[str, str]) -> None:
    assert said in pathways.facts({**PATHWAY, **known}, AS_CODED)
