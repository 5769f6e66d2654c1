"""Changes of what is on offer: more units, fewer, none, and whom a site takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.changes.change import Impossible
from tidegate.core.matching.changes.place import Place, place_of, spoken, week_index
from tidegate.core.matching.problem import OFFERS

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Named
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

MOST_UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class OfferUnits:
    """``units`` more (or, below 0, fewer) in one offer."""

    offer_id: str
    units: int

    def __post_init__(self) -> None:
        _refuse_odd(self.units)

    def words(self, problem: Problem, named: Named) -> str:
        """Say the change."""
        return f"{_more(self.units)} {_offer(problem, self.offer_id, named)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        place_of(problem, self.offer_id)
        mine = problem.offers.filter(pl.col("offer_id") == self.offer_id)
        return _with_units(problem, _spread(mine, self.units)), policy


@dataclass(frozen=True, slots=True)
class PlaceUnits:
    """``units`` more (or, below 0, fewer) at a place, in one week or in every week it offers.

    More units go into the largest offer of the week. In a week without one, more units are a new
    list on the terms of the nearest week's largest.
    """

    place: Place
    units: int

    def __post_init__(self) -> None:
        _refuse_odd(self.units)

    def words(self, _problem: Problem, named: Named) -> str:
        """Say the change."""
        weekly = " a week" if self.place.week is None else ""
        return f"{_more(self.units)}{weekly} {self.place.words(named)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        here = self.place.offers(problem, any_week=True)
        _refuse_several_kinds(here, self.place)
        if self.place.week is None:
            added: dict[str, int] = {}
            for (week,), then in here.sort("week").group_by("week", maintain_order=True):
                monday = problem.start + timedelta(weeks=int(str(week)))
                added |= _spread(then, self.units, f" in the week of {spoken(monday)}")
            return _with_units(problem, added), policy
        index = week_index(problem, self.place.week)
        then = here.filter(pl.col("week") == index)
        if then.is_empty() and self.units > 0:
            new = _new_list(problem, here, index, self.units)
            offers = pl.concat([problem.offers, new])
            return replace(problem, offers=offers), policy
        return _with_units(problem, _spread(self.place.offers(problem), self.units)), policy


@dataclass(frozen=True, slots=True)
class OfferCancelled:
    """One offer is no longer made."""

    offer_id: str

    def words(self, problem: Problem, named: Named) -> str:
        """Say the change."""
        return f"cancelling the list {_offer(problem, self.offer_id, named)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        place_of(problem, self.offer_id)
        return _without(problem, [self.offer_id]), policy


@dataclass(frozen=True, slots=True)
class ListsCancelled:
    """Every offer of a place is no longer made."""

    place: Place

    def words(self, _problem: Problem, named: Named) -> str:
        """Say the change."""
        return f"cancelling every list {self.place.words(named)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        return _without(problem, self.place.offers(problem)["offer_id"].to_list()), policy


class Criterion(StrEnum):
    """Limits of a site that a what-if may move, named as the columns of an offer."""

    MAX_ASA = "max_asa"
    MAX_BMI = "max_bmi"
    MIN_AGE = "min_age"


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a limit may be, and its words."""

    least: float
    most: float
    whole: bool
    taking: str
    none: str


TERMS: Mapping[Criterion, _Terms] = {
    Criterion.MAX_ASA: _Terms(1, 6, True, "up to ASA class {limit}", "of any ASA class"),
    Criterion.MAX_BMI: _Terms(10, 100, False, "up to a BMI of {limit}", "of any BMI"),
    Criterion.MIN_AGE: _Terms(0, 120, True, "from the age of {limit}", "of any age"),
}


