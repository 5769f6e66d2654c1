"""Groups of people as numbers, and what is believed of each: what kernels can look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.transfers.outcomes import in_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.core.transfers.prior import Bands, YieldPrior
    from tidegate.core.transfers.yields import Yields

Floats = npt.NDArray[np.float64]
Shorts = npt.NDArray[np.int32]

OWN, ELSEWHERE, UNKNOWN = 0, 1, 2
"""Whether somebody would go elsewhere: to their own holder, to another, or their holder is not
known."""
_MOVED = {OWN: False, ELSEWHERE: True, UNKNOWN: None}
MOVES = len(_MOVED)


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of one modality are numbered from 0 on.

    Attributes:
        number: group by modality and by ``code``, shape (modalities, codes).
        yes, no: belief in the share that says yes, shape (modalities, groups).
        attend: mean share of those who said yes who attend, likewise.
        travels: bands of travel, and one more for travel that is not known.
    """

    number: Shorts
    yes: Floats
    no: Floats
    attend: Floats
    travels: int

    def code(self, trait: Shorts, travel: Shorts, moved: Shorts) -> Shorts:
        """Join what a person is, how far the way is and whether it leads elsewhere."""
        code: Shorts = (trait * self.travels + travel) * MOVES + moved
        return code


def make_groups(yields: Yields, modalities: Sequence[str]) -> Groups:
    """Number the groups that can occur in each modality, and look up what is believed of them."""
    prior = yields.prior
    travels = len(prior.travel.labels) + 1
    named = [in_groups(_everybody(prior, modality), prior)["group"] for modality in modalities]
    names = [[tuple(group) for group in column.to_list()] for column in named]
    distinct = [sorted(set(groups)) for groups in names]
    width = max((len(groups) for groups in distinct), default=0)
    codes = len(PRIORITIES) * len(prior.waited.labels) * travels * MOVES
    number = np.zeros((len(names), codes), np.int32)
    yes, no, attend = np.ones((3, len(names), width))
    for row, (groups, mine) in enumerate(zip(names, distinct, strict=True)):
        place = {group: index for index, group in enumerate(mine)}
        number[row] = [place[group] for group in groups]
        for index, group in enumerate(mine):
            accept = yields.accept.belief(group)
            yes[row, index], no[row, index] = accept.yes, accept.no
            attend[row, index] = yields.attend.belief(group).mean
    return Groups(number, yes, no, attend, travels)


def traits(pathways: pl.DataFrame, prior: YieldPrior) -> Shorts:
    """Number rows by priority and band of wait, as ``Groups.code`` takes it."""
    order = {priority: place for place, priority in enumerate(PRIORITIES)}
    priority = pathways["priority"].replace_strict(order, return_dtype=pl.Int32).to_numpy()
    trait: Shorts = priority * len(prior.waited.labels) + bands(
        pathways["weeks_waited"].to_numpy(), prior.waited
    )
    return trait


def bands(figures: npt.NDArray[np.number], cut: Bands) -> Shorts:
    """Number the band of each figure, the lowest first."""
    return np.searchsorted(cut.edges, figures, side="right").astype(np.int32)


def _everybody(prior: YieldPrior, modality: str) -> pl.DataFrame:
    """Make one person for each code, in order of the codes."""
    waited = pl.DataFrame({"weeks_waited": [cut - 1 for cut in _tops(prior.waited)]})
    travel = pl.DataFrame({"travel_minutes": [*(cut - 0.5 for cut in _tops(prior.travel)), None]})
    moved = pl.DataFrame({"moved": list(_MOVED.values())}, schema={"moved": pl.Boolean})
    return (
        pl.DataFrame({"priority": list(PRIORITIES)})
        .join(waited, how="cross", maintain_order="left_right")
        .join(travel, how="cross", maintain_order="left_right")
        .join(moved, how="cross", maintain_order="left_right")
        .with_columns(modality=pl.lit(modality))
    )


def _tops(cut: Bands) -> list[int]:
    """Return the first figure above each band; the last band has none, and any will do."""
    return [*cut.edges, cut.edges[-1] + 2]
