"""The reference page of forecasts: the folder that asks for one, and the file that answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tidegate.exchange.pressure.forecast_tables import FOLDER_TABLES, FORECAST

if TYPE_CHECKING:
    from tidegate.exchange.matching.input_tables import Column, Table

INTRO = """`tidegate forecast DIR` reads a folder. `history` must be there, the rest may be; each is
CSV (UTF-8, one row of headings) or Parquet, named as below. Days are one or seven days apart; that
is what makes a folder daily or weekly. Whatever is dated after the reference date is never looked
at: rows beyond it may stay in the files."""
TASK = """What is asked for, in JSON; every field may be left out."""
FIELDS = (
    ("reference_date", "the day on which the forecast is made", "the newest day of the history"),
    ("last_observed", "the last day whose value may be used", "the newest day up to it"),
    ("horizon_days", "1 or 7", "the distance of the history's days"),
    ("horizons", "whole numbers; the target is so many steps after the reference date",
     "1 to 28 days, or 4 weeks"),
    ("quantiles", "levels, ascending, above 0 and below 1", "the 23 levels of the hubs"),
    ("locations", "codes of the places to answer for", "every place of the history"),
)  # fmt: skip
ANSWER = """`--out` writes it, `--score` reads it: the long form of the
[hubverse](https://hubverse.io), CSV or Parquet."""


def forecast_page(
    page: Callable[..., str], table: Callable[..., str], value_of: Callable[[Column], str]
) -> str:
    """Describe each table, the task, and the answer."""

    def columns(described: Table) -> str:
        rows = (
            [f"`{each.name}`", "yes" if each.needed else "", value_of(each), each.meaning]
            for each in described.columns
        )
        return table(["column", "needed", "value", "meaning"], rows)

    parts = ["# Forecast folder", INTRO]
    for described in FOLDER_TABLES:
        identity = " and ".join(f"`{key}`" for key in described.identity)
        said = f"One row is {described.row_is}. No two rows share {identity}."
        parts += [f"## {described.name}", said, columns(described)]
    fields = ([f"`{name}`", value, otherwise] for name, value, otherwise in FIELDS)
    parts += ["## task.json", TASK, table(["field", "value", "when left out"], fields)]
    parts += ["## The forecast", f"{ANSWER} One row is {FORECAST.row_is}.", columns(FORECAST)]
    return page(*parts)
