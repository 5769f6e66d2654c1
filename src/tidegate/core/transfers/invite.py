"""Whom to ask for each offer of a plan: those placed there, and then those next in line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.leftovers import Unused
from tidegate.core.matching.market.make import make_market
from tidegate.core.transfers.asking import (
    EXPECTED,
    Beliefs,
    Offers,
    ask_next,
    ask_placed,
    await_answers,
    expectations,
)
from tidegate.core.transfers.facts import facts_of, pairs_of
from tidegate.core.transfers.groups import make_groups
from tidegate.core.transfers.line import make_rules, make_waiting, make_ways, no_fronts
from tidegate.core.transfers.outcomes import Reply

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result
    from tidegate.core.transfers.facts import Pairs
    from tidegate.core.transfers.groups import Groups
    from tidegate.core.transfers.yields import Yields

Shorts = npt.NDArray[np.int32]

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
    # Lots put equals in turn; here their names do.
    market = make_market(problem, policy, seed=0)
    modalities = problem.offers["modality"].unique().sort().to_list()
    groups = make_groups(yields, modalities)
    listed = _listed(problem, result, told)
    offers = _open(listed, market, modalities, groups, yields.prior.most_per_slot)
    risk = yields.prior.over_subscription_risk
    beliefs = Beliefs(groups.number, groups.yes, groups.no, groups.attend, groups.travels, risk)
    facts = facts_of(problem, yields.prior)

    def paired(pairs: pl.DataFrame) -> Pairs:
        return pairs_of(pairs, facts, listed, problem.travel, groups, yields.prior)

    pending = paired(told.filter(pl.col("reply") == Reply.PENDING.value))
    await_answers(offers, beliefs, pending.offer, pending.code, pending.people)
    new = paired(result.assignments.join(told, on=["offer_id", "pathway_id"], how="anti"))
    placed = new.offer, new.row, ask_placed(offers, beliefs, new.offer, new.code, new.people)
    left = _left(facts, _unasked(result, told))
    waiting = make_waiting(market, left, facts)
    ways, rules = make_ways(market, problem.travel, yields.prior), make_rules(market)
    offer, who, people = ask_next(offers, beliefs, no_fronts(listed.height), waiting, ways, rules)
    return Invitations(
        _offers(problem, result, listed, offers, expectations(offers, beliefs), yields),
        _invitees(problem, listed, (placed, (offer, waiting.row[who], people)), _number(told)),
    )


def _listed(problem: Problem, result: Result, told: pl.DataFrame) -> pl.DataFrame:
    """List the offers in order of their names, with the slots that may be filled and the answers.

    What a contract or a budget holds back stays empty.
    """
    of_problem = problem.offers.select("offer_id", "site", "provider", "modality", "week")
    counts = [
        told.filter(pl.col("reply") == reply.value)
        .group_by("offer_id")
        .agg(pl.col("count").sum().cast(pl.Int32).alias(name))
        for name, reply in (("accepted", Reply.YES), ("pending", Reply.PENDING))
    ]
    held_back = pl.col("cause").eq_missing(pl.lit(Unused.NOT_BOOKED.value))
    return (
        result.offers.select(
            "offer_id",
            slots=pl.when(held_back).then("used").otherwise("units").cast(pl.Int32),
        )
        .join(of_problem.with_row_index("row"), on="offer_id")
        .join(counts[0], on="offer_id", how="left")
        .join(counts[1], on="offer_id", how="left")
        .with_columns(pl.col("accepted", "pending").fill_null(0))
        .sort("offer_id")
        .with_columns(offer=pl.int_range(pl.len(), dtype=pl.Int32))
    )


def _open(
    listed: pl.DataFrame,
    market: Market,
    modalities: list[str],
    groups: Groups,
    most_per_slot: int,
) -> Offers:
    """Open each offer for the slots that have no yes yet; nobody is asked so far."""
    number = {modality: place for place, modality in enumerate(modalities)}
    left = np.maximum(0, listed["slots"].to_numpy() - listed["accepted"].to_numpy())
    return Offers(
        pool=market.pools.offer_pool[listed["row"].to_numpy()],
        week=listed["week"].to_numpy(),
        modality=listed["modality"].replace_strict(number, return_dtype=pl.Int32).to_numpy(),
        slots=left,
        most=most_per_slot * left,
        asked=np.zeros((listed.height, groups.yes.shape[1]), np.int32),
        full=np.zeros((listed.height, groups.yes.shape[1]), np.bool_),
    )


def _left(facts: pl.DataFrame, unasked: pl.DataFrame) -> Shorts:
    """Lay people who may be asked out by the rows of the problem's pathways."""
    left = np.zeros(facts.height, np.int32)
    found = unasked.join(facts.select("pathway_id", "row"), on="pathway_id")
    left[found["row"].to_numpy()] = found["people"].to_numpy()
    return left


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


def _number(told: pl.DataFrame) -> int:
    last = told["round"].max()
    return 1 + (last if isinstance(last, int) else 0)


def _offers(
    problem: Problem,
    result: Result,
    listed: pl.DataFrame,
    offers: Offers,
    expected: npt.NDArray[np.float64],
    yields: Yields,
) -> pl.DataFrame:
    """Say what each offer asks and what is to be expected of it, in the order of the plan's."""
    mondays = [problem.start + timedelta(weeks=week) for week in range(problem.weeks)]
    by_week = pl.DataFrame(
        {
            "week": range(problem.weeks),
            "ask_by": [yields.replies.ask_by(monday) for monday in mondays],
            "ask_last_by": [yields.replies.ask_last_by(monday) for monday in mondays],
        },
        schema_overrides={"week": listed.schema["week"]},
    )
    found = dict(zip(EXPECTED, expected, strict=True))
    attending = found.pop("attending")
    filled = offers.slots - found["expected_empty"]
    told = listed.with_columns(
        ask=pl.Series(offers.asked.sum(axis=1)) - pl.col("pending"),
        expected_unattended=pl.Series(filled * (1 - attending)),
        **{name: pl.Series(column) for name, column in found.items()},
    ).join(by_week, on="week")
    plain = result.offers.select("offer_id", "units", matched="used")
    every = plain.join(told, on="offer_id", how="left", maintain_order="left")
    return every.select(pl.col(name).cast(kind) for name, kind in INVITATIONS.items())


def _invitees(
    problem: Problem,
    listed: pl.DataFrame,
    asked: tuple[tuple[Shorts, Shorts, Shorts], ...],
    number: int,
) -> pl.DataFrame:
    """List those asked, offer by offer: first those with a place, then those next in line.

    ``asked`` is offer, row and people of those with a place and of the others.
    """
    matched = np.repeat([True, False], [len(each[0]) for each in asked])
    offer, row, people = (np.concatenate(columns) for columns in zip(*asked, strict=True))
    order = np.argsort(offer, kind="stable")
    order = order[people[order] > 0]
    frame = pl.DataFrame(
        {
            "offer_id": listed["offer_id"].gather(offer[order]),
            "round": pl.repeat(number, len(order), eager=True),
            "pathway_id": problem.pathways["pathway_id"].gather(row[order]),
            "count": people[order],
            "matched": matched[order],
        }
    )
    first = np.searchsorted(offer[order], offer[order], side="left")
    return frame.with_columns(rank=pl.Series(np.arange(len(order)) - first + 1)).select(
        pl.col(name).cast(kind) for name, kind in INVITEES.items()
    )
