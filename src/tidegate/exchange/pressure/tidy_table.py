"""Read tidy tables, a row for each organisation and day or month, by one description each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.directory.reference import parse_table, read_text, require_columns
from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import Span, month_end, month_span, spelled_day
from tidegate.exchange.pressure.figures import Figures, as_figures
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def _the_day(text: str) -> Span | None:
    day = spelled_day(text)
    return (day, day) if day else None


def _month_of_day(text: str) -> Span | None:
    day = spelled_day(text)
    return (day.replace(day=1), month_end(day.year, day.month)) if day else None


@dataclass(frozen=True, slots=True)
class Tidy:
    """How one tidy table is read.

    Attributes:
        kind: what it is.
        code, name, when: columns of the organisation, its name (empty when there is none) and time.
        span: makes the days of what stands under ``when``.
        measures: what each column of figures counts.
        level: what its organisations are.
    """

    kind: Kind
    code: str
    name: str
    when: str
    span: Callable[[str], Span | None]
    measures: Mapping[str, str]
    level: Level = Level.PROVIDER

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns by which the table is known."""
        return (self.code, *((self.name,) if self.name else ()), self.when, *self.measures)


def _beds(stem: str, occupied: str, measure: str) -> dict[str, str]:
    return {f"{stem}_available": f"{measure}_open", f"{occupied}_occupied": f"{measure}_occupied"}


def _same(stem: str, measure: str) -> dict[str, str]:
    return _beds(stem, stem, measure)


_OPEN, _OCCUPIED = "number_of_{}_open", "number_of_{}_occupied"
_COTS = {
    "adult_critical_care_beds": "cc_adult",
    "paediatric_intensive_care_beds": "picu",
    "neonatal_critical_care_cots_or_beds": "nicu",
}
TIDY = (
    Tidy(
        Kind.CRITERIA_TO_RESIDE, "nhs_trust22_code", "", "date", _the_day,
        {"do_not_meet_criteria_to_reside": "no_criteria_to_reside"},
    ),
    Tidy(
        Kind.DISCHARGED, "icb22_code", "", "date", _the_day,
        {"discharged_by_1700": "discharged_by_17",
         "discharged_between_1701_2359": "discharged_after_17",
         "discharged_total": "discharged"},
        Level.ICB,
    ),
    Tidy(
        Kind.MONTHLY_BEDS, "nhs_trust22_code", "", "date", month_span,
        {**_same("general_acute_beds", "ga_beds"),
         **_same("adult_general_acute_beds", "adult_ga_beds"),
         **_same("paediatric_general_acute_beds", "paediatric_ga_beds"),
         **_same("adult_critical_care_beds", "cc_adult"),
         **_same("paediatric_intensive_cared_beds", "picu"),
         **_same("neonatal_intensive_care_bed", "nicu")},
    ),
    Tidy(
        Kind.CRITICAL_CARE_SERIES, "Code", "Name", "Period", month_span,
        {"adult_beds_open": "cc_adult_open", "adult_beds_occupied": "cc_adult_occupied"},
    ),
    Tidy(
        Kind.CRITICAL_CARE_SERIES, "org_code", "org_name", "date", _month_of_day,
        {**{_OPEN.format(words): f"{measure}_open" for words, measure in _COTS.items()},
         **{_OCCUPIED.format(words): f"{measure}_occupied" for words, measure in _COTS.items()},
         "number_of_non_medical_critical_care_transfers": "cc_transfers_non_medical"},
    ),
)  # fmt: skip


def tidy_of(headings: Iterable[str]) -> Tidy | None:
    """Return the description that a table with these headings fits, if any."""
    there = set(headings)
    return next((tidy for tidy in TIDY if set(tidy.needed) <= there), None)


def read_tidy(path: Path) -> Publication:
    """Read a tidy table, CSV; rows that do not say whose they are, are left out and counted.

    Raises:
        UnusableInput: not one of these tables, or days or figures that are none.
    """
    text = read_text(path)
    table = parse_table(text.text, text.name)
    tidy = tidy_of(table.columns)
    if tidy is None:
        require_columns(table.columns, TIDY[0].needed, text.name)
        raise AssertionError("a table with the columns of the first is the first")
    rows, findings = _labelled(table, tidy, text.name)
    spans = {text: tidy.span(text) for text in rows[tidy.when].unique()}
    findings += _no_days(rows, tidy, spans, text.name)
    for n, end in enumerate(("start", "end")):
        days = [span[n] if span else None for span in spans.values()]
        told = pl.Series(days, dtype=pl.Date)
        rows = rows.with_columns(
            pl.col(tidy.when).replace_strict(list(spans), told, return_dtype=pl.Date).alias(end)
        )
    columns = [Figures(column, measure) for column, measure in tidy.measures.items()]
    frame, wrong = as_figures(rows, columns, text.name)
    findings += wrong
    return publication(frame, tidy.kind, path, findings=findings, member=text.member)


def _labelled(table: pl.DataFrame, tidy: Tidy, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    names = pl.col(tidy.name).str.strip_chars() if tidy.name else pl.lit("")
    code = pl.col(tidy.code).str.strip_chars()
    nobody = code.is_in(["", "-", "NA"])
    england = nobody & names.str.contains(r"(?i)^england\b|^total$")
    rows = table.with_columns(
        organisation=pl.when(england).then(pl.lit(ENGLAND)).when(~nobody).then(code),
        name=pl.when(england).then(pl.lit("England")).otherwise(names),
    )
    lost = rows.filter(pl.col("organisation").is_null())
    findings = []
    if not lost.is_empty():
        expected = "the code of an organisation: the row was left out"
        findings.append(warning("NO_CODE", file, expected, column=tidy.code, count=lost.height))
    kept = rows.drop_nulls("organisation")
    return kept.with_columns(level=level_of(pl.col("organisation"), tidy.level)), findings


def _no_days(
    rows: pl.DataFrame, tidy: Tidy, spans: Mapping[str, Span | None], file: str
) -> list[Finding]:
    wrong = [text for text, span in spans.items() if span is None]
    if not wrong:
        return []
    count = rows.filter(pl.col(tidy.when).is_in(wrong)).height
    expected = "a day (2024-01-31) or a month (January 2024)"
    return [error("BAD_DATE", file, expected, column=tidy.when, value=wrong[0], count=count)]
