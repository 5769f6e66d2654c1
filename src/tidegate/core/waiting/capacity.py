"""What providers have shown they can do in a good month, less what they do now.

Published completions are the only sign of spare capacity that anyone can read. This module turns
some months of them into an estimate for each provider, treatment function and way of treatment
(admitted, RTT part 1A; not admitted, part 1B). It is an estimate, and never an offer: only the
provider can say what it would take.

How, for each provider, treatment function and admission:

1. A month's rate is its completed pathways per working day (England's bank holidays are none),
   stated per standard month. A month counts only where the provider reported any completion in
   it; a treatment function missing from a month that its provider did report counts as nought.
2. "Now" is the middle rate (median) of the newest months.
3. "Shown" is a good month: the best of a few months, the one that a month in six beats among
   many. It is cut at a set ratio above the middle rate of all months, so that one freak month
   moves the estimate by no more than that. With one month nothing can be shown.
4. What each treatment function shows alone is shown less now, or nought.
5. Theatres and clinics move between specialties, and chance lifts each of them in some month. So
   all treatment functions of a provider together are held to what the provider showed as a whole
   (steps 1 to 4 on its sums): where their sum is more, each is cut in the same proportion.

Weaknesses, which whoever uses the figures should say with them:

- A good month may have been bought with overtime, agency staff or a validation exercise that
  removed pathways without treating anyone; capacity that has closed since still counts.
- A provider that was full in every month shows nothing, and one that could do far more but was
  never asked shows nothing either: private work and empty theatres are not published.
- Chance alone makes one month the best. Step 5 takes most of that away; ``chance_per_month``
  says how much of the rest a provider would show if its months differed by chance only (Poisson
  counts around the same middle rate).
- Seasons are not taken out: three winter months show what a winter allows, and no more.
- Completions count pathways, not operations or minutes: a cataract and a spine weigh the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import polars as pl

ADMISSIONS = {"1A": "admitted", "1B": "non_admitted"}
_CELL = ("provider", "admission", "tfc")
_WHOLE = ("provider", "admission")
# Trust codes are R and two characters; the newer codes of trusts are known by their names only.
_TRUST_CODE = r"^R[0-9A-Z]{2}$"
_TRUST_NAME = r"(?i)\bNHS (FOUNDATION )?TRUST\b"


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """The numbers in the estimate, kept as data so that a deployment may state its own.

    Attributes:
        name: what the rule is called, with its version.
        standard_month_days: working days in the month that rates are stated for.
        freak_ratio: how far above the middle month a good month is believed.
        recent_months: how many of the newest months say what a provider does now.
        months_per_beaten: a good month is one that one month in this many beats.
    """

    name: str
    standard_month_days: float = 21.0
    freak_ratio: float = 1.25
    recent_months: int = 3
    months_per_beaten: int = 6

    def __post_init__(self) -> None:
        if self.standard_month_days <= 0 or self.recent_months < 1 or self.months_per_beaten < 1:
            raise ValueError("a capacity rule needs positive days and at least one month")
        if any(type(months) is not int for months in (self.recent_months, self.months_per_beaten)):
            raise ValueError("a capacity rule counts whole months")
        if self.freak_ratio < 1:
            raise ValueError("a good month cannot be cut below the middle month: freak_ratio ≥ 1")


def estimate_capacity(
    months: Mapping[date, pl.DataFrame],
    working_days: Mapping[date, int],
    rule: CapacityRule | None = None,
    sectors: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Estimate spare capacity by provider, treatment function and admission; never an offer.

    The method, and what is weak in it, stand at the top of this module.

    Args:
        months: RTT frames by month end, with provider, provider_name, provider_parent,
            commissioner, part, tfc and total; other columns are ignored.
        working_days: working days of each of these months in England.
        rule: the numbers to use; the standard rule when absent.
        sectors: "nhs" or "independent" by provider code, as the hospital list knows it; trusts are
            told by code and name, whatever a list says of their sites.

    Returns:
        One row per provider, treatment function and admission that had a completion in any month,
        sorted by these: provider, provider_name, provider_parent, tfc, admission, sector
        ("nhs", "independent" or "unknown"), months_seen, now_per_month, shown_per_month,
        spare_per_month (all per standard month; shown = now + spare), alone_per_month (spare
        before it is held to the provider's whole), chance_per_month (the part of spare that chance
        would show too), basis (in words).

    Raises:
        ValueError: a month has no working days stated.
    """
    rule = rule or CapacityRule("capacity-standard")
    missing = [month for month in months if working_days.get(month, 0) <= 0]
    if missing:
        raise ValueError(f"working days are not stated for {min(missing)}")
    completions = _completions(months)
    rates = _rates(completions, working_days, rule)
    alone = _shown(rates, _CELL, rule)
    whole = _with_chance(_shown(rates, _WHOLE, rule), rule)
    return _named(_held_to_whole(alone, whole), completions, sectors or {})


