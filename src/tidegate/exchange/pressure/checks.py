"""What must fit together in figures: parts and wholes, England and providers, plausible sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.measure import Unit
from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import warning
from tidegate.exchange.pressure.measures import shipped_measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.core.pressure.measure import Measure
    from tidegate.exchange.findings import Finding

_PLACE = ("organisation", "level", "start", "end")
_ROUNDING = 0.5  # beds are averages in some files: a total may differ by its last figure
_ADDED_UP = {
    "dtoc_days": (("dtoc_days_acute", "dtoc_days_non_acute"),
                  ("dtoc_days_nhs", "dtoc_days_social_care", "dtoc_days_both")),
    "ed_attendances": (("ed_attendances_type1", "ed_attendances_type2", "ed_attendances_other"),
                       ("ed_within_4h", "ed_over_4h")),
    "ga_beds_open": (("ga_beds_core", "escalation_beds_open"),),
    "discharged": (("discharged_by_17", "discharged_after_17"),),
}  # fmt: skip
"""Wholes, each with the sets of parts that make it."""


def implausible(frame: pl.DataFrame, file: str) -> list[Finding]:
    """Warn of figures of a single provider beyond what a measure says is plausible.

    Counts of a longer time are held to so many days' worth.
    """
    limits = _limits(shipped_measures())
    days = (pl.col("end") - pl.col("start")).dt.total_days().fill_null(30) + 1
    times = pl.when(pl.col("unit") == Unit.COUNT.value).then(days).otherwise(1)
    beyond = (
        frame.lazy()
        .filter(pl.col("level") == Level.PROVIDER.value)
        .join(limits.lazy(), on="measure")
        .filter((pl.col("value") > pl.col("most") * times) | (pl.col("value") < pl.col("least")))
        .sort("organisation", "start")
        .collect()
    )
    found = []
    for (measure,), rows in sorted(beyond.partition_by("measure", as_dict=True).items()):
        first = rows.row(0, named=True)
        expected = f"from {first['least']:g} to {first['most']:g} a day; please ask about it"
        value = f"{first['organisation']}, {first['start']}: {first['value']:g}"
        found.append(
            warning("IMPLAUSIBLE_VALUE", file, expected, column=measure, value=value,
                    count=rows.height)
        )  # fmt: skip
    return found


def against_each_other(frame: pl.DataFrame, file: str) -> list[Finding]:
    """Warn where a part is more than its whole, or parts do not make the whole."""
    there = set(frame["measure"].unique())
    found = []
    for measure in shipped_measures().values():
        part, whole = measure.numerator, measure.denominator
        if {part, whole} <= there:
            beside = _beside(frame, part, whole)
            more = beside.filter(pl.col(part) > pl.col(whole) + _ROUNDING)
            if not more.is_empty():
                found.append(_apart("PART_EXCEEDS_WHOLE", file, part, whole, more))
    for whole, ways in _ADDED_UP.items():
        for parts in ways:
            if {whole, *parts} <= there:
                beside = _beside(frame, *parts, whole)
                added = beside.with_columns(parts=pl.sum_horizontal(parts))
                apart = added.filter((pl.col("parts") - pl.col(whole)).abs() > _ROUNDING)
                if not apart.is_empty():
                    found.append(_apart("PARTS_DO_NOT_ADD_UP", file, "parts", whole, apart))
    return found


def against_the_whole(frame: pl.DataFrame, file: str) -> list[Finding]:
    """Warn, once for each measure, where England is not the sum of its providers."""
    adds = [key for key, each in shipped_measures().items() if each.unit in _ADDABLE]
    below = [Level.PROVIDER.value, Level.AUTHORITY.value]
    sums = (
        frame.lazy()
        .filter(pl.col("measure").is_in(adds))
        .group_by("measure", "start", "end")
        .agg(
            england=pl.col("value").filter(pl.col("level") == Level.NATION.value).sum(),
            told=(pl.col("level") == Level.NATION.value).any() & pl.col("level").is_in(below).any(),
            providers=pl.col("value").filter(pl.col("level").is_in(below)).sum(),
        )
        .filter("told")
        .with_columns(apart=(pl.col("england") - pl.col("providers")).abs())
        .filter(pl.col("apart") > pl.max_horizontal(_ROUNDING, pl.col("england").abs() * 1e-9))
        .sort("apart", "start", descending=[True, False])
        .collect()
    )
    return [
        warning(
            "TOTAL_ROW_DIFFERS",
            file,
            f"{rows['providers'][0]:,.10g}, the sum of the rows, on {rows['start'][0]}, the "
            "furthest apart",
            column=str(measure),
            value=f"England {rows['england'][0]:,.10g}",
            count=rows.height,
        )
        for (measure,), rows in sorted(sums.partition_by("measure", as_dict=True).items())
    ]


_ADDABLE = (Unit.COUNT, Unit.BEDS)


def _limits(measures: Mapping[str, Measure]) -> pl.DataFrame:
    rows = [
        {"measure": key, "least": each.least, "most": each.most, "unit": each.unit.value}
        for key, each in measures.items()
    ]
    numbers = {"least": pl.Float64, "most": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=numbers)


def _beside(frame: pl.DataFrame, *measures: str) -> pl.DataFrame:
    """Put measures of the same organisation and days beside each other; all must be there."""
    some = frame.filter(pl.col("measure").is_in(measures))
    wide = some.pivot("measure", index=_PLACE, values="value", aggregate_function="first")
    return wide.drop_nulls(measures)


def _apart(code: str, file: str, part: str, whole: str, rows: pl.DataFrame) -> Finding:
    first = rows.sort("organisation", "start").row(0, named=True)
    words = "the parts to add up to" if code == "PARTS_DO_NOT_ADD_UP" else f"{part} to be at most"
    value = f"{first['organisation']}, {first['start']}: {first[part]:g} and {first[whole]:g}"
    return warning(code, file, f"{words} {whole}", column=whole, value=value, count=rows.height)
