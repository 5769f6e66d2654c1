"""Read the monthly RTT workbooks (XLS since 2007, XLSX now) into the figures of the full CSV."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source
from tidegate.exchange.waiting.rtt_month import RttMonth
from tidegate.exchange.waiting.rtt_rows import TEXTS
from tidegate.exchange.waiting.sheets import find_row, open_workbook, read_sheet, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import fastexcel

_TFC_HEADING = "Treatment Function Code"
_TITLE = "Referral to Treatment (RTT) Waiting Times"
_BAND = re.compile(r">(\d+)-\d+|(\d+) plus")
_TOTAL = re.compile(
    r"Total number of (completed|incomplete) pathways(?: \(all\))?|.*new RTT periods"
)
_UNKNOWN = "Patients with unknown clock start date"
_MONTHS = "|".join(name for name in calendar.month_name if name)
_PERIOD = re.compile(rf"\b({_MONTHS}) (\d{{4}})\b")
_REVISED = re.compile(r"\bRevised\b.*\d{4}")  # in one row; an unrevised month has “Revised: -”
# What the summary line says, most particular first.
_PARTS = (
    ("decision to admit", "2A"),
    ("non-admitted", "1B"),
    ("admitted", "1A"),
    ("incomplete", "2"),
    ("new rtt", "3"),
)
_ALL = "999"


@dataclass(frozen=True, slots=True)
class _Heading:
    period: date
    part: str
    basis: str  # "commissioner" or "provider"
    revised: bool


def is_rtt_workbook(workbook: fastexcel.ExcelReader, path: Path) -> bool:
    """Tell whether a workbook is a monthly RTT one: its title, and treatment functions in rows."""
    top = read_sheet(workbook, workbook.sheet_names[0], path, rows=20)
    titled = any(_TITLE in cell for row in top.head(3).iter_rows() for cell in texts(row))
    return titled and find_row(top, _TFC_HEADING) is not None


def read_rtt_workbook(path: Path) -> RttMonth:
    """Read the most detailed sheet of a monthly workbook: commissioners or providers.

    A workbook holds one part of the return on one basis, so the columns of the other basis are
    empty text in the frame; ``w052`` is its last, open-ended band before April 2021. Published
    totals are checked against the rows and left out.

    Raises:
        UnusableInput: not such a workbook, or cells that are not counts.
    """
    workbook = open_workbook(path)
    if not is_rtt_workbook(workbook, path):
        expected = "a monthly RTT workbook (title, then rows by treatment function)"
        raise UnusableInput([error("NOT_AN_RTT_FILE", path.name, expected)])
    tables = {
        sheet: table
        for sheet in workbook.sheet_names
        for table in [read_sheet(workbook, sheet, path)]
        if find_row(table, _TFC_HEADING) is not None
    }
    sheet, table = max(tables.items(), key=lambda item: item[1].height)
    file = f"{path.name} › {sheet}"
    heading = _heading(table, file)
    rows, findings = _counts(table, file)
    warnings = refuse_errors([*findings, *_problems(rows, file), *_national(tables, rows, file)])
    return RttMonth(
        period=heading.period,
        revised=heading.revised,
        source=describe_source(path, Kind.RTT_WORKBOOK, sheet),
        frame=_as_month(rows.filter(pl.col("tfc") != _ALL), heading),
        findings=warnings,
    )


def _heading(table: pl.DataFrame, file: str) -> _Heading:
    cells = [cell for row in table.head(12).iter_rows() for cell in texts(row) if cell]
    said = " ".join(cells).lower()
    dated = [match for cell in cells for match in [_PERIOD.search(cell)] if match]
    part = next((part for words, part in _PARTS if words in said), None)
    if not dated or part is None:
        expected = "lines above the table that name the month and the kind of pathway"
        raise UnusableInput([error("BAD_PERIOD", file, expected)])
    year, month = int(dated[0][2]), list(calendar.month_name).index(dated[0][1])
    return _Heading(
        period=date(year, month, calendar.monthrange(year, month)[1]),
        part=part,
        basis="provider" if "provider" in said else "commissioner",
        revised=any(_REVISED.search(" ".join(texts(row))) for row in table.head(12).iter_rows()),
    )


def _counts(table: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Return ``parent, code, name, tfc``, bands, ``unknown_start`` and ``total`` of each row."""
    header = find_row(table, _TFC_HEADING)
    assert header is not None  # noqa: S101 - only sheets with that row come here
    headings = texts(table.row(header))
    place = headings.index(_TFC_HEADING)
    names = {f"column_{n}": heading for n, heading in enumerate(headings)}
    body = table.rename(dict(zip(table.columns, names, strict=True))).slice(header + 1)
    body = body.filter(pl.col(f"column_{place}").is_not_null())
    counted = _counted(headings, file)
    labels = [
        (pl.col(f"column_{place - back}") if place >= back else pl.lit("")).alias(label)
        for label, back in (("parent", 3), ("code", 2), ("name", 1))
    ]
    raw = body.select(
        *(label.fill_null("").str.strip_chars() for label in labels),
        pl.col(f"column_{place}").str.strip_chars().str.tail(3).alias("tfc"),
        *(pl.col(f"column_{n}").alias(name) for name, n in counted.items()),
    )
    given = pl.col(list(counted)).replace({"-": "0", "": "0"}).fill_null("0")
    numbers = raw.with_columns(given.cast(pl.Float64, strict=False).cast(pl.Int32, strict=False))
    findings = []
    for name, n in counted.items():
        wrong = raw.filter(numbers[name].is_null() | (numbers[name] < 0))
        if not wrong.is_empty():
            findings.append(
                error(
                    "NOT_A_NUMBER",
                    file,
                    "a whole number, 0 or more, or “-” for none",
                    column=headings[n],
                    value=wrong[name][0],
                    count=wrong.height,
                )
            )
    return numbers, findings


