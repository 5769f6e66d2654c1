"""Of slots worth the same, people get those of the provider where they wait already."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.outcome import placements
from tidegate.core.matching.solve import Stop, solve


def who_goes_where(tiny, policy, seed: int = 1) -> dict[str, str]:
    result = solve(tiny, policy, Stop(), seed)
    return dict(result.assignments.select("pathway_id", "offer_id").iter_rows())


def two_hospitals() -> list[dict[str, object]]:
    """Two trusts, each with a unit in the same week, as far from everybody as the other."""
    return [offer("O1", site="T1", provider="T1"), offer("O2", site="T2", provider="T2")]


def test_nobody_swaps_hospitals_for_nothing(policy):
    for names in (("A", "B"), ("B", "A")):
        tiny = problem(
            [pathway(names[0], holder="T1"), pathway(names[1], holder="T2")], two_hospitals()
        )
        assert who_goes_where(tiny, policy) == {names[0]: "O1", names[1]: "O2"}


def test_whoever_can_stay_comes_before_an_equal_who_would_have_to_move(policy):
    everyone = [pathway(f"P{n}", holder="T9") for n in range(6)]
    everyone[3]["holder"] = "T1"
    tiny = problem(everyone, [offer("O1", site="T1", provider="T1")])
    for seed in range(5):
        assert who_goes_where(tiny, policy, seed) == {"P3": "O1"}


def test_a_longer_wait_still_comes_first(policy):
    tiny = problem(
        [pathway("STAYS", holder="T1", weeks_waited=20), pathway("LONGER", weeks_waited=21,
                                                                 holder="T9")],
        [offer("O1", site="T1", provider="T1")],
    )  # fmt: skip
    assert who_goes_where(tiny, policy) == {"LONGER": "O1"}


@given(
    holders=st.lists(st.sampled_from(["T1", "T2", "T3", "N1"]), min_size=1, max_size=12),
    units=st.tuples(*(st.integers(0, 4) for _ in range(3))),
)
@settings(max_examples=40, deadline=None)
def test_among_equals_as_many_stay_as_there_are_units_for(policy, holders, units):
    sites = ("T1", "T2", "T3")
    tiny = problem(
        [pathway(f"P{n:02}", holder=holder) for n, holder in enumerate(holders)],
        [offer(f"O{s}", site=s, provider=s, units=u) for s, u in zip(sites, units, strict=True)],
        minutes={("A", site): 10.0 for site in sites},
    )
    result = solve(tiny, policy, Stop(), 1)
    placed = placements(tiny.pathways, tiny.offers, result.assignments)
    treated = placed.group_by("holder").agg(pl.col("count").sum())
    most = sum(
        min(count, dict(zip(sites, units, strict=True)).get(holder, 0))
        for holder, count in treated.iter_rows()
    )
    used = dict(placed.group_by("site").agg(pl.col("count").sum()).iter_rows())
    stayed = placed.filter(~pl.col("moved"))["count"].sum()
    possible = sum(min(count, used.get(holder, 0)) for holder, count in treated.iter_rows())
    assert stayed == possible <= most
