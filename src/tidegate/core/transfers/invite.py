"""Whom to ask for each offer of a plan: those placed there, and then those next in line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.leftovers import Unused
from tidegate.core.transfers.asking import Asking, Beliefs
from tidegate.core.transfers.line import LINE, next_in_line
from tidegate.core.transfers.outcomes import Reply, in_groups

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result
    from tidegate.core.transfers.yields import Yields

INVITATIONS: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "units": pl.Int32(),
    "slots": pl.Int32(),
    "matched": pl.Int32(),
    "accepted": pl.Int32(),
    "pending": pl.Int32(),
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
line or a budget holds the rest back. ``ask``: people to ask now. What is expected counts them and
those whose answer is pending, for the slots that have no yes yet. ``ask_by``, ``ask_last_by``: when
the first round must have been asked, and the last."""

INVITEES: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "round": pl.Int32(),
    "rank": pl.Int32(),
    "pathway_id": pl.String(),
    "count": pl.Int32(),
    "matched": pl.Boolean(),
}
"""One row for a pathway asked for an offer, in the order of asking; nobody is asked for two."""

ANSWERED: Mapping[str, pl.DataType] = {**INVITEES, "reply": pl.String()}
"""Those asked in earlier rounds and what they said: a ``Reply``, pending where nothing."""

_TOLD = ("pathway_id", "holder", "zone", "priority", "modality", "weeks_waited")


@dataclass(frozen=True, slots=True)
class Invitations:
    """How many to ask for each offer, and whom.

    Attributes:
        offers: columns ``INVITATIONS``, in the order of the problem's offers.
        invitees: columns ``INVITEES``: those to ask now.
    """

    offers: pl.DataFrame
    invitees: pl.DataFrame


def invite(
    problem: Problem,
    policy: Policy,
    result: Result,
    yields: Yields,
    answered: pl.DataFrame | None = None,
) -> Invitations:
    """Say for each offer of a plan how many people to ask now, and whom in which order.

    Those whom the plan places are asked first. Then those next in line join, one by one, for as
    long as the chance of more yeses than slots stays within the risk; where the next in line no
    longer fits, nobody behind them is asked in their stead. Of two offers for which somebody is
    next, the one where the slot is worth more to them asks.

    Args:
        problem: what the plan was made for.
        policy: by which it was made.
        result: the plan.
        yields: what is known of who says yes, and the risk.
        answered: columns ``ANSWERED``, in a further round. Whoever said yes keeps a slot, whoever
            said no is not asked again, and whoever has not answered may still say yes.
    """
    told = pl.DataFrame(schema=dict(ANSWERED)) if answered is None else answered
    asking = _begin(problem, result, yields, told)
    new = result.assignments.join(told, on=["offer_id", "pathway_id"], how="anti")
    for person in _people(problem, new, yields):
        asking[person["offer_id"]].ask(person, person["people"], matched=True)
    free = dict(_unasked(result, told).rows())
    _ask_those_next(problem, policy, yields, asking, free)
    last = told["round"].max()
    number = 1 + (last if isinstance(last, int) else 0)
    return Invitations(_offers(problem, result, asking, yields), _invitees(asking, number))


def _unasked(result: Result, told: pl.DataFrame) -> pl.DataFrame:
    """Count the people without a place whom no round has asked: ``pathway_id, people``.

    Of a pathway that stands for several, perhaps only some were asked; the others keep their turn.
    """
    asked = told.filter(~pl.col("matched")).group_by("pathway_id").agg(asked=pl.col("count").sum())
    return (
        result.unmatched.join(asked, on="pathway_id", how="left")
        .select("pathway_id", people=pl.col("count") - pl.col("asked").fill_null(0))
        .filter(pl.col("people") > 0)
    )


def _begin(
    problem: Problem, result: Result, yields: Yields, told: pl.DataFrame
) -> dict[str, Asking]:
    """Open each offer, with the yeses that it has and those whose answer is awaited."""
    said_yes = told.filter(pl.col("reply") == Reply.YES.value)
    accepted = dict(said_yes.group_by("offer_id").agg(pl.col("count").sum()).rows())
    beliefs = Beliefs(yields)
    asking = {
        use["offer_id"]: Asking(_slots(use), accepted.get(use["offer_id"], 0), beliefs, yields)
        for use in result.offers.sort("offer_id").to_dicts()
    }
    pending = told.filter(pl.col("reply") == Reply.PENDING.value)
    for person in _people(problem, pending, yields):
        asking[person["offer_id"]].await_answer(person)
    return asking


def _slots(use: Mapping[str, Any]) -> int:
    """Return the units that may be filled: what a contract or budget holds back stays empty."""
    held_back = use["cause"] == Unused.NOT_BOOKED.value
    return int(use["used"] if held_back else use["units"])


