"""Read a waiting list, offers and what belongs to them into one matching problem.

A capacity is a file of offers, or a folder of offers, lines, budgets and travel in any mixture of
CSV and Parquet; files are told apart by their headings. Everything that is wrong with any of the
files is reported together, and then nothing is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.problem import Problem, make_problem
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors
from tidegate.exchange.matching.criteria import inconsistencies, with_criteria
from tidegate.exchange.matching.input_tables import (
    BUDGETS,
    CRITERIA,
    LINES,
    OFFERS,
    PATHWAYS,
    SITES,
    TRAVEL,
    ZONES,
    Table,
    table_of,
)
from tidegate.exchange.matching.journeys import journeys
from tidegate.exchange.matching.listed_pathways import listed_pathways
from tidegate.exchange.matching.offered import numbered_from, weeks_gone
from tidegate.exchange.matching.raw_table import ROW, headings_of
from tidegate.exchange.matching.typed_table import TypedTable, fault, read_table
from tidegate.exchange.waiting.waiting_file import ReadWith, read_waiting_file

if TYPE_CHECKING:
    from tidegate.exchange.sources import Source

_ENDINGS = {".csv", ".parquet", ".zip"}
_IN_CAPACITY = (OFFERS, CRITERIA, LINES, BUDGETS, TRAVEL, ZONES, SITES)
_IN_CONTRACTS = (LINES, BUDGETS)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables found, by name."""

    found: dict[str, TypedTable]

    def frame(self, table: Table) -> pl.DataFrame | None:
        return self.found[table.name].frame if table.name in self.found else None

    def taken(self, table: Table) -> pl.DataFrame:
        """Hand over the rows of a table and let go of them: England's list is large."""
        read = self.found[table.name]
        self.found[table.name] = replace(read, frame=read.frame.clear())
        return read.frame

    def name(self, table: Table) -> str:
        return self.found[table.name].source.name


def read_problem(
    waiting: Path,
    capacity: Path,
    *,
    contracts: Path | None = None,
    start: date | None = None,
    minutes_per_mile: float = 2.0,
    validation_weeks: int | None = None,
    read_with: ReadWith | None = None,
) -> tuple[Problem, tuple[Source, ...], tuple[Finding, ...]]:
    """Read the files of a plan; return the problem, where it came from and what is odd in it.

    Args:
        waiting: pathways, in our own schema or as the weekly national list.
        capacity: offers, or a folder that holds offers and what belongs to them.
        contracts: lines, or a folder of lines and budgets, when they are kept apart.
        start: the Monday of week 0; without it the week of the earliest offer.
        minutes_per_mile: turns straight-line miles into minutes where zones and sites come with
            coordinates instead of travel times.
        validation_weeks: age from which the validation of a pathway is said to be old.
        read_with: what the waiting list is read with.

    Raises:
        UnusableInput: with every problem of every file.
    """
    given = _files(capacity, _IN_CAPACITY)
    if contracts is not None:
        given += _files(contracts, _IN_CONTRACTS)
    tables, sources = _read(waiting, read_with, given)
    findings = [finding for table in tables.found.values() for finding in table.findings]
    warned = refuse_errors([*findings, *_inconsistent(tables)])
    first, weeks = _horizon(tables, start)
    pathways, odd = listed_pathways(
        tables.taken(PATHWAYS),
        tables.name(PATHWAYS),
        first,
        weeks=weeks,
        validation_weeks=validation_weeks,
    )
    pathways = _zoned(pathways, tables)
    travel, more = journeys(
        pathways,
        tables.found[OFFERS.name].frame,
        *(tables.frame(table) for table in (TRAVEL, ZONES, SITES)),
        names=(tables.name(PATHWAYS), tables.name(OFFERS)),
        minutes_per_mile=minutes_per_mile,
    )
    offers, unknown = with_criteria(
        tables.found[OFFERS.name].frame, tables.frame(CRITERIA), tables.name(OFFERS)
    )
    warnings = refuse_errors([*odd, *_lines_unknown(tables), *unknown, *more])
    problem = make_problem(
        first,
        weeks,
        pathways=pathways.drop(ROW),
        offers=numbered_from(offers, first),
        travel=travel,
        lines=_without_row(tables.frame(LINES)),
        budgets=_without_row(tables.frame(BUDGETS)),
    )
    return problem, sources, (*warned, *warnings)


