"""A published month as counted classes: every person at or over the floor once, nobody twice."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.waiting.classes import waiting_classes

BANDS = [f"w{week:03d}" for week in range(105)]


def month_of(*rows: tuple[str, str, dict[int, int]]) -> pl.DataFrame:
    """Build a month of one provider from (part, commissioner, people by week)."""
    return pl.DataFrame(
        [
            {
                "provider": "Z01",
                "provider_parent": "QZZ",
                "commissioner": commissioner,
                "commissioner_parent": "QZZ",
                "part": part,
                "tfc": "110",
                **{band: people.get(week, 0) for week, band in enumerate(BANDS)},
                "total": sum(people.values()),
            }
            for part, commissioner, people in rows
        ],
        schema_overrides=dict.fromkeys([*BANDS, "total"], pl.Int32),
    )


def people(frame: pl.DataFrame) -> dict[tuple[str, int], int]:
    return {
        (modality, weeks): count
        for modality, weeks, count in frame.select("modality", "weeks_waited", "count").iter_rows()
    }


def test_those_with_a_decision_to_admit_are_split_from_the_rest():
    classes = waiting_classes(month_of(("2", "ZZC", {20: 10}), ("2A", "ZZC", {20: 4})), 18)
    assert people(classes.frame) == {("admitted", 20): 4, ("non_admitted", 20): 6}


def test_those_below_the_floor_are_counted_and_left_out():
    classes = waiting_classes(month_of(("2", "ZZC", {0: 3, 17: 5, 18: 7, 104: 1})), 18)
    assert people(classes.frame) == {("non_admitted", 18): 7, ("non_admitted", 104): 1}
    assert classes.below_floor == 8


def test_people_of_other_countries_are_counted_and_left_out():
    classes = waiting_classes(month_of(("2", "NONC", {30: 9}), ("2", "ZZC", {30: 1})), 18)
    assert people(classes.frame) == {("non_admitted", 30): 1}
    assert classes.not_english == 9


def test_more_decisions_than_people_are_cut_and_told():
    classes = waiting_classes(month_of(("2", "ZZC", {30: 2}), ("2A", "ZZC", {30: 5, 40: 1})), 18)
    assert people(classes.frame) == {("admitted", 30): 2}
    assert classes.admitted_beyond_list == 4


def test_completed_pathways_and_new_ones_are_nobody_waiting():
    rows = month_of(("1A", "ZZC", {30: 5}), ("1B", "ZZC", {30: 5}), ("3", "ZZC", {}))
    assert waiting_classes(rows, 18).frame.is_empty()


cells = st.dictionaries(st.integers(0, 104), st.integers(0, 50), max_size=12)


@given(cells, cells, st.integers(0, 104))
def test_classes_and_those_left_out_add_up_to_the_list(
    listed: dict[int, int], decided: dict[int, int], floor: int
):
    classes = waiting_classes(month_of(("2", "ZZC", listed), ("2A", "ZZC", decided)), floor)
    assert classes.frame["count"].sum() + classes.below_floor == sum(listed.values())
    assert (classes.frame["weeks_waited"] >= floor).all()