def _counted(headings: Sequence[str], file: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for n, heading in enumerate(headings):
        band = _BAND.fullmatch(heading)
        if band is not None:
            places.setdefault(f"w{int(band[1] or band[2]):03}", n)
        elif heading == _UNKNOWN:
            places["unknown_start"] = n
        elif _TOTAL.fullmatch(heading):
            places.setdefault("total", n)
    if "total" not in places:
        raise UnusableInput(
            [error("MISSING_COLUMN", file, "a column “Total number of … pathways”")]
        )
    return places


def _problems(rows: pl.DataFrame, file: str) -> list[Finding]:
    keys = rows.filter(pl.struct("code", "tfc").is_duplicated())
    findings = []
    if not keys.is_empty():
        expected = "each organisation and treatment function once"
        findings.append(
            error("DUPLICATE_KEY", file, expected, value=keys["code"][0], count=keys.height)
        )
    bands = [name for name in rows.columns if re.fullmatch(r"w\d{3}", name)]
    unknown = pl.col("unknown_start") if "unknown_start" in rows.columns else pl.lit(0)
    apart = rows.filter(pl.col("total") != pl.sum_horizontal(bands) + unknown) if bands else keys
    if not apart.is_empty():
        expected = "the bands and the unknown starts to add up to the total"
        findings.append(
            warning(
                "BANDS_DO_NOT_ADD_UP",
                file,
                expected,
                column="total",
                value=str(apart["total"][0]),
                count=apart.height,
            )
        )
    return findings


def _national(tables: dict[str, pl.DataFrame], rows: pl.DataFrame, file: str) -> list[Finding]:
    """Warn where the sheet for England and the rows by organisation tell different totals."""
    everyone = int(rows.filter(pl.col("tfc") != _ALL)["total"].sum())
    totals = {"its own total rows": int(rows.filter(pl.col("tfc") == _ALL)["total"].sum())}
    smallest = min(tables, key=lambda sheet: tables[sheet].height)
    national, _ = _counts(tables[smallest], file)
    totals[f"sheet {smallest}"] = int(national.filter(pl.col("tfc") == _ALL)["total"].sum())
    return [
        warning("TOTAL_ROW_DIFFERS", file, f"{total:,} as in {name}", value=f"{everyone:,}")
        for name, total in totals.items()
        if total != everyone
    ]


def _as_month(rows: pl.DataFrame, heading: _Heading) -> pl.DataFrame:
    other = "commissioner" if heading.basis == "provider" else "provider"
    named = rows.rename(
        {
            "parent": f"{heading.basis}_parent",
            "code": heading.basis,
            "name": f"{heading.basis}_name",
        }
    ).with_columns(
        pl.col(f"{heading.basis}_parent").replace("-", ""),
        *(pl.lit("").alias(f"{other}{ending}") for ending in ("_parent", "", "_name")),
        part=pl.lit(heading.part),
    )
    if "unknown_start" not in named.columns:
        named = named.with_columns(unknown_start=pl.lit(0, pl.Int32))
    bands = sorted(name for name in named.columns if re.fullmatch(r"w\d{3}", name))
    return named.select(*TEXTS, *bands, "unknown_start", "total")
