"""Turn columns of cells into figures, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.exchange.findings import Finding

BLANKS = ("", "-", ".", "*", "NA", "N/A", "n/a", "Data not returned")
"""What published files put where there is no figure; none of them is a 0."""
_CODE = r"^[A-Z0-9]{2,9}$"


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures.

    Attributes:
        column: its name in the frame.
        measure: what it counts.
        span: first and last day that it tells of; None where each row says so itself, in ``start``
            and ``end``.
        per: figures are divided by this, such as 60 where seconds become minutes.
        heading: how the file spells it.
    """

    column: str
    measure: str
    span: tuple[date, date] | None = None
    per: float = 1
    heading: str = ""


def as_figures(
    rows: pl.DataFrame, columns: Sequence[Figures], file: str
) -> tuple[pl.DataFrame, list[Finding]]:
    """Put every figure in a row of its own.

    Args:
        rows: ``organisation, name, level``, also ``start`` and ``end`` where columns have no days
            of their own, and the columns of figures, as text or as numbers.
        columns: which columns to take, in order.
        file: name for findings.

    Returns:
        The columns of ``OBSERVATIONS``, blanks left out, and a finding for cells that are neither
        a figure nor one of ``BLANKS``.
    """
    dated = columns[0].span is None
    index = ["organisation", "name", "level", *(("start", "end") if dated else ())]
    same = rows.select(*index, *(pl.col(each.column).cast(pl.String) for each in columns))
    keys = {
        "column": [each.column for each in columns],
        "measure": [each.measure for each in columns],
        "per": [float(each.per) for each in columns],
        "heading": [each.heading or each.column for each in columns],
    }
    if not dated:
        keys |= {"start": [each.span[0] if each.span else None for each in columns],
                 "end": [each.span[1] if each.span else None for each in columns]}  # fmt: skip
    long = same.unpivot(index=index, variable_name="column", value_name="cell")
    long = long.with_columns(pl.col("cell").str.strip_chars())
    long = long.filter(~pl.col("cell").is_in(BLANKS).fill_null(True))
    long = long.join(pl.DataFrame(keys), on="column", how="left", maintain_order="left")
    number = pl.col("cell").str.replace_all(",", "").cast(pl.Float64, strict=False)
    told = long.with_columns(value=pl.when(number.is_finite()).then(number / pl.col("per")))
    return told.drop_nulls("value"), _no_figures(told, file)


def with_codes(rows: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Drop rows without an organisation, and find codes that cannot be one; capitals are made."""
    code = pl.col("organisation").str.strip_chars().str.to_uppercase()
    kept = rows.with_columns(code).filter(pl.col("organisation").fill_null("") != "")
    strange = kept.filter(~pl.col("organisation").str.contains(_CODE))
    if strange.is_empty():
        return kept, []
    expected = "the code of an organisation"
    first = strange["organisation"][0]
    return kept, [error("BAD_CODE", file, expected, value=first, count=strange.height)]


def _no_figures(told: pl.DataFrame, file: str) -> list[Finding]:
    wrong = told.filter(pl.col("value").is_null())
    return [
        error("NOT_A_NUMBER", file, "a number, or nothing", column=str(heading),
              value=f"{rows['organisation'][0]}: {rows['cell'][0]}", count=rows.height)
        for (heading,), rows in wrong.partition_by("heading", as_dict=True).items()
    ]  # fmt: skip
