"""Asking down every line, one by one, in the plainest way: the oracle for those who are next."""

from __future__ import annotations

import polars as pl
from tests.core.matching.tiny import arcs

from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import Result
from tidegate.core.transfers.batch import Party, room_for
from tidegate.core.transfers.outcomes import in_groups
from tidegate.core.transfers.yields import Yields

Asked = list[tuple[str, str, int]]


def slowly(problem: Problem, policy: Policy, result: Result, yields: Yields) -> Asked:
    """Return whom a first round asks beyond those with a place: offer, pathway and people."""
    value = arcs(problem, policy)
    group = {
        (row["pathway_id"], row["offer_id"]): row["group"] for row in _grouped(problem, yields)
    }
    slots = dict(result.offers.select("offer_id", "units").rows())
    party = {offer_id: Party() for offer_id in slots}
    free = dict(result.unmatched.select("pathway_id", "count").rows())

    def ask(who: str, what: str, people: int) -> int:
        belief, name = yields.accept.belief(tuple(group[who, what])), " ".join(group[who, what])
        most = min(people, yields.prior.most_per_slot * slots[what] - party[what].people)
        risk = yields.prior.over_subscription_risk
        fit = room_for(slots[what], party[what], belief, risk, group=name, most=most)
        party[what].ask(belief, fit, name)
        return fit

    for who, what, people in result.assignments.select("pathway_id", "offer_id", "count").rows():
        ask(who, what, people)
    urgency = dict(problem.pathways.select("pathway_id", "priority").rows())
    asked: Asked = []
    blocked: dict[str, str] = {}
    while True:
        heads = {}
        for what in slots:
            line = [
                (urgency[who], -worth, who, what)
                for (who, offer_id), worth in value.items()
                if offer_id == what and worth > 0 and free.get(who, 0)
            ]
            if line and blocked.get(what) != min(line)[2]:
                heads[what] = min(line)
        if not heads:
            return asked
        _, _, who, what = min(heads.values())
        fit = ask(who, what, free[who])
        free[who] -= fit
        if fit:
            asked.append((what, who, fit))
        if free[who]:
            blocked[what] = who


def _grouped(problem: Problem, yields: Yields) -> list[dict[str, object]]:
    own = (pl.col("holder") == pl.col("provider")) | (pl.col("holder") == pl.col("site"))
    pairs = problem.pathways.join(
        problem.offers.select("offer_id", "site", "provider"), how="cross"
    ).join(problem.travel.select("zone", "site", travel_minutes="minutes"), on=["zone", "site"])
    return in_groups(pairs.with_columns(moved=~own), yields.prior).to_dicts()
