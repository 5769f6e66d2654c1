"""From rows of the weekly patient-level waiting list to rows of a waiting list of our own.

The loading rules are those that an integrated care board had to write (spec: transfers 3.3): weeks
end on a Sunday, days in the future are dropped, open is what has no end, and nothing is kept that
planning does not need. What a code means stands in a table that may be replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import Severity
from tidegate.exchange.matching.forms import read_date, read_form
from tidegate.exchange.matching.input_tables import Form
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import fault
from tidegate.exchange.waiting.wlmds_codes import LEFT_OUT, TRANSFERRED
from tidegate.exchange.waiting.wlmds_columns import COLUMNS, HEADING

if TYPE_CHECKING:
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.waiting.wlmds_codes import WlmdsCodes

UNMAPPED = "UNMAPPED_CODE"
ALIKE = "__alike"
SUBMISSION, SUBMITTED_ROW = "submission", "row"
_SUNDAY, _OLDEST = 7, 130
_DAYS = (
    "week", "clock_start", "diagnostic_start", "clock_end", "birth", "validated", "admission_day",
    "appointment", "test_day",
)  # fmt: skip
_NUMBERS = (SUBMISSION, SUBMITTED_ROW, "age")
_TELLS_APART = (
    "person", "referral", "identifier", "function", "provider", "site", "clock_start", "week",
)  # fmt: skip
_NEVER_BLANK = (
    "week", "list_type", "issuer", "identifier", "provider", "function", "clock_start",
)  # fmt: skip
_CODED = {
    "list_type": "Waiting_List_Type",
    "management": "INTENDED_MANAGEMENT_CODE",
    "procedure_priority": "Procedure_Priority_Code",
    "diagnostic_priority": "Diagnostic_Priority_Code",
    "outpatient_priority": "Outpatient_Priority_Code",
    "asa": "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE",
    "alternative": "Requires_Alternative_Capacity",
    "transfer": "Transfer_Status",
    "capacity": "Capacity_Status",
    "contact": "Outcome_Of_Patient_Contact",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read.

    Attributes:
        name: name of the file, for findings.
        found: the file's heading of each column that it has, by our name.
        codes: what codes mean.
        today: the day from which days lie in the future; None asks only what each week says.
    """

    name: str
    found: Mapping[str, str]
    codes: WlmdsCodes
    today: date | None

    def heading(self, column: str) -> str:
        """Name a column as the file does."""
        return self.found.get(column, HEADING[column] or column)