@dataclass(frozen=True, slots=True)
class SiteLimit:
    """Another limit for all that a site offers; None is no limit."""

    site: str
    criterion: Criterion
    limit: float | None

    def __post_init__(self) -> None:
        terms = TERMS[self.criterion]
        if self.limit is None:
            return
        if not terms.least <= self.limit <= terms.most or (terms.whole and self.limit % 1):
            kind = "a whole number" if terms.whole else "a number"
            raise ValueError(
                f"{self.criterion} must be {kind} from {terms.least:g} to {terms.most:g}, or none"
            )

    def words(self, _problem: Problem, named: Named) -> str:
        """Say the change."""
        terms = TERMS[self.criterion]
        whom = terms.none if self.limit is None else terms.taking.format(limit=f"{self.limit:g}")
        return f"taking patients {whom} at {named(self.site)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        Place(self.site).offers(problem)
        limit = pl.lit(self.limit).cast(OFFERS[self.criterion])
        changed = pl.when(pl.col("site") == self.site).then(limit).otherwise(self.criterion.value)
        offers = problem.offers.with_columns(changed.alias(self.criterion.value))
        return replace(problem, offers=offers), policy


def _refuse_odd(units: int) -> None:
    if not units or abs(units) > MOST_UNITS:
        raise ValueError(f"units must be from 1 to {MOST_UNITS:,}, more or fewer, not {units:,}")


def _more(units: int) -> str:
    which = "more" if units > 0 else "fewer"
    return f"{abs(units):,} {which} {'unit' if abs(units) == 1 else 'units'}"


def _counted(units: int) -> str:
    return f"{units:,} {'unit' if units == 1 else 'units'}"


def _offer(problem: Problem, offer_id: str, named: Named) -> str:
    """Say where an offer is and which it is; one that is not there by its identifier alone."""
    try:
        return f"{place_of(problem, offer_id).words(named)} (offer {offer_id})"
    except Impossible:
        return f"in offer {offer_id}"


def _spread(offers: pl.DataFrame, units: int, when: str = "") -> dict[str, int]:
    """Give more to the largest offer, or take from the largest on until enough is taken."""
    largest_first = offers.sort("units", "offer_id", descending=[True, False])
    if units > 0:
        return {largest_first["offer_id"][0]: units}
    there = int(offers["units"].sum())
    if there < -units:
        raise Impossible(
            "FEWER_THAN_NONE",
            f"of {_counted(there)} there{when}, {-units:,} cannot be taken away",
            units=units,
            there=there,
        )
    taken: dict[str, int] = {}
    left = -units
    for offer_id, has in largest_first.select("offer_id", "units").iter_rows():
        taken[offer_id] = -min(left, has)
        left += taken[offer_id]
    return taken


def _with_units(problem: Problem, added: Mapping[str, int]) -> Problem:
    more = pl.col("offer_id").replace_strict(dict(added), default=0, return_dtype=pl.Int32)
    return replace(problem, offers=problem.offers.with_columns(units=pl.col("units") + more))


def _without(problem: Problem, offer_ids: list[str]) -> Problem:
    return replace(problem, offers=problem.offers.filter(~pl.col("offer_id").is_in(offer_ids)))


def _refuse_several_kinds(here: pl.DataFrame, place: Place) -> None:
    kinds = here["modality"].unique().sort().to_list()
    if len(kinds) > 1:
        said = ", ".join(kind.replace("_", " ") for kind in kinds)
        raise Impossible("SEVERAL_KINDS_OF_CARE",
                         f"site {place.site} offers several kinds of care there: {said}; name one",
                         site=place.site, kinds=kinds)  # fmt: skip


def _new_list(problem: Problem, here: pl.DataFrame, index: int, units: int) -> pl.DataFrame:
    """Make an offer in a week that has none, on the terms of the nearest week's largest."""
    like = here.sort(
        (pl.col("week") - index).abs(), "units", "offer_id", descending=[False, True, False]
    ).head(1)
    monday = problem.start + timedelta(weeks=index)
    terms: dict[str, Any] = {
        "offer_id": f"{like['offer_id'][0]}-new-{monday}", "week": index, "units": units,
    }  # fmt: skip
    return like.with_columns(
        pl.lit(value).cast(OFFERS[name]).alias(name) for name, value in terms.items()
    )
