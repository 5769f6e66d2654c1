"""A matching problem from published figures alone: where could the longest waiters be seen sooner?

The newest month's lists become counted classes of people; what providers have shown over all the
months given becomes units (``core.waiting.capacity``); distance comes from reference files. What
published figures cannot say is assumed, and every assumption is a sentence in the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.weeks import week_zero
from tidegate.core.waiting.capacity import estimate_capacity
from tidegate.core.waiting.classes import WaitingClasses, waiting_classes
from tidegate.exchange.findings import Finding, warning
from tidegate.exchange.matching.located import AT_HOLDER, locate_providers, locate_zones
from tidegate.exchange.matching.months import newest_first
from tidegate.exchange.matching.published_frames import offers_of, pathways_of
from tidegate.exchange.matching.published_travel import within_board, within_miles
from tidegate.exchange.matching.published_words import assumption_sentences
from tidegate.exchange.waiting.working_days import working_days

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.exchange.directory.places import Places
    from tidegate.exchange.matching.assumptions import PublishedAssumptions
    from tidegate.exchange.sources import Source
    from tidegate.exchange.waiting.rtt_csv import RttMonth


@dataclass(frozen=True, slots=True)
class Published:
    """A problem made of published figures, with everything its readers must be told.

    Attributes:
        problem: what ``solve`` takes.
        capacity: the estimate of spare capacity (``estimate_capacity``), all providers.
        providers: provider, latitude, longitude, located_by ("site", "trust", "board", "nowhere").
        zones: commissioner, provider, zone, area, latitude, longitude.
        as_of: the day that the lists describe.
        floor_weeks: who has waited less is not in the problem.
        counts: people and units that the report states, by name.
        assumptions: what was taken for granted, one sentence each.
        names: names of providers and commissioners by code.
        months: the month end and the file of each month that went in, the newest first.
        findings: warnings of the readers, and of this step.
    """

    problem: Problem
    capacity: pl.DataFrame
    providers: pl.DataFrame
    zones: pl.DataFrame
    as_of: date
    floor_weeks: int
    counts: Mapping[str, int]
    assumptions: tuple[str, ...]
    names: Mapping[str, str]
    months: tuple[tuple[date, Source], ...]
    findings: tuple[Finding, ...]

    @property
    def units(self) -> int:
        """Count the units that the estimate comes to over the horizon."""
        return int(self.problem.offers["units"].sum())


def published_problem(
    months: Sequence[RttMonth],
    places: Places,
    policy: Policy,
    assumptions: PublishedAssumptions,
) -> Published:
    """Build the problem of a published month, from it and the months before it.

    Args:
        months: RTT months in any order; the newest needs its bands, the others do not.
        places: sites and zones with coordinates; where it holds no zones at all, people move only
            within their integrated care board.
        policy: gives ``minutes_per_mile``.
        assumptions: what published figures do not say.

    Raises:
        UnusableInput: no month, or the same month twice.
    """
    ordered = newest_first(months)
    newest = ordered[0]
    capacity = estimate_published(ordered, places, assumptions)
    classes = waiting_classes(newest.frame, assumptions.floor_weeks)
    present = newest.frame.group_by("provider").agg(pl.col("provider_parent").max())
    providers = locate_providers(present, places)
    zones = locate_zones(classes.frame, providers, places)
    here = capacity.join(providers.select("provider"), on="provider", how="semi")
    on_map = places.zones.height > 0
    factor, limit = (policy.minutes_per_mile, assumptions.limit_miles) if on_map else (None, None)
    problem = make_problem(
        week_zero(newest.period),
        assumptions.weeks,
        pathways=pathways_of(classes.frame, zones, assumptions.priority, limit),
        offers=offers_of(here, assumptions.block_weeks),
        travel=within_board(zones, present)
        if factor is None
        else within_miles(zones, providers, factor, limit),
    )
    counts = _counts(problem, classes, here, capacity, providers)
    return Published(
        problem=problem,
        capacity=capacity,
        providers=providers,
        zones=zones,
        as_of=newest.period,
        floor_weeks=assumptions.floor_weeks,
        counts=counts,
        assumptions=assumption_sentences(
            assumptions, counts, months=len(ordered), minutes_per_mile=factor
        ),
        names=_names(newest.frame),
        months=tuple((month.period, month.source) for month in ordered),
        findings=(
            *(finding for month in ordered for finding in month.findings),
            *places.findings,
            *_findings(classes, newest),
        ),
    )


def estimate_published(
    months: Sequence[RttMonth], places: Places | None, assumptions: PublishedAssumptions
) -> pl.DataFrame:
    """Estimate spare capacity from published months, with England's working days and sectors."""
    return estimate_capacity(
        {month.period: month.frame for month in months},
        {month.period: working_days(month.period) for month in months},
        assumptions.capacity,
        {} if places is None else known_sectors(places),
    )


def known_sectors(places: Places) -> dict[str, str]:
    """Return "nhs" or "independent" by the code of a site, or of the organisation that runs it."""
    told = places.sites.filter(pl.col("sector").is_in(["nhs", "independent"]))
    by_code = pl.concat(
        [
            told.select(code="provider", sector="sector"),
            told.select(code="site", sector="sector"),
        ]
    ).filter(pl.col("code").is_not_null() & (pl.col("code") != ""))
    # A site's own row is the closer word, and the last one wins.
    return dict(by_code.unique(maintain_order=True).iter_rows())


def _counts(
    problem: Problem,
    classes: WaitingClasses,
    here: pl.DataFrame,
    capacity: pl.DataFrame,
    providers: pl.DataFrame,
) -> dict[str, int]:
    """Count what the report and the assumptions state, in whole people, units and providers."""
    spare = float(here["spare_per_month"].sum())
    located = dict(providers["located_by"].value_counts().iter_rows())
    at_holder = problem.pathways.filter(pl.col("zone").str.starts_with(AT_HOLDER))
    return {
        "planned": int(problem.pathways["count"].sum()),
        "below_floor": classes.below_floor,
        "not_english": classes.not_english,
        "people_at_holder": int(at_holder["count"].sum()),
        "spare_per_month": round(spare),
        "chance_per_month": round(float(here["chance_per_month"].sum())),
        "spare_left_out": round(float(capacity["spare_per_month"].sum()) - spare),
        "units": int(problem.offers["units"].sum()),
        "providers": providers.height,
        **{
            f"located_{how}": int(located.get(how, 0))
            for how in ("site", "trust", "board", "nowhere")
        },
    }


def _names(newest: pl.DataFrame) -> dict[str, str]:
    """Return names of providers and commissioners by code, as the newest month spells them."""
    pairs = [newest.select(code=role, name=f"{role}_name") for role in ("provider", "commissioner")]
    # A code can stand with a name in one row and without in another: the first name given counts.
    named = pl.concat(pairs).filter(pl.col("name") != "")
    return dict(named.unique("code", keep="first", maintain_order=True).sort("code").iter_rows())


def _findings(classes: WaitingClasses, newest: RttMonth) -> list[Finding]:
    if classes.admitted_beyond_list == 0:
        return []
    expected = "no more people awaiting admission (part 2A) than waiting at all (part 2) in a band"
    return [
        warning(
            "ADMITTED_BEYOND_LIST",
            newest.source.name,
            f"{expected}; {classes.admitted_beyond_list:,} people more are left out of the plan",
        )
    ]
