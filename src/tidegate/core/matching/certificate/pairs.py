"""Pairs of pathway and offer: those that a plan makes, and those that an earlier one promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.certificate.numbers import Array, Book, people_of
from tidegate.core.matching.certificate.worth import NOT_ALLOWED, worth

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.previous import Previous
    from tidegate.core.matching.problem import Problem

_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True)
class Promises:
    """What an earlier plan has promised and can still be kept.

    Attributes:
        frame: ``pathway_id, offer_id, accepted, count, row`` (of the pathways), ``offer`` (row).
        value: what each is worth; with the points for staying where it is only proposed.
    """

    frame: pl.DataFrame
    value: Array


def promises(problem: Problem, policy: Policy, book: Book, previous: Previous | None) -> Promises:
    """Value what was promised; where patient or offer is gone, or has no units, it is void."""
    if previous is None:
        empty = {"pathway_id": pl.String, "offer_id": pl.String, "accepted": pl.Boolean}
        return Promises(pl.DataFrame(schema={**empty, "count": pl.Int64}), np.zeros(0))
    wanted = previous.matches.select("pathway_id", "offer_id", "accepted")
    frame = _rows(problem, wanted).drop_nulls(["row", "offer"])
    frame = frame.filter(problem.offers["units"].gather(frame["offer"]) > 0)
    counts = problem.pathways["count"].cast(pl.Int64).gather(frame["row"])
    frame = frame.with_columns(pl.col("accepted").fill_null(value=False), count=counts)
    accepted = frame["accepted"].to_numpy()
    value = _values(problem, book, frame, accepted)
    return Promises(frame, value + np.where(accepted, 0.0, policy.stay_points))


def values_of(
    problem: Problem, policy: Policy, book: Book, placed: pl.DataFrame, held: Promises
) -> Array:
    """Value each assignment; minus infinity where it should not be."""
    frame = _rows(problem, placed.select("pathway_id", "offer_id"))
    promised = np.zeros(placed.height, np.bool_)
    stays = np.zeros(placed.height)
    if held.frame.height:
        known = held.frame.select("pathway_id", "offer_id", "accepted")
        joined = frame.join(
            known, on=["pathway_id", "offer_id"], how="left", maintain_order="left"
        )["accepted"]
        promised = joined.fill_null(value=False).to_numpy()
        stays = np.where((joined == False).fill_null(value=False), policy.stay_points, 0.0)  # noqa: E712
    return _values(problem, book, frame, promised) + stays


def _rows(problem: Problem, pairs: pl.DataFrame) -> pl.DataFrame:
    """Find the rows of pathway and offer; null where there is none."""
    people = problem.pathways.select("pathway_id").with_row_index("row")
    offers = problem.offers.select("offer_id").with_row_index("offer")
    return pairs.join(people, on="pathway_id", how="left", maintain_order="left").join(
        offers, on="offer_id", how="left", maintain_order="left"
    )


def _values(problem: Problem, book: Book, pairs: pl.DataFrame, promised: Array) -> Array:
    values = np.full(pairs.height, NOT_ALLOWED)
    known = np.flatnonzero((pairs["row"].is_not_null() & pairs["offer"].is_not_null()).to_numpy())
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        part = pairs[some]
        people, closed = people_of(book, problem.pathways[part["row"]])
        values[some] = worth(book, people, closed, part["offer"].to_numpy(), promised[some])
    return values
