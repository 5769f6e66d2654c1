"""What the pages of a plan say of alternatives, of what decided, and of what to change."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.core.matching.tiny import MONDAY, line, offer, pathway, problem

from tidegate.controlroom.matching.presenters import tables
from tidegate.controlroom.matching.presenters import why as shown
from tidegate.controlroom.matching.why import AboutOffer, AboutPathway
from tidegate.core.matching.explain import explain_offer, explain_pathway
from tidegate.core.matching.result import ALTERNATIVES
from tidegate.core.matching.solve import Stop, solve
from tidegate.exchange.matching.policies import load_policy


def said(tiny, name, **changed):
    result = replace(solve(tiny, load_policy(), Stop(gap=0.0), seed=1), **changed)
    explained = explain_pathway(tiny, load_policy(), result, name)
    row = tiny.pathways.filter(pathway_id=name).row(0, named=True)
    return shown.pathway(AboutPathway(row, explained), MONDAY, lambda code: f"the {code}")


def test_a_patient_is_told_what_decided_and_what_they_may_choose_instead():
    tiny = problem([pathway("W")], [offer("NOW"), offer("LATER", week=2), offer("NEXT", week=1)])
    row = ("W", 1, "LATER", 1080.0, 10.0, 220.0)
    instead = pl.DataFrame([row], schema=dict(ALTERNATIVES), orient="row")
    answer = said(tiny, "W", alternatives=instead)
    assert answer.sentences[2:] == [
        "The next best is the S1 in the week that begins on 12 Jan: just as good, at this "
        "plan’s prices.",
        "The patient may choose instead: the S1 in the week that begins on 19 Jan, 10 minutes "
        "from home (2.2 routine weeks less).",
    ]
    assert answer.tables[0].caption == "What the place is worth to this patient"


def test_what_decided_is_said_where_the_runner_up_is_worse():
    tiny = problem([pathway("W")], [offer("NOW"), offer("NEXT", week=1)])
    found = solve(tiny, load_policy(), Stop(gap=0.0), seed=1)
    free = found.prices.with_columns(price=pl.lit(0.0))
    said_now = said(tiny, "W", prices=free).sentences
    assert said_now[1] == "The place asks nothing: nobody else wants it at this plan’s prices."
    assert said_now[2].endswith(
        "1.1 routine weeks worse, at this plan’s prices. What decided was 1 week sooner."
    )


def test_whoever_is_outbid_is_told_how_many_units_would_have_reached_them():
    tiny = problem([pathway(f"W{wait}", weeks_waited=wait) for wait in (40, 30, 2)], [offer("O")])
    assert said(tiny, "W2").sentences[-1] == (
        "With 2 more units there it would have been in reach: 1 person is ahead."
    )
    assert said(tiny, "W30").sentences[-1].endswith("in reach: nobody is ahead.")


def test_whoever_one_thing_keeps_out_is_told_what_could_be_theirs():
    tiny = problem([pathway("W", consent=None)], [offer("O")])
    assert said(tiny, "W").sentences[-1] == (
        "Were it not for one thing (no yes to moving is recorded, so that only the holder's own "
        "offers count), the S1 in the week that begins on 5 Jan could be theirs."
    )


def test_idle_units_of_a_contract_line_are_told():
    tiny = problem(
        [pathway("W", tfc="130")], [offer("O", line_id="L1")], lines=[line(minimum_take=1)]
    )
    result = solve(tiny, load_policy(), Stop(gap=0.0), seed=1)
    use = result.offers.drop("units").filter(offer_id="O").row(0, named=True)
    row = {**tiny.offers.row(0, named=True), **use}
    explained = explain_offer(tiny, load_policy(), result, "O")
    answer = shown.offer(AboutOffer(row, explained, []), MONDAY, str)
    assert answer.sentences[-1] == (
        "On its contract line 1 unit paid for in advance stays idle: nobody eligible can reach it."
    )


ROWS = [
    {"rule": "MONEY", "subject": "X", "subject_name": "Northmere", "words": "£1,000 more to spend",
     "people": 1, "points": 800.0},
    {"rule": "MAX_BMI", "subject": "S1", "subject_name": "Larches", "people": 12, "points": 700.0,
     "words": "raise its limit on BMI by 5"},
]  # fmt: skip


@pytest.mark.parametrize("with_contracts", [True, False])
def test_what_concerns_money_is_for_those_who_may_see_contracts(with_contracts):
    told = {"relaxing": {"count": 2, "rows": ROWS}}
    table = tables.what_would_help(told, with_contracts=with_contracts)
    assert [row[0].text for row in table.rows] == ["Northmere"] * with_contracts + ["Larches"]


def test_a_plan_made_before_there_was_advice_shows_none():
    assert tables.what_would_help({}, with_contracts=True).rows == ()
    assert tables.value({}, with_contracts=True).rows == ()
