"""Random problems small enough to try every plan, with everything that a plan has to respect."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import strategies as st
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.policy import EquityFloor, Policy
from tidegate.core.matching.previous import PREVIOUS, Previous
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import PRICES

MINUTES = {("A", "S1"): 12.0, ("A", "S2"): 40.0, ("B", "S1"): 30.0, ("B", "S2"): 5.0}
MILES = {("A", "S1"): 5.0, ("A", "S2"): 60.0, ("B", "S1"): None, ("B", "S2"): 2.0}


@st.composite
def problems(draw: st.DrawFn, *, most: int = 4, counted: bool = True) -> Problem:
    """Up to four people and four offers in two areas, with lines, budgets and closed weeks."""
    people = [
        pathway(
            f"W{index}",
            area=draw(st.sampled_from(["X", "X", "Y", None])),
            zone=draw(st.sampled_from(["A", "B"])),
            holder=draw(st.sampled_from(["T1", "S1", None])),
            priority=draw(st.sampled_from(["P2", "P3", "P4"])),
            weeks_waited=draw(st.sampled_from([3, 14, 20, 50, 51, 63, 70])),
            tfc=draw(st.sampled_from(["110", "110", "120"])),
            imd_quintile=draw(st.sampled_from([1, 1, 4, None])),
            asa=draw(st.sampled_from([1, 3, None])),
            conditions=draw(st.sampled_from([[], ["dialysis"], ["mi_6m", "dialysis"], None])),
            earliest_week=draw(st.integers(0, 2)),
            unavailable=draw(st.sampled_from([None, [], [0], [1, 3], [0, 9]])),
            consent=draw(st.sampled_from([True, True, None, False])),
            travel_max_minutes=draw(st.sampled_from([None, None, 25.0, 30.0])),
            travel_max_miles=draw(st.sampled_from([None, None, 50.0])),
            count=draw(st.integers(0, 2)) if counted else 1,
        )
        for index in range(draw(st.integers(0, most)))
    ]
    slots = [
        offer(
            f"O{index}",
            site=draw(st.sampled_from(["S1", "S2"])),
            line_id=draw(st.sampled_from([None, "L1", "L2"])),
            tfcs=draw(st.sampled_from([["110"], ["110", "120"]])),
            week=draw(st.integers(0, 3)),
            units=draw(st.integers(0, 2)),
            max_asa=draw(st.sampled_from([None, None, 2])),
            excludes=draw(st.sampled_from([[], [], ["dialysis"]])),
        )
        for index in range(draw(st.integers(0, most)))
    ]
    lines = [
        line(
            name,
            payer=draw(st.sampled_from(["X", "Y"])),
            minimum_take=draw(st.integers(0, 2)),
            cap=draw(st.sampled_from([None, 1, 3])),
            unit_price_pence=draw(st.sampled_from([0, 120_000, 900_000])),
        )
        for name in ("L1", "L2")
    ]
    money = draw(st.sampled_from([None, 0, 130_000, 1_000_000]))
    made = problem(
        people or [pathway("W9", count=0)],
        slots or [offer("O9", units=0)],
        lines=lines,
        budgets=None if money is None else {"X": money},
        minutes=MINUTES,
    )
    return replace(made, travel=made.travel.with_columns(miles=pl.Series(list(MILES.values()))))


@st.composite
def policies(draw: st.DrawFn, plain: Policy) -> Policy:
    """The given policy, with points for staying and perhaps a floor."""
    equity = draw(st.sampled_from([None, EquityFloor((1,), 1.0), EquityFloor((1, 2), 0.5)]))
    return replace(plain, equity=equity, stay_points=draw(st.sampled_from([0.0, 250.0])))


@st.composite
def prices_for(draw: st.DrawFn, tiny: Problem) -> pl.DataFrame:
    """Any prices that may stand in a certificate; some are missing."""
    names = {
        "offer": tiny.offers["offer_id"].to_list(),
        "line": tiny.lines["line_id"].to_list(),
        "budget": tiny.budgets["area"].to_list(),
        "equity": ["X", "Y"],
    }
    rows = [
        (kind, name, draw(st.floats(-300 if kind == "line" else 0, 2_000)))
        for kind, ids in names.items()
        for name in ids
        if draw(st.booleans())
    ]
    return pl.DataFrame(rows, schema=dict(PRICES), orient="row")


def earlier(*matches: tuple[str, str, bool]) -> Previous:
    """An earlier plan: pathway, offer, and whether it was accepted."""
    frame = pl.DataFrame(list(matches), schema=dict(PREVIOUS), orient="row")
    return Previous(frame, pl.DataFrame(schema=dict(PRICES)))
