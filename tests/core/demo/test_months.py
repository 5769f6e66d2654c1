"""The fictional published figures hang together as real ones ought to."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from tidegate.core.demo.health_system import make_health_system
from tidegate.core.demo.months import PublishedMonth
from tidegate.core.waiting.rtt import BANDS
from tidegate.core.waiting.simulation.by_wait import removal_by_wait

WEEKS = [f"w{band:03}" for band in range(BANDS)]
CELL = ["provider", "commissioner", "tfc"]


@pytest.fixture(scope="module")
def months() -> tuple[PublishedMonth, ...]:
    return make_health_system(seed=5, people=20_000, as_of=date(2026, 11, 25)).months


def part(month: PublishedMonth, name: str) -> pl.DataFrame:
    return month.frame.filter(pl.col("part") == name)


def test_bands_add_up_to_the_total(months: tuple[PublishedMonth, ...]) -> None:
    for month in months:
        banded = month.frame.filter(pl.col("part") != "3")
        assert (banded.select(pl.sum_horizontal(WEEKS)).to_series() == banded["total"]).all()


def test_new_clock_starts_have_no_bands(months: tuple[PublishedMonth, ...]) -> None:
    assert (
        part(months[0], "3").select(WEEKS).null_count().row(0)
        == (part(months[0], "3").height,) * BANDS
    )


def test_those_with_a_decision_to_admit_are_among_those_who_wait(
    months: tuple[PublishedMonth, ...],
) -> None:
    for month in months:
        both = part(month, "2A").join(part(month, "2"), on=CELL, how="left", suffix="_all")
        assert all((both[week] <= both[f"{week}_all"]).all() for week in WEEKS)


def test_the_lists_roll_forward_up_to_removals(months: tuple[PublishedMonth, ...]) -> None:
    for before, now in pairwise(months):
        waited, waits = part(before, "2")["total"].sum(), part(now, "2")["total"].sum()
        started = part(now, "3")["total"].sum()
        completed = part(now, "1A")["total"].sum() + part(now, "1B")["total"].sum()
        removed = waited + started - completed - waits
        assert 0.02 < removed / waited < 0.05


def test_treated_patients_had_waited_less_than_those_who_still_wait(
    months: tuple[PublishedMonth, ...],
) -> None:
    def mean_wait(name: str) -> float:
        counts = part(months[-1], name).select(pl.col(WEEKS).sum()).row(0)
        return sum(week * count for week, count in enumerate(counts)) / sum(counts)

    assert mean_wait("1B") < mean_wait("2")


def test_people_are_removed_at_much_the_same_rate_whatever_they_have_waited() -> None:
    made = make_health_system(seed=5, people=150_000, as_of=date(2026, 11, 25)).months
    shapes = removal_by_wait([(month.period, month.frame) for month in made])
    for shape in shapes.values():
        assert all(0.3 < shape[week] < 2.5 for week in (6, 18, 30, 45, 58))
