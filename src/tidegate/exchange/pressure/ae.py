"""Read a month of A&E attendances and emergency admissions, the CSV by provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import parse_table, read_text, require_columns
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import month_span
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tidegate.exchange.pressure.days import Span

_TYPES = ("Type 1", "Type 2", "Other")
_DEPARTMENTS = ("Type 1", "Type 2", "Other A&E department")


def _columns(stem: str) -> tuple[str, ...]:
    return tuple(f"{stem} {each}{' Department' if each == 'Other' else ''}" for each in _TYPES)


ATTENDED = _columns("A&E attendances")
_ATTENDED_OTHER = (*ATTENDED[:2], "A&E attendances Other A&E Department")
_BOOKED = _columns("A&E attendances Booked Appointments")
_LATE = (*_columns("Attendances over 4hrs")[:2], "Attendances over 4hrs Other Department")
_BOOKED_LATE = _columns("Attendances over 4hrs Booked Appointments")
_FOUR_TO_TWELVE = "Patients who have waited 4-12 hs from DTA to admission"
_TWELVE = "Patients who have waited 12+ hrs from DTA to admission"
_ADMITTED = tuple(f"Emergency admissions via A&E - {each}" for each in _DEPARTMENTS)
_OTHERWISE = "Other emergency admissions"
HEADINGS = (
    "Period", "Org Code", "Org name", *_ATTENDED_OTHER, *_LATE,
    _FOUR_TO_TWELVE, _TWELVE, *_ADMITTED, _OTHERWISE,
)  # fmt: skip
_OF_LATE = (*_BOOKED, *_BOOKED_LATE)  # columns since August 2020
_LABELS = ("Period", "Org Code", "Parent Org", "Org name")
# Measure → the columns that make it. Booked attendances are attendances too.
_SUMS = {
    "ed_attendances_type1": (_ATTENDED_OTHER[0], _BOOKED[0]),
    "ed_attendances_type2": (_ATTENDED_OTHER[1], _BOOKED[1]),
    "ed_attendances_other": (_ATTENDED_OTHER[2], _BOOKED[2]),
    "ed_attendances": (*_ATTENDED_OTHER, *_BOOKED),
    "ed_over_4h": (*_LATE, *_BOOKED_LATE),
    "ed_over_4h_type1": (_LATE[0], _BOOKED_LATE[0]),
    "dta_over_4h": (_FOUR_TO_TWELVE, _TWELVE),
    "dta_over_12h": (_TWELVE,),
    "emergency_admissions_ed": _ADMITTED,
    "emergency_admissions_other": (_OTHERWISE,),
    "emergency_admissions": (*_ADMITTED, _OTHERWISE),
}
WITHIN = {
    "": ("ed_attendances", "ed_over_4h"),
    "_type1": ("ed_attendances_type1", "ed_over_4h_type1"),
}
"""Attendances and those over 4 hours, whose difference ended within 4 hours."""


def is_ae(headings: Iterable[str]) -> bool:
    """Tell whether a table with these headings is such a month."""
    return set(HEADINGS) <= set(_spelled(headings).values())


def read_ae(path: Path) -> Publication:
    """Read the CSV; its row of totals becomes England and is never mixed with providers.

    Raises:
        UnusableInput: not this file, several months, or cells that are no figures.
    """
    text = read_text(path)
    table = parse_table(text.text, text.name)
    table = table.rename(_spelled(table.columns))
    require_columns(table.columns, HEADINGS, text.name)
    total = pl.any_horizontal(
        pl.col(*(each for each in _LABELS if each in table.columns))
        .str.strip_chars()
        .str.to_lowercase()
        == "total"
    )
    span = _month(table.filter(~total)["Period"].unique().to_list(), text.name)
    rows = table.with_columns(
        organisation=pl.when(total).then(pl.lit(ENGLAND)).otherwise(pl.col("Org Code")),
        name=pl.when(total).then(pl.lit("England")).otherwise(pl.col("Org name").str.strip_chars()),
    )
    rows, findings = with_codes(rows, text.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    there = [each for each in (*HEADINGS[3:], *_OF_LATE) if each in rows.columns]
    counted = [Figures(heading, heading, span) for heading in there]
    cells, wrong = as_figures(rows, counted, text.name)
    frame = within_4h(_summed(cells))
    revised = "revised" in path.name.lower()
    return publication(
        frame, Kind.AE, path, findings=[*findings, *wrong], member=text.member, revised=revised
    )


def within_4h(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the attendances that ended within 4 hours: those that did not last longer."""
    index = ["organisation", "name", "level", "start", "end"]
    added = [frame]
    for ending, (all_of_them, late) in WITHIN.items():
        both = frame.filter(pl.col("measure").is_in([all_of_them, late]))
        rest = both.group_by(index, maintain_order=True).agg(
            value=pl.col("value").filter(pl.col("measure") == all_of_them).sum()
            - pl.col("value").filter(pl.col("measure") == late).sum(),
            told=pl.col("measure").n_unique(),
        )
        rest = rest.filter(pl.col("told") == len((all_of_them, late)))
        measure = pl.lit(f"ed_within_4h{ending}")
        added.append(rest.select(*index, measure=measure, value="value"))
    return pl.concat([each.select(*index, "measure", "value") for each in added])


def _spelled(headings: Iterable[str]) -> dict[str, str]:
    """Give each heading our spelling: older files say “Number of …”, and letter case drifts."""
    ours = {each.casefold(): each for each in (*HEADINGS, *_OF_LATE, *_LABELS)}
    plain = {each: each.strip().casefold().removeprefix("number of ") for each in headings}
    return {each: ours.get(words, each) for each, words in plain.items()}


def _summed(cells: pl.DataFrame) -> pl.DataFrame:
    pairs = [(heading, measure) for measure, columns in _SUMS.items() for heading in columns]
    sums = pl.DataFrame(pairs, {"measure": pl.String, "makes": pl.String}, orient="row")
    index = ["organisation", "name", "level", "start", "end"]
    return (
        cells.join(sums, on="measure", maintain_order="left")
        .group_by(*index, measure="makes", maintain_order=True)
        .agg(pl.col("value").sum())
    )


def _month(said: Sequence[str], file: str) -> Span:
    spans = {month_span(each) for each in said}
    span = spans.pop() if len(spans) == 1 else None
    if span is None:
        expected = "one month, the same in every row (MSitAE-MARCH-2026)"
        value = ", ".join(sorted(said)[:3])
        raise UnusableInput([error("BAD_PERIOD", file, expected, column="Period", value=value)])
    return span