def _files(place: Path, wanted: tuple[Table, ...]) -> list[tuple[Path, Table]]:
    """Pair each file of a folder with the table that its headings make it; or one file with its."""
    if not place.is_dir():
        headings = headings_of(place)
        table = table_of(headings)
        # A file that was named takes the first wanted table's word for what is missing in it.
        return [(place, table if table in wanted and table is not None else wanted[0])]
    files = sorted(file for file in place.iterdir() if file.suffix.lower() in _ENDINGS)
    pairs = [(file, table_of(headings_of(file))) for file in files]
    strange = [file for file, table in pairs if table not in wanted]
    if strange:
        kinds = ", ".join(table.name for table in wanted)
        raise UnusableInput(
            error("UNKNOWN_TABLE", file.name, f"the headings of one of: {kinds}", row=1,
                  value=", ".join(headings_of(file)[:8]))
            for file in strange
        )  # fmt: skip
    return [(file, table) for file, table in pairs if table is not None]


def _read(
    waiting: Path, read_with: ReadWith | None, given: list[tuple[Path, Table]]
) -> tuple[_Tables, tuple[Source, ...]]:
    """Read every file, and name them: the waiting list and what lies beside it first."""
    listed = read_waiting_file(waiting, read_with)
    found = {PATHWAYS.name: listed.table}
    for path, table in given:
        if table.name in found:
            other = found[table.name].source.name
            expected = f"one file of {table.name}; {other} is another"
            raise UnusableInput([error("TABLE_TWICE", path.name, expected)])
        found[table.name] = read_table(path, table)
    if OFFERS.name not in found:
        names = ", ".join(path.name for path, _ in given) or "the capacity folder"
        expected = f"a file of offers, with the headings {', '.join(OFFERS.needed)}"
        raise UnusableInput([error("NO_OFFERS", names, expected)])
    capacities = [read.source for name, read in found.items() if name != PATHWAYS.name]
    return _Tables(found), (*listed.sources, *capacities)


def _horizon(tables: _Tables, start: date | None) -> tuple[date, int]:
    """Return the Monday of week 0 and the number of weeks that the offers span from it."""
    offers, name = tables.found[OFFERS.name].frame, tables.name(OFFERS)
    if offers.is_empty():
        raise UnusableInput([error("NO_OFFERS", name, "at least one offer")])
    if start is not None and start.weekday() != 0:
        expected = "a Monday as the plan's first day"
        raise UnusableInput([error("NOT_A_MONDAY", "--start", expected, value=str(start))])
    earliest, latest = offers["week"].min(), offers["week"].max()
    assert isinstance(earliest, date)  # noqa: S101 - the table's weeks are dates by now
    assert isinstance(latest, date)  # noqa: S101
    first = earliest if start is None else start
    refuse_errors(weeks_gone(offers, first, name, "where the plan starts"))
    return first, (latest - first).days // 7 + 1


def _zoned(pathways: pl.DataFrame, tables: _Tables) -> pl.DataFrame:
    """Let journeys start from sub-board places where these, and no small areas, are known."""
    places = next((f for f in map(tables.frame, (TRAVEL, ZONES)) if f is not None), None)
    if places is None or "sub_icb" not in pathways.columns:
        return pathways
    known = places["zone"].unique()
    small, larger = (pathways[column].is_in(known).any() for column in ("zone", "sub_icb"))
    return pathways if small or not larger else pathways.with_columns(zone="sub_icb")


def _inconsistent(tables: _Tables) -> list[Finding]:
    criteria = tables.frame(CRITERIA)
    return [] if criteria is None else inconsistencies(criteria, tables.name(CRITERIA))


def _lines_unknown(tables: _Tables) -> list[Finding]:
    """Find offers that name a contract line which is not among the lines."""
    offers, lines = tables.found[OFFERS.name].frame, tables.frame(LINES)
    if "line_id" not in offers.columns:
        return []
    known = [] if lines is None else lines["line_id"].to_list()
    lost = offers.filter(pl.col("line_id").is_not_null() & ~pl.col("line_id").is_in(known))
    if lost.is_empty():
        return []
    expected = "the line_id of a contract line" if known else "a file of lines beside the offers"
    rows = lost.select(ROW, "line_id")
    return [fault("UNKNOWN_LINE", tables.name(OFFERS), "line_id", expected, rows)]


def _without_row(frame: pl.DataFrame | None) -> pl.DataFrame | None:
    return None if frame is None else frame.drop(ROW)
