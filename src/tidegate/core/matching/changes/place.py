"""Which offers a change is about: those of a site, narrowed to a specialty, kind of care, week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.matching.changes.change import Impossible

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Named
    from tidegate.core.matching.problem import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A site and what of its offers is meant; what is left out is not narrowed.

    Attributes:
        site: code of the site.
        tfc: treatment function.
        modality: kind of care.
        week: the Monday of a week.
    """

    site: str
    tfc: str | None = None
    modality: str | None = None
    week: date | None = None

    def __post_init__(self) -> None:
        if self.week is not None and self.week.weekday() != 0:
            raise ValueError(f"a week is named by its Monday, not by {self.week:%A %d %B %Y}")

    def offers(self, problem: Problem, *, any_week: bool = False) -> pl.DataFrame:
        """Return the offers that are meant, in order of their identifiers.

        Raises:
            Impossible: the site, or what is meant at the site, is not on offer.
        """
        here = problem.offers.filter(pl.col("site") == self.site).sort("offer_id")
        if here.is_empty():
            raise Impossible("UNKNOWN_SITE", f"nothing is on offer at a site {self.site}",
                             site=self.site)  # fmt: skip
        if self.tfc is not None:
            here = here.filter(pl.col("tfcs").list.contains(self.tfc))
        if self.modality is not None:
            here = here.filter(pl.col("modality") == self.modality)
        if self.week is not None and not any_week:
            here = here.filter(pl.col("week") == week_index(problem, self.week))
        if here.is_empty():
            raise Impossible("NOTHING_ON_OFFER_THERE",
                             f"site {self.site} offers nothing of that kind",
                             site=self.site, tfc=self.tfc, modality=self.modality,
                             week=self.week)  # fmt: skip
        return here

    def words(self, named: Named) -> str:
        """Say where: ``at The Larches for Ophthalmology (day case) in the week of 2 March``."""
        said = f"at {named(self.site)}"
        if self.tfc is not None:
            said += f" for {treatment_function_name(self.tfc)}"
        if self.modality is not None:
            said += f" ({self.modality.replace('_', ' ')})"
        return said if self.week is None else f"{said} in the week of {spoken(self.week)}"


def place_of(problem: Problem, offer_id: str) -> Place:
    """Return where and when an offer is; of several specialties the first is named.

    Raises:
        Impossible: there is no such offer.
    """
    rows = problem.offers.filter(pl.col("offer_id") == offer_id)
    if rows.is_empty():
        raise Impossible("UNKNOWN_OFFER", f"there is no offer {offer_id}", offer_id=offer_id)
    row = rows.row(0, named=True)
    monday = problem.start + timedelta(weeks=row["week"])
    return Place(row["site"], next(iter(row["tfcs"]), None), row["modality"], monday)


def week_index(problem: Problem, monday: date) -> int:
    """Return which week of the horizon begins on this Monday.

    Raises:
        Impossible: none does.
    """
    week, odd = divmod((monday - problem.start).days, 7)
    if odd or not 0 <= week < problem.weeks:
        last = problem.start + timedelta(weeks=problem.weeks - 1)
        raise Impossible(
            "WEEK_OUTSIDE_PLAN",
            f"the plan has no week of {spoken(monday)}: "
            f"its weeks run from {spoken(problem.start)} to {spoken(last)}",
            week=monday,
        )
    return week


def spoken(day: date) -> str:
    """Write a day as ``2 March 2026``."""
    return f"{day.day} {day:%B %Y}"
