"""Read operating theatres (Supporting Facilities), quarters in one table of two generations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import parse_table, read_text, require_columns
from tidegate.exchange.findings import error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import quarter_span
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication

if TYPE_CHECKING:
    from pathlib import Path

_ALL, _DAY = "Number of operating theatres", "Of which, number of dedicated day case theatres"
HEADINGS = ("year_var", "quarter_var", "OrgID", "Organisation Code", "Name", "Organisation Name")
NEEDED = (*HEADINGS, _ALL, _DAY)
_IS_TITLE = pl.col("organisation").str.contains("^OrgID$|^Department of Health").fill_null(False)


def read_theatres(path: Path) -> Publication:
    """Read the table, whose older rows have other columns of codes and names than the newer.

    Of two rows of England the one with the independent sector is taken, which is the sum of all
    rows. Rows of titles and headings, repeated from the quarters that were stacked, are no rows.

    Raises:
        UnusableInput: not this table, or quarters or cells that are none.
    """
    text = read_text(path)
    table = parse_table(text.text, text.name)
    require_columns(table.columns, NEEDED, text.name)
    code, name = _either("Organisation Code", "OrgID"), _either("Organisation Name", "Name")
    without = name.str.contains(r"(?i)excluding independent")
    rows = table.filter(~without.fill_null(False)).with_columns(
        organisation=pl.when(code.is_null() & name.str.contains(r"(?i)^england"))
        .then(pl.lit(ENGLAND))
        .otherwise(code),
        name=name.fill_null(""),
        quarter=pl.col("year_var") + " " + pl.col("quarter_var"),
    )
    rows, findings = with_codes(rows.filter(~_IS_TITLE), text.name)
    spans = {each: quarter_span(each) for each in rows["quarter"].unique()}
    for each, span in spans.items():
        if span is None:
            expected = "a year and a quarter (2021, Q4)"
            findings.append(error("BAD_DATE", text.name, expected, column="year_var", value=each))
    days = [[span[n] if span else None for span in spans.values()] for n in (0, 1)]
    start, end = (pl.Series(each, dtype=pl.Date) for each in days)
    quarter = pl.col("quarter")
    rows = rows.with_columns(
        level=level_of(pl.col("organisation")),
        start=quarter.replace_strict(list(spans), start, return_dtype=pl.Date),
        end=quarter.replace_strict(list(spans), end, return_dtype=pl.Date),
    )
    columns = [Figures(_ALL, "theatres"), Figures(_DAY, "theatres_day_case")]
    frame, wrong = as_figures(rows, columns, text.name)
    findings += wrong
    return publication(frame, Kind.THEATRES, path, findings=findings, member=text.member)


def _either(newer: str, older: str) -> pl.Expr:
    told = [
        pl.when(~pl.col(each).is_in(["", "NA", "-"])).then(pl.col(each)) for each in (newer, older)
    ]
    return pl.coalesce(told).str.strip_chars()
