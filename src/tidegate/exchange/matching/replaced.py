"""The plan that a new one replaces, as far as the new one's folder has to know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.matching.difference import Difference, difference

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.difference import Made
    from tidegate.core.matching.previous import Previous


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier plan, and what of it had to be respected.

    Attributes:
        name: what its readers call it: the name of its folder, or its number.
        title, made_at, start, policy: of the earlier plan, as its summary tells them.
        made: its problem and result.
        previous: the places of it that could still be kept when it was replaced.
        accepted: ``pathway_id, offer_id`` of all its accepted transfers, those that could not be
            kept included.
        declined: columns ``DECLINED``: who has said no to which site, from all replies so far.
    """

    name: str
    title: str
    made_at: str
    start: str
    policy: str
    made: Made
    previous: Previous
    accepted: pl.DataFrame
    declined: pl.DataFrame

    def against(self, after: Made) -> Difference:
        """Compare the plan with the one that replaces it."""
        return difference(self.made, after, self.accepted, self.declined)
