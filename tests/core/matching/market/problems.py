"""Random problems in which every fact of a pathway and of an offer varies."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from hypothesis import strategies as st
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.eligibility import ACCEPT
from tidegate.core.matching.market.market import Market
from tidegate.core.matching.problem import Problem

MINUTES = {("A", "S1"): 12.1, ("A", "S2"): 12.1, ("A", "S3"): 55.5, ("B", "S1"): 30.0,
           ("B", "S2"): 5.0}  # fmt: skip


@st.composite
def varied_problems(draw: st.DrawFn, people: int = 6, offers: int = 6) -> Problem:
    """Up to that many pathways and offers, three zones (one without roads), four sites."""

    def one(*choices: object) -> object:
        return draw(st.sampled_from(choices))

    pathways = [
        pathway(
            f"W{index}",
            zone=one("A", "B", "C"), holder=one("T1", "S1", "N1", None), area=one("X", "Y"),
            priority=one("P2", "P3", "P4"), weeks_waited=one(3, 14, 51, 63, 70),
            tfc=one("110", "110", "120"), modality=one("day_case", "day_case", "inpatient"),
            imd_quintile=one(1, 2, 5, None), age=one(15, 16, 17, None), asa=one(1, 2, 3, None),
            bmi=one(29.0, 35.5, 40.0, 40.1, None), needs_critical_care=one(True, False, None),
            conditions=one(None, [], ["frail"], ["frail", "bleeding"], ["asthma"]),
            travel_max_minutes=one(None, 12.1, 12.099999999, 30.0),
            travel_max_miles=one(None, 5.0, 20.0),
            earliest_week=draw(st.integers(0, 5)), unavailable=one(None, [], [1], [0, 2, 9]),
            consent=one(True, None, False), count=draw(st.integers(0, 2)),
        )
        for index in range(draw(st.integers(1, people)))
    ]  # fmt: skip
    listed = [
        offer(
            f"O{index}",
            site=one("S1", "S2", "S3", "S4"), provider=one("N1", "T1"),
            line_id=one(None, "L1", "L2"), tfcs=one(["110"], ["120", "110"], ["110", "120"]),
            modality=one("day_case", "day_case", "inpatient"),
            week=draw(st.integers(0, 3)), units=draw(st.integers(0, 2)),
            max_asa=one(None, 2), max_bmi=one(None, 35.5, 40.0), min_age=one(None, 16, 17),
            excludes=one(None, [], ["frail"], ["bleeding", "dementia"]),
            critical_care=one(None, True, False),
        )
        for index in range(draw(st.integers(1, offers)))
    ]  # fmt: skip
    made = problem(pathways, listed, lines=[line("L2"), line("L1")], minutes=MINUTES)
    miles = pl.Series([None, 4.9, 30.0, 20.0, 1.0], dtype=pl.Float64)
    return with_frames(made, travel=made.travel.with_columns(miles=miles))


def with_frames(problem: Problem, **frames: pl.DataFrame) -> Problem:
    """Take a problem with some of its frames replaced."""
    names = ("pathways", "offers", "lines", "budgets", "travel")
    return Problem(
        problem.start, problem.weeks, **{n: frames.get(n, getattr(problem, n)) for n in names}
    )


def shuffled(problem: Problem, seed: int) -> Problem:
    """Put the rows of every frame into another order."""
    names: Sequence[str] = ("pathways", "offers", "lines", "budgets", "travel")
    return with_frames(
        problem,
        **{n: getattr(problem, n).sample(fraction=1, shuffle=True, seed=seed) for n in names},
    )


def values(market: Market, made: Problem) -> dict[tuple[str, str], float]:
    """Read every pair that the arrays allow, and its value, off a market."""
    people, roads, pools = market.people, market.roads, market.pools
    names, offers = made.pathways["pathway_id"].to_list(), made.offers.to_dicts()
    found = {}
    for who in range(len(people.row)):
        mine = slice(*roads.start[people.group[who] : people.group[who] + 2].tolist())
        road = dict(zip(roads.pool[mine].tolist(), range(mine.start, mine.stop), strict=True))
        for row, what in enumerate(offers):
            pool = pools.offer_pool[row]
            owners = (pools.site_holder[pool], pools.provider_holder[pool])
            if (
                pool in road
                and roads.minutes[road[pool]] <= people.max_minutes[who]
                and roads.miles[road[pool]] <= people.max_miles[who]
                and not int(people.closed[who]) >> what["week"] & 1
                and market.fits[people.fitness[who], pools.profile[pool]] == ACCEPT
                and (people.free[who] or people.holder[who] in owners)
            ):
                points = market.curves[people.kind[who], what["week"]]
                points -= market.minute_points * roads.minutes[road[pool]]
                found[names[people.row[who]], what["offer_id"]] = points
    return found
