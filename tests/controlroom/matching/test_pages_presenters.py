"""A plan is said in sentences, charts and tables that a board understands."""

from datetime import date

import polars as pl
import pytest

from tidegate.controlroom.matching.presenters import charts, headline, tables

SUMMARY = {
    "start": "2026-01-05",
    "weeks": 8,
    "headline": {
        "waiting": 1500,
        "treated": 300,
        "moved": 280,
        "weeks_saved": 1200,
        "breaches_52_at_risk": 60,
        "breaches_52_avoided": 45,
        "over_52_treated": 30,
        "units": 320,
        "units_used": 300,
        "units_unused": 20,
        "idle_pence": 250_000,
        "spend_pence": 1_000_000,
    },
    "by_specialty": [
        {
            "specialty": "Ophthalmology",
            "waiting": 900,
            "treated": 200,
            "over_52_without": 40,
            "over_52_with": 10,
        },
        {
            "specialty": "Urology",
            "waiting": 600,
            "treated": 100,
            "over_52_without": 50,
            "over_52_with": 45,
        },
    ],
    "one_more_unit": {
        "count": 1,
        "rows": [
            {
                "site_name": "Saltby Eye Hospital",
                "specialty": "Ophthalmology",
                "price": 15200.0,
                "best_week": 0,
                "units": 40,
                "used": 40,
            }
        ],
    },
    "flows_by_holder": {
        "count": 21,
        "rows": [
            {
                "origin_name": "Northmere",
                "site_name": "Saltby",
                "people": 30,
                "weeks_waited": 61.2,
                "minutes": 24.6,
            }
        ]
        * 20,
    },
    "unmatched": [{"code": "NO_OFFER_IN_REACH", "people": 900, "detail": "x"}],
    "unused": [{"code": "NO_ELIGIBLE_PATIENT", "units": 20}],
    "contracts": [
        {
            "contract_name": "C1",
            "payer_name": "Northmere ICB",
            "prepaid": 100,
            "prepaid_used": 90,
            "used": 120,
            "idle_pence": 250_000,
            "spend_pence": 1_000_000,
        }
    ],
    "sources": [
        {"name": "waiting.csv", "as_of": "2026-01-04", "age_days": 1, "sha256": "ab" * 32},
        {"name": "travel.csv", "as_of": None, "age_days": None, "sha256": "cd" * 32},
    ],
}


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_the_period_names_the_first_and_the_last_day() -> None:
    assert headline.period(SUMMARY) == "5 January to 1 March 2026"
    assert headline.period({"start": "2025-12-29", "weeks": 1}) == (
        "29 December 2025 to 4 January 2026"
    )


def test_the_lead_says_how_many_people_and_whose_capacity() -> None:
    assert headline.lead(SUMMARY) == (
        "300 of 1,500 people waiting would be treated in 8 weeks, using 300 of the 320 units "
        "offered. 280 of them would move to another provider."
    )


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (0.0, "this one is proven best"),
        (0.0004, "could be more than 0.04% better than this one"),
        (None, "not known how far"),
    ],
)
def test_the_gap_is_said_in_plain_words(gap: float | None, said: str) -> None:
    assert said in headline.proof(gap)


def test_money_is_shown_only_to_those_who_may_see_contracts() -> None:
    labels = [figure.label for figure in headline.figures(SUMMARY, with_contracts=False)]
    assert labels == [
        "People treated", "Weeks of waiting saved", "Waits kept under 52 weeks", "Units unused",
    ]  # fmt: skip
    money = headline.figures(SUMMARY, with_contracts=True)[-1]
    assert (money.label, money.value) == ("Prepaid and idle", "£2,500")


def test_long_waits_are_compared_without_and_with_the_plan() -> None:
    chart = charts.long_waits(SUMMARY)
    assert chart.sentence.startswith(
        "Without the plan 90 people would have waited over 52 weeks by then; with it, 55."
    )
    assert texts(chart.table)[0] == ["Urology", "600", "100", "50", "45"]


USE = pl.DataFrame(
    [("S1", 0, 10, 3), ("S1", 1, 9, 0), ("S2", 1, 1, 0), ("S3", 1, 1, 9)],
    schema=["site", "week", "used", "unused"],
    orient="row",
)


def test_the_site_with_most_unused_units_is_named() -> None:
    chart = charts.use_by_site(USE, {"S3": "Fenby"})
    assert chart.sentence == "Fenby has most unused: 9 units."
    assert texts(chart.table) == [["S1", "19", "3"], ["Fenby", "1", "9"], ["S2", "1", "0"]]
    assert charts.use_by_site(USE[2:3], {}).sentence == "Every unit offered is used."


def test_unused_units_are_laid_out_by_site_and_monday() -> None:
    chart = charts.unused_by_week(USE, {"S1": "Saltby"}, date(2026, 1, 5))
    assert [column.name for column in chart.table.columns] == ["Site", "5 Jan", "12 Jan"]
    assert texts(chart.table) == [["S3", "No offer", "9"], ["Saltby", "3", "0"]]


def test_no_unused_unit_is_said_so() -> None:
    chart = charts.unused_by_week(USE[2:3], {}, date(2026, 1, 5))
    assert chart.sentence == "Every unit is used in every week."
    assert chart.table.rows == ()


def test_what_one_more_unit_is_worth_is_said_in_routine_weeks() -> None:
    chart = charts.one_more_unit(SUMMARY)
    assert "as much as taking 152 weeks off routine waits" in chart.sentence
    assert texts(chart.table) == [
        ["Saltby Eye Hospital: Ophthalmology", "152", "5 Jan", "40", "40"]
    ]


def test_when_no_more_unit_would_help_that_is_said() -> None:
    chart = charts.one_more_unit({**SUMMARY, "one_more_unit": {"count": 0, "rows": []}})
    assert chart.sentence.startswith("No further unit")


def test_flows_say_how_many_are_not_listed() -> None:
    table = tables.flows(SUMMARY)
    assert texts(table)[0] == ["Northmere", "Saltby", "30", "61", "25"]
    assert table.more.startswith("1 move more")


def test_reasons_are_put_into_words_with_their_share() -> None:
    (row,) = texts(tables.unmatched(SUMMARY))
    assert row[2:] == ["900", "100%"]
    assert "NO_OFFER" not in row[0]
    assert texts(tables.unused(SUMMARY))[0][2:] == ["20", "100%"]


def test_counts_too_small_to_show_are_said_to_be() -> None:
    few = {"imd_quintile": 1, "waiting": 20, "treated": None, "selection_rate": None}
    all_known = {"imd_quintile": None, "waiting": 50, "treated": 10, "selection_rate": 0.2}
    rows = [{**row, "refused": 0, "refusal_rate": 0.0} for row in (few, all_known)]
    assert texts(tables.equity({"equity": rows})) == [
        ["1, most deprived", "20", "Too few to show", "Too few to show", "0%"],
        ["Not known", "50", "10", "20%", "0%"],
    ]


def test_idle_money_is_shown_in_pounds() -> None:
    assert texts(tables.contracts(SUMMARY)) == [
        ["C1", "Northmere ICB", "100", "90", "120", "£2,500", "£10,000"]
    ]


def test_a_source_of_unknown_date_says_so() -> None:
    assert texts(tables.sources(SUMMARY)) == [
        ["waiting.csv", "4 January 2026", "1 day", "abababababab"],
        ["travel.csv", "Not known", "Not known", "cdcdcdcdcdcd"],
    ]
