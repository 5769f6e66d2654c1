"""What a good month shows: each case is a row of completions that a manager can check by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.waiting.capacity import CapacityRule, estimate_capacity

MONTHS = [date(2025, month, 28) for month in range(1, 13)]
EVERY_MONTH_21_DAYS = dict.fromkeys(MONTHS, 21)


def month_of(rows: list[tuple[str, str, str, int]]) -> pl.DataFrame:
    """Build one month from (provider, part, treatment function, completed)."""
    columns = {"provider": pl.String, "part": pl.String, "tfc": pl.String, "total": pl.Int32}
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        provider_name=pl.col("provider") + " HOSPITAL",
        provider_parent=pl.lit("QZZ"),
        commissioner=pl.lit("ZZC"),
    )


def orthopaedics(*completed: int | None) -> dict[date, pl.DataFrame]:
    """One provider's admitted orthopaedics, month after month; None is a month not reported."""
    return {
        month: month_of([] if count is None else [("ZN101", "1A", "110", count)])
        for month, count in zip(MONTHS, completed, strict=False)
    }


def spare(months: dict[date, pl.DataFrame], **rule: float) -> float:
    estimate = estimate_capacity(months, EVERY_MONTH_21_DAYS, CapacityRule("test", **rule))
    return round(float(estimate["spare_per_month"].sum()), 6)


@pytest.mark.parametrize(
    ("completed", "expected", "why"),
    [
        ((100,), 0, "one month shows nothing"),
        ((100, 110), 5, "two months: the better one less the middle between them"),
        ((100, 110, 120), 10, "three months: the best less the middle one"),
        ((120, 110, 100), 10, "the order of the months does not matter"),
        ((100, 100, 100), 0, "level months show nothing"),
        ((100, 40, 100), 0, "one poor month is no sign of spare capacity"),
        ((100, 100, 900), 25, "one freak month is believed to a quarter above the middle"),
        ((100, None, 110), 5, "a month that was not reported is left out"),
        ((0, 0, 30), 0, "a provider that does nothing in a middle month shows nothing"),
        ((100, 100, 100, 100, 100, 120), 0, "of six months the best one is not yet a habit"),
        ((120, 100, 100, 100, 100, 120), 20, "of six months two good ones are"),
        ((120, 120, 120, 100, 100, 100), 20, "now is the newest three months"),
    ],
)
def test_a_good_month_less_now(completed: tuple[int | None, ...], expected: float, why: str):
    assert spare(orthopaedics(*completed)) == pytest.approx(expected), why


def test_one_month_says_that_nothing_can_be_shown():
    estimate = estimate_capacity(orthopaedics(100), EVERY_MONTH_21_DAYS)
    assert estimate["months_seen"].to_list() == [1]
    assert estimate["basis"].to_list() == ["one month seen: nothing can be shown"]


def test_a_short_month_is_not_a_poor_month():
    """Ninety in eighteen working days is the same rate as a hundred and five in twenty-one."""
    days = {MONTHS[0]: 21, MONTHS[1]: 18, MONTHS[2]: 21}
    estimate = estimate_capacity(orthopaedics(105, 90, 105), days)
    assert estimate["spare_per_month"].to_list() == pytest.approx([0])
    assert estimate["now_per_month"].to_list() == pytest.approx([105])


def test_specialties_that_swap_a_theatre_have_not_both_shown_it():
    """Together the provider did 200 in every month, so as a whole it has shown nothing more."""
    months = {
        month: month_of([("ZN101", "1A", "110", a), ("ZN101", "1A", "130", 200 - a)])
        for month, a in zip(MONTHS, (100, 120, 80), strict=False)
    }
    estimate = estimate_capacity(months, EVERY_MONTH_21_DAYS)
    assert estimate["alone_per_month"].to_list() == pytest.approx([20, 20])
    assert estimate["spare_per_month"].to_list() == pytest.approx([0, 0])


def test_a_specialty_missing_from_a_reported_month_did_nothing_in_it():
    months = {
        MONTHS[0]: month_of([("ZN101", "1A", "110", 50), ("ZN101", "1A", "130", 40)]),
        MONTHS[1]: month_of([("ZN101", "1A", "110", 50)]),
        MONTHS[2]: month_of([("ZN101", "1A", "110", 50)]),
    }
    eyes = estimate_capacity(months, EVERY_MONTH_21_DAYS).filter(pl.col("tfc") == "130")
    assert eyes["months_seen"].to_list() == [3]
    assert eyes["now_per_month"].to_list() == [0]
    assert eyes["spare_per_month"].to_list() == [0]