def _people(problem: Problem, pairs: pl.DataFrame, yields: Yields) -> list[dict[str, Any]]:
    """Describe people of offers as a line does, and name their groups; in one order.

    Args:
        problem: the problem.
        pairs: columns ``offer_id, pathway_id, count``.
        yields: names the groups.
    """
    own = pl.col("holder").is_in(pl.concat_list("provider", "site"))
    described = (
        pairs.select("offer_id", "pathway_id", people="count")
        .join(problem.pathways.select(_TOLD), on="pathway_id")
        .join(problem.offers.select("offer_id", "provider", "site"), on="offer_id")
        .join(
            problem.travel.select("zone", "site", travel_minutes="minutes"),
            on=["zone", "site"],
            how="left",
        )
        .with_columns(moved=~own, value=pl.lit(0.0))
        .sort("offer_id", "priority", "pathway_id")
        .select(pl.col(name).cast(kind) for name, kind in LINE.items())
    )
    return in_groups(described, yields.prior).to_dicts()


def _ask_those_next(
    problem: Problem,
    policy: Policy,
    yields: Yields,
    asking: Mapping[str, Asking],
    free: dict[str, int],
) -> None:
    """Ask down the lines of all offers.

    A line is made again where it was cut short, and where whoever did not fit has been asked for
    another offer since, so that in the end nobody is passed over and nobody waits in vain.
    """
    still_open = {offer_id for offer_id, offer in asking.items() if offer.wanted}
    while still_open and free:
        wanted = {offer_id: asking[offer_id].wanted for offer_id in sorted(still_open)}
        line = next_in_line(
            problem,
            policy,
            free=_frame("pathway_id", "people", free),
            wanted=_frame("offer_id", "wanted", wanted),
        )
        there = dict(line.group_by("offer_id").agg(pl.col("people").sum()).rows())
        cut = {offer_id for offer_id, people in there.items() if people >= wanted[offer_id]}
        stopped = _ask_in_turn(in_groups(line, yields.prior), asking, free)
        gone = {offer_id for offer_id, pathway_id in stopped.items() if pathway_id not in free}
        still_open = (cut - stopped.keys()) | gone


def _ask_in_turn(
    line: pl.DataFrame, asking: Mapping[str, Asking], free: dict[str, int]
) -> dict[str, str]:
    """Ask one by one whoever is free; return each offer that has no room for its next, and whom."""
    stopped: dict[str, str] = {}
    order = ["priority", "value", "pathway_id", "offer_id"]
    for person in line.sort(order, descending=[False, True, False, False]).iter_rows(named=True):
        offer_id, people = person["offer_id"], free.get(person["pathway_id"], 0)
        if not people or offer_id in stopped:
            continue
        fit = asking[offer_id].ask(person, people, matched=False)
        if fit < people:
            free[person["pathway_id"]] = people - fit
            stopped[offer_id] = person["pathway_id"]
        else:
            del free[person["pathway_id"]]
    return stopped


def _offers(
    problem: Problem, result: Result, asking: Mapping[str, Asking], yields: Yields
) -> pl.DataFrame:
    week = dict(problem.offers.select("offer_id", "week").rows())
    rows = []
    for use in result.offers.to_dicts():
        offer = asking[use["offer_id"]]
        batch = offer.party.batch(offer.left)
        monday = problem.start + timedelta(weeks=week[use["offer_id"]])
        rows.append(
            {
                "offer_id": use["offer_id"],
                "units": use["units"],
                "slots": offer.slots,
                "matched": use["used"],
                "accepted": offer.accepted,
                "pending": offer.pending,
                "ask": batch.ask - offer.pending,
                "expected_yes": batch.expected_yes,
                "p_over": batch.p_over,
                "p_empty": batch.p_empty,
                "expected_empty": batch.expected_empty,
                "expected_unattended": (offer.left - batch.expected_empty) * (1 - offer.attending),
                "ask_by": yields.replies.ask_by(monday),
                "ask_last_by": yields.replies.ask_last_by(monday),
            }
        )
    return pl.DataFrame(rows, schema=dict(INVITATIONS))


def _invitees(asking: Mapping[str, Asking], number: int) -> pl.DataFrame:
    rows = [
        (offer_id, number, rank, *invitee)
        for offer_id, offer in asking.items()
        for rank, invitee in enumerate(offer.invitees, 1)
    ]
    return pl.DataFrame(rows, schema=dict(INVITEES), orient="row")


def _frame(key: str, value: str, counts: Mapping[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        {key: list(counts), value: list(counts.values())}, schema={key: pl.String, value: pl.Int64}
    )
