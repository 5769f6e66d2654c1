"""Practice today, as plain rules of thumb: take people in order, give each the nearest slot left.

These are the peers that a plan is measured against: valued by the same policy, kept to the same
constraints, and looking at one person at a time, as a booking team with a list has to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.eligibility import CRITERIA, RULES, judge
from tidegate.core.matching.greedy import GreedyPlan, Practice
from tidegate.core.matching.result import ASSIGNMENTS
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Verdict

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

_PENCE_IN_THOUSAND_POUNDS = 100_000
_Row = dict[str, Any]
_Road = tuple[float, str, float | None]  # minutes, site, miles
_ATTRIBUTES = tuple(rule.attribute for rule in RULES)


@dataclass(slots=True)
class _Slot:
    """Units of one offer that are still there."""

    offer: _Row
    week: int
    left: int
    line: _Line | None


@dataclass(slots=True)
class _Line:
    """A contract line as it fills: prepaid units first, then at the unit price within a budget."""

    prepaid: int
    cap: int | None
    price_pence: int
    budget: _Budget
    used: int = 0

    def room(self, wanted: int) -> int:
        """Return how many of these units the line would still take."""
        room = wanted if self.cap is None else min(wanted, self.cap - self.used)
        if self.budget.pence is None or self.price_pence == 0:
            return room
        paid_for = max(self.prepaid - self.used, 0)
        return min(room, paid_for + self.budget.pence // self.price_pence)

    def take(self, units: int) -> int:
        """Use units, and return what they cost above the prepaid ones, in pence."""
        before = max(self.used - self.prepaid, 0)
        self.used += units
        pence = (max(self.used - self.prepaid, 0) - before) * self.price_pence
        if self.budget.pence is not None:
            self.budget.pence -= pence
        return pence


@dataclass(slots=True)
class _Budget:
    """What a payer may still spend above prepaid units; None is no limit."""

    pence: int | None


def slow_greedy(problem: Problem, policy: Policy, practice: Practice) -> GreedyPlan:
    """Match by a rule of thumb, under the constraints and the value of the real thing.

    Equal people are taken in the order of their identifiers; at a site the earliest week goes
    first. Nothing is ever taken back.
    """
    counter = _Counter(problem, policy)
    order = ["weeks_waited", "pathway_id"]
    descending = [True, False]
    if practice is Practice.PRIORITY_THEN_WAIT:
        order, descending = ["priority", *order], [False, *descending]
    rows = [
        row
        for person in problem.pathways.sort(order, descending=descending).iter_rows(named=True)
        for row in counter.serve(person)
    ]
    assignments = pl.DataFrame(rows, schema=dict(ASSIGNMENTS), orient="row")
    worth = float((assignments["value"] * assignments["count"]).sum())
    spent = counter.spent_pence / _PENCE_IN_THOUSAND_POUNDS * policy.thousand_pounds_points
    treated = int(assignments["count"].sum())
    return GreedyPlan(practice, worth - spent, treated, assignments)


class _Counter:
    """The booking counter: what is left where, and how far each site is from each zone."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.weeks = problem.weeks
        self.policy = policy
        self.spent_pence = 0
        self.shelves = _shelves(problem)
        self.roads: dict[str, list[_Road]] = {}
        for road in (
            problem.travel.select("minutes", "site", "miles", "zone")
            .sort("minutes", "site")
            .iter_rows()
        ):
            self.roads.setdefault(road[3], []).append(road[:3])
        self.open: dict[tuple[str, str, str], list[_Road]] = {}
        self.values: dict[tuple[str, int], list[float]] = {}
        self.verdicts: dict[tuple[object, ...], bool] = {}

    def serve(self, person: _Row) -> Iterator[tuple[object, ...]]:
        """Give a counted class of people the nearest units left, one row per offer used."""
        wanted = person["count"]
        for minutes, slot in self._slots(person):
            units = min(wanted, slot.left)
            if slot.line is not None:
                units = slot.line.room(units)
            if units <= 0:
                continue
            slot.left -= units
            wanted -= units
            if slot.line is not None:
                self.spent_pence += slot.line.take(units)
            value = self._week_value(person, slot.week) - self.policy.minute_points * minutes
            yield person["pathway_id"], slot.offer["offer_id"], units, value, minutes
            if wanted == 0:
                return

    def _slots(self, person: _Row) -> Iterator[tuple[float, _Slot]]:
        """Yield the open slots that take this person, nearest site first, earliest week first."""
        kind = (person["tfc"], person["modality"])
        roads = self._open_roads(person["zone"], *kind)
        for minutes, site, miles in roads:
            if not _within(minutes, person["travel_max_minutes"]) or not _within(
                miles, person["travel_max_miles"]
            ):
                continue
            for slot in self.shelves[site, *kind]:
                free = slot.left > 0 and slot.week >= person["earliest_week"]
                free = free and slot.week not in (person["unavailable"] or ())
                if free and self._takes(slot.offer, person):
                    yield minutes, slot

    def _open_roads(self, zone: str, tfc: str, modality: str) -> list[_Road]:
        """Return the roads from a zone to sites with a unit left of this kind."""
        known = self.open.get((zone, tfc, modality), self.roads.get(zone, []))
        still_open = [
            road
            for road in known
            if any(slot.left > 0 for slot in self.shelves.get((road[1], tfc, modality), ()))
        ]
        self.open[zone, tfc, modality] = still_open
        return still_open

    def _takes(self, offer: _Row, person: _Row) -> bool:
        own = person["holder"] in {offer["provider"], offer["site"]}
        if self.policy.require_consent and not own and person["consent"] is not True:
            return False
        facts = tuple(_hashable(person[name]) for name in _ATTRIBUTES)
        limits = tuple(_hashable(offer[name]) for name in CRITERIA)
        if (facts, limits) not in self.verdicts:
            self.verdicts[facts, limits] = judge(person, offer)[0] is Verdict.ACCEPT
        return self.verdicts[facts, limits]

    def _week_value(self, person: _Row, week: int) -> float:
        key = (person["priority"], person["weeks_waited"])
        if key not in self.values:
            self.values[key] = week_values(self.policy, *key, self.weeks).tolist()
        return self.values[key][week]


def _shelves(problem: Problem) -> dict[tuple[str, str, str], list[_Slot]]:
    """Lay out the units by site, treatment function and modality, earliest week first."""
    budgets = {area: _Budget(pence) for area, pence in problem.budgets.iter_rows()}
    lines = {
        row["line_id"]: _Line(
            prepaid=row["minimum_take"],
            cap=row["cap"],
            price_pence=row["unit_price_pence"],
            budget=budgets.get(row["payer"], _Budget(None)),
        )
        for row in problem.lines.iter_rows(named=True)
    }
    shelves: dict[tuple[str, str, str], list[_Slot]] = {}
    for offer in problem.offers.sort("week", "offer_id").iter_rows(named=True):
        slot = _Slot(offer, offer["week"], offer["units"], lines.get(offer["line_id"]))
        for tfc in offer["tfcs"]:
            shelves.setdefault((offer["site"], tfc, offer["modality"]), []).append(slot)
    return shelves


def _within(distance: float | None, limit: float | None) -> bool:
    return limit is None or (distance is not None and distance <= limit)


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
