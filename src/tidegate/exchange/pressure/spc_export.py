"""A result as a table, as rows for a file, and as facts for machines: all from the one result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.report.table import Table, figures, words
from tidegate.exchange.pressure.spc_words import (
    TYPES,
    VARIATIONS,
    assurance_words,
    decisions,
    figure,
    method_words,
    on_day,
    sentence,
)  # fmt: skip

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.result import Part
    from tidegate.exchange.pressure.spc_charted import Charted

EXPORT = {
    "measure": pl.String(), "organisation": pl.String(), "date": pl.Date(), "value": pl.Float64(),
    "part": pl.Int32(), "lower_limit": pl.Float64(), "centre": pl.Float64(),
    "upper_limit": pl.Float64(), "trial": pl.Boolean(), "target": pl.Float64(),
    "rule": pl.String(), "label": pl.String(), "type": pl.String(), "rules": pl.String(),
}  # fmt: skip
"""One row a point; the lines are those of its part, and ``rules`` the edition of the rule set."""


def export_frame(charted: Sequence[Charted]) -> pl.DataFrame:
    """Return one row for each point of each chart."""
    rows = [
        (
            one.measure, one.organisation, point.day, point.value, point.part + 1,
            *_lines(part), part.trial, point.target, point.rule and point.rule.value,
            point.label, point.type and point.type.value, one.result.rules.title,
        )
        for one in charted
        for point in one.result.points
        for part in (one.result.parts[point.part],)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=EXPORT, orient="row")


def write_export(charted: Sequence[Charted], path: Path) -> None:
    """Write every point as CSV or Parquet, by the name's ending; all of it or nothing.

    Raises:
        UnusableInput: another ending, or a folder that is not there.
    """
    if path.suffix not in {".csv", ".parquet"}:
        raise UnusableInput([error("UNKNOWN_ENDING", path.name, "a name in .csv or .parquet")])
    if not path.parent.is_dir():
        raise UnusableInput([error("MISSING_FOLDER", str(path.parent), "a folder that exists")])
    frame, beside = export_frame(charted), path.with_name(f".{path.name}.partial")
    if path.suffix == ".csv":
        frame.write_csv(beside)
    else:
        frame.write_parquet(beside)
    beside.replace(path)


def points_table(charted: Charted, name: str = "spc") -> Table:
    """Return the table that stands below a chart: every point of it, in the same words."""
    rows = []
    for point in charted.result.points:
        part = charted.result.parts[point.part]
        kind = "no value" if point.type is None else TYPES[point.type]
        lines = (figure(each, charted) for each in (*_lines(part), point.target))
        rows.append((on_day(point.day), figure(point.value, charted), kind, point.label, *lines))
    return Table(
        name=f"{name}-points",
        caption=f"Every point: {charted.title}",
        columns=(
            words("Date"), figures("Value"), words("What it is"), words("Rule"),
            figures("Lower limit"), figures("Centre line"), figures("Upper limit"),
            figures("Target"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def icon_table(charted: Sequence[Charted], name: str = "icons") -> Table:
    """Return one row for each chart: its last value and both icons, in words."""
    return Table(
        name=name,
        caption="Latest value and icons of each measure",
        columns=(
            words("Measure"), words("Last date"), figures("Last value"), words("Variation"),
            words("Assurance"), figures("Target"), figures("Lower limit"), figures("Centre line"),
            figures("Upper limit"),
        ),
        rows=tuple(
            (
                one.title, on_day(one.result.last.day), figure(one.result.last.value, one),
                VARIATIONS[one.result.variation], assurance_words(one),
                figure(one.result.last.target, one),
                *(figure(each, one) for each in _lines(one.result.latest)),
            )
            for one in charted
        ),
    )  # fmt: skip


def facts(charted: Charted) -> dict[str, object]:
    """Return a result for machines, every figure as it was reckoned."""
    result = charted.result
    return {
        "measure": charted.measure,
        "organisation": charted.organisation,
        "title": charted.title,
        "sentence": sentence(charted),
        "method": result.asked.method.value,
        "improvement": result.asked.direction.value,
        "screened": result.asked.screen,
        "rules": result.rules.title,
        "reckoned": method_words(charted),
        "variation": result.variation.value,
        "assurance": result.assurance and result.assurance.value,
        "notes": [{"code": note.code.value, "detail": note.detail} for note in result.notes],
        "decisions": list(decisions(charted)),
        "parts": [_part(part) for part in result.parts],
        "points": [
            {
                "date": point.day,
                "value": point.value,
                "part": point.part + 1,
                "target": point.target,
                "rule": point.rule and point.rule.value,
                "label": point.label,
                "type": point.type and point.type.value,
            }
            for point in result.points
        ],
    }


def _part(part: Part) -> dict[str, object]:
    limits = part.limits
    return {
        "first": part.first,
        "last": part.last,
        "points": limits.points,
        "lower_limit": limits.lower,
        "near_lower": limits.near_lower,
        "centre": limits.centre,
        "near_upper": limits.near_upper,
        "upper_limit": limits.upper,
        "average_moving_range": limits.average_range,
        "screened_ranges": limits.screened,
        "trial": part.trial,
    }


def _lines(part: Part) -> tuple[float | None, float | None, float | None]:
    return part.limits.lower, part.limits.centre, part.limits.upper
