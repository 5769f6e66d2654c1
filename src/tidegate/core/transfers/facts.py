"""What is known of people asked, as numbers: order of names, groups, and the ways to offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.transfers.groups import ELSEWHERE, OWN, UNKNOWN, Groups, bands, traits

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.transfers.prior import YieldPrior

Shorts = npt.NDArray[np.int32]


class Pairs(NamedTuple):
    """People of offers, offer by offer and there by priority and name.

    Attributes:
        offer: place of the offer's name among all.
        row: row of the problem's pathways.
        code: code of the group, as ``Groups`` counts.
        people: people of the pathway.
    """

    offer: Shorts
    row: Shorts
    code: Shorts
    people: Shorts


def facts_of(problem: Problem, prior: YieldPrior) -> pl.DataFrame:
    """Return for each pathway its row, the place of its name among all, priority and trait."""
    pathways = problem.pathways
    name = np.empty(pathways.height, np.int32)
    name[pathways["pathway_id"].arg_sort().to_numpy()] = np.arange(pathways.height)
    order = {priority: place for place, priority in enumerate(PRIORITIES)}
    priority = pl.col("priority").replace_strict(order, return_dtype=pl.Int32)
    return pathways.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
        "pathway_id", "holder", "zone", priority,
        name=pl.Series(name), trait=pl.Series(traits(pathways, prior)),
    )  # fmt: skip


def pairs_of(
    pairs: pl.DataFrame,
    facts: pl.DataFrame,
    offers: pl.DataFrame,
    travel: pl.DataFrame,
    groups: Groups,
    prior: YieldPrior,
) -> Pairs:
    """Describe people of offers, from whichever way they came to be paired.

    Args:
        pairs: columns ``offer_id, pathway_id, count``.
        facts: of all pathways, as ``facts_of`` gives them.
        offers: columns ``offer_id, offer, site, provider``.
        travel: columns ``zone, site, minutes``; a way that it lacks is one not known.
        groups: how groups are numbered.
        prior: where travel is cut into bands.
    """
    frame = (
        pairs.select("offer_id", "pathway_id", "count")
        .join(offers.select("offer_id", "offer", "site", "provider"), on="offer_id")
        .join(facts, on="pathway_id")
        .join(travel.select("zone", "site", "minutes"), on=["zone", "site"], how="left")
        .sort("offer", "priority", "name")
    )
    own = frame.select(
        own=(pl.col("holder") == pl.col("provider")) | (pl.col("holder") == pl.col("site"))
    )["own"]
    moved = own.replace_strict(
        [True, False], [OWN, ELSEWHERE], default=UNKNOWN, return_dtype=pl.Int32
    )
    known = frame["minutes"].is_not_null().to_numpy()
    band = bands(frame["minutes"].fill_null(0.0).to_numpy(), prior.travel)
    band[~known] = groups.travels - 1
    code = groups.code(frame["trait"].to_numpy(), band, moved.to_numpy())
    offer, row, people = (
        frame[name].cast(pl.Int32).to_numpy() for name in ("offer", "row", "count")
    )
    return Pairs(offer, row, code, people)
