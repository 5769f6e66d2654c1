"""Read demand: units wanted in past weeks, or a forecast in the long form of the hubverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.contracts.sizing.demand import AnyDay, PastCounts, Quantiles
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW, headings_of
from tidegate.exchange.matching.typed_table import read_table
from tidegate.exchange.pressure.forecast_tables import FORECAST

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.contracts.sizing.demand import Demand
    from tidegate.exchange.matching.typed_table import TypedTable
    from tidegate.exchange.sources import Source

DEMAND = Table(
    "demand",
    "the units wanted in one past week, whether they could be had or not",
    (
        Column("modality", Form.TEXT, "kind of care or of bed; one name of your own for each"),
        Column("week", Form.WEEK, "the week", needed=True),
        Column("units", Form.WHOLE, "units wanted in it", needed=True, least=0, most=1_000_000),
    ),
    ("modality", "week"),
)
_OF_OTHERS = frozenset({"offer_id", "line_id", "site", "provider"})
_WEEK = timedelta(weeks=1)
_SAID = 8


@dataclass(frozen=True, slots=True)
class ReadDemand:
    """Demand, read and checked.

    Attributes:
        weeks: demand of each week of the term, in order.
        words: where it comes from, for people.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    weeks: tuple[Demand, ...]
    words: str
    source: Source
    findings: tuple[Finding, ...]


def read_demand(path: Path, *, weeks: int | None = None, of: str | None = None) -> ReadDemand:
    """Read a file of demand, told from its headings.

    Args:
        path: CSV or Parquet.
        weeks: the length of the term; None is one week, and of a forecast every week it has.
        of: which modality of past weeks, or which place of a forecast; needed where there are
            several.

    Raises:
        UnusableInput: with everything that does not fit.
    """
    headings = set(headings_of(path))
    if "output_type_id" in headings:
        return _forecast(path, weeks, of)
    return _past_weeks(path, weeks or 1, of)