def open_rows(raw: pl.DataFrame, reading: Reading) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the open pathways among some rows, with their codes in our words, and what is wrong.

    The frame has the columns of a waiting list as ``typed_table`` types them, further columns of
    our own, and what tells rows apart: ``ALIKE``, ``SUBMISSION`` and ``SUBMITTED_ROW``.
    """
    rows, findings = _typed(raw, reading)
    rows, dropped = _still_open(rows, reading)
    rows, odd = _believed(rows, reading)
    blank = [
        _at(reading, "BLANK_VALUE", column, "a value in every row", missing)
        for column in _NEVER_BLANK
        if (missing := rows.filter(pl.col(column).is_null())).height
    ]
    rows, unmapped = _mapped(rows, reading)
    nowhere = rows.filter(pl.coalesce("small_area", "sub_icb").is_null())
    if nowhere.height:
        expected = "a small area, or the commissioner’s place"
        blank.append(_at(reading, "BLANK_VALUE", "small_area", expected, nowhere))
    return _in_our_columns(rows), [*findings, *dropped, *odd, *blank, *unmapped]


def _typed(raw: pl.DataFrame, reading: Reading) -> tuple[pl.DataFrame, list[Finding]]:
    """Take the columns that are read, under our names, days and numbers typed."""
    found = reading.found
    text = raw.select(
        ROW,
        *(
            pl.col(found[column.name]).cast(pl.String).replace("", None).alias(column.name)
            if column.name in found
            else pl.lit(None, pl.String).alias(column.name)
            for column in COLUMNS
        ),
    )
    findings, typed = [], []
    forms = dict.fromkeys(_DAYS, Form.DAY) | dict.fromkeys(_NUMBERS, Form.WHOLE)
    for column, form in forms.items():
        # Whoever was born before 1950 waits too: days of birth are not held to the years of plans.
        born = column == "birth"
        values = read_date(text[column]) if born else read_form(form, text[column])
        wrong = text.filter(values.is_null() & text[column].is_not_null())
        if wrong.height:
            findings.append(_at(reading, "WRONG_FORM", column, f"a {form.value}", wrong))
        typed.append(values.alias(column))
    return text.with_columns(typed), findings


def _still_open(rows: pl.DataFrame, reading: Reading) -> tuple[pl.DataFrame, list[Finding]]:
    """Move weeks to their Sunday; leave out the future, what has ended and what has no clock."""
    findings = []
    week = pl.col("week")
    moved = rows.filter(week.dt.weekday() != _SUNDAY)
    if moved.height:
        expected = "a Sunday; the week is taken to have ended on the Sunday before"
        findings.append(_noted(reading, "WEEK_MOVED", "week", expected, moved))
    rows = rows.with_columns(week - pl.duration(days=week.dt.weekday() % _SUNDAY))
    list_type = pl.col("list_type").str.to_uppercase()
    meanings = reading.codes.meanings[_CODED["list_type"]]
    clockless = [code for code, meaning in meanings.items() if meaning == LEFT_OUT]
    leaving = (
        ("FUTURE_WEEK", "week", week > pl.lit(reading.today, pl.Date),
         f"a week up to {reading.today}; these rows are left out"),
        ("NOT_OPEN", "clock_end", pl.col("clock_end").is_not_null(),
         "pathways that are open; those with an end are left out"),
        ("NO_CLOCK", "list_type", list_type.is_in(clockless),
         "lists on a referral-to-treatment clock; these rows are left out"),
    )  # fmt: skip
    for code, column, leaves, expected in leaving:
        out = rows.filter(leaves.fill_null(False))
        if out.height:
            findings.append(_noted(reading, code, column, expected, out))
            rows = rows.filter(~leaves.fill_null(False))
    return rows, findings


def _believed(rows: pl.DataFrame, reading: Reading) -> tuple[pl.DataFrame, list[Finding]]:
    """Leave out clocks that start after the week, and forget other days that cannot be."""
    findings = []
    tested = pl.col("diagnostic").is_not_null()
    clock = pl.when(tested).then("diagnostic_start").otherwise(pl.lit(None, pl.Date))
    rows = rows.with_columns(clock_start=pl.coalesce(clock, "clock_start"))
    later = rows.filter((pl.col("clock_start") > pl.col("week")).fill_null(False))
    if later.height:
        expected = "a clock that starts before the week ends; these rows are left out"
        findings.append(_noted(reading, "FUTURE_CLOCK_START", "clock_start", expected, later))
        rows = rows.filter((pl.col("clock_start") <= pl.col("week")).fill_null(True))
    week, birth = pl.col("week"), pl.col("birth")
    strange = {
        "validated": pl.col("validated") > week,
        "birth": (birth > week) | (birth.dt.offset_by(f"{_OLDEST + 1}y") <= week),
        "age": ~pl.col("age").is_between(0, _OLDEST),
    }
    for column, odd in strange.items():
        wrong = rows.filter(odd.fill_null(False))
        if wrong.height:
            expected = "a day, or an age, that can be; it counts as not known"
            findings.append(_noted(reading, "NOT_BELIEVED", column, expected, wrong))
            kept = pl.when(~odd.fill_null(False)).then(pl.col(column))
            rows = rows.with_columns(kept.alias(column))
    return rows, findings


def _mapped(rows: pl.DataFrame, reading: Reading) -> tuple[pl.DataFrame, list[Finding]]:
    """Put codes into our words; each value that the table does not know is a finding of its own."""
    findings, mapped = [], []
    for column, heading in _CODED.items():
        meanings = reading.codes.meanings[heading]
        code = rows[column].str.to_uppercase()
        findings += _unmapped(rows, column, code, meanings, f"[codes.{heading}]", reading)
        told = code.replace_strict(dict(meanings), default=None, return_dtype=pl.String)
        mapped.append(told.replace("", None).alias(column))
    functions = reading.codes.functions
    code = rows["function"]
    findings += _unmapped(rows, "function", code, functions, "[treatment_functions]", reading)
    tfc = code.replace_strict(dict(functions), default=None, return_dtype=pl.String)
    return rows.with_columns(*mapped, tfc.alias("tfc")), findings


def _unmapped(
    rows: pl.DataFrame,
    column: str,
    code: pl.Series,
    known: Mapping[str, str],
    table: str,
    reading: Reading,
) -> list[Finding]:
    distinct = code.unique().drop_nulls()
    strange = distinct.filter(~distinct.is_in(list(known))).sort()
    expected = (
        f"a code that {table} of {reading.codes.name} knows; add it to a copy of that table, and "
        f"name the copy with --codes"
    )
    return [
        _at(reading, UNMAPPED, column, expected, rows.filter(code == value)) for value in strange
    ]


def _in_our_columns(rows: pl.DataFrame) -> pl.DataFrame:
    modality, priority = _care()
    week = pl.col("week")
    dated = pl.any_horizontal(
        (pl.col(day) >= week).fill_null(False)
        for day in ("admission_day", "appointment", "test_day")
    )
    moved = pl.col("transfer").is_in(TRANSFERRED).fill_null(False)
    return rows.select(
        ROW,
        "week",
        pathway_id=pl.concat_str("issuer", pl.lit("-"), "identifier"),
        holder="provider",
        area="area",
        zone=pl.coalesce("small_area", "sub_icb"),
        sub_icb="sub_icb",
        tfc="tfc",
        modality=modality,
        priority=priority,
        clock_start="clock_start",
        age=pl.coalesce("age", _years(pl.col("birth"), week)).cast(pl.Int16),
        asa=pl.col("asa").cast(pl.Int8),
        last_validated="validated",
        needs_alternative_capacity=pl.col("alternative") == "yes",
        transferred=moved | pl.col("accepted_by").is_not_null(),
        dated=dated,
        capacity_status="capacity",
        contact_outcome="contact",
        **{
            ALIKE: pl.struct(_TELLS_APART).hash(),
            SUBMISSION: pl.col(SUBMISSION),
            SUBMITTED_ROW: pl.col(SUBMITTED_ROW),
        },
    )


def _care() -> tuple[pl.Expr, pl.Expr]:
    """Say what kind of care a row waits for, and which of its priorities is about that."""
    tested = pl.col("diagnostic").is_not_null()
    modality = (
        pl.when(tested)
        .then(pl.lit("diagnostic"))
        .when(pl.col("list_type") == "inpatient")
        .then(pl.coalesce("management", "list_type"))
        .otherwise("list_type")
    )
    priority = (
        pl.when(tested)
        .then("diagnostic_priority")
        .when(pl.col("list_type") == "outpatient")
        .then("outpatient_priority")
        .otherwise("procedure_priority")
    )
    return modality, priority


def _years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Count the birthdays between two days."""
    not_yet = (day.dt.month() < birth.dt.month()) | (
        (day.dt.month() == birth.dt.month()) & (day.dt.day() < birth.dt.day())
    )
    return day.dt.year() - birth.dt.year() - not_yet.cast(pl.Int32)


def _at(reading: Reading, code: str, column: str, expected: str, rows: pl.DataFrame) -> Finding:
    found = fault(code, reading.name, column, expected, rows.select(ROW, column))
    return replace(found, column=reading.heading(column))


def _noted(reading: Reading, code: str, column: str, expected: str, rows: pl.DataFrame) -> Finding:
    return replace(_at(reading, code, column, expected, rows), severity=Severity.WARNING)
