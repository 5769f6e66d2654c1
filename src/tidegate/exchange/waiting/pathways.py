"""Read a provider's own waiting list, one row for each pathway, as it is kept and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.problem import make_problem
from tidegate.core.matching.weeks import week_zero
from tidegate.core.waiting.rtt import BANDS, WAITING_PART
from tidegate.exchange.findings import UnusableInput, error, refuse_errors
from tidegate.exchange.matching.input_tables import PATHWAYS
from tidegate.exchange.matching.listed_pathways import listed_pathways, weeks_waited_by
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.waiting.rtt_month import RttMonth
from tidegate.exchange.waiting.waiting_file import ReadWith, read_waiting_file

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


AS_OF = "weeks_waited_as_of"


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A waiting list, read and checked.

    Attributes:
        frame: columns ``core.matching.problem.PATHWAYS``, whose weeks count to and from the Monday
            after the day that the list describes; ``AS_OF``, the weeks waited on that day itself;
            ``clock_start`` and whatever else the file has.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
        as_of: the day that the list describes.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...]
    as_of: date


def read_pathways(path: Path, as_of: date | None, read_with: ReadWith | None = None) -> WaitingList:
    """Read a waiting list, CSV or Parquet, as it stood on a day.

    Args:
        path: the list, in our own schema or as the weekly national list.
        as_of: the day; a file that says so itself is taken at its word.
        read_with: what the list is read with.

    Raises:
        UnusableInput: with every value that does not fit, wait that cannot be known, and so on;
            or the day is not known.
    """
    read = read_waiting_file(path, read_with)
    table = read.table
    refuse_errors(table.findings)
    as_of = read.as_of or as_of
    if as_of is None:
        expected = "--as-of DATE, because this file does not say which day it describes"
        raise UnusableInput([error("AS_OF_NEEDED", path.name, expected)])
    start = week_zero(as_of)
    on_the_day = weeks_waited_by(set(table.frame.columns), as_of).cast(pl.Int32).alias(AS_OF)
    pathways, odd = listed_pathways(
        table.frame.with_columns(on_the_day), table.source.name, start, keep_clock_start=True
    )
    findings = refuse_errors([*table.findings, *odd])
    nothing = pl.DataFrame()
    problem = make_problem(start, 1, pathways=pathways.drop(ROW), offers=nothing, travel=nothing)
    source = replace(table.source, kind=PATHWAYS.name)  # whatever its form, it is kept as one
    return WaitingList(problem.pathways, source, findings, as_of)


def as_month(waiting_list: WaitingList) -> RttMonth:
    """Count a list as a month of published figures is counted, so that both are read alike.

    Pathways become part 2 (waiting) of their holder, without a commissioner; their area stands
    as the commissioner's parent. Weeks are those waited on the day that the list describes.
    """
    keys = ["holder", "area", "tfc"]
    week, people = pl.col(AS_OF), pl.col("count")
    bands = [
        people.filter(week.clip(0, BANDS - 1) == band).sum().cast(pl.Int32).alias(f"w{band:03}")
        for band in range(BANDS)
    ]
    blank = pl.lit("")
    frame = (
        waiting_list.frame.with_columns(pl.col("area").fill_null(""))
        .group_by(keys)
        .agg(*bands, people.sum().cast(pl.Int32).alias("total"))
        .sort(keys)
        .select(
            pl.col("area").alias("provider_parent"),
            pl.col("holder").alias("provider"),
            _name_of("holder", waiting_list.frame).alias("provider_name"),
            pl.col("area").alias("commissioner_parent"),
            blank.alias("commissioner"),
            blank.alias("commissioner_name"),
            pl.lit(WAITING_PART).alias("part"),
            "tfc",
            *(f"w{band:03}" for band in range(BANDS)),
            pl.lit(0, pl.Int32).alias("unknown_start"),
            "total",
        )
    )
    source, findings = waiting_list.source, waiting_list.findings
    as_of = waiting_list.as_of
    return RttMonth(as_of, revised=False, source=source, frame=frame, findings=findings)


def _name_of(code: str, frame: pl.DataFrame) -> pl.Expr:
    """Name organisations as the list names them beside their codes, else by their codes."""
    name = f"{code}_name"
    if name not in frame.columns:
        return pl.col(code)
    pairs = frame.select(code, name).drop_nulls().unique(code, keep="first")
    return pl.col(code).replace(dict(pairs.iter_rows()))
