"""The plan that a new one replaces, as far as the new one's folder has to know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.difference import DECLINED, Difference, difference
from tidegate.core.matching.previous import PREVIOUS, Previous
from tidegate.core.matching.result import PRICES

if TYPE_CHECKING:
    from tidegate.core.matching.difference import Made

STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Promises:
    """What an earlier plan has promised to single patients, and what they have refused.

    Attributes:
        matches: columns ``PREVIOUS`` and ``standing``: whether the pathway still waits and the
            offer still has units, so that the place could be kept.
        declined: columns ``DECLINED``: who has said no to which site, from all replies so far.
    """

    matches: pl.DataFrame
    declined: pl.DataFrame

    def __post_init__(self) -> None:
        for frame, columns in (
            (self.matches, {**PREVIOUS, STANDING: pl.Boolean()}),
            (self.declined, DECLINED),
        ):
            if any(frame.schema.get(column) != kind for column, kind in columns.items()):
                raise ValueError(f"promises: columns must be {', '.join(columns)}")

    @property
    def accepted(self) -> pl.DataFrame:
        """Return ``pathway_id, offer_id`` of all accepted transfers, those that ended included."""
        return self.matches.filter("accepted").select("pathway_id", "offer_id")

    def previous(self, prices: pl.DataFrame | None = None) -> Previous:
        """Return what a new plan has to respect; ``prices`` of the earlier plan make a start."""
        start = pl.DataFrame(schema=dict(PRICES)) if prices is None else prices
        return Previous(self.matches.filter(STANDING).select(*PREVIOUS), start)


def no_promises() -> Promises:
    """Return what a plan has promised that replaces none: nothing."""
    matches = pl.DataFrame(schema={**PREVIOUS, STANDING: pl.Boolean()})
    return Promises(matches, pl.DataFrame(schema=dict(DECLINED)))


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier plan, and what of it has to be respected.

    Attributes:
        name: what its readers call it: the name of its folder, or its number.
        title, made_at, start, policy: of the earlier plan, as its summary tells them.
        made: its problem and result.
        promises: how its proposals stand after the replies.
    """

    name: str
    title: str
    made_at: str
    start: str
    policy: str
    made: Made
    promises: Promises

    @property
    def previous(self) -> Previous:
        """Return what the new plan has to respect, with the earlier plan's prices to start from."""
        return self.promises.previous(self.made.result.prices)

    def against(self, after: Made) -> Difference:
        """Compare the plan with the one that replaces it."""
        return difference(self.made, after, self.promises.accepted, self.promises.declined)
