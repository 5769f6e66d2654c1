"""A small fictional plan, made by hand, so that each figure of its report can be checked on paper.

Two areas and two trusts; two independent hospitals offer eight weeks. Northmere's 300 people
waiting for orthopaedics and Ardgate's 120 for eyes meet 160 units.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from tidegate.core.disclosure import Profile
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.result import (
    ASSIGNMENTS,
    CONTRACTS,
    EQUITY,
    OFFER_USE,
    PRICES,
    UNMATCHED,
    Result,
    Status,
)
from tidegate.exchange.matching.plan_context import DatedSource, Ground, Outline, PlanContext
from tidegate.exchange.matching.policies import load_policy
from tidegate.exchange.sources import Source

MADE_AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

NAMES = {
    "ZQ1": "Northmere",
    "ZQ2": "Vale of Ard",
    "Z01": "Northmere Hospitals",
    "Z02": "Ardgate Hospitals",
    "Z02A1": "Ardgate General",
    "ZN101": "The Larches Hospital",
    "ZN102": "Estuary Eye Clinic",
    "C1": "Larches block 2026",
}

GROUND = Ground(
    outlines=(
        Outline("ZQ1", "Northmere", (((-2.0, 54.0), (-1.0, 54.2), (-1.1, 53.4), (-2.1, 53.3)),)),
        Outline("ZQ2", "Vale of Ard", (((-2.1, 53.3), (-1.1, 53.4), (-1.2, 52.7), (-2.0, 52.6)),)),
    ),
    points={
        "ZQ1": (-1.5, 53.8),
        "ZQ2": (-1.6, 53.0),
        "Z02A1": (-1.7, 52.9),
        "ZN101": (-1.3, 53.2),
        "ZN102": (-1.9, 53.5),
    },
)


def small_problem() -> Problem:
    """Five groups of people, three offers, one contract line."""
    return make_problem(
        date(2026, 2, 2),
        8,
        pathways=pl.DataFrame(
            {
                "pathway_id": ["A", "B", "C", "D", "E"],
                "holder": ["Z01", "Z01", "Z01", "Z02", "Z02"],
                "area": ["ZQ1", "ZQ1", "ZQ1", "ZQ2", "ZQ2"],
                "zone": ["ZQ1a", "ZQ1a", "ZQ1b", "ZQ2a", "ZQ2a"],
                "tfc": ["110", "110", "110", "130", "130"],
                "modality": ["inpatient", "inpatient", "inpatient", "day_case", "day_case"],
                "priority": ["P2", "P4", "P4", "P3", "P4"],
                "weeks_waited": [10, 46, 60, 50, 12],
                "imd_quintile": [1, 1, 3, 3, 5],
                "count": [20, 80, 200, 100, 20],
            }
        ),
        offers=pl.DataFrame(
            {
                "offer_id": ["O1", "O2", "O3"],
                "site": ["ZN101", "ZN102", "Z02A1"],
                "provider": ["ZN101", "ZN102", "Z02"],
                "line_id": ["L1", None, None],
                "modality": ["inpatient", "day_case", "day_case"],
                "tfcs": [["110"], ["130"], ["130"]],
                "week": [2, 1, 4],
                "units": [90, 40, 30],
            }
        ),
        lines=pl.DataFrame(
            {
                "line_id": ["L1"],
                "contract_id": ["C1"],
                "payer": ["ZQ1"],
                "minimum_take": [100],
                "cap": [150],
                "unit_price_pence": [250_000],
            }
        ),
        travel=pl.DataFrame(
            {
                "zone": ["ZQ1a", "ZQ1b", "ZQ2a", "ZQ2a"],
                "site": ["ZN101", "ZN101", "ZN102", "Z02A1"],
                "minutes": [30.0, 40.0, 25.0, 10.0],
            }
        ),
    )


def small_result() -> Result:
    """Twenty P2 first, then 70 of those near a year; 60 of the people who wait for eyes."""
    return Result(
        status=Status.WITHIN_TARGET,
        objective=999_700.0,
        bound=1_000_000.0,
        gap=0.0003,
        violations={},
        assignments=pl.DataFrame(
            {
                "pathway_id": ["A", "B", "D", "D"],
                "offer_id": ["O1", "O1", "O2", "O3"],
                "count": [20, 70, 40, 20],
                "value": [28_940.0, 4_400.0, 6_000.0, 1_000.0],
                "minutes": [30.0, 30.0, 25.0, 10.0],
            },
            schema=dict(ASSIGNMENTS),
        ),
        unmatched=pl.DataFrame(
            {
                "pathway_id": ["B", "C", "D", "E"],
                "count": [10, 200, 40, 20],
                "code": ["OUTBID", "OUTBID", "OUTBID", "NO_OFFER_IN_REACH"],
                "detail": [""] * 4,
            },
            schema=dict(UNMATCHED),
        ),
        offers=pl.DataFrame(
            {
                "offer_id": ["O1", "O2", "O3"],
                "units": [90, 40, 30],
                "used": [90, 40, 20],
                "unused": [0, 0, 10],
                "price": [3_400.0, 1_250.0, 0.0],
                "cause": [None, None, "NO_ELIGIBLE_PATIENT"],
            },
            schema=dict(OFFER_USE),
        ),
        contracts=pl.DataFrame(
            {
                "line_id": ["L1"],
                "contract_id": ["C1"],
                "payer": ["ZQ1"],
                "minimum_take": [100],
                "cap": [150],
                "used": [90],
                "spend_pence": [0],
                "idle_pence": [2_500_000],
                "price": [0.0],
            },
            schema=dict(CONTRACTS),
        ),
        prices=pl.DataFrame(
            {
                "kind": ["offer", "offer", "budget"],
                "id": ["O1", "O2", "ZQ1"],
                "price": [3_400.0, 1_250.0, 120.0],
            },
            schema=dict(PRICES),
        ),
        equity=pl.DataFrame(
            {
                "imd_quintile": [1, 3, 5],
                "waiting": [100, 300, 20],
                "treated": [90, 60, 0],
                "refused": [0, None, 20],
                "selection_rate": [0.9, 0.2, 0.0],
                "refusal_rate": [0.0, None, 1.0],
            },
            schema=dict(EQUITY),
        ),
        statistics={"rounds": 3},
    )


def small_policy() -> Policy:
    """The policy that the package ships."""
    return load_policy("default-2026")


def small_context(profile: Profile = Profile.RTT_OPEN, ground: Ground = GROUND) -> PlanContext:
    """As if published: exact counts, a map, one source with a date and one without."""
    return PlanContext(
        title="Northmere and Vale of Ard, February 2026",
        profile=profile,
        made_at=MADE_AT,
        seed=7,
        data_as_of=date(2026, 1, 31),
        sources=(
            DatedSource(
                Source("list.csv", "a1" * 32, 2_400_000, "waiting list"), date(2026, 1, 31)
            ),
            DatedSource(Source("offers.csv", "b2" * 32, 80_000, "offers")),
        ),
        assumptions=("Travel is measured from the middle of each zone.",),
        names=NAMES,
        ground=ground,
        greedy={"rule": "longest wait, nearest site", "objective": 499_850.0, "treated": 120},
    )
