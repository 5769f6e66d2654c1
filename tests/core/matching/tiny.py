"""Tiny matching problems, and slow obvious ways to judge them."""

from __future__ import annotations

import itertools
from datetime import date

import polars as pl

from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.previous import Previous
from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Verdict

MONDAY = date(2026, 1, 5)


def pathway(pathway_id: str, **facts: object) -> dict[str, object]:
    """A routine patient of T1 in zone A, well and willing, unless told otherwise."""
    plain = {
        "pathway_id": pathway_id, "holder": "T1", "area": "X", "zone": "A", "tfc": "110",
        "modality": "day_case", "priority": "P4", "weeks_waited": 20, "imd_quintile": 3, "age": 50,
        "asa": 2, "bmi": 27.0, "conditions": [], "needs_critical_care": False,
        "travel_max_minutes": None, "earliest_week": 0, "consent": True, "count": 1,
    }  # fmt: skip
    return {**plain, **facts}


def offer(offer_id: str, **facts: object) -> dict[str, object]:
    """One unit in week 0 at site S1 of N1 without any limit, unless told otherwise."""
    plain = {
        "offer_id": offer_id, "site": "S1", "provider": "N1", "line_id": None,
        "modality": "day_case", "tfcs": ["110"], "week": 0, "units": 1, "max_asa": None,
        "max_bmi": None, "min_age": None, "excludes": [], "critical_care": True,
    }  # fmt: skip
    return {**plain, **facts}


def line(line_id: str = "L1", **facts: object) -> dict[str, object]:
    """A line of contract K1 paid by area X: nothing prepaid, no cap, £1,000 a unit."""
    plain = {
        "line_id": line_id, "contract_id": "K1", "payer": "X", "minimum_take": 0, "cap": None,
        "unit_price_pence": 100_000,
    }  # fmt: skip
    return {**plain, **facts}


def problem(
    pathways: list[dict[str, object]],
    offers: list[dict[str, object]],
    *,
    lines: list[dict[str, object]] | None = None,
    budgets: dict[str, int] | None = None,
    minutes: dict[tuple[str, str], float] | None = None,
    weeks: int = 4,
) -> Problem:
    """Put rows together; without ``minutes`` every site in play is 10 minutes from zone A."""
    reach = minutes or {("A", str(row["site"])): 10.0 for row in offers}
    return make_problem(
        MONDAY,
        weeks,
        pathways=pl.DataFrame(pathways, infer_schema_length=None),
        offers=pl.DataFrame(offers, infer_schema_length=None),
        lines=pl.DataFrame(lines or [], infer_schema_length=None),
        budgets=pl.DataFrame(
            {"area": list(budgets or {}), "pence": list((budgets or {}).values())},
            schema={"area": pl.String, "pence": pl.Int64},
        ),
        travel=pl.DataFrame(
            [(zone, site, time) for (zone, site), time in reach.items()],
            schema={"zone": pl.String, "site": pl.String, "minutes": pl.Float64},
            orient="row",
        ),
    )


def arcs(problem: Problem, policy: Policy) -> dict[tuple[str, str], float]:
    """Value of every pair of pathway and offer that the rules allow, one by one."""
    roads = {(row["zone"], row["site"]): row for row in problem.travel.to_dicts()}
    values = {}
    for who, what in itertools.product(problem.pathways.to_dicts(), problem.offers.to_dicts()):
        road = roads.get((who["zone"], what["site"]))
        if (
            road is None
            or not _within(road["minutes"], who["travel_max_minutes"])
            or not _within(road["miles"], who["travel_max_miles"])
            or who["modality"] != what["modality"]
            or who["tfc"] not in what["tfcs"]
            or what["week"] < who["earliest_week"]
            or what["week"] in (who["unavailable"] or ())
            or judge(who, what)[0] is not Verdict.ACCEPT
            or not (who["consent"] or who["holder"] in (what["provider"], what["site"]))
        ):
            continue
        value = week_values(policy, who["priority"], who["weeks_waited"], problem.weeks)
        worth = float(value[what["week"]]) - policy.minute_points * road["minutes"]
        values[who["pathway_id"], what["offer_id"]] = worth
    return values


def _within(distance: float | None, limit: float | None) -> bool:
    return limit is None or (distance is not None and distance <= limit)


def best_objective(problem: Problem, policy: Policy) -> float:
    """Try every plan there is (people one by one: counts are spread out) and keep the best."""
    values = arcs(problem, policy)
    offers = problem.offers.to_dicts()
    people = [
        row["pathway_id"]
        for row in problem.pathways.sort("pathway_id").to_dicts()
        for _ in range(row["count"])
    ]
    line_of = {row["offer_id"]: row["line_id"] for row in offers}
    choices = [
        [None, *(row["offer_id"] for row in offers if (who, row["offer_id"]) in values)]
        for who in people
    ]
    best = 0.0
    for plan in itertools.product(*choices):
        used = {row["offer_id"]: plan.count(row["offer_id"]) for row in offers}
        if any(used[row["offer_id"]] > row["units"] for row in offers):
            continue
        if _leaps(problem, used) or _short(problem, policy, people, plan):
            continue
        cost = _cost(problem, policy, used, line_of)
        if cost is not None:
            value = sum(values[pair] for pair in zip(people, plan, strict=True) if pair[1])
            best = max(best, value - cost)
    return best


