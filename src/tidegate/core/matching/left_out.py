"""Why people stayed unmatched and units unused, for millions: codes and texts from small tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.leftovers import DETAILS, Unmatched, Unused
from tidegate.core.matching.result import UNMATCHED
from tidegate.core.matching.stopped import TENS, WELCOME, By, Stopped, stopped

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.matches import Placements
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.problem import Problem

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


_AT_ONCE = 500_000  # people put into words at a time, so that few columns stand twice
_UNAVAILABLE = len(By)  # stands for ``By.NO_WEEK`` where it is not the earliest week that stops
_CODES = {
    By.NOTHING_OFFERED: Unmatched.NO_OFFER_FOR_SPECIALTY,
    By.OUT_OF_REACH: Unmatched.NO_OFFER_IN_REACH,
    By.REFUSED: Unmatched.CRITERIA_REFUSE,
    By.REFERRED: Unmatched.PREASSESSMENT_NEEDED,
    By.NO_CONSENT: Unmatched.CONSENT_NOT_GIVEN,
    By.NO_WEEK: Unmatched.TOO_LATE,
    By.TRAVEL: Unmatched.TRAVEL_OUTWEIGHS,
    By.CONTRACT: Unmatched.CONTRACT_LIMIT,
    By.OTHERS: Unmatched.OUTBID,
    By.EQUALS: Unmatched.OUTBID,
    By.FLOOR: Unmatched.EQUITY_FLOOR,
    _UNAVAILABLE: Unmatched.UNAVAILABLE,
}
_TOLD = (By.CONTRACT, By.OTHERS, By.EQUALS, By.FLOOR)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pathways with people left over, in the order of ``People``.

    Attributes:
        person: place in ``People``, int32.
        count: people left over, int32.
        code: of ``Unmatched`` for each.
        detail: in words for each.
        near: people left over by pool and by how they stand to it, as ``stopped`` counts them.
    """

    person: Shorts
    count: Shorts
    code: pl.Series
    detail: pl.Series
    near: Longs

    def frame(self, problem: Problem, market: Market) -> pl.DataFrame:
        """Return one row per pathway with people left over; columns ``UNMATCHED``."""
        rows = market.people.row[self.person]
        columns = {
            "pathway_id": problem.pathways["pathway_id"].gather(rows),
            "count": pl.Series(self.count),
            "code": self.code,
            "detail": self.detail,
        }
        return pl.DataFrame(columns, schema_overrides=dict(UNMATCHED))

    def causes(self, line_price: Floats) -> pl.Series:
        """Say why a pool's unit stays unused, judged on the people who are left over.

        Where nobody left would be welcome at once, the larger group names the cause: those whom
        the criteria stop, or those who have not said yes. ``line_price`` is of each pool's line.
        """
        welcome = self.near[:, WELCOME] > 0
        criteria = self.near[:, By.REFUSED] + self.near[:, By.REFERRED]
        unasked = self.near[:, By.NO_CONSENT]
        nobody = ~welcome & (criteria + unasked == 0)
        cause = np.select(
            [welcome & (line_price > 0), welcome | nobody, criteria >= unasked],
            [list(Unused).index(each) for each in (
                Unused.NOT_BOOKED, Unused.NO_ELIGIBLE_PATIENT, Unused.CRITERIA_TOO_TIGHT,
            )],
            list(Unused).index(Unused.PATIENT_DECLINED),
        )  # fmt: skip
        return pl.Series([each.value for each in Unused], dtype=pl.String).gather(cause)


def left_out(problem: Problem, market: Market, prices: Prices, placements: Placements) -> LeftOut:
    """Judge everybody whom the placements leave out, at the final prices."""
    left = market.people.count.copy()
    np.subtract.at(left, placements.person, placements.count.astype(np.int32))
    people = np.flatnonzero(left > 0).astype(np.int32)
    left = left[people]
    found, near = stopped(market, prices, people, left)
    by = found.by.copy()
    no_week = np.flatnonzero(by == By.NO_WEEK)
    earliest = problem.pathways["earliest_week"].gather(market.people.row[people[no_week]])
    by[no_week[earliest.to_numpy() <= found.week[no_week]]] = _UNAVAILABLE
    codes = pl.Series([code.value for _, code in sorted(_CODES.items())], dtype=pl.String)
    return LeftOut(people, left, codes.gather(by), _details(market, found, by), near)


def _details(market: Market, found: Stopped, by: npt.NDArray[np.int8]) -> pl.Series:
    """Put reasons into words; those alike share one text, so that millions take little room."""
    texts = [DETAILS.get(code, "") for _, code in sorted(_CODES.items())]
    text = by.astype(np.int32)
    told = np.flatnonzero(np.isin(by, _TOLD)).astype(np.int32)
    parts = [told[begin : begin + _AT_ONCE] for begin in range(0, len(told), _AT_ONCE)]
    if parts:
        several = pl.concat([_slots(found, part).unique() for part in parts]).unique()
        different = several.sort(several.columns)
        number = different.with_row_index("text", offset=len(texts))
        for part in parts:
            joined = _slots(found, part).join(
                number, on=different.columns, how="left", maintain_order="left"
            )
            text[part] = joined["text"].to_numpy()
        sites = pl.Series(market.pools.site, dtype=pl.String)
        texts += _words(sites, different).to_list()
    return pl.Series(texts, dtype=pl.String).gather(text)


def _slots(found: Stopped, rows: npt.NDArray[np.int32]) -> pl.DataFrame:
    return pl.DataFrame({name: getattr(found, name)[rows] for name in Stopped._fields})


def _words(sites: pl.Series, slots: pl.DataFrame) -> pl.Series:
    """Say what took the slot that came nearest; points are given in tens of them."""
    told = slots.select(
        by=pl.col("by"),
        site=sites.gather(slots["pool"]),
        week=pl.col("week") + 1,
        value=_points(slots["worth"]),
        asked=_points(slots["price"]),
        short=_points(slots["price"] - slots["worth"]),
        some=pl.col("price") > pl.col("worth"),
    )
    where = pl.format("nearest slot: {} in week {}, worth {} points here", "site", "week", "value")
    short = pl.when("some").then("short").otherwise(pl.lit("a few points"))
    return told.select(
        pl.when(pl.col("by") == By.CONTRACT)
        .then(pl.format("{}; its contract or budget would ask {}", where, "asked"))
        .when(pl.col("by") == By.FLOOR)
        .then(pl.format("{}, taken at {}; the area's floor for deprived homes went first",
                        where, "asked"))
        .when(pl.col("by") == By.EQUALS)
        .then(pl.format("{}, taken at the same; equals go by longest wait", where))
        .otherwise(pl.format("{}, taken at {}; {} short", where, "asked", short))
    ).to_series()  # fmt: skip


def _points(tens: pl.Series) -> pl.Series:
    """Write tens of points out, each different number once."""
    different = tens.unique().sort()
    texts = [f"{number * TENS:,}" for number in different.to_list()]
    return pl.Series(texts, dtype=pl.String).gather(different.search_sorted(tens))