def test_admitted_and_non_admitted_stand_apart_and_waiting_parts_are_ignored():
    months = {
        month: month_of(
            [("Z01", "1A", "110", a), ("Z01", "1B", "110", 10 * a), ("Z01", "2", "110", 9999)]
        )
        for month, a in zip(MONTHS, (100, 110, 120), strict=False)
    }
    estimate = estimate_capacity(months, EVERY_MONTH_21_DAYS)
    found = dict(zip(estimate["admission"], estimate["spare_per_month"], strict=True))
    assert found == pytest.approx({"admitted": 10, "non_admitted": 100})


@pytest.mark.parametrize(
    ("provider", "known", "sector"),
    [
        ("ZN101", {"ZN101": "independent"}, "independent"),
        ("Z01", {"Z01": "nhs"}, "nhs"),
        ("R99", {}, "nhs"),
        ("R99", {"R99": "independent"}, "nhs"),
        ("ZN101", {}, "unknown"),
    ],
)
def test_a_trust_is_known_by_its_code_and_everybody_else_by_the_hospital_list(
    provider: str, known: dict[str, str], sector: str
):
    months = {MONTHS[0]: month_of([(provider, "1A", "110", 5)])}
    estimate = estimate_capacity(months, EVERY_MONTH_21_DAYS, sectors=known)
    assert estimate["sector"].to_list() == [sector]


def test_a_month_without_its_working_days_is_refused():
    with pytest.raises(ValueError, match="working days are not stated for 2025-01-28"):
        estimate_capacity(orthopaedics(1), {})


def test_no_month_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one month"):
        estimate_capacity({}, {})


@pytest.mark.parametrize(
    "wrong", [{"freak_ratio": 0.9}, {"standard_month_days": 0}, {"recent_months": 0}]
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, float]):
    with pytest.raises(ValueError, match="month"):
        CapacityRule("test", **wrong)


completions = st.dictionaries(
    st.tuples(
        st.sampled_from(["Z01", "Z02", "ZN101"]),
        st.sampled_from(["1A", "1B"]),
        st.sampled_from(["100", "110", "X05"]),
    ),
    st.lists(st.integers(0, 500), min_size=7, max_size=7),
    min_size=1,
    max_size=8,
)


def history(cells: dict[tuple[str, str, str], list[int]], order: list[int]) -> dict:
    """Months in the order given, each with the cells' counts of that index."""
    return {
        MONTHS[place]: month_of([(*cell, counts[i]) for cell, counts in cells.items()])
        for place, i in enumerate(order)
    }


@given(completions, st.integers(1, 7))
def test_spare_is_never_negative_nor_more_than_shown(cells: dict, seen: int):
    estimate = estimate_capacity(history(cells, list(range(seen))), EVERY_MONTH_21_DAYS)
    assert (estimate["spare_per_month"] >= 0).all()
    assert (estimate["spare_per_month"] <= estimate["shown_per_month"] + 1e-9).all()
    assert (estimate["spare_per_month"] <= estimate["alone_per_month"] + 1e-9).all()
    assert (estimate["chance_per_month"] <= estimate["spare_per_month"] + 1e-9).all()
    best = max((max(counts[:seen]) for counts in cells.values()), default=0)
    assert (estimate["spare_per_month"] <= best + 1e-9).all()


@given(completions, st.permutations(range(3)))
def test_permuting_the_months_changes_nothing(cells: dict, order: list[int]):
    in_order = estimate_capacity(history(cells, [0, 1, 2]), EVERY_MONTH_21_DAYS)
    permuted = estimate_capacity(history(cells, order), EVERY_MONTH_21_DAYS)
    assert permuted.equals(in_order)


@given(completions, st.integers(2, 9))
def test_scaling_every_count_scales_the_estimate(cells: dict, factor: int):
    larger = {cell: [factor * count for count in counts] for cell, counts in cells.items()}
    estimate = estimate_capacity(history(cells, list(range(7))), EVERY_MONTH_21_DAYS)
    scaled = estimate_capacity(history(larger, list(range(7))), EVERY_MONTH_21_DAYS)
    assert scaled["spare_per_month"].to_list() == pytest.approx(
        [factor * value for value in estimate["spare_per_month"]], abs=1e-6
    )


def test_the_same_months_give_the_same_estimate_to_the_last_bit():
    kinds = ["100", "101", "110", "120", "130", "301", "320"]
    months = {
        month: month_of(
            [
                (f"ZN{one:03}", part, kind, (one * 37 + int(kind) * 11 + at * 29) % 400)
                for one in range(300)
                for kind in kinds
                for part in ("1A", "1B")
            ]
        )
        for at, month in enumerate(MONTHS[:4])
    }
    working_days = dict(zip(MONTHS[:4], (20, 21, 19, 22), strict=True))
    first = estimate_capacity(months, working_days)
    assert all(estimate_capacity(months, working_days).equals(first) for _ in range(5))
