"""A plan for four patients of Northmere, and what becomes of it when a list is cancelled.

Two surgeons' lists of two units each: O1 at the Larches in week 2, O2 at Ardgate General in week 4.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.exchange.matching.small_plan import small_context, small_policy

from tidegate.core.disclosure import Profile
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
from tidegate.exchange.matching.earlier import replacing, take_up
from tidegate.exchange.matching.plan_folder import Plan, read_plan, write_plan
from tidegate.exchange.matching.replies import read_replies

PATIENTS = ["W1", "W2", "W3", "W4"]
SITES = {"O1": "ZN101", "O2": "Z02A1", "O3": "ZN102"}


def four_patients(
    units: dict[str, int] | None = None, patients: list[str] | None = None
) -> Problem:
    """The patients who wait, and units by offer: two each at O1 and O2 unless told otherwise."""
    offered = {"O1": 2, "O2": 2} if units is None else units
    waiting = PATIENTS if patients is None else patients
    return make_problem(
        date(2026, 2, 2),
        8,
        pathways=pl.DataFrame(
            {
                "pathway_id": waiting,
                "holder": ["Z02" if who == "W4" else "Z01" for who in waiting],
                "area": "ZQ1",
                "zone": "ZQ1a",
                "tfc": "110",
                "modality": "day_case",
                "priority": "P4",
                "weeks_waited": range(30, 30 + len(waiting)),
                "imd_quintile": 1,
                "consent": True,
            },
            schema_overrides={"pathway_id": pl.String},
        ),
        offers=pl.DataFrame(
            {
                "offer_id": list(offered),
                "site": [SITES[name] for name in offered],
                "provider": [SITES[name] for name in offered],
                "modality": "day_case",
                "tfcs": [["110"]] * len(offered),
                "week": [{"O1": 2, "O2": 4, "O3": 1}[name] for name in offered],
                "units": list(offered.values()),
            }
        ),
        travel=pl.DataFrame(
            {"zone": "ZQ1a", "site": list(SITES.values()), "minutes": [30.0, 10.0, 20.0]}
        ),
    )


def placed(problem: Problem, places: dict[str, str]) -> Result:
    """A result made by hand: who goes to which offer; the rest are outbid."""
    left = [who for who in problem.pathways["pathway_id"] if who not in places]
    used = [list(places.values()).count(name) for name in problem.offers["offer_id"]]
    units = problem.offers["units"].to_list()
    return Result(
        status=Status.WITHIN_TARGET,
        objective=1000.0 * len(places),
        bound=1000.0 * len(places),
        gap=0.0,
        violations={},
        assignments=pl.DataFrame(
            [(who, what, 1, 1000.0, 30.0) for who, what in places.items()],
            schema=dict(ASSIGNMENTS), orient="row",
        ),
        unmatched=pl.DataFrame(
            [(who, 1, "OUTBID", "taken at 900; 20 short") for who in left],
            schema=dict(UNMATCHED), orient="row",
        ),
        offers=pl.DataFrame(
            {
                "offer_id": problem.offers["offer_id"],
                "units": units,
                "used": used,
                "unused": [have - take for have, take in zip(units, used, strict=True)],
                "price": 0.0,
                "cause": None,
            },
            schema=dict(OFFER_USE),
        ),
        contracts=pl.DataFrame(schema=dict(CONTRACTS)),
        prices=pl.DataFrame({"kind": ["offer"], "id": ["O1"], "price": [900.0]},
                            schema=dict(PRICES)),
        equity=pl.DataFrame(schema=dict(EQUITY)),
    )  # fmt: skip


def first_plan(folder: Path) -> Plan:
    """W1 and W2 at the Larches, W3 at Ardgate General; W4 waits on."""
    problem = four_patients()
    result = placed(problem, {"W1": "O1", "W2": "O1", "W3": "O2"})
    write_plan(folder, problem, small_policy(), result, small_context(Profile.HES_SUBNATIONAL))
    return read_plan(folder)


def second_plan(folder: Path, first: Plan, name: str = "monday") -> Plan:
    """W1 accepted and W2 declined; the list of O2 was cancelled, and O3 is new."""
    answers = folder.with_name("answers.csv")
    answers.write_text("pathway_id,reply\nW1,accepted\nW2,declined\n", encoding="utf-8")
    earlier = take_up(first, name, read_replies(answers))
    problem, replaced = replacing(earlier, four_patients({"O1": 2, "O3": 1}))
    result = placed(problem, {"W1": "O1", "W4": "O1", "W2": "O3"})
    context = small_context(Profile.HES_SUBNATIONAL)
    write_plan(folder, problem, small_policy(), result, context, replaced=replaced)
    return read_plan(folder)
