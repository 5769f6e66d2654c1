from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.matching.outcome import (
    breaches,
    flows,
    placements,
    waiting_and_treated,
    waits_by_specialty,
)

WEEKS = 8

person = st.tuples(
    st.sampled_from(["110", "130"]),
    st.integers(min_value=0, max_value=110),  # weeks waited
    st.integers(min_value=1, max_value=30),  # people alike
    st.none() | st.tuples(st.integers(min_value=0, max_value=WEEKS - 1), st.booleans()),
)


def plan_of(people: list[tuple]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pathways of Z01, and those of them that are placed: at Z01 itself or at Z02."""
    pathways = pl.DataFrame(
        [
            (f"P{number}", "Z01", "ZQ1", tfc, "day_case", "P4", waited, count)
            for number, (tfc, waited, count, _) in enumerate(people)
        ],
        schema=["pathway_id", "holder", "area", "tfc", "modality", "priority", "weeks_waited",
                "count"],
        orient="row",
    )  # fmt: skip
    offers = pl.DataFrame(
        [
            (f"{provider}w{week}", f"{provider}A", provider, week)
            for week in range(WEEKS)
            for provider in ("Z01", "Z02")
        ],
        schema=["offer_id", "site", "provider", "week"],
        orient="row",
    )
    assignments = pl.DataFrame(
        [
            (f"P{number}", f"{'Z02' if moves else 'Z01'}w{week}", count, 1.0, 20.0)
            for number, (_, _, count, slot) in enumerate(people)
            if slot is not None
            for week, moves in [slot]
        ],
        schema={"pathway_id": pl.String, "offer_id": pl.String, "count": pl.Int64,
                "value": pl.Float64, "minutes": pl.Float64},
        orient="row",
    )  # fmt: skip
    return pathways, placements(pathways, offers, assignments)


class TestBreaches:
    @pytest.mark.parametrize(
        ("waited", "week", "at_risk", "avoided"),
        [
            (44, 7, 1, 1),  # reaches 52 weeks at the end of week 8, treated in week 7
            (43, 0, 0, 0),  # would only reach 51
            (51, 0, 1, 1),  # treated before its 52nd week is over
            (51, 1, 1, 0),  # treated in its 52nd week: too late
            (52, 0, 0, 0),  # over already
        ],
    )
    def test_a_breach_of_52_weeks(self, waited: int, week: int, at_risk: int, avoided: int) -> None:
        pathways, placed = plan_of([("110", waited, 1, (week, True))])

        found = breaches(pathways, placed, WEEKS)[0]

        assert (found["limit_weeks"], found["at_risk"], found["avoided"]) == (52, at_risk, avoided)
        assert (found["over_now"], found["over_now_treated"]) == (int(waited >= 52),) * 2

    @settings(deadline=None)  # how long it takes is no part of what it says
    @given(st.lists(person, min_size=1, max_size=12))
    def test_nobody_is_avoided_who_was_not_at_risk(self, people: list[tuple]) -> None:
        for row in breaches(*plan_of(people), WEEKS):
            assert 0 <= row["avoided"] <= row["at_risk"]
            assert 0 <= row["over_now_treated"] <= row["over_now"]


class TestCounts:
    @settings(deadline=None)  # how long it takes is no part of what it says
    @given(st.lists(person, min_size=1, max_size=12))
    def test_every_person_is_counted_once(self, people: list[tuple]) -> None:
        pathways, placed = plan_of(people)
        slow_treated = sum(count for _, _, count, slot in people if slot is not None)
        slow_moved = sum(count for _, _, count, slot in people if slot is not None and slot[1])

        counted = waiting_and_treated(pathways, placed, ["tfc"])
        waits = waits_by_specialty(pathways, placed, WEEKS)

        assert counted["waiting"].sum() == waits["waiting"].sum() == pathways["count"].sum()
        assert counted["treated"].sum() == waits["treated"].sum() == slow_treated
        assert flows(placed, "holder")["people"].sum() == slow_moved

    @settings(deadline=None)  # how long it takes is no part of what it says
    @given(st.lists(person, min_size=1, max_size=12))
    def test_waits_after_are_those_of_the_people_not_placed(self, people: list[tuple]) -> None:
        waits = waits_by_specialty(*plan_of(people), WEEKS)

        for row in waits.iter_rows(named=True):
            of_it = [entry for entry in people if entry[0] == row["tfc"]]
            for limit in (18, 52):
                late = [entry for entry in of_it if entry[1] + WEEKS >= limit]
                assert row[f"over_{limit}_without"] == sum(entry[2] for entry in late)
                assert row[f"over_{limit}_with"] == sum(e[2] for e in late if e[3] is None)


class TestFlows:
    def test_means_weigh_people_and_leave_unknown_travel_out(self) -> None:
        _, placed = plan_of([("110", 10, 3, (0, True)), ("110", 20, 1, (0, True))])
        placed = placed.with_columns(minutes=pl.Series([30.0, None]))

        row = flows(placed, "area").row(0, named=True)

        assert (row["people"], row["weeks_waited"], row["minutes"]) == (4, 12.5, 30.0)

    def test_an_unknown_holder_moves(self) -> None:
        pathways, placed = plan_of([("110", 10, 3, (0, False))])
        offers = pl.DataFrame({"offer_id": ["Z01w0"], "site": "Z01A", "provider": "Z01", "week": 0})
        unknown = pathways.with_columns(holder=pl.lit(None, pl.String))
        assignments = placed.select("pathway_id", "offer_id", "count", "value", "minutes")

        assert placed["moved"].to_list() == [False]
        assert placements(unknown, offers, assignments)["moved"].to_list() == [True]