def is_demand(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings has units by week, and no offer or line of them."""
    given = set(headings)
    return given.issuperset(DEMAND.needed) and given.isdisjoint(_OF_OTHERS)


def read_past_weeks(path: Path) -> TypedTable:
    """Read a file of past weeks, of whatever modalities; wrong values are findings of the result.

    Raises:
        UnusableInput: not a readable table at all, or a needed column is missing.
    """
    table = read_table(path, DEMAND)
    findings = [*table.findings]
    frame, name = table.frame, table.source.name
    if frame.is_empty():
        findings.append(error("NO_ROWS", name, f"at least one row: {DEMAND.row_is}"))
    again = frame.filter(~pl.col("week").is_first_distinct())
    if "modality" not in frame.columns and again.height:
        findings.append(
            error("DUPLICATE_KEY", name, "each week once", row=int(again[ROW][0]), column="week",
                  value=str(again["week"][0]), count=again.height)
        )  # fmt: skip
    return replace(table, findings=tuple(findings))


def _past_weeks(path: Path, weeks: int, of: str | None) -> ReadDemand:
    table = read_past_weeks(path)
    refuse_errors(table.findings)
    name, frame = table.source.name, table.frame
    if "modality" in frame.columns:
        frame = _only(frame, "modality", of, name)
    elif of is not None:
        raise UnusableInput([error("NO_SUCH_DEMAND", name, "a column “modality”", value=of)])
    ordered = frame.sort("week")
    counts = PastCounts(tuple(ordered["units"].to_list()))
    first, last = ordered["week"][0], ordered["week"][-1]
    missing = (last - first) // _WEEK + 1 - frame.height
    findings = [*table.findings]
    if missing:
        expected = f"every week from {first} to {last}; {missing} are missing and left out, not 0"
        findings.append(warning("WEEKS_MISSING", name, expected))
    words = f"{frame.height} past weeks, {first} to {last}, each as likely again"
    return ReadDemand((counts,) * weeks, words, table.source, tuple(findings))


def _forecast(path: Path, weeks: int | None, of: str | None) -> ReadDemand:
    table = read_table(path, FORECAST)
    refuse_errors(table.findings)
    name, frame = table.source.name, table.frame
    if "output_type" in frame.columns:
        frame = frame.filter(pl.col("output_type").fill_null("quantile") == "quantile")
    frame = frame.filter(pl.col("reference_date") == pl.col("reference_date").max())
    frame = _only(frame, "location", of, name)
    if frame.is_empty():
        raise UnusableInput([error("NO_ROWS", name, f"at least one row: {FORECAST.row_is}")])
    step = _days_of_a_step(frame, name)
    found = list(_quantiles(frame, name))
    refuse_errors(each for each in found if isinstance(each, Finding))
    known = _in_weeks([each for each in found if isinstance(each, Quantiles)], step, name)
    if weeks is not None and weeks > len(known):
        expected = f"a term of at most {len(known)} weeks, which the forecast has"
        raise UnusableInput([error("TERM_TOO_LONG", name, expected, value=str(weeks))])
    place, made = frame["location"][0], frame["reference_date"][0]
    term = len(known[:weeks])
    words = f"the forecast for {place} made on {made}, {term} week{'s' if term > 1 else ''}"
    return ReadDemand(known[:weeks], words, table.source, table.findings)


def _only(frame: pl.DataFrame, column: str, of: str | None, name: str) -> pl.DataFrame:
    """Keep the rows that are meant; where several could be, one must be named."""
    there = frame[column].unique(maintain_order=True).to_list()
    said = ", ".join("blank" if one is None else str(one) for one in there[:_SAID])
    if of is None and len(there) > 1:
        expected = f"one {column} to be named, of {said}"
        raise UnusableInput([error("DEMAND_NOT_NAMED", name, expected, column=column)])
    if of is not None and of not in there:
        raise UnusableInput(
            [error("NO_SUCH_DEMAND", name, f"one of {said}", column=column, value=of)]
        )
    return frame if of is None else frame.filter(pl.col(column) == of)


def _days_of_a_step(frame: pl.DataFrame, name: str) -> int:
    """Return 7 for a weekly forecast and 1 for a daily one."""
    if "target_end_date" not in frame.columns:
        return _WEEK.days
    ahead = (pl.col("target_end_date") - pl.col("reference_date")).dt.total_days()
    for step in (_WEEK.days, 1):
        odd = frame.filter(ahead != pl.col("horizon") * step)
        if odd.is_empty():
            return step
    expected = "each horizon so many weeks, or so many days, after the reference date"
    raise UnusableInput(
        [error("FORECAST_STEP", name, expected, row=int(odd[ROW][0]), column="target_end_date",
               value=odd["target_end_date"][0].isoformat(), count=odd.height)]
    )  # fmt: skip


def _in_weeks(found: list[Quantiles], step: int, name: str) -> tuple[Demand, ...]:
    """Return the weeks of a forecast; of a daily one whole weeks, what is left over left out."""
    if step == _WEEK.days:
        return tuple(found)
    whole = len(found) // _WEEK.days
    if not whole:
        expected = "a daily forecast of at least 7 days"
        raise UnusableInput([error("FORECAST_TOO_SHORT", name, expected, value=str(len(found)))])
    return tuple(
        AnyDay(tuple(found[week * _WEEK.days : (week + 1) * _WEEK.days])) for week in range(whole)
    )


def _quantiles(frame: pl.DataFrame, name: str) -> Iterator[Quantiles | Finding]:
    ordered = frame.sort("horizon", "output_type_id")
    for rows in ordered.partition_by("horizon", maintain_order=True):
        try:
            yield Quantiles(tuple(rows["output_type_id"].to_list()), tuple(rows["value"].to_list()))
        except ValueError as problem:
            yield error(
                "FORECAST_VALUE", name, str(problem), row=int(rows[ROW][0]), column="horizon",
                value=str(rows["horizon"][0]), count=rows.height,
            )  # fmt: skip
