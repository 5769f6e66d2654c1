"""Small random problems with everything that advice looks at, their plans, and slow judges."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import strategies as st
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.market.matches import Matches
from tidegate.core.matching.market.prices import Prices
from tidegate.core.matching.solve import Stop, solve
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Verdict

WAITS = st.sampled_from([0, 10, 30, 50, 60, 70])
SITES = ("S1", "S2", "S3")
BANDS = (10.0, 25.0, 40.0, 55.0, 80.0)


@st.composite
def problems(draw):
    """Up to eight pathways, six offers at three sites, two zones, a line and a budget."""
    people = [
        pathway(
            f"W{index}",
            holder=draw(st.sampled_from(["T1", "T2"])),
            zone=draw(st.sampled_from("AB")),
            priority=draw(st.sampled_from(["P2", "P3", "P4"])),
            weeks_waited=draw(WAITS),
            bmi=draw(st.sampled_from([27.0, 41.0, 47.0, None])),
            asa=draw(st.sampled_from([1, 2, 3, 4])),
            age=draw(st.sampled_from([16, 17, 40])),
            conditions=draw(st.sampled_from([[], ["dialysis"], ["stroke", "dialysis"], None])),
            travel_max_minutes=draw(st.sampled_from([None, 20.0, 30.0, 45.0])),
            travel_max_miles=draw(st.sampled_from([None, 50.0])),
            earliest_week=draw(st.integers(0, 2)),
            consent=draw(st.sampled_from([True, True, False, None])),
            count=draw(st.sampled_from([1, 1, 1, 3])),
        )
        for index in range(draw(st.integers(1, 8)))
    ]
    offers = [
        offer(
            f"O{index}",
            site=(site := draw(st.sampled_from(SITES))),
            provider={"S1": "T1", "S2": "N1", "S3": "T2"}[site],
            line_id=draw(st.sampled_from([None, "L1"])),
            week=draw(st.integers(0, 3)),
            units=draw(st.integers(0, 3)),
            max_bmi=draw(st.sampled_from([None, 40.0])),
            max_asa=draw(st.sampled_from([None, 2, 3])),
            min_age=draw(st.sampled_from([None, 18])),
            excludes=draw(st.sampled_from([[], ["dialysis"], ["dialysis", "stroke"]])),
        )
        for index in range(draw(st.integers(1, 6)))
    ]
    contract = line(
        minimum_take=draw(st.integers(0, 2)),
        cap=draw(st.sampled_from([None, 2, 3])),
        unit_price_pence=draw(st.sampled_from([0, 200_000])),
    )
    minutes = {(zone, site): draw(st.sampled_from(BANDS)) for zone in "AB" for site in SITES}
    plain = problem(
        people,
        offers,
        lines=[contract],
        budgets=draw(st.sampled_from([{}, {"X": 300_000}])),
        minutes=minutes,
    )
    miles = [draw(st.sampled_from([30.0, 70.0, 120.0, None])) for _ in minutes]
    return replace(
        plain, travel=plain.travel.with_columns(miles=pl.Series(miles, dtype=pl.Float64))
    )


def against(who, what, time, miles):
    """Say what stands between a pathway and an offer, rule by rule."""
    found = set()
    if who["travel_max_minutes"] is not None and time > who["travel_max_minutes"]:
        found.add("minutes")
    if who["travel_max_miles"] is not None and (miles is None or miles > who["travel_max_miles"]):
        found.add("miles")
    if not (who["consent"] or who["holder"] in (what["site"], what["provider"])):
        found.add("consent")
    if what["week"] < who["earliest_week"]:
        found.add("week")
    if judge(who, what)[0] is not Verdict.ACCEPT:
        found.add("criteria")
    return found


def pairs(tiny, policy):
    """Give, for every pathway and offer of its care, what is against it, value and minutes."""
    way = {(row["zone"], row["site"]): row for row in tiny.travel.to_dicts()}
    judged = {}
    for who, what in itertools.product(tiny.pathways.to_dicts(), tiny.offers.to_dicts()):
        there = way[who["zone"], what["site"]]
        value = week_values(policy, who["priority"], who["weeks_waited"], tiny.weeks)[what["week"]]
        judged[who["pathway_id"], what["offer_id"]] = (
            against(who, what, there["minutes"], there["miles"]),
            float(value) - policy.minute_points * there["minutes"],
            there["minutes"],
        )
    return judged


def planned(tiny, policy):
    """Solve a problem; return its market, prices as arrays, who has which slot, and the result."""
    result = solve(tiny, policy, Stop(gap=0.0), seed=1)
    market = make_market(tiny, policy, 1)
    return market, prices_of(tiny, market, result), matches_of(tiny, market, result), result


def matches_of(tiny, market, result):
    """Look a result's assignments up as rows of the market and of the offers."""
    person = {int(row): place for place, row in enumerate(market.people.row)}
    row = {name: index for index, name in enumerate(tiny.pathways["pathway_id"])}
    offer_row = {name: index for index, name in enumerate(tiny.offers["offer_id"])}
    plan = result.assignments
    return Matches(
        np.array([person[row[name]] for name in plan["pathway_id"]], np.int64),
        np.array([offer_row[name] for name in plan["offer_id"]], np.int64),
        plan["count"].cast(pl.Int64).to_numpy(),
        plan["value"].to_numpy(),
        plan["minutes"].to_numpy(),
    )


def prices_of(tiny, market, result):
    """Lay the prices of a result out as the market's arrays."""
    price = {(row["kind"], row["id"]): row["price"] for row in result.prices.to_dicts()}
    cell = np.zeros(market.pools.units.shape)
    for pool, row in zip(market.pools.offer_pool, tiny.offers.to_dicts(), strict=True):
        cell[pool, row["week"]] = price["offer", row["offer_id"]]
    return Prices(
        cell,
        np.array([price["line", name] for name in tiny.lines["line_id"]], np.float64),
        np.array([price["budget", area] for area in tiny.budgets["area"]], np.float64),
        np.array([price.get(("equity", area), 0.0) for area in market.floors], np.float64),
    )
