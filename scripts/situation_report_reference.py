"""The reference page of situation reports: both forms of the file, and every measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.situation_report import long_table, wide_table

if TYPE_CHECKING:
    from tidegate.core.pressure.measure import Measure
    from tidegate.exchange.matching.input_tables import Column

INTRO = """What providers report of themselves: beds, attendances, handovers, staff. CSV (UTF-8, one
row of headings) or Parquet, in one of two forms, told apart by their headings. A further column is
not read, and that is said. Bed spaces (`beds_physical`), beds that a provider says it has staff for
(`beds_staffed_claimed`) and beds that somebody found staffed (`beds_staffed_observed`) are three
different numbers: none stands in for another."""
MEASURES = """Numbers are reported; shares are made of them, and not made where a number is missing
or the whole is 0. A figure beyond what is plausible for one provider and day is kept and asked
about; a figure below 0 is refused. Published files are read into the same measures."""


def situation_report_page(
    page: Callable[..., str],
    table: Callable[[Sequence[str], Iterable[Sequence[object]]], str],
    value_of: Callable[[Column], str],
) -> str:
    """Describe the two forms, and list the measures there are."""
    long, wide = long_table(), wide_table()
    described = [
        [f"`{column.name}`", "yes" if column.needed else "", value_of(column), column.meaning]
        for column in long.columns
        if column.name != "measure"  # whose codes are the table of measures
    ]
    described.insert(2, ["`measure`", "yes", "an id of the table below", "what is counted"])
    rows = (
        [f"`{key}`", each.label, each.definition, each.unit.value, _made_of(each)]
        for key, each in shipped_measures().items()
    )
    return page(
        "# Situation reports",
        INTRO,
        "## A row for each figure",
        f"One row is {long.row_is}. No two rows share `organisation`, `date` and `measure`.",
        table(["column", "needed", "value", "meaning"], described),
        "## A column for each measure",
        f"One row is {wide.row_is}: `organisation`, `date`, perhaps `level`, and a column for each "
        "measure that is reported, named by its id. A blank is not reported; a 0 is a 0.",
        "## Measures",
        MEASURES,
        table(["measure", "label", "definition", "unit", "plausible, or made of"], rows),
    )


def _made_of(measure: Measure) -> str:
    """Say what is plausible of a number, and of what a share is made."""
    if measure.denominator:
        return f"`{measure.numerator}` ÷ `{measure.denominator}`; not reported"
    return "" if measure.most is None else f"{measure.least or 0:g} to {measure.most:g}"