def _completions(months: Mapping[date, pl.DataFrame]) -> pl.DataFrame:
    """Sum completed pathways over commissioners: one row per month and cell, newest month last."""
    kept = [
        frame.filter(pl.col("part").is_in(list(ADMISSIONS)))
        .group_by("provider", "part", "tfc")
        .agg(
            pl.col("provider_name").max(),
            pl.col("provider_parent").max(),
            pl.col("total").cast(pl.Int64).sum().alias("completed"),
        )
        .with_columns(month=pl.lit(month), admission=pl.col("part").replace_strict(ADMISSIONS))
        .drop("part")
        for month, frame in sorted(months.items())
    ]
    if not kept:
        raise ValueError("an estimate of capacity needs at least one month")
    # A month in which a provider completed nothing at all is a month it did not report.
    return pl.concat(kept).filter(pl.col("completed").sum().over("provider", "month") > 0)


def _rates(
    completions: pl.DataFrame, working_days: Mapping[date, int], rule: CapacityRule
) -> pl.DataFrame:
    """Give every cell a rate in every month its provider reported, nought where it has no row."""
    cells = completions.select(_CELL).unique()
    seen = completions.select("provider", "month").unique()
    per_day = pl.col("completed").fill_null(0) / pl.col("month").replace_strict(
        dict(working_days), return_dtype=pl.Float64
    )
    return (
        cells.join(seen, on="provider")
        .join(completions.select(*_CELL, "month", "completed"), on=[*_CELL, "month"], how="left")
        .select(*_CELL, "month", rate=per_day * rule.standard_month_days)
        .sort(*_CELL, "month")
    )


def _shown(rates: pl.DataFrame, keys: tuple[str, ...], rule: CapacityRule) -> pl.DataFrame:
    """Set a good month beside the middle one for each key: months_seen, now, spare."""
    by_month = rates.group_by(*keys, "month").agg(pl.col("rate").sum()).sort(*keys, "month")
    rate = pl.col("rate")
    good = rate.sort(descending=True).get(pl.len() // rule.months_per_beaten)
    believed = pl.min_horizontal(good, rate.median() * rule.freak_ratio)
    now = rate.tail(rule.recent_months).median()
    return (
        by_month.group_by(*keys)
        .agg(months_seen=pl.len().cast(pl.Int32), now=now, believed=believed)
        .with_columns(spare=(pl.col("believed") - pl.col("now")).clip(lower_bound=0))
        .drop("believed")
        # In one order, so that sums over these rows are the same to the last bit.
        .sort(keys)
    )


def _with_chance(whole: pl.DataFrame, rule: CapacityRule) -> pl.DataFrame:
    """Say which share of a provider's spare its months would show if only chance moved them."""
    factor = pl.col("months_seen").replace_strict(
        {seen: _good_month_by_chance(seen, rule) for seen in whole["months_seen"].unique()},
        return_dtype=pl.Float64,
    )
    by_chance = pl.min_horizontal(pl.col("now").sqrt() * factor, "spare")
    share = pl.when(pl.col("spare") > 0).then(by_chance / pl.col("spare")).otherwise(0.0)
    return whole.select(*_WHOLE, whole="spare", chance_share=share)


def _good_month_by_chance(months: int, rule: CapacityRule) -> float:
    """Return how many standard deviations the good one of some normal months stands above 0.

    Blom's approximation of a normal order statistic; a Poisson count of hundreds is near normal.
    """
    rank = months - months // rule.months_per_beaten
    return NormalDist().inv_cdf((rank - 0.375) / (months + 0.25))


def _held_to_whole(alone: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Cut a provider's treatment functions in proportion, to what the provider showed in all."""
    together = pl.col("spare").sum().over(_WHOLE)
    share = pl.when(together > pl.col("whole")).then(pl.col("whole") / together).otherwise(1.0)
    return alone.join(whole, on=_WHOLE).with_columns(held=pl.col("spare") * share)


def _named(
    held: pl.DataFrame, completions: pl.DataFrame, sectors: Mapping[str, str]
) -> pl.DataFrame:
    """Give the estimate its published columns, with names as in the newest month."""
    names = (
        completions.sort("month", "provider_name")
        .group_by("provider")
        .agg(pl.col("provider_name").last(), pl.col("provider_parent").last())
    )
    trust = pl.col("provider").str.contains(_TRUST_CODE) | pl.col("provider_name").str.contains(
        _TRUST_NAME
    )
    known = pl.col("provider").replace_strict(dict(sectors), default=None, return_dtype=pl.String)
    basis = (
        pl.when(pl.col("months_seen") == 1)
        .then(pl.lit("one month seen: nothing can be shown"))
        .when(pl.col("held") < pl.col("spare"))
        .then(pl.lit("good month less now, held to what the provider showed as a whole"))
        .otherwise(pl.lit("good month less now"))
    )
    return (
        held.join(names, on="provider")
        .with_columns(
            sector=pl.when(trust).then(pl.lit("nhs")).otherwise(known.fill_null("unknown")),
            now_per_month="now",
            shown_per_month=pl.col("now") + pl.col("held"),
            spare_per_month="held",
            alone_per_month="spare",
            chance_per_month=pl.col("held") * pl.col("chance_share"),
            basis=basis,
        )
        .select(
            "provider", "provider_name", "provider_parent", "tfc", "admission", "sector",
            "months_seen", "now_per_month", "shown_per_month", "spare_per_month",
            "alone_per_month", "chance_per_month", "basis",
        )
        .sort("provider", "tfc", "admission")
    )  # fmt: skip
