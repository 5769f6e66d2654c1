"""Whom to ask for each offer of a plan: those placed there, and then those next in line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.leftovers import Unused
from tidegate.core.transfers.batch import Party, room_for
from tidegate.core.transfers.line import LINE, next_in_line
from tidegate.core.transfers.outcomes import in_groups

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result
    from tidegate.core.transfers.belief import Belief
    from tidegate.core.transfers.yields import Yields

INVITATIONS: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "units": pl.Int32(),
    "slots": pl.Int32(),
    "matched": pl.Int32(),
    "ask": pl.Int32(),
    "expected_yes": pl.Float64(),
    "p_over": pl.Float64(),
    "p_empty": pl.Float64(),
    "expected_empty": pl.Float64(),
    "expected_unattended": pl.Float64(),
    "ask_by": pl.Date(),
    "ask_last_by": pl.Date(),
}
"""One row an offer. ``slots``: units that may be filled, fewer than ``units`` where the contract
line or a budget holds the rest back. ``ask_by``, ``ask_last_by``: when the first round must have
been asked, and the last."""

INVITEES: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "rank": pl.Int32(),
    "pathway_id": pl.String(),
    "count": pl.Int32(),
    "matched": pl.Boolean(),
}
"""One row for a pathway asked for an offer, in the order of asking; nobody is asked for two."""


_TOLD = ("pathway_id", "holder", "priority", "modality", "weeks_waited")


@dataclass(frozen=True, slots=True)
class Invitations:
    """How many to ask for each offer, and whom.

    Attributes:
        offers: columns ``INVITATIONS``, in the order of the problem's offers.
        invitees: columns ``INVITEES``.
    """

    offers: pl.DataFrame
    invitees: pl.DataFrame


class _Asking:
    """One offer while people are being asked for it."""

    def __init__(self, slots: int, yields: Yields) -> None:
        self.slots = slots
        self.risk = yields.prior.over_subscription_risk
        self.most = yields.prior.most_per_slot * slots
        self.party = Party()
        self.attending = 0.0
        self.invitees: list[tuple[str, int, bool]] = []

    def ask(self, row: Mapping[str, Any], beliefs: _Beliefs, people: int, *, matched: bool) -> None:
        accept, attend = beliefs.of(row["group"])
        self.party.ask(accept, people, " · ".join(row["group"]))
        self.attending += accept.mean * attend.mean * people
        self.invitees.append((row["pathway_id"], people, matched))

    def room(self, row: Mapping[str, Any], beliefs: _Beliefs, people: int) -> int:
        accept, _ = beliefs.of(row["group"])
        most = min(people, self.most - self.party.people)
        group = " · ".join(row["group"])
        return room_for(self.slots, self.party, accept, self.risk, group=group, most=most)


class _Beliefs:
    """What is believed of each group, looked up once."""

    def __init__(self, yields: Yields) -> None:
        self.yields = yields
        self._found: dict[tuple[str, ...], tuple[Belief, Belief]] = {}

    def of(self, group: list[str]) -> tuple[Belief, Belief]:
        key = tuple(group)
        if key not in self._found:
            self._found[key] = (self.yields.accept.belief(key), self.yields.attend.belief(key))
        return self._found[key]


def invite(problem: Problem, policy: Policy, result: Result, yields: Yields) -> Invitations:
    """Say for each offer of a plan how many people to ask, and whom in which order.

    Those whom the plan places are asked first. Then those next in line join, one by one, for as
    long as the chance of more yeses than slots stays within the risk; where the next in line no
    longer fits, nobody behind them is asked in their stead. Of two offers for which somebody is
    next, the one where the slot is worth more to them asks.
    """
    beliefs = _Beliefs(yields)
    asking = {
        row["offer_id"]: _Asking(_slots(row), yields)
        for row in result.offers.sort("offer_id").to_dicts()
    }
    for row in in_groups(_matched(problem, result), yields.prior).to_dicts():
        asking[row["offer_id"]].ask(row, beliefs, row["people"], matched=True)
    free = dict(result.unmatched.select("pathway_id", "count").rows())
    still_open = {offer_id for offer_id, offer in asking.items() if offer.slots}
    while still_open and free:
        wanted = {name: asking[name].most - asking[name].party.people for name in still_open}
        line = next_in_line(problem, policy, _frame(free, "people"), _frame(wanted, "wanted"))
        still_open = _ask_in_turn(in_groups(line, yields.prior), asking, beliefs, free, wanted)
    return Invitations(_offers(problem, result, asking, yields), _invitees(asking))


def _slots(use: Mapping[str, Any]) -> int:
    """Return the units that may be filled: what a contract or budget holds back stays empty."""
    held_back = use["cause"] == Unused.NOT_BOOKED.value
    return int(use["used"] if held_back else use["units"])


def _matched(problem: Problem, result: Result) -> pl.DataFrame:
    """Return those placed, in the columns of a line and one order."""
    own = pl.col("holder").is_in(pl.concat_list("provider", "site"))
    return (
        result.assignments.rename({"count": "people", "minutes": "travel_minutes"})
        .join(problem.pathways.select(_TOLD), on="pathway_id")
        .join(problem.offers.select("offer_id", "provider", "site"), on="offer_id")
        .with_columns(moved=~own)
        .sort("offer_id", "priority", "pathway_id")
        .select(pl.col(name).cast(kind) for name, kind in LINE.items())
    )


def _ask_in_turn(
    line: pl.DataFrame,
    asking: Mapping[str, _Asking],
    beliefs: _Beliefs,
    free: dict[str, int],
    wanted: Mapping[str, int],
) -> set[str]:
    """Ask down all lines together; return the offers whose line ran out because it was cut."""
    there = dict(line.group_by("offer_id").agg(pl.col("people").sum()).rows())
    cut = {name for name, people in there.items() if people >= wanted[name]}
    full: set[str] = set()
    order = ["priority", "value", "pathway_id", "offer_id"]
    for row in line.sort(order, descending=[False, True, False, False]).iter_rows(named=True):
        offer_id, people = row["offer_id"], free.get(row["pathway_id"], 0)
        if not people or offer_id in full:
            continue
        offer = asking[offer_id]
        room = offer.room(row, beliefs, people)
        if room:
            offer.ask(row, beliefs, room, matched=False)
            free[row["pathway_id"]] -= room
        if room < people:
            full.add(offer_id)
        else:
            del free[row["pathway_id"]]
    return cut - full


def _offers(
    problem: Problem, result: Result, asking: Mapping[str, _Asking], yields: Yields
) -> pl.DataFrame:
    week = dict(problem.offers.select("offer_id", "week").rows())
    rows = [_row(problem, use, asking[use["offer_id"]], week[use["offer_id"]], yields)
            for use in result.offers.to_dicts()]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(INVITATIONS))


def _row(
    problem: Problem, use: Mapping[str, Any], offer: _Asking, week: int, yields: Yields
) -> dict[str, object]:
    batch = offer.party.batch(offer.slots)
    monday = problem.start + timedelta(weeks=week)
    attend = offer.attending / batch.expected_yes if batch.ask else 1.0
    return {
        "offer_id": use["offer_id"],
        "units": use["units"],
        "slots": offer.slots,
        "matched": sum(people for _, people, matched in offer.invitees if matched),
        "ask": batch.ask,
        "expected_yes": batch.expected_yes,
        "p_over": batch.p_over,
        "p_empty": batch.p_empty,
        "expected_empty": batch.expected_empty,
        "expected_unattended": (offer.slots - batch.expected_empty) * (1 - attend),
        "ask_by": yields.replies.ask_by(monday),
        "ask_last_by": yields.replies.ask_last_by(monday),
    }


def _invitees(asking: Mapping[str, _Asking]) -> pl.DataFrame:
    rows = [
        (offer_id, rank, *invitee)
        for offer_id, offer in asking.items()
        for rank, invitee in enumerate(offer.invitees, 1)
    ]
    return pl.DataFrame(rows, schema=dict(INVITEES), orient="row")


def _frame(counts: Mapping[str, int], name: str) -> pl.DataFrame:
    first = "pathway_id" if name == "people" else "offer_id"
    return pl.DataFrame(
        {first: list(counts), name: list(counts.values())},
        schema={first: pl.String, name: pl.Int64},
    )