def _leaps(problem: Problem, used: dict[str, int]) -> bool:
    """Say whether a line's use changes more from one week to the next than it may."""
    for row in problem.lines.drop_nulls("weekly_change").to_dicts():
        own = problem.offers.filter(line_id=row["line_id"]).select("offer_id", "week").rows()
        by_week = [sum(used[o] for o, week in own if week == t) for t in range(problem.weeks)]
        if any(abs(b - a) > row["weekly_change"] for a, b in itertools.pairwise(by_week)):
            return True
    return False


def _short(
    problem: Problem, policy: Policy, people: list[str], plan: tuple[str | None, ...]
) -> bool:
    """Say whether fewer deprived people are treated than a floor asks for."""
    facts = {row["pathway_id"]: row for row in problem.pathways.to_dicts()}
    treated = [facts[who] for who, what in zip(people, plan, strict=True) if what]
    for area, share in floor_shares(problem, policy).items():
        known = [row for row in treated if row["area"] == area and row["imd_quintile"]]
        deprived = [row for row in known if row["imd_quintile"] in policy.equity.quintiles]
        if len(deprived) < share * len(known) - 1e-9:
            return True
    return False


def floor_shares(problem: Problem, policy: Policy) -> dict[str, float]:
    """Return the share of those treated who must be deprived, by area; none if not enforced."""
    if policy.equity is None:
        return {}
    count: dict[str, tuple[int, int]] = {}
    for row in problem.pathways.drop_nulls(["area", "imd_quintile"]).to_dicts():
        known, deprived = count.get(row["area"], (0, 0))
        poor = row["count"] if row["imd_quintile"] in policy.equity.quintiles else 0
        count[row["area"]] = (known + row["count"], deprived + poor)
    return {area: policy.equity.floor * d / n for area, (n, d) in count.items() if n}


def _cost(
    problem: Problem, policy: Policy, used: dict[str, int], line_of: dict[str, str | None]
) -> float | None:
    spent: dict[str, int] = {}
    for row in problem.lines.to_dicts():
        units = sum(n for offer_id, n in used.items() if line_of[offer_id] == row["line_id"])
        if row["cap"] is not None and units > row["cap"]:
            return None
        beyond = max(0, units - row["minimum_take"])
        spent[row["payer"]] = spent.get(row["payer"], 0) + beyond * row["unit_price_pence"]
    for row in problem.budgets.to_dicts():
        if spent.get(row["area"], 0) > row["pence"]:
            return None
    return policy.thousand_pounds_points * sum(spent.values()) / 100_000


def certified_bound(
    problem: Problem, policy: Policy, prices: pl.DataFrame, previous: Previous | None = None
) -> float:
    """Work the bound out from the prices alone, as the specification writes it."""
    price = {(row["kind"], row["id"]): row["price"] for row in prices.to_dicts()}
    offers = {row["offer_id"]: row for row in problem.offers.to_dicts()}
    total = 0.0
    held = (
        {} if previous is None else {row["pathway_id"]: row for row in previous.matches.to_dicts()}
    )
    values, shares = arcs(problem, policy), floor_shares(problem, policy)

    def net(who: str, what: str) -> float:
        paid = price.get(("offer", what), 0.0)
        return values[who, what] - paid - price.get(("line", offers[what]["line_id"]), 0.0)

    for row in problem.pathways.to_dicts():
        who, shift = row["pathway_id"], 0.0
        if row["imd_quintile"] and row["area"] in shares:
            deprived = row["imd_quintile"] in policy.equity.quintiles
            shift = price.get(("equity", row["area"]), 0.0) * (deprived - shares[row["area"]])
        options = {what: net(who, what) for one, what in values if one == who}
        mine = held.get(who)
        if mine is not None and mine["offer_id"] in options:
            if mine["accepted"] and offers[mine["offer_id"]]["units"]:
                total += row["count"] * (options[mine["offer_id"]] + shift)
                continue
            if not mine["accepted"] and offers[mine["offer_id"]]["units"]:
                options[mine["offer_id"]] += policy.stay_points
        total += row["count"] * max(0.0, *(gain + shift for gain in options.values()), 0.0)
    total += sum(row["units"] * price.get(("offer", key), 0.0) for key, row in offers.items())
    return total + _common(problem, policy, price)


def _common(problem: Problem, policy: Policy, price: dict[tuple[str, str], float]) -> float:
    """Say what money and contract lines are worth at their prices."""
    total = 0.0
    for row in problem.budgets.to_dicts():
        total += row["pence"] / 100_000 * price.get(("budget", row["area"]), 0.0)
    for row in problem.lines.to_dicts():
        offered = problem.offers.filter(line_id=row["line_id"])["units"].sum()
        cap = offered if row["cap"] is None else row["cap"]
        prepaid = min(row["minimum_take"], cap)
        points = policy.thousand_pounds_points + price.get(("budget", row["payer"]), 0.0)
        cost = row["unit_price_pence"] / 100_000 * points
        own = price.get(("line", row["line_id"]), 0.0)
        total += max(0.0, prepaid * own, prepaid * own + (cap - prepaid) * (own - cost))
    return total
