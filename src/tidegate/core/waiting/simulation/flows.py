"""What flows into and out of lists in a usual week, estimated from published months.

For each treatment function, over the months given:

1. Arrivals are new clock starts (part 3), slots completed pathways (parts 1A and 1B), both per
   working day, stated for a week of the year (``WORKING_DAYS_A_WEEK``).
2. Whoever leaves untreated is the roll-forward gap of each month that follows another, spread over
   waits as all lists together show it: whoever waited so long a month ago, less those who wait a
   month longer now, less those completed in between. A negative gap is people who joined without
   a recorded start, and is added to arrivals, so that the list moves on as it did.
3. How sure arrivals and slots are is the spread of the months' rates over the root of their number,
   and at least what the rule says.
4. The pattern is how likely a week brings a slot after each wait: those completed after it over
   those who waited that long at the ends of the months, averaged over neighbouring weeks.

Months say nothing of how arrivals vary from week to week: that is an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev

import polars as pl

from tidegate.core.waiting.rollforward import consecutive, roll_forward
from tidegate.core.waiting.simulation.by_wait import removal_by_wait, seen_by_wait

WORKING_DAYS_A_WEEK = 253 * 7 / 365.25
_COMPLETED, _STARTED = ("1A", "1B"), "3"
_MOST_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class FlowRule:
    """The numbers that months do not say.

    Attributes:
        name: what the rule is called, with its version.
        dispersion: variance of weekly arrivals over their mean.
        arrivals_spread, slots_spread: how sure arrivals and slots are, at least, and where there
            is one month only: the relative spread of their level.
        practice_spread: how sure it is how those who have waited a year fare against others.
        neighbours: weeks on either side over which the pattern is averaged.
    """

    name: str
    dispersion: float = 3.0
    arrivals_spread: float = 0.1
    slots_spread: float = 0.1
    practice_spread: float = 0.5
    neighbours: int = 2

    def __post_init__(self) -> None:
        spreads = (self.arrivals_spread, self.slots_spread, self.practice_spread)
        if self.dispersion < 1 or not all(0 <= spread < 1 for spread in spreads):
            raise ValueError("dispersion is 1 or more, and a spread from 0 to less than 1")
        if type(self.neighbours) is not int or self.neighbours < 0:
            raise ValueError("neighbours is a whole number of weeks")


@dataclass(frozen=True, slots=True)
class Flow:
    """What flows in a usual week of one list.

    Attributes:
        arrivals, slots: people a week.
        removal: share that leaves untreated in a week, by whole weeks waited.
        arrivals_spread, slots_spread, practice_spread: how sure these are.
        pattern: chance of a slot in a week by whole weeks waited, relative to one another.
    """

    arrivals: float
    slots: float
    removal: tuple[float, ...]
    arrivals_spread: float
    slots_spread: float
    practice_spread: float
    pattern: tuple[float, ...] | None


def estimate_flows(
    months: Mapping[date, pl.DataFrame], working_days: Mapping[date, int], rule: FlowRule
) -> dict[str, Flow]:
    """Estimate the flows of each treatment function, as the top of this module says.

    Args:
        months: RTT rows by month end: ``part, tfc, total``, and weekly bands for a pattern.
        working_days: of each of these months.
        rule: what months do not say.

    Returns:
        Flows by treatment function, of those with any clock start or completion.

    Raises:
        ValueError: no month, or one without working days.
    """
    if not months or any(working_days.get(month, 0) <= 0 for month in months):
        raise ValueError("flows need a month at least, and the working days of each")
    ordered = sorted(months)
    counted = [_counted(months[month]) for month in ordered]
    days = [working_days[month] for month in ordered]
    frames = [months[month] for month in ordered]
    gaps = _gaps(list(zip(ordered, frames, strict=True)), working_days)
    weeks = sum(days) / len(days) / WORKING_DAYS_A_WEEK
    patterns = seen_by_wait(frames, weeks, rule.neighbours)
    removal = removal_by_wait(list(zip(ordered, frames, strict=True)))
    return {
        tfc: _flow(
            [one.get(tfc, (0, 0)) for one in counted],
            days,
            rule,
            gaps.get(tfc, (0.0, 0.0)),
            (patterns.get(tfc), removal.get(tfc, (1.0,))),
        )
        for tfc in sorted({tfc for one in counted for tfc in one})
    }


def _counted(month: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Count starts and completions of a month by treatment function."""
    total, part = pl.col("total").cast(pl.Int64), pl.col("part")
    rows = month.group_by("tfc").agg(
        total.filter(part == _STARTED).sum().alias("starts"),
        total.filter(part.is_in(_COMPLETED)).sum().alias("stops"),
    )
    return {tfc: (starts, stops) for tfc, starts, stops in rows.iter_rows() if starts or stops}


def _flow(
    counts: Sequence[tuple[int, int]],
    days: Sequence[int],
    rule: FlowRule,
    gap: tuple[float, float],
    by_wait: tuple[tuple[float, ...] | None, tuple[float, ...]],
) -> Flow:
    """Put one list's flow together; ``by_wait`` has its pattern and the shape of its removals."""
    starts, stops = (sum(one[place] for one in counts) / sum(days) for place in (0, 1))
    rates = [
        [one[place] / many for one, many in zip(counts, days, strict=True)] for place in (0, 1)
    ]
    share = max(gap[1], 0) * WORKING_DAYS_A_WEEK
    return Flow(
        arrivals=(starts - min(gap[0], 0)) * WORKING_DAYS_A_WEEK,
        slots=stops * WORKING_DAYS_A_WEEK,
        removal=tuple(min(share * relative, 1.0) for relative in by_wait[1]),
        arrivals_spread=_spread(rates[0], rule.arrivals_spread),
        slots_spread=_spread(rates[1], rule.slots_spread),
        practice_spread=rule.practice_spread,
        pattern=by_wait[0],
    )


def _spread(rates: Sequence[float], least: float) -> float:
    """Return the standard error of the months' mean, relative to it, or the least there may be."""
    if len(rates) == 1 or not fmean(rates):
        return least
    error = float(stdev(rates) / fmean(rates) / len(rates) ** 0.5)
    return min(max(error, least), _MOST_SPREAD)


def _gaps(
    months: Sequence[tuple[date, pl.DataFrame]], working_days: Mapping[date, int]
) -> dict[str, tuple[float, float]]:
    """Return the roll-forward gap a working day, and as a share of the list, where it is known."""
    people: dict[str, int] = {}
    listed: dict[str, float] = {}
    days = 0
    for (one, earlier), (two, later) in pairwise(months):
        if not consecutive(one, two):
            continue
        days += working_days[two]
        for row in roll_forward(earlier, later, ["tfc"]).iter_rows(named=True):
            people[row["tfc"]] = people.get(row["tfc"], 0) + row["gap"]
            listed[row["tfc"]] = listed.get(row["tfc"], 0) + row["before"] * working_days[two]
    return {
        tfc: (gap / days, gap / listed[tfc] if listed[tfc] else 0.0) for tfc, gap in people.items()
    }
